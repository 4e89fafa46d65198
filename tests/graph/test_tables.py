"""Tables: sorted, complete, checked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.errors import SchemaError
from kg.graph.tables import build_tables
from kg.resolution import Graph, Node, Relationship, resolve
from tests.resolution.invented import extraction, many

GRAPH = resolve([said for said, _ in many(4, 40)])


def test_every_label_and_type_has_a_table_in_the_order_of_ids() -> None:
    tables = build_tables(GRAPH)
    assert tuple(tables.nodes) == tables.schema.labels
    assert tuple(tables.relationships) == tables.schema.types
    for table in tables.nodes.values():
        assert table["id"].to_pylist() == sorted(set(table["id"].to_pylist()))
    for table in tables.relationships.values():
        assert table["rid"].to_pylist() == sorted(set(table["rid"].to_pylist()))


def test_rows_say_what_the_graph_says() -> None:
    tables = build_tables(GRAPH)
    assert sum(tables.counts().nodes.values()) == len(GRAPH.nodes)
    assert sum(tables.counts().relationships.values()) == len(GRAPH.relationships)
    node = next(node for node in GRAPH.nodes if node.label == "Program")
    (row,) = [row for row in tables.nodes["Program"].to_pylist() if row["id"] == node.id]
    said = {"id": node.id, **node.properties}
    assert row == dict.fromkeys(row) | said  # what `kg analyse` sets is empty


def test_a_graph_of_nothing_has_empty_tables() -> None:
    counts = build_tables(Graph((), ())).counts()
    assert not any(counts.nodes.values())
    assert not any(counts.relationships.values())


REPORT = resolve([extraction(["P:河长制"])])


def spoilt(**change: object) -> Graph:
    """The graph of one report with one of its mentions changed."""
    mention = next(row for row in REPORT.relationships if row.type == "MENTIONS")
    others = tuple(row for row in REPORT.relationships if row is not mention)
    return Graph(REPORT.nodes, (*others, replace(mention, **change)))  # type: ignore[arg-type]


def without(label: str) -> Graph:
    return Graph(tuple(node for node in REPORT.nodes if node.label != label), REPORT.relationships)


@pytest.mark.parametrize(
    ("graph", "message"),
    [
        (spoilt(target="init-0"), "no Program has the id init-0"),
        (spoilt(source="rep-0"), "no Report has the id rep-0"),
        (spoilt(target_label="Indicator"), "does not pair"),
        (spoilt(type="SAYS"), "does not have: SAYS"),
        (spoilt(properties={"start": 0, "end": 3, "text": "河长制", "status": "perhaps"}), "perhaps"),
        (spoilt(properties={"start": 0, "end": 3, "text": "河长制"}), "have no value"),
        (spoilt(properties={"start": "0", "end": 3, "text": "河长制", "status": "done"}), "not of type int"),
        (spoilt(properties={"start": 0, "end": 3, "text": "河长制", "status": "done", "who": "x"}), "who"),
        (without("District"), "no District has the id"),
        (Graph((*REPORT.nodes, REPORT.nodes[0]), REPORT.relationships), "twice"),
        (Graph((*REPORT.nodes, Node("Person", "p", {})), REPORT.relationships), "Person"),
        (Graph((*REPORT.nodes, Node("Unit", "u", {"age": 3})), REPORT.relationships), "age"),
        (Graph(REPORT.nodes, tuple(r for r in REPORT.relationships if r.type != "COVERS")), "exactly one"),
        (
            Graph(
                REPORT.nodes,
                (*REPORT.relationships, Relationship("COVERS", "z", "", "Report", "", "District", {})),
            ),
            "id",
        ),
    ],
)
def test_what_does_not_fit_the_schema_is_refused_by_name(graph: Graph, message: str) -> None:
    with pytest.raises(SchemaError, match=message):
        build_tables(graph)
