"""The embedded store: one Ladybug file, asked with Cypher."""

from __future__ import annotations

import contextlib
import ctypes
from pathlib import Path
from typing import Any

import ladybug
import pyarrow as pa

from kg.errors import LoadError
from kg.graph.ddl import quoted, store_ddl
from kg.graph.model import GraphSchema
from kg.graph.tables import Counts

__all__ = ["LadybugLoader"]

# LOAD FROM an Arrow table is the way in that is fast also for small tables (UNWIND of structs: 2-7k rows/s). CREATE
# writes about twice as fast as MERGE, which looks up what is there. With millions of rows CREATE slows down to 30,000
# relationships a second; COPY keeps 200,000, but costs 60 ms a statement and can corrupt a table that holds rows which
# were not checkpointed. So COPY is for large tables that hold nothing yet, after a CHECKPOINT.
BATCH = 100_000
COPY_FROM = 30_000
"""Rows from which on COPY is quicker."""
# The engine would take 80 % of the machine's memory; what does not fit here it spills to disk.
BUFFER_POOL = 1 << 30


class LadybugLoader:
    """Builds a store file that holds exactly the tables: beside the target first, then renamed over it.

    A file that was there before is replaced, so loading twice gives the same as loading once.
    """

    name = "ladybug"
    copy_from = COPY_FROM

    def __init__(self, path: Path | str) -> None:
        """path: the store file to build; its folder must exist."""
        self._target = Path(path)
        self._path = self._target.with_name(self._target.name + ".building")
        self._database: Any = None
        self._connection: Any = None
        self._schema: GraphSchema | None = None
        self._broken = False
        self._written: set[tuple[str, ...]] = set()
        self._dirty = False

    def open(self, schema: GraphSchema) -> None:
        """Start a new file and create the tables of the schema."""
        self._remove()
        self._schema = schema
        self._written.clear()
        self._dirty = True
        self._connect()
        for statement in store_ddl(schema):
            self._run(statement, statement.partition("(")[0])

    def write_nodes(self, label: str, rows: pa.Table) -> None:
        """Write the first rows of a label as they are; MERGE later ones by their key."""
        node = self._known(label).nodes[label]
        if self._first(label):
            if rows.num_rows >= self.copy_from:
                self._copy(label, rows.select([one.name for one in node.properties]))
                return
            values = ", ".join(f"{quoted(one.name)}: {quoted(one.name)}" for one in node.properties)
            self._load(f"LOAD FROM $rows CREATE (:{quoted(label)} {{{values}}})", rows, label)
            return
        sets = ", ".join(
            f"_node.{quoted(one.name)} = {quoted(one.name)}" for one in node.properties if not one.key
        )
        key = quoted(node.key.name)
        statement = f"LOAD FROM $rows MERGE (_node:{quoted(label)} {{{key}: {key}}})" + (
            f" SET {sets}" if sets else ""
        )
        self._load(statement, rows, label)

    def write_relationships(self, type: str, source: str, target: str, rows: pa.Table) -> None:
        """Find both ends by their key; write the first rows as they are, MERGE later ones by rid."""
        schema = self._known(type)
        properties = [one.name for one in schema.relationships[type].properties]
        names = [quoted(name) for name in properties]
        ends = (
            f"MATCH (_{end}:{quoted(label)} {{{quoted(schema.nodes[label].key.name)}: {quoted(end)}}})"
            for end, label in (("from", source), ("to", target))
        )
        if self._first(type, source, target):
            if rows.num_rows >= self.copy_from:
                self._copy(type, rows.select(["from", "to", "rid", *properties]), source, target)
                return
            values = ", ".join(f"{name}: {name}" for name in ["rid", *names])
            write = f"CREATE (_from)-[:{quoted(type)} {{{values}}}]->(_to)"
        else:
            sets = ", ".join(f"_way.{name} = {name}" for name in names)
            write = f"MERGE (_from)-[_way:{quoted(type)} {{rid: rid}}]->(_to)" + (
                f" SET {sets}" if sets else ""
            )
        statement = f"LOAD FROM $rows {' '.join(ends)} {write}"
        self._load(statement, rows.drop_columns(["from_label", "to_label"]), type)

    def counts(self) -> Counts:
        """What the file holds."""
        schema = self._known("counts")
        nodes = {label: self._count(f"MATCH (n:{quoted(label)}) RETURN count(n)") for label in schema.labels}
        ways = {
            type: self._count(f"MATCH ()-[r:{quoted(type)}]->() RETURN count(r)") for type in schema.types
        }
        return Counts(nodes, ways)

    def close(self) -> None:
        """Write everything into the one file and put it in the target's place."""
        self._run("CHECKPOINT", "CHECKPOINT")
        self._disconnect()
        try:
            self._path.replace(self._target)
        except OSError as error:
            raise self._refused("renaming the finished file", error) from error

    def abort(self) -> None:
        """Remove the unfinished file; the target stays as it was."""
        if self._broken:
            _never_destroy(self._connection, self._database)
            self._connection = self._database = None
        self._disconnect()
        self._remove()

    def _known(self, name: str) -> GraphSchema:
        schema = self._schema
        if schema is None:
            raise LoadError("the loader is not open", where=str(self._target), todo="call open first")
        if name != "counts" and name not in schema.nodes and name not in schema.relationships:
            raise LoadError(
                f"{name!r} is not in the schema",
                where=str(self._target),
                todo="declare it in schema/graph.yaml",
            )
        return schema

    def _first(self, *name: str) -> bool:
        """Whether nothing was written there yet; from now on something is."""
        known = name in self._written
        self._written.add(name)
        return not known

    def _copy(self, name: str, rows: pa.Table, *ends: str) -> None:
        """COPY into a table that is empty. ends: the labels, of a relationship that leads between several."""
        if self._dirty:
            self._run("CHECKPOINT", name)
            self._dirty = False
        said = [label.replace("\\", "\\\\").replace("'", "\\'") for label in ends]
        between = f" (from='{said[0]}', to='{said[1]}')" if said else ""
        self._run(f"COPY {quoted(name)} FROM $rows{between}", name, rows=rows)

    def _load(self, statement: str, rows: pa.Table, name: str) -> None:
        self._dirty = True
        for start in range(0, rows.num_rows, BATCH):
            self._run(statement, name, rows=rows.slice(start, BATCH))

    def _run(self, statement: str, name: str, **parameters: Any) -> Any:
        try:
            return self._connection.execute(statement, parameters)
        except (RuntimeError, OSError) as error:
            raise self._refused(name, error) from error

    def _count(self, statement: str) -> int:
        return int(self._run(statement, "counts").get_all()[0][0])

    def _refused(self, name: str, error: Exception) -> LoadError:
        self._broken = self._broken or "IO exception" in str(error)
        first = str(error).strip().splitlines()[0][:300]
        return LoadError(
            f"the store refused {name}: {first}",
            where=str(self._target),
            todo="see that the disk is not full, then load again",
        )

    def _connect(self) -> None:
        try:
            self._database = ladybug.Database(str(self._path), buffer_pool_size=BUFFER_POOL)
            self._connection = ladybug.Connection(self._database)
        except (RuntimeError, OSError) as error:
            raise self._refused("opening the file", error) from error

    def _disconnect(self) -> None:
        for part in (self._connection, self._database):
            if part is not None:
                with contextlib.suppress(RuntimeError):
                    part.close()
        self._connection = self._database = None

    def _remove(self) -> None:
        for suffix in ("", ".wal", ".shadow", ".tmp"):
            with contextlib.suppress(PermissionError):  # Windows, while the engine has it open after an error
                self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)


def _never_destroy(connection: Any, database: Any) -> None:
    """Keep the engine's objects until the process ends, without their destructors.

    After a failed write (disk full) the destructor writes once more and aborts the whole process, past any `except`.
    """
    inner = (getattr(database, "_database", None), getattr(database, "_pybind_database", None))
    outer = (getattr(connection, "_connection", None), getattr(connection, "_py_connection", None))
    for part in (connection, database, *inner, *outer):
        if part is not None:
            ctypes.pythonapi.Py_IncRef(ctypes.py_object(part))
