"""The graph schema as typed records, with what follows from it: columns and their documentation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import pyarrow as pa

__all__ = ["ENDS", "TYPES", "GraphSchema", "NodeType", "Property", "PropertyType", "RelationshipType", "TableType"]

PropertyType = Literal["string", "int", "float", "bool", "list"]
TYPES: Mapping[str, pa.DataType] = {
    "string": pa.string(), "int": pa.int64(), "float": pa.float64(), "bool": pa.bool_(), "list": pa.list_(pa.string()),
}  # fmt: skip
# Columns that every relationship table begins with; a property of that name would hide one.
ENDS = ("rid", "from", "from_label", "to", "to_label")


@dataclass(frozen=True, slots=True)
class Property:
    """One property: name, type, meaning in Chinese and English; key marks the id, values closes the list of values."""

    name: str
    type: PropertyType
    zh: str
    en: str
    unit: str | None = None
    key: bool = False
    required: bool = False
    values: tuple[str, ...] = ()

    @property
    def arrow(self) -> pa.Field:
        """Its column."""
        return pa.field(self.name, TYPES[self.type], nullable=not (self.key or self.required))


@dataclass(frozen=True, slots=True)
class NodeType:
    """One label with its properties; the first is the key."""

    label: str
    zh: str
    en: str
    properties: tuple[Property, ...]

    @property
    def key(self) -> Property:
        """The property that identifies a node."""
        return next(property for property in self.properties if property.key)

    @property
    def arrow(self) -> pa.Schema:
        """The columns of its table."""
        return pa.schema([property.arrow for property in self.properties])


@dataclass(frozen=True, slots=True)
class RelationshipType:
    """One relationship type: which labels it leads from and to, and its properties.

    one: every node of the first label has exactly one.
    """

    type: str
    zh: str
    en: str
    pairs: tuple[tuple[str, str], ...]
    properties: tuple[Property, ...] = ()
    one: bool = False

    @property
    def arrow(self) -> pa.Schema:
        """The columns of its table: rid, from, from_label, to, to_label, then the properties."""
        ends = [pa.field(name, pa.string(), nullable=False) for name in ENDS]
        return pa.schema([*ends, *(property.arrow for property in self.properties)])


@dataclass(frozen=True, slots=True)
class TableType:
    """A table beside the graph, which no store loads."""

    name: str
    zh: str
    en: str
    properties: tuple[Property, ...]

    @property
    def arrow(self) -> pa.Schema:
        """The columns of its table."""
        return pa.schema([property.arrow for property in self.properties])


@dataclass(frozen=True, slots=True)
class GraphSchema:
    """The whole schema. labels and types are closed lists: nothing else gets into a table or a store."""

    version: int
    nodes: Mapping[str, NodeType]
    relationships: Mapping[str, RelationshipType]
    tables: Mapping[str, TableType] = field(default_factory=dict)

    @property
    def labels(self) -> tuple[str, ...]:
        """All node labels, as ordered in the file."""
        return tuple(self.nodes)

    @property
    def types(self) -> tuple[str, ...]:
        """All relationship types, as ordered in the file."""
        return tuple(self.relationships)

    def columns_markdown(self) -> str:
        """The documentation of every table and column, as Markdown."""
        lines = [f"# Tables of the graph, schema version {self.version}", ""]
        for node in self.nodes.values():
            lines += [
                f"## nodes/{node.label}.parquet",
                "",
                f"{node.zh}: {node.en}.",
                "",
                *_columns(node.properties),
                "",
            ]
        for relationship in self.relationships.values():
            pairs = ", ".join(f"({source})→({target})" for source, target in relationship.pairs)
            lines += [
                f"## relationships/{relationship.type}.parquet",
                "",
                f"{relationship.zh}: {relationship.en}. {pairs}.",
                "",
            ]
            lines += [*_columns((*_end_columns(), *relationship.properties)), ""]
        for beside in self.tables.values():
            lines += [
                f"## tables/{beside.name}.parquet", "", f"{beside.zh}: {beside.en}.", "",
                *_columns(beside.properties), "",
            ]  # fmt: skip
        return "\n".join(lines)


def _end_columns() -> tuple[Property, ...]:
    said = {
        "rid": (
            "关系标识",
            "id of the relationship, derived from its type, its two nodes and its place in the report",
        ),
        "from": ("起点", "id of the node it leads from"),
        "from_label": ("起点标签", "label of that node"),
        "to": ("终点", "id of the node it leads to"),
        "to_label": ("终点标签", "label of that node"),
    }
    return tuple(Property(name, "string", zh, en, required=True) for name, (zh, en) in said.items())


def _columns(properties: tuple[Property, ...]) -> Iterator[str]:
    yield from ("| column | type | null | 含义 | meaning |", "|---|---|---|---|---|")
    for one in properties:
        unit = f" ({one.unit})" if one.unit else ""
        values = f" One of: {', '.join(one.values)}." if one.values else ""
        null = "no" if one.key or one.required else "yes"
        kind = "list of string" if one.type == "list" else one.type
        yield f"| {one.name} | {kind}{unit} | {null} | {one.zh} | {one.en}.{values} |"
