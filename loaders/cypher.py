"""A Cypher script for Neo4j: run it with cypher-shell, or drop it into Neo4j Browser. Running it twice changes nothing.

https://neo4j.com/docs/cypher-manual/current/expressions/expressions-overview/#expressions-string-literals
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, ClassVar, TextIO

import pyarrow as pa

from kg.errors import LoadError
from kg.graph.ddl import quoted
from kg.graph.ddl_neo4j import RID, neo4j_ddl
from kg.graph.tables import Counts
from kg.neo4j import DEFAULT_NAME, GRAPH, checked_name
from loaders.exporter import Exporter, batches

__all__ = ["CypherExporter", "literal"]

# Rows a statement. Each column is a list of plain literals: the server takes such a list as one parameter and plans a
# statement once for all of its like. A list of maps it takes apart literal by literal, which is twenty times slower.
ROWS = 1_000
_HEAD = """\
// A graph as Cypher, for Neo4j 5.7 or newer. Run it with
//   cypher-shell -a bolt://localhost:7687 -u neo4j -f FILE
// Nodes and relationships have the property {graph}: {name}. Running it again changes nothing.
"""
# A list is written as one text: before each part stands the first of these signs that no part of the batch has.
_SIGNS = ("\x1f", "\x1e", "\x1d")
_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SPECIAL = re.compile("[\\\\'\x00-\x1f\x7f-\x9f\u2028\u2029]")
_COUNTED = re.compile(r"// (nodes|relationships) (\S+)\n")
_FIRST, _LAST = "WITH [\n", "] AS "


class CypherExporter(Exporter):
    """Constraints first, as `kg load neo4j` makes them; then MERGE of nodes by key, and of relationships by rid.

    A thousand rows a statement, a list for each column, a value a line. Null removes the property; nothing of others is
    touched.
    """

    name = "cypher"
    about = "a script that writes the graph into Neo4j (cypher-shell, Neo4j Browser)"
    suffix = ".cypher"
    options: ClassVar[Mapping[str, str]] = {"graph": f"the graph's name in the database ({DEFAULT_NAME})"}
    _file: TextIO | None = None

    def __init__(self, target: Path | str, graph: str = DEFAULT_NAME) -> None:
        """target: the file to make. graph: what keeps this graph apart from others in one database."""
        super().__init__(target)
        self._graph = literal(checked_name(graph))

    def _start(self) -> None:
        self._file = self._path.open("w", encoding="utf-8", newline="\n")
        self._write([_HEAD.format(graph=GRAPH, name=self._graph)])
        self._write(f"{statement};\n" for statement in neo4j_ddl(self._schema))
        self._write(["CALL db.awaitIndexes(300);\n"])

    def _nodes(self, label: str, rows: pa.Table) -> None:
        key = self._schema.nodes[label].key.name
        values = [name for name in rows.column_names if name != key]
        merge = f"MERGE (x:{quoted(label)} {{{quoted(GRAPH)}: {self._graph}, {quoted(key)}: k0[i]}})"
        self._statements(f"nodes {label}", rows, [key], values, merge)

    def _relationships(self, type: str, source: str, target: str, rows: pa.Table) -> None:
        graph = f"{quoted(GRAPH)}: {self._graph}"
        ends = "\n".join(
            f"MATCH ({end}:{quoted(label)} {{{graph}, {quoted(self._schema.nodes[label].key.name)}: {ids}[i]}})"
            for end, label, ids in (("a", source, "k1"), ("b", target, "k2"))
        )
        merge = f"{ends}\nMERGE (a)-[x:{quoted(type)} {{{graph}, {quoted(RID)}: k0[i]}}]->(b)"
        values = [one.name for one in self._schema.relationships[type].properties]
        self._statements(f"relationships {type}", rows, ["rid", "from", "to"], values, merge)

    def _statements(self, what: str, rows: pa.Table, keys: list[str], values: list[str], merge: str) -> None:
        """A statement for each batch of rows; `merge` finds what to write by the lists k0, k1, … of the keys."""
        for part in batches(rows, ROWS):
            written = [one for one in values if part[one].null_count < part.num_rows]
            lists = [(f"k{at}", part[one]) for at, one in enumerate(keys)]
            lists += [(f"c{at}", part[one]) for at, one in enumerate(written)]
            self._write([f"// {what}\n{_FIRST}"])
            signs: dict[str, str] = {}
            for at, (variable, column) in enumerate(lists):
                texts = column.to_pylist()
                if pa.types.is_list(column.type):
                    signs[variable], texts = _joined(texts)
                self._write(["[\n"] if at else [])
                self._write([",\n".join(map(literal, texts)), f"\n{_LAST}{variable}"])
                self._write([",\n" if at < len(lists) - 1 else "\n"])
            sets = ["null"] * len(values)
            for at, one in enumerate(written):
                sign = signs.get(f"c{at}")
                sets[values.index(one)] = f"split(c{at}[i], {literal(sign)})[1..]" if sign else f"c{at}[i]"
            said = ", ".join(f"x.{quoted(one)} = {value}" for one, value in zip(values, sets, strict=True))
            self._write([f"UNWIND range(0, size(k0) - 1) AS i\n{merge}", f"\nSET {said};\n" if said else ";\n"])

    def _finish(self) -> None:
        self._drop()

    def _drop(self) -> None:
        if self._file is not None:
            file, self._file = self._file, None
            file.close()

    def _read_back(self) -> Counts:
        found: dict[str, Counter[str]] = {"nodes": Counter(), "relationships": Counter()}
        name: tuple[str, str] | None = None
        inside = whole = False
        with self._path.open(encoding="utf-8", newline="\n") as file:
            for line in file:
                if match := _COUNTED.fullmatch(line):
                    name = (match[1], match[2])
                elif line == _FIRST:
                    inside = True
                elif line.startswith(_LAST):
                    inside = False
                elif inside and name:
                    found[name[0]][name[1]] += 1
                whole = line.endswith(";\n")
        if not whole:
            raise LoadError("the script is cut off", where=self.where, todo="export again")
        return Counts(found["nodes"], found["relationships"])

    def _write(self, lines: Iterable[str]) -> None:
        assert self._file is not None
        self._file.writelines(lines)


def literal(value: Any) -> str:
    """A value as Cypher writes it, on one line."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and not math.isfinite(value):
        return "(0.0 / 0.0)" if math.isnan(value) else "(1.0 / 0.0)" if value > 0 else "(-1.0 / 0.0)"
    if isinstance(value, int | float):
        return repr(value).replace("e+", "e")
    if isinstance(value, str):
        return f"'{_SPECIAL.sub(_escaped, value)}'"
    return f"[{', '.join(map(literal, value))}]"


def _escaped(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04x}"


def _joined(lists: list[list[str] | None]) -> tuple[str, list[str | None]]:
    """A sign that none of the parts has, and each list as one text with the sign before each part."""
    held = "".join(part for parts in lists if parts for part in parts)
    signs = chain(_SIGNS, map(chr, range(0x10FFFF, 0xE000, -1)))
    sign = next(one for one in signs if one not in held)
    return sign, [None if parts is None else "".join(sign + part for part in parts) for parts in lists]
