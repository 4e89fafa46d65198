"""Tables that try an exporter: an invented graph, an empty one, and one whose values are every kind of trouble."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kg.graph.tables import GraphTables, build_tables
from kg.resolution import Graph, Node, resolve
from tests.resolution.invented import extraction, many

__all__ = ["EMPTY", "HOSTILE", "NAMES", "TABLES", "rows_by_id", "snapshot"]

TABLES = build_tables(resolve([said for said, _ in many(3, 40)]))
EMPTY = build_tables(Graph((), ()))
NAMES: Mapping[str, str] = {
    "quotes": "`\"'\\ '' \"\" \\' \\\" \\` \\\\",
    "breaks": "a\nb\r\nc\rd\te\u2028f\u2029g\x85h",
    "controls": "\x00\x01\x0b\x0c\x1b\x1f\x7f\x9f",
    "unicode": "\\u0060 \\u0027 \\\\u0027 \u0060 \\x41 _x0041_ _x000D_ %0A &#10; &amp;",
    "markup": "<b>&lt;]]></data><!-- --> {x: 1} $x // /* */ ; DROP",
    "formula": "=1+1",
    "command": "@SUM(A1)|cmd",
    "minus": "-1",
    "plus": "+86",
    "wide": "＝1+1",
    "guard": "'=1",
    "error": "#N/A",
    "tab": "\tx",
    "spaces": "  x  ",
    "blank": " ",
    "none": "",
    "null": "null",
    "number": "00123",
    "emoji": "😀👨‍👩‍👧 𠮷 e\u0301",
    "right": "\u202eשלום\u202c \ufeff\ufffe\uffff",
    "long": "长" * 333_334,  # a megabyte of UTF-8
}
ALIASES = ["a;b", "", " c ", "\\", "\\e", "d; e", "=f", "\n"]


def _hostile() -> GraphTables:
    said = resolve([extraction(["P:河长制", "U:县水利局"], district="甲县", unit="县人民政府")])
    program = next(node for node in said.nodes if node.label == "Program")
    nodes = [*said.nodes, *(Node("Indicator", f"ind-{key}", {"name": name}) for key, name in NAMES.items())]
    more = {**program.properties, "aliases": ALIASES, "bridging": 0.1 + 0.2}
    nodes[nodes.index(program)] = Node("Program", program.id, more)
    plain = {"masked": False, "status": "done", "text": "x", "year": 2023}
    values = {"huge": 1e300, "tiny": -5e-324, "whole": 12.0, "none": None, "third": 1 / 3}
    nodes += [Node("Observation", f"obs-{key}", {**plain, "value": value}) for key, value in values.items()]
    return build_tables(Graph(tuple(nodes), said.relationships))


HOSTILE = _hostile()


def rows_by_id(tables: GraphTables) -> dict[str, dict[str, dict[str, object]]]:
    """The rows of every label and type by their key, without what is null."""
    return {
        name: {
            next(iter(row.values())): {key: value for key, value in row.items() if value is not None}
            for row in table.to_pylist()
        }
        for name, table in (*tables.nodes.items(), *tables.relationships.items())
    }


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below the folder, hidden ones too, with what it holds."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
