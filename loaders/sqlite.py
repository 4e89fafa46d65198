"""SQLite: one file with a table for each label and type, for DB Browser, Excel's ODBC, pandas and R."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from kg.errors import LoadError
from kg.graph.model import NodeType, Property, RelationshipType
from kg.graph.tables import Counts
from loaders.exporter import Exporter, batches
from loaders.flat import display_property

__all__ = ["NODES", "SqliteExporter"]

NODES = "nodes"
"""The table of all nodes: what relationships refer to, whatever the label."""
_TYPES = {"string": "TEXT", "int": "INTEGER", "float": "REAL", "bool": "INTEGER", "list": "TEXT"}
# Names of ends that need no quotation marks in SQL (FROM is a keyword).
_ENDS = ("rid", "from_id", "from_label", "to_id", "to_label")


class SqliteExporter(Exporter):
    """A table a label (id first), a table a type (rid, from_id, from_label, to_id, to_label), and `nodes` of them all.

    nodes has id, label and name; labels and types refer to it with foreign keys, which are checked. Both ends of every
    type and the names of every label are indexed. A bool is 0 or 1, a list a JSON array (json_each reads it).
    The table `columns` says what each column means, in Chinese and English.
    """

    name = "sqlite"
    about = "one database file for DB Browser for SQLite, pandas, R"
    suffix = ".sqlite"
    ids_are_shared = True
    errors = (sqlite3.Error,)
    _connection: sqlite3.Connection | None = None

    def _start(self) -> None:
        self._connection = sqlite3.connect(self._path, isolation_level=None)
        # The file is temporary until it is whole, so no journal is needed to roll back.
        self._run("PRAGMA journal_mode = OFF")
        self._run("PRAGMA synchronous = OFF")
        self._run("BEGIN")
        self._run(f"CREATE TABLE {NODES} (id TEXT NOT NULL PRIMARY KEY, label TEXT NOT NULL, name TEXT) WITHOUT ROWID")
        self._run('CREATE TABLE columns ("table" TEXT, "column" TEXT, type TEXT, unit TEXT, zh TEXT, en TEXT)')
        for node in self._schema.nodes.values():
            self._create(node)
        for relationship in self._schema.relationships.values():
            self._create(relationship)

    def _create(self, said: NodeType | RelationshipType) -> None:
        columns = [_column(one) for one in said.properties]
        if isinstance(said, NodeType):
            table = said.label
            columns.append(f"FOREIGN KEY ({_quoted(said.key.name)}) REFERENCES {NODES} (id)")
        else:
            table = said.type
            columns[:0] = ["rid TEXT NOT NULL PRIMARY KEY", *(f"{end} TEXT NOT NULL" for end in _ENDS[1:])]
            columns += [f"FOREIGN KEY ({end}) REFERENCES {NODES} (id)" for end in ("from_id", "to_id")]
        self._run(f"CREATE TABLE {_quoted(table)} ({', '.join(columns)})")
        meant = [(table, one.name, one.type, one.unit, one.zh, one.en) for one in said.properties]
        self._rows("columns", 6, meant)

    def _nodes(self, label: str, rows: pa.Table) -> None:
        node = self._schema.nodes[label]
        key, shown = node.key.name, display_property(node)
        for part in batches(rows):
            ids = part[key].to_pylist()
            self._rows(NODES, 3, zip(ids, [label] * len(ids), part[shown].to_pylist(), strict=True))
            self._rows(label, part.num_columns, _values(part))

    def _relationships(self, type: str, source: str, target: str, rows: pa.Table) -> None:
        for part in batches(rows):
            self._rows(type, part.num_columns, _values(part))

    def _finish(self) -> None:
        for label, node in self._schema.nodes.items():
            if (shown := display_property(node)) != node.key.name:
                self._run(f"CREATE INDEX {_quoted(f'{label}_{shown}')} ON {_quoted(label)} ({_quoted(shown)})")
        for type in self._schema.types:
            for end in ("from_id", "to_id"):
                self._run(f"CREATE INDEX {_quoted(f'{type}_{end}')} ON {_quoted(type)} ({end})")
        self._run("COMMIT")
        self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            connection, self._connection = self._connection, None
            connection.close()

    def _read_back(self) -> Counts:
        self._connection = sqlite3.connect(self._path, isolation_level=None)
        try:
            if broken := self._run("PRAGMA foreign_key_check").fetchone():
                what = f"row {broken[1]} of {broken[0]} refers to a node that is not there"
                raise LoadError(what, where=self.where, todo="export again; if it stays, please report it")
            return Counts(
                {label: self._count(label) for label in self._schema.labels},
                {type: self._count(type) for type in self._schema.types},
            )
        finally:
            self._drop()

    def _count(self, table: str) -> int:
        return int(self._run(f"SELECT count(*) FROM {_quoted(table)}").fetchone()[0])

    def _run(self, statement: str) -> sqlite3.Cursor:
        assert self._connection is not None
        return self._connection.execute(statement)

    def _rows(self, table: str, width: int, rows: Any) -> None:
        assert self._connection is not None
        self._connection.executemany(f"INSERT INTO {_quoted(table)} VALUES ({', '.join('?' * width)})", rows)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _column(one: Property) -> str:
    said = f"{_quoted(one.name)} {_TYPES[one.type]}"
    if one.key or one.required:
        said += " NOT NULL"
    return said + (" PRIMARY KEY" if one.key else "")


def _values(rows: pa.Table) -> Iterator[Sequence[Any]]:
    columns = []
    for name in rows.column_names:
        values = rows[name].to_pylist()
        if pa.types.is_list(rows[name].type):
            values = [None if value is None else json.dumps(value, ensure_ascii=False) for value in values]
        columns.append(values)
    return zip(*columns, strict=True)
