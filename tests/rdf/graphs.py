"""Tables that try the export: every label, pair and property of the schema, filled and empty; ids of every kind."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from kg.graph.model import Property
from kg.graph.schema import load_schema
from kg.graph.tables import GraphTables, check_tables

__all__ = ["COMPLETE", "complete"]

# Ids of kg are ASCII; those of a plug-in may be anything.
_ODD = ["a b", '<>"{}|^`\\', "县/é#?%41", "..", "\n\t\x01", "\u202eabc\u202c", "x" * 10_000, ""]
_TEXTS = [
    '他说"\\n"', "a\nb\r\nc\td", "\u202eשלום\u202c \x00\x01\x1f\x7f", "&lt;<b>]]>", "😀𠮷e\u0301\ufeff", "", " ",
    "十" * 4000,
]  # fmt: skip


def _value(property: Property, number: int) -> Any:
    if not property.required and number % 3 == 2:
        return None
    if property.values:
        return property.values[number % len(property.values)]
    return {
        "string": _TEXTS[number % len(_TEXTS)],
        "int": (2023, 0, -5, 2**62)[number % 4],
        "float": (0.1 + 0.2, 1e300, -5e-324, 13.0, -0.0, float("inf"), float("-inf"), 1 / 3)[number % 8],
        "bool": number % 2 == 0,
        "list": (["乙", "甲", "乙"], [], ["甲", "乙"], ["", "\n"])[number % 4],
    }[property.type]


def complete(rows: int = 8, *, xml: bool = False) -> GraphTables:
    """So many nodes of each label, and relationships of each pair. xml: only characters that XML can hold."""
    schema = load_schema()
    ids = {label: [f"{label.lower()}-{_odd(number, xml)}" for number in range(rows)] for label in schema.labels}
    nodes = {}
    for label, node in schema.nodes.items():
        columns = [ids[label]]
        columns += [[_clean(_value(one, number), xml) for number in range(rows)] for one in node.properties[1:]]
        nodes[label] = pa.Table.from_arrays(
            [pa.array(column, field.type) for column, field in zip(columns, node.arrow, strict=True)], schema=node.arrow
        ).sort_by(node.key.name)
    relationships = {}
    for type, said in schema.relationships.items():
        found = []
        for source, target in said.pairs:
            for number in range(rows):
                row: dict[str, Any] = {
                    "rid": f"{type}-{source}-{target}-{_odd(number, xml)}",
                    "from": ids[source][number], "from_label": source, "to": ids[target][-number], "to_label": target,
                }  # fmt: skip
                row |= {one.name: _clean(_value(one, number), xml) for one in said.properties}
                if "report" in row:
                    row["report"] = ids["Report"][number]
                found.append(row)
        relationships[type] = pa.Table.from_pylist(sorted(found, key=lambda row: str(row["rid"])), schema=said.arrow)
    extra = {
        name: pa.Table.from_pylist(
            [{one.name: _clean(_value(one, number), xml) for one in said.properties} for number in range(12)],
            schema=said.arrow,
        )
        for name, said in schema.tables.items()
    }
    tables = GraphTables(nodes, relationships, schema, extra)
    check_tables(tables)
    return tables


def _odd(number: int, xml: bool) -> str:
    return str(_clean(_ODD[number % len(_ODD)], xml)) + f"_{number // len(_ODD)}" * (number >= len(_ODD))


def _clean(value: Any, xml: bool) -> Any:
    if not xml or not isinstance(value, str | list):
        return value
    if isinstance(value, list):
        return [_clean(one, xml) for one in value]
    return "".join(one for one in value if one in "\t\n\r" or one >= " ")


COMPLETE = complete()
