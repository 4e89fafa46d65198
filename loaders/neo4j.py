"""Neo4j: a graph in a database that others may use too. The driver is the extra kg[neo4j].

Every node and relationship carries the graph's name (`_graph`); only what carries this graph's name is ever changed,
counted or removed. Writing goes by (`_graph`, key), so that loading again, or from two processes, ends the same.
"""

# ruff: noqa: PLC0415 (the driver is an extra)

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from kg.errors import InputError, LoadError
from kg.graph.ddl_neo4j import RID, neo4j_ddl, quoted
from kg.graph.model import GraphSchema
from kg.graph.tables import Counts
from kg.neo4j import DEFAULT_NAME, GRAPH, checked_name
from kg.neo4j.connection import RETRYING, Connection, connect
from kg.neo4j.errors import server_errors
from loaders.batches import Block, node_blocks, relationship_rounds
from loaders.neo4j_prune import GraphInStore
from loaders.parallel import in_parallel

if TYPE_CHECKING:
    import neo4j

__all__ = ["BATCH", "Neo4jLoader"]

BATCH = 10_000
"""Rows of one transaction. From 5,000 on it makes no difference to the speed; the server holds a batch in memory."""
SESSIONS = 4
"""Transactions at once; of relationships half as many. The server works at each with one core, ten times what it
takes here to prepare one."""
_ATTEMPTS = 5
_HURRIED, _DEADLOCK_WAIT = 3, 0.2
"""How often a deadlock is tried again without the driver's waiting, and after how many seconds at most."""

Work = Callable[["neo4j.ManagedTransaction"], Any]


class Neo4jLoader:
    """Writes the tables into a running server, under the name of the graph.

    What was written before an error stays; loading again completes it.
    """

    name = "neo4j"
    about = "a running Neo4j server"

    def __init__(
        self,
        connection: Connection,
        graph: str = DEFAULT_NAME,
        *,
        prune: bool = False,
        batch: int = BATCH,
        sessions: int = SESSIONS,
        progress: Callable[[int], None] | None = None,
        retrying: float = RETRYING,
    ) -> None:
        """graph: its name in the database. prune: remove what it wrote once and the tables no longer hold.

        batch: rows of one transaction. sessions: transactions at once. progress: called with the rows of each.
        retrying: for how many seconds a transaction is tried again.
        Raises InputError when the name or the batch cannot be used.
        """
        if batch < 1 or sessions < 1:
            raise InputError(f"a batch of {batch} rows in {sessions} sessions", todo="give 1 or more")
        self._sessions = sessions
        self._connection, self._graph, self._batch, self._prune = connection, checked_name(graph), batch, prune
        self._retrying = retrying
        self._advance, self._telling = progress or (lambda _rows: None), threading.Lock()
        self._ends = contextlib.ExitStack()
        self._driver: neo4j.Driver | None = None
        self._schema: GraphSchema | None = None
        self._store: GraphInStore
        self._written: dict[str, list[pa.ChunkedArray]] = {}
        self._creating: set[str] = set()

    def open(self, schema: GraphSchema) -> None:
        """Connect and create the constraints. Raises what kg.neo4j.connection.connect raises."""
        self._schema = schema
        self._written = {name: [] for name in (*schema.labels, *schema.types)}
        self._driver = self._ends.enter_context(connect(self._connection, retrying=self._retrying))
        try:
            self._store = GraphInStore(self._graph, schema, self._read, self._run)
            for statement in neo4j_ddl(schema, self._store.constraints()):
                self._constrain(statement)
            before = self._store.counts()
            self._creating = {name for name, rows in (*before.nodes.items(), *before.relationships.items()) if not rows}
        except BaseException:
            self.abort()
            raise

    def write_nodes(self, label: str, rows: pa.Table) -> None:
        """Write nodes, found by graph and key; properties that others added to them stay."""
        node = self._known(label).nodes[label]
        key = node.key.name
        rows = rows.select([key, *(one.name for one in node.properties if not one.key)])
        pattern = f"n:{quoted(label)} {{{quoted(GRAPH)}: $graph, {quoted(key)}: row[0]"
        self._write(
            label,
            rows,
            create=f"UNWIND $rows AS row CREATE ({pattern}{_values(rows, 1)}}})",
            merge=f"UNWIND $rows AS row MERGE ({pattern}}}){_sets('n', rows, 1)}",
            rounds=[node_blocks(rows, self._batch)],
        )

    def write_relationships(self, type: str, source: str, target: str, rows: pa.Table) -> None:
        """Find both ends, then write between them what is found by graph and rid."""
        schema = self._known(type)
        properties = [one.name for one in schema.relationships[type].properties]
        rows = rows.select([RID, "from", "to", *properties])
        keys = {label: quoted(schema.nodes[label].key.name) for label in (source, target)}
        ends = " ".join(
            f"MATCH (_{end}:{quoted(label)} {{{quoted(GRAPH)}: $graph, {keys[label]}: row[{at}]}})"
            for end, label, at in (("from", source, 1), ("to", target, 2))
        )
        pattern = f"r:{quoted(type)} {{{quoted(GRAPH)}: $graph, {quoted(RID)}: row[0]"
        self._write(
            type,
            rows,
            create=f"UNWIND $rows AS row {ends} CREATE (_from)-[{pattern}{_values(rows, 3)}}}]->(_to)",
            merge=f"UNWIND $rows AS row {ends} MERGE (_from)-[{pattern}}}]->(_to){_sets('r', rows, 3)}",
            rounds=relationship_rounds(rows, 1 if source == target else max(1, self._sessions // 2), self._batch),
        )

    def counts(self) -> Counts:
        """What the database holds of this graph, after what the tables no longer hold was removed, if that was asked.

        A label or type that an earlier schema had is among them when something of it is still there.
        Raises LoadError when something cannot be removed, since others have linked it.
        """
        self._known("counts")
        found = self._store.counts()
        if self._prune and self._store.remove(found, self._written):
            found = self._store.counts()
        return found

    def close(self) -> None:
        """Disconnect."""
        self._ends.close()
        self._driver = None

    def abort(self) -> None:
        """Disconnect; what was written stays."""
        # Threads may still be writing on the connections that are closed under them. What the driver makes of that
        # must not hide the error, or the Ctrl-C, that ends the load.
        with contextlib.suppress(Exception):
            self.close()

    def _known(self, name: str) -> GraphSchema:
        schema = self._schema
        if schema is None or self._driver is None:
            raise LoadError("the loader is not open", where=str(self._connection), todo="call open first")
        if name != "counts" and name not in schema.nodes and name not in schema.relationships:
            raise LoadError(
                f"{name!r} is not in the schema",
                where=str(self._connection),
                todo="declare it in schema/graph.yaml",
            )
        return schema

    def _constrain(self, statement: str) -> None:
        from neo4j.exceptions import ClientError

        def create(transaction: neo4j.ManagedTransaction) -> None:
            try:
                transaction.run(statement).consume()
            except ClientError as error:  # two processes that create it at once
                if not str(error.code).endswith(("EquivalentSchemaRuleAlreadyExists", "ConstraintAlreadyExists")):
                    raise

        self._managed("constraints", create)

    def _write(
        self, name: str, rows: pa.Table, *, create: str, merge: str, rounds: Iterable[list[Block]]
    ) -> None:
        """Write the rows in batches. Their first column is the key.

        rounds: the rows in batches, as loaders.batches divides them.
        Where the graph has nothing of the name yet, they are created, in half the time of a MERGE. Another process may
        do the same: the constraint then refuses the second, which goes on with MERGE.
        """
        self._written[name].append(rows.column(0))

        def write(block: Block) -> None:
            for part in block:
                with server_errors(self._connection, name):
                    # Lists: names of columns in every row would take as long to send as what stands in them.
                    values = [list(row) for row in zip(*(column.to_pylist() for column in part.columns), strict=True)]
                self._write_batch(name, create if name in self._creating else merge, merge, values)
                with self._telling:
                    self._advance(part.num_rows)

        for blocks in rounds:
            in_parallel(write, blocks, self._sessions)

    def _write_batch(self, name: str, statement: str, merge: str, values: list[list[Any]]) -> None:
        from neo4j.exceptions import ConstraintError

        try:
            self._run(name, statement, rows=values)
        except LoadError as error:
            if statement == merge or not isinstance(error.__cause__, ConstraintError):
                raise
            self._creating.discard(name)
            try:
                self._run(name, merge, rows=values)
            except LoadError as second:
                # What CREATE met names the other node, what MERGE met does not.
                raise (error if isinstance(second.__cause__, ConstraintError) else second) from second.__cause__

    def _run(self, name: str, statement: str, **parameters: Any) -> None:
        """Run a statement that may be run twice."""
        self._managed(name, lambda transaction: transaction.run(statement, parameters, graph=self._graph).consume())

    def _read(self, name: str, statement: str, **parameters: Any) -> list[list[Any]]:
        def read(transaction: neo4j.ManagedTransaction) -> list[list[Any]]:
            return transaction.run(statement, parameters, graph=self._graph).values()

        rows: list[list[Any]] = self._managed(name, read, write=False)
        return rows

    def _managed(self, name: str, work: Work, *, write: bool = True) -> Any:
        """Run in a transaction that the driver tries again after a deadlock or a lost connection.

        It does not when the connection is lost during the commit, since it cannot know whether that happened; what
        is done here may happen twice.
        """
        from neo4j.exceptions import ForbiddenOnReadOnlyDatabase, IncompleteCommit, TransientError

        assert self._driver is not None

        def once(transaction: neo4j.ManagedTransaction) -> Any:
            try:
                return work(transaction)
            except TransientError as error:
                # Now and then two of our own meet (nodes that share none still share chains of relationships). The
                # driver would wait for a second or more; it is told when it is not over at once.
                if "Deadlock" in str(error.code) and next(hurry, None):
                    raise _TryAgainError from error
                raise
            except ForbiddenOnReadOnlyDatabase:  # the driver would try this again for minutes
                with server_errors(self._connection, name):
                    raise
                raise

        hurry = iter([True] * _HURRIED)
        with server_errors(self._connection, name):
            for attempt in range(_ATTEMPTS + _HURRIED):
                with self._driver.session(database=self._connection.database, fetch_size=10_000) as session:
                    try:
                        return session.execute_write(once) if write else session.execute_read(once)
                    except _TryAgainError:
                        time.sleep(_DEADLOCK_WAIT * random.random())
                    except IncompleteCommit:
                        if attempt >= _ATTEMPTS - 1:
                            raise
        return None


class _TryAgainError(Exception):
    """A transaction met another one and was rolled back."""


def _values(rows: pa.Table, first: int) -> str:
    """`, name: row[i]` for each column from `first` on."""
    return "".join(f", {quoted(name)}: row[{at}]" for at, name in enumerate(rows.column_names) if at >= first)


def _sets(variable: str, rows: pa.Table, first: int) -> str:
    """` SET v.name = row[i], …` for each column from `first` on."""
    values = [f"{variable}.{quoted(name)} = row[{at}]" for at, name in enumerate(rows.column_names) if at >= first]
    return f" SET {', '.join(values)}" if values else ""
