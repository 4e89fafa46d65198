"""The result of an analysis back into the graph folder, as a new version of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from kg.analysis.model import Pair, Written
from kg.errors import GraphBusyError
from kg.graph.folder import write_graph
from kg.graph.reader import GraphFolder, open_graph
from kg.graph.schema import RelationshipType
from kg.graph.tables import GraphTables, check_tables
from kg.output.rows import Value
from kg.records import SourceText
from kg.resolution.ids import make_id
from loaders.base import Progress

__all__ = ["sources_of", "write_back", "written_into"]


def written_into(tables: GraphTables, written: Written) -> GraphTables:
    """The tables with what an analysis sets in place of what it set before; everything else as it was.

    Raises SchemaError when it does not fit the schema.
    """
    nodes, relationships = dict(tables.nodes), dict(tables.relationships)
    for (label, name), values in written.properties.items():
        nodes[label] = _with_property(nodes[label], tables.schema.nodes[label].key.name, name, values)
    for type, pairs in written.relationships.items():
        relationships[type] = _table(tables.schema.relationships[type], pairs)
    changed = GraphTables(nodes, relationships, tables.schema, tables.extra)
    check_tables(changed)
    return changed


def write_back(folder: Path, version: str, written: Written, progress: Progress | None = None) -> bool:
    """Write it into the folder, unless it says so already. Returns whether anything changed.

    version: the name of the version that was analysed. Raises GraphBusyError when the folder has another one by now
    (then the analysis is of a graph that is no longer there), and what write_graph raises.
    """
    with open_graph(folder) as graph:
        if graph.version.name != version:
            raise GraphBusyError(
                "was built anew while it was analysed", where=str(folder), todo="run the analysis again"
            )
        before = graph.tables()
        after = written_into(before, written)
        if _same(before, after):
            return False
        texts = sources_of(graph)
    write_graph(folder, after, texts, progress)
    return True


def sources_of(graph: GraphFolder) -> list[SourceText]:
    """The source texts that a graph folder keeps, to be written with its next version."""
    return [
        SourceText(entry.name, entry.name, graph.source_text(entry.sha256), entry.sha256, entry.encoding)
        for entry in graph.meta.sources
    ]


def _same(before: GraphTables, after: GraphTables) -> bool:
    return all(one.equals(other) for one, other in zip(before.every(), after.every(), strict=True))


def _with_property(table: pa.Table, key: str, name: str, values: Mapping[str, Value]) -> pa.Table:
    field = table.schema.field(name)
    column = pa.array([values.get(id) for id in table[key].to_pylist()], field.type)
    return table.set_column(table.schema.get_field_index(name), field, column)


def _table(said: RelationshipType, pairs: tuple[Pair, ...]) -> pa.Table:
    """Rows sorted by rid, which is made as resolution makes it."""
    rows = sorted(
        (
            {
                "rid": make_id("rel", said.type, pair.source, pair.target),
                "from": pair.source, "from_label": pair.source_label, "to": pair.target, "to_label": pair.target_label,
                **pair.properties,
            }
            for pair in pairs
        ),
        key=lambda row: str(row["rid"]),
    )  # fmt: skip
    return pa.Table.from_pylist(rows, schema=said.arrow)
