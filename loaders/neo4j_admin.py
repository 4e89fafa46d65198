"""The files of `neo4j-admin database import`: millions of nodes into a new database, with the server not running.

Neo4j's manual, "Import" (neo4j-admin database import full), says what a header and a file of data look like.
"""

from __future__ import annotations

import contextlib
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from kg.errors import LoadError
from kg.graph.ddl_neo4j import RID, neo4j_ddl, quoted
from kg.graph.model import Property, PropertyType
from kg.graph.tables import Counts
from kg.neo4j import DEFAULT_NAME, GRAPH, checked_name
from loaders.cypher import literal
from loaders.exporter import Exporter, batches

__all__ = ["AFTER", "ARGUMENTS", "SCRIPT", "Neo4jAdminExporter"]

ARGUMENTS, SCRIPT, AFTER = "import.args", "import.sh", "after-import.cypher"
_TYPES: dict[PropertyType, str] = {
    "string": "string", "int": "long", "float": "double", "bool": "boolean", "list": "string[]",
}  # fmt: skip
# What parts a list: hardly a text has this sign (unit separator); one that does is refused, since it cannot be escaped.
_SEPARATOR = "\x1f"
# The importer reads a field into a buffer of this size; its own default is 4 MB.
_BUFFER = 4 << 20
_OPTIONS = pacsv.WriteOptions(include_header=False, quoting_style="all_valid")


class Neo4jAdminExporter(Exporter):
    """A folder of CSV files with their headers, import.sh and import.args, which import them, and the constraints.

    One pair of files for each label, and for each type between two labels. Everything is quoted; null is an empty cell
    without quotation marks.
    """

    name = "neo4j-admin"
    about = "files for neo4j-admin database import: millions of nodes into a new Neo4j database"
    options: ClassVar[dict[str, str]] = {"graph": f"the graph's name in the database ({DEFAULT_NAME})"}
    errors = (pa.ArrowException,)

    def __init__(self, target: Path | str, graph: str = DEFAULT_NAME) -> None:
        """target: the folder to make. graph: its name there, as for `kg load neo4j`."""
        super().__init__(target)
        self._graph = checked_name(graph)

    def _start(self) -> None:
        self._files: dict[str, tuple[BinaryIO, Any]] = {}
        self._arguments: list[str] = []
        self._longest = 0

    def _nodes(self, label: str, rows: pa.Table) -> None:
        node = self._schema.nodes[label]
        header = [f"{node.key.name}:ID({label})", *map(_typed, node.properties[1:]), f"{GRAPH}:string"]
        names = [node.key.name, *(one.name for one in node.properties if not one.key)]
        self._write(label, f"--nodes={label}", header, rows.select(names))

    def _relationships(self, type: str, source: str, target: str, rows: pa.Table) -> None:
        properties = self._schema.relationships[type].properties
        header = [
            f":START_ID({source})", f":END_ID({target})", f"{RID}:string", *map(_typed, properties), f"{GRAPH}:string",
        ]  # fmt: skip
        names = ["from", "to", RID, *(one.name for one in properties)]
        self._write(f"{type}.{source}.{target}", f"--relationships={type}", header, rows.select(names))

    def _write(self, file: str, argument: str, header: list[str], rows: pa.Table) -> None:
        if not rows.num_rows:
            return
        if file not in self._files:
            (self._path / f"{file}.header.csv").write_text(",".join(header) + "\n", encoding="utf-8")
            data = (self._path / f"{file}.csv").open("wb")
            schema = self._texts(file, rows.slice(0, 0)).schema
            self._files[file] = (data, pacsv.CSVWriter(data, schema, write_options=_OPTIONS))
            self._arguments.append(f"{argument}=./{file}.header.csv,./{file}.csv")  # 2026 wants a folder in a path
        for part in batches(rows):
            self._files[file][1].write_table(self._texts(file, part))

    def _texts(self, file: str, rows: pa.Table) -> pa.Table:
        """The rows as texts, with the graph's name."""
        columns = [_text(file, rows[name], self.where) for name in rows.column_names]
        for column in columns:
            self._longest = max(self._longest, pc.max(pc.binary_length(column)).as_py() or 0)
        columns.append(pa.chunked_array([pa.repeat(self._graph, rows.num_rows)]))
        return pa.table(columns, [str(at) for at in range(len(columns))])

    def _finish(self) -> None:
        self._close()
        arguments = [
            *self._arguments, "--multiline-fields=true", f"--array-delimiter=U+{ord(_SEPARATOR):04X}",
            f"--read-buffer-size={max(_BUFFER, 4 * self._longest)}",
        ]  # fmt: skip
        (self._path / ARGUMENTS).write_text("\n".join(arguments) + "\n", encoding="utf-8")
        (self._path / AFTER).write_text("".join(f"{statement};\n" for statement in self._after()), encoding="utf-8")
        script = self._path / SCRIPT
        script.write_text(_SCRIPT, encoding="utf-8", newline="\n")
        script.chmod(0o755)
        self.notes.append(
            f"with the server stopped, run: sh {shlex.quote(str(Path(self.where) / SCRIPT))} neo4j   (the last word is "
            "the database, which must be new or empty; neo4j-admin must be on the path)"
        )
        self.notes.append(f"then start the server and run {AFTER} there (cypher-shell -f {AFTER})")

    def _after(self) -> Iterator[str]:
        yield from neo4j_ddl(self._schema)
        # The importer has no empty lists: it leaves the property out.
        for label, node in self._schema.nodes.items():
            yield from _filled(f"(x:{quoted(label)} {{{quoted(GRAPH)}: {literal(self._graph)}}})", node.properties)
        for type, said in self._schema.relationships.items():
            pattern = f"()-[x:{quoted(type)} {{{quoted(GRAPH)}: {literal(self._graph)}}}]->()"
            yield from _filled(pattern, said.properties)

    def _drop(self) -> None:
        self._close()

    def _close(self) -> None:
        with contextlib.ExitStack() as ends:
            while self._files:
                data, writer = self._files.popitem()[1]
                ends.callback(data.close)
                ends.callback(writer.close)

    def _read_back(self) -> Counts:
        nodes = {label: self._rows(label) for label in self._schema.labels}
        ways = {
            type: sum(self._rows(f"{type}.{source}.{target}") for source, target in said.pairs)
            for type, said in self._schema.relationships.items()
        }
        return Counts(nodes, ways)

    def _rows(self, file: str) -> int:
        path = self._path / f"{file}.csv"
        if not path.is_file():
            return 0
        read = pacsv.ReadOptions(autogenerate_column_names=True, block_size=max(1 << 20, 4 * self._longest))
        parse = pacsv.ParseOptions(newlines_in_values=True)
        names = (self._path / f"{file}.header.csv").read_text(encoding="utf-8").count(",") + 1
        convert = pacsv.ConvertOptions(column_types={f"f{at}": pa.string() for at in range(names)})
        with pacsv.open_csv(path, read_options=read, parse_options=parse, convert_options=convert) as reader:
            return sum(batch.num_rows for batch in reader)


def _typed(property: Property) -> str:
    return f"{property.name}:{_TYPES[property.type]}"


def _filled(pattern: str, properties: Sequence[Property]) -> Iterator[str]:
    for one in properties:
        if one.type == "list" and one.required:
            name = quoted(one.name)
            yield f"MATCH {pattern} WHERE x.{name} IS NULL CALL (x) {{ SET x.{name} = [] }} IN TRANSACTIONS"


def _text(file: str, values: pa.ChunkedArray, where: str) -> pa.ChunkedArray:
    """A column as the importer reads it."""
    if pa.types.is_list(values.type):
        for parts in values.to_pylist():
            if parts == [""] or any(_SEPARATOR in part for part in parts or ()):
                raise LoadError(
                    f"{file}: the list {str(parts)[:80]} is none that the importer reads",
                    where=where,
                    todo="load with kg load neo4j instead",
                )
        return pc.binary_join(values, _SEPARATOR)
    if pa.types.is_floating(values.type):
        texts = values.cast(pa.string())
        for arrow, java in (("inf", "Infinity"), ("-inf", "-Infinity"), ("nan", "NaN")):
            texts = pc.if_else(pc.equal(texts, arrow), java, texts)
        return texts
    return values.cast(pa.string())


_SCRIPT = """#!/bin/sh
# Imports the graph into a new database. Stop the server first; neo4j-admin is on the path, or NEO4J_ADMIN names it.
#   sh import.sh [DATABASE [OPTION...]]        --overwrite-destination as an option replaces a database
set -eu
cd "$(dirname "$0")"
database=${1:-neo4j}
[ $# -eq 0 ] || shift
exec "${NEO4J_ADMIN:-neo4j-admin}" database import full "$@" @import.args "$database"
"""
