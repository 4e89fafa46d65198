"""The graph as tables: one for each node label and relationship type, checked against the schema."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from kg.errors import SchemaError
from kg.graph.schema import GraphSchema, NodeType, Property, RelationshipType, TableType, load_schema
from kg.resolution import Graph, Node, Relationship
from kg.resolution.identity import IdentityDecision

__all__ = [
    "IDENTITY",
    "Counts",
    "GraphTables",
    "build_tables",
    "check_tables",
    "decision_table",
    "node_table",
    "relationship_table",
]

IDENTITY = "identity"
"""The name of the table of identity decisions."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows each label and each type has."""

    nodes: Mapping[str, int]
    relationships: Mapping[str, int]


@dataclass(frozen=True)
class GraphTables:
    """The tables by label and by type, in the order of the schema; every label and type of the schema has one.

    extra: tables beside the graph (identity decisions), by name; they are kept in the folder and no store loads them.
    """

    nodes: Mapping[str, pa.Table]
    relationships: Mapping[str, pa.Table]
    schema: GraphSchema = field(default_factory=load_schema)
    extra: Mapping[str, pa.Table] = field(default_factory=dict)

    def every(self) -> Iterator[pa.Table]:
        """Every table, nodes first."""
        yield from self.nodes.values()
        yield from self.relationships.values()

    def counts(self) -> Counts:
        """Rows per label and type."""
        return Counts(
            {label: table.num_rows for label, table in self.nodes.items()},
            {type: table.num_rows for type, table in self.relationships.items()},
        )


def build_tables(graph: Graph, schema: GraphSchema | None = None) -> GraphTables:
    """The tables of a graph: rows sorted by id, no row twice, both ends of every relationship present.

    Raises SchemaError when a node or relationship does not fit the schema; nothing is dropped in silence.
    """
    schema = schema or load_schema()
    nodes: dict[str, list[Node]] = defaultdict(list)
    for node in graph.nodes:
        nodes[node.label].append(node)
    relationships: dict[str, list[Relationship]] = defaultdict(list)
    for relationship in graph.relationships:
        relationships[relationship.type].append(relationship)
    if unknown := sorted({*nodes, *relationships} - {*schema.labels, *schema.types}):
        raise _misfit("graph", f"labels or types that the schema does not have: {', '.join(unknown)}")
    tables = GraphTables(
        {label: node_table(said, nodes[label]) for label, said in schema.nodes.items()},
        {type: relationship_table(said, relationships[type]) for type, said in schema.relationships.items()},
        schema,
        {name: decision_table(said, graph.decisions) for name, said in schema.tables.items() if name == IDENTITY},
    )
    check_tables(tables)
    return tables


def check_tables(tables: GraphTables) -> None:
    """Check ids, required values, closed lists, ends and cardinality. Raises SchemaError with the first that fails."""
    for label, said in tables.schema.nodes.items():
        table = tables.nodes[label]
        _check_ids(label, table[said.key.name])
        _check_values(label, table, said.properties)
    for type, relationship in tables.schema.relationships.items():
        table = tables.relationships[type]
        _check_ids(type, table["rid"])
        _check_values(type, table, relationship.properties)
        _check_ends(relationship, table, tables)
    for name, beside in tables.schema.tables.items():
        if name in tables.extra:
            _check_values(name, tables.extra[name], beside.properties)


def _misfit(where: str, what: str) -> SchemaError:
    return SchemaError(what, where=where, todo="this is a defect of kg or of a plug-in: please report it")


def node_table(said: NodeType, nodes: Sequence[Node]) -> pa.Table:
    """Nodes of one label, sorted by id. Raises SchemaError for a property that the schema does not have."""
    ordered = sorted(nodes, key=lambda node: node.id)
    known = {property.name for property in said.properties}
    if unknown := sorted({name for node in ordered for name in node.properties} - known):
        raise _misfit(said.label, f"properties that the schema does not have: {', '.join(unknown)}")
    columns = [
        _column(said.label, one, [node.id if one.key else node.properties.get(one.name) for node in ordered])
        for one in said.properties
    ]
    return pa.Table.from_arrays(columns, schema=said.arrow)


def relationship_table(said: RelationshipType, rows: Sequence[Relationship]) -> pa.Table:
    """Relationships of one type, sorted by id. Raises SchemaError for a property that the schema does not have."""
    ordered = sorted(rows, key=lambda row: row.rid)
    known = {property.name for property in said.properties}
    if unknown := sorted({name for row in ordered for name in row.properties} - known):
        raise _misfit(said.type, f"properties that the schema does not have: {', '.join(unknown)}")
    ends = [
        pa.array([row.rid for row in ordered], pa.string()),
        pa.array([row.source for row in ordered], pa.string()),
        pa.array([row.source_label for row in ordered], pa.string()),
        pa.array([row.target for row in ordered], pa.string()),
        pa.array([row.target_label for row in ordered], pa.string()),
    ]
    columns = [
        _column(said.type, one, [row.properties.get(one.name) for row in ordered]) for one in said.properties
    ]
    return pa.Table.from_arrays([*ends, *columns], schema=said.arrow)


def decision_table(said: TableType, decisions: Sequence[IdentityDecision]) -> pa.Table:
    """Identity decisions, in the order given."""
    columns = [_column(said.name, one, [getattr(row, one.name) for row in decisions]) for one in said.properties]
    return pa.Table.from_arrays(columns, schema=said.arrow)


def _column(where: str, property: Property, values: list[object]) -> pa.Array:
    if property.type == "list":
        values = [[] if value is None else value for value in values]
    try:
        return pa.array(values, property.arrow.type)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise _misfit(f"{where}.{property.name}", f"not of type {property.type}: {error}") from error


def _check_ids(where: str, ids: pa.ChunkedArray) -> None:
    if pc.count_distinct(ids).as_py() != len(ids):
        twice = Counter(ids.to_pylist()).most_common(1)[0][0]
        raise _misfit(where, f"the id {twice} is there twice")


def _check_values(where: str, table: pa.Table, properties: Sequence[Property]) -> None:
    for one in properties:
        column = table[one.name]
        if (one.key or one.required) and column.null_count:
            raise _misfit(f"{where}.{one.name}", f"{column.null_count} rows have no value")
        if one.values and (other := set(pc.unique(column).to_pylist()) - {None, *one.values}):
            raise _misfit(f"{where}.{one.name}", f"not among the values allowed: {', '.join(sorted(other))}")


def _check_ends(said: RelationshipType, table: pa.Table, tables: GraphTables) -> None:
    pairs = {(row["from_label"], row["to_label"]) for row in table.select(["from_label", "to_label"]).group_by(
        ["from_label", "to_label"]).aggregate([]).to_pylist()}  # fmt: skip
    if other := pairs - set(said.pairs):
        raise _misfit(said.type, f"leads between labels that the schema does not pair: {sorted(other)}")
    for end in ("from", "to"):
        for label in sorted({pair[end == "to"] for pair in pairs}):
            ids = table.filter(pc.equal(table[f"{end}_label"], label))[end]
            present = pc.is_in(
                ids, value_set=tables.nodes[label][tables.schema.nodes[label].key.name].combine_chunks()
            )
            if not pc.all(present).as_py():
                lost = ids.filter(pc.invert(present))[0].as_py()
                raise _misfit(f"{said.type}.{end}", f"no {label} has the id {lost}")
    if said.one:
        (label,) = {source for source, _ in said.pairs}
        if len(table) != tables.nodes[label].num_rows or pc.count_distinct(table["from"]).as_py() != len(
            table
        ):
            raise _misfit(said.type, f"every {label} must have exactly one")
