"""Asking a graph on a Neo4j server: one read-only statement at a time, on one graph of those in the database."""

# ruff: noqa: PLC0415 (the driver is an extra)

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kg.errors import InputError, QueryError
from kg.graph.statement import NEO4J, check_parameters, single_read
from kg.graph.store import TIMEOUT, Rows
from kg.neo4j import DEFAULT_NAME, GRAPH, checked_name
from kg.neo4j.connection import Connection, connect
from kg.neo4j.errors import server_errors, without_data
from kg.neo4j.scope import one_label, scoped

if TYPE_CHECKING:
    import neo4j

__all__ = ["Neo4jSession", "open_session"]


class Neo4jSession:
    """A graph in a database, which is an Engine (kg.graph.store). Made by open_session."""

    name = "neo4j"

    def __init__(self, driver: neo4j.Driver, connection: Connection, graph: str) -> None:
        """driver: open. graph: the name of the graph that is asked."""
        self._driver, self._connection, self._graph = driver, connection, graph
        self.where = f"{connection}, graph '{graph}'"

    def translate(self, statement: str) -> str:
        """A statement in the shared Cypher: there labels(n) is the one label that a node has, here a list."""
        return one_label(statement)

    def run(
        self,
        statement: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float = TIMEOUT,
        limit: int | None = None,
    ) -> Rows:
        """Run a single reading statement on the nodes of this graph; parameters are bound.

        The server itself keeps from writing (access mode READ) and ends what takes longer than `timeout` seconds.
        limit: fetch no more rows than this. The engine gives no types, so those of the answer are empty.
        Raises QueryError when it is not a single read, a parameter is missing or unknown, the server refuses it or it
        takes too long; InputError when the server no longer answers.
        """
        text = single_read(statement, NEO4J)
        given = dict(parameters or {})
        if GRAPH in given:
            raise QueryError(f"the parameter '{GRAPH}' is kg's own", where=self.where, todo="give it another name")
        check_parameters(text, given)
        text = scoped(text, GRAPH)

        from neo4j import READ_ACCESS, unit_of_work
        from neo4j.exceptions import Neo4jError

        @unit_of_work(timeout=timeout, metadata={"app": "kg"})
        def read(transaction: neo4j.ManagedTransaction) -> Rows:
            result = transaction.run(text, {**given, GRAPH: self._graph})
            columns = tuple(result.keys())
            # One more than is wanted tells whether there are more; the server is not asked for the rest.
            found = list(result) if limit is None else result.fetch(limit + 1)
            rows = [tuple(_shown(value) for value in record.values()) for record in found[:limit]]
            return Rows(columns, ("",) * len(columns), rows, limit is not None and len(found) > limit)

        try:
            with (
                server_errors(self._connection, refused=QueryError),
                self._driver.session(
                    database=self._connection.database,
                    default_access_mode=READ_ACCESS,
                    fetch_size=1000 if limit is None else min(1000, limit + 1),
                ) as session,
            ):
                return session.execute_read(read)
        except (QueryError, InputError) as error:
            cause = error.__cause__
            if isinstance(cause, Neo4jError) and (said := self._query_error(cause, timeout)):
                raise said from cause
            raise

    def _query_error(self, error: Any, timeout: float) -> QueryError | None:
        """What is wrong with the statement, if it is the statement."""
        code, message = str(error.code or ""), without_data(str(error.message or error))
        if "TransactionTimedOut" in code or ("Terminated" in code and "timed out" in message):
            todo = "narrow the statement, or allow more time"
            return QueryError(f"not finished after {timeout:g} seconds", where=self.where, todo=todo)
        if code.endswith("Statement.AccessMode"):
            todo = "ask with MATCH … RETURN; `kg load neo4j` writes"
            return QueryError("only reading is possible", where=self.where, todo=todo)
        if ".Statement." in code or ".Procedure." in code:
            todo = "correct the statement; `kg info` lists labels and types"
            return QueryError(message, where=self.where, todo=todo)
        return None


@contextmanager
def open_session(connection: Connection, graph: str = DEFAULT_NAME) -> Iterator[Neo4jSession]:
    """A session that asks the graph of this name in the database.

    Raises what kg.neo4j.connection.connect raises; InputError when the database holds no graph of this name (with the
    names of those that it holds).
    """
    checked_name(graph)
    with connect(connection, retrying=10.0) as driver:
        _check_present(driver, connection, graph)
        yield Neo4jSession(driver, connection, graph)


def _check_present(driver: neo4j.Driver, connection: Connection, graph: str) -> None:
    """Whether the graph is there. Every graph has reports, so only they are looked at."""
    with (
        server_errors(connection, refused=QueryError),
        driver.session(database=connection.database, default_access_mode="READ") as session,
    ):
        here = session.run(f"MATCH (r:Report) WHERE r.`{GRAPH}` = $name RETURN 1 LIMIT 1", name=graph).single()
        if here is not None:
            return
        names = session.run(f"MATCH (r:Report) RETURN DISTINCT r.`{GRAPH}` AS name ORDER BY name").value()
    known = [name for name in names if isinstance(name, str)]
    raise InputError(
        f"the database holds no graph named '{graph}'",
        where=str(connection),
        todo=f"give one with --name: {', '.join(known)}" if known else "load one first: kg load neo4j",
    )


def _shown(value: Any) -> Any:
    """Nodes and relationships as the embedded store shows them, without the name of the graph."""
    from neo4j.graph import Node, Path, Relationship

    if isinstance(value, Node):
        return {"_LABEL": next(iter(value.labels), None), **_own(value)}
    if isinstance(value, Relationship):
        return {"_LABEL": value.type, **_own(value)}
    if isinstance(value, Path):
        return {"_NODES": [_shown(node) for node in value.nodes], "_RELS": [_shown(way) for way in value.relationships]}
    if isinstance(value, list):
        return [_shown(part) for part in value]
    if isinstance(value, dict):
        return {name: _shown(part) for name, part in value.items() if name != GRAPH}
    return value


def _own(value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in value.items() if name != GRAPH}
