"""The tables of before with what changed: the same, byte for byte, as those of a whole resolution."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from kg.graph.difference import Difference, difference
from kg.graph.tables import (
    IDENTITY,
    GraphTables,
    check_tables,
    decision_table,
    node_table,
    relationship_table,
)
from kg.incremental.follow import Change

__all__ = ["changed_tables"]

_ORDER = ("label", "a_id", "a", "b_id", "b")  # as Decisions.rows sorts


def changed_tables(
    before: GraphTables, change: Change, decided: Collection[str]
) -> tuple[GraphTables, dict[str, Difference]]:
    """The tables, and in what each label and type differs; a table in which nothing changed is the one from before.

    decided: the types of relationship that resolution decides on, which no report states. Raises SchemaError as
    build_tables does.
    """
    schema = before.schema
    # Districts are all decided on again, also those that are only above another.
    touched = change.touched | set(before.nodes["District"]["id"].to_pylist())
    differences: dict[str, Difference] = {}
    nodes, relationships = dict(before.nodes), dict(before.relationships)
    for label, node in schema.nodes.items():
        rows = node_table(node, [one for one in change.now.nodes if one.label == label])
        gone = _among(nodes[label], {node.key.name: touched | change.own})
        nodes[label], differences[label] = _replaced(nodes[label], gone, rows)
    for type, way in schema.relationships.items():
        table = relationships[type]
        rows = relationship_table(way, [one for one in change.now.relationships if one.type == type])
        gone = _among(table, {"from": change.own, "rid": change.rids, "report": change.reports})
        if type in decided:
            gone = pc.or_(gone, _among(table, {"from": touched, "to": touched}))
        if change.relabelled:
            other = pc.and_(_among(table, dict.fromkeys(("from", "to"), change.relabelled)), pc.invert(gone))
            rows = pa.concat_tables([rows, _relabelled(table.filter(other), change.relabelled)])
            gone = pc.or_(gone, other)
        relationships[type], differences[type] = _replaced(table, gone, rows)
    rows = decision_table(schema.tables[IDENTITY], change.now.decisions)
    gone = _among(before.extra[IDENTITY], {"a_id": touched, "b_id": touched})
    beside, _ = _replaced(before.extra[IDENTITY], gone, rows, _ORDER)
    tables = GraphTables(nodes, relationships, schema, {IDENTITY: beside})
    check_tables(tables)
    return tables, differences


def _among(table: pa.Table, values: Mapping[str, Collection[str]]) -> pa.ChunkedArray:
    """Whether one of the columns has one of its values (columns that the table lacks do not count)."""
    found = pa.chunked_array([pa.repeat(False, table.num_rows)])
    for column, some in values.items():
        if some and column in table.column_names:
            found = pc.or_(found, pc.is_in(table[column], value_set=pa.array(some, pa.string())))
    return found


def _replaced(
    table: pa.Table, gone: pa.ChunkedArray, came: pa.Table, by: Collection[str] = ()
) -> tuple[pa.Table, Difference]:
    """The table with other rows in the place of those that are gone; itself where they are the same."""
    order = [(column, "ascending") for column in by or table.column_names[:1]]
    new = came.take(pc.sort_indices(came, order))
    old = pa.Table.from_arrays(table.filter(gone).columns, schema=came.schema)
    if old.equals(new):
        return table, Difference(old.slice(0, 0), old.slice(0, 0))
    kept = pa.Table.from_arrays(table.filter(pc.invert(gone)).columns, schema=came.schema)
    together = pa.concat_tables([kept, new])
    ordered = together.take(pc.sort_indices(together, order)).combine_chunks()
    return ordered, Difference(old, new) if by else difference(old, new)


def _relabelled(table: pa.Table, labels: Mapping[str, str]) -> pa.Table:
    ids, now = pa.array(list(labels), pa.string()), pa.array(list(labels.values()), pa.string())
    for end in ("from", "to"):
        at = table.schema.get_field_index(f"{end}_label")
        found = now.take(pc.index_in(table[end], value_set=ids).combine_chunks())
        field = table.schema.field(at)
        table = table.set_column(at, field, pc.coalesce(found, table[field.name].combine_chunks()))
    return table
