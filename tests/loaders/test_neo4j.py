"""Loading into Neo4j, on real servers of each version: everything arrives, once, beside what others have there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import InputError, LoadError
from kg.graph.folder import write_graph
from kg.graph.model import GraphSchema, NodeType, Property, RelationshipType
from kg.graph.tables import Counts, GraphTables
from loaders.base import load
from loaders.neo4j import Neo4jLoader
from tests.neo4j.graphs import connection, graph_of, held, load_into, small, with_indicator
from tests.neo4j.server import Neo4jServer

TABLES = small()
KG = Path(sys.executable).with_name("kg")


def total(counts: Counts) -> tuple[int, int]:
    return sum(counts.nodes.values()), sum(counts.relationships.values())


def test_everything_arrives_and_loading_again_changes_nothing(neo4j_each: Neo4jServer, graph_name: str) -> None:
    assert load_into(neo4j_each, graph_name, TABLES) == TABLES.counts()
    before = graph_of(neo4j_each, graph_name)
    assert load_into(neo4j_each, graph_name, TABLES, batch=7) == TABLES.counts()
    assert graph_of(neo4j_each, graph_name) == before
    assert held(neo4j_each, graph_name) == total(TABLES.counts())


def test_every_value_is_the_one_of_the_tables(neo4j_server: Neo4jServer, graph_name: str) -> None:
    load_into(neo4j_server, graph_name, TABLES)
    expected = []
    for label, table in TABLES.nodes.items():
        for row in table.to_pylist():
            properties = {name: value for name, value in row.items() if value is not None}
            expected.append({"labels": [label], "properties": {**properties, "_graph": graph_name}})
    ways = []
    for type, table in TABLES.relationships.items():
        for row in table.to_pylist():
            a, b = row.pop("from"), row.pop("to")
            properties = {name: row[name] for name in row if not name.endswith("_label") and row[name] is not None}
            ways.append({"type": type, "a": a, "b": b, "properties": {**properties, "_graph": graph_name}})
    expected.sort(key=lambda row: row["properties"]["id"])  # type: ignore[index]
    ways.sort(key=lambda row: row["properties"]["rid"])
    assert graph_of(neo4j_server, graph_name) == [*expected, *ways]


def test_two_processes_at_once_end_as_one_would(neo4j_each: Neo4jServer, graph_name: str, tmp_path: Path) -> None:
    write_graph(tmp_path / "graph", TABLES)
    (tmp_path / "password").write_text(f"{neo4j_each.password}\n", encoding="utf-8")
    command = [
        str(KG), "load", "neo4j", "--graph", str(tmp_path / "graph"), "--uri", neo4j_each.uri, "--user",
        neo4j_each.user, "--password-file", str(tmp_path / "password"), "--database", neo4j_each.database,
        "--name", graph_name, "--batch", "10",
    ]  # fmt: skip
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") for _ in range(2)]
    said = [process.communicate(timeout=120)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert all("the counts agree" in text for text in said)
    assert held(neo4j_each, graph_name) == total(TABLES.counts())


def test_graphs_and_the_data_of_others_are_kept_apart(neo4j_server: Neo4jServer, graph_name: str) -> None:
    other = f"{graph_name}-other"
    report = TABLES.nodes["Report"]["id"][0].as_py()
    neo4j_server.run("CREATE (:Report {id: $id, mine: $mine})-[:COVERS {rid: 'x'}]->(:Thing {mine: $mine})",
                     id=report, mine=graph_name)  # fmt: skip
    load_into(neo4j_server, graph_name, TABLES)
    load_into(neo4j_server, other, TABLES)
    note = "MATCH (r:Report {_graph: $name, id: $id}) SET r.note = '重要', r:Starred"
    neo4j_server.run(note, name=graph_name, id=report)
    load_into(neo4j_server, graph_name, TABLES, prune=True)
    assert held(neo4j_server, graph_name) == held(neo4j_server, other) == total(TABLES.counts())
    mine = neo4j_server.run(
        "MATCH (r {mine: $mine})-[c]->(t) RETURN labels(r) AS r, properties(r) AS p, type(c) AS c, properties(c) AS q",
        mine=graph_name,
    )
    assert mine == [{"r": ["Report"], "p": {"id": report, "mine": graph_name}, "c": "COVERS", "q": {"rid": "x"}}]
    noted = neo4j_server.run("MATCH (r:Starred {_graph: $name}) RETURN r.note AS note", name=graph_name)
    assert noted == [{"note": "重要"}]
    neo4j_server.run("MATCH (x {mine: $mine}) DETACH DELETE x", mine=graph_name)


@pytest.mark.parametrize(
    "value",
    ["`", "'\"\\", "\\u0060) DETACH DELETE n //", "a\r\n\tb\u2028c", "😀𠀀", "$rows {} \x00\x07", "", "长" * 350_000],
    ids=["backtick", "quotes", "escape", "lines", "astral", "control", "empty", "megabyte"],
)
def test_values_with_every_kind_of_sign(neo4j_server: Neo4jServer, graph_name: str, value: str) -> None:
    id = f"ind-{value[:40]}"
    load_into(neo4j_server, graph_name, with_indicator(id, value))
    found = neo4j_server.run("MATCH (n:Indicator {_graph: $name}) RETURN n.id AS id, n.name AS name", name=graph_name)
    assert found == [{"id": id, "name": value}]


def test_a_key_that_no_index_takes_is_an_error_that_names_it(neo4j_server: Neo4jServer, graph_name: str) -> None:
    with pytest.raises(LoadError, match=r"Indicator: .{10,400} — ") as caught:
        load_into(neo4j_server, graph_name, with_indicator("长" * 350_000, "太长"))
    assert len(str(caught.value)) < 1000


def test_labels_types_and_properties_with_every_kind_of_sign(neo4j_each: Neo4jServer, graph_name: str) -> None:
    odd = "odd`\\u0060\\'\"长 😀\n"
    key = Property("id`", "string", "标识", "id", key=True)
    node = NodeType(f"N{odd}", "点", "node", (key, Property(f"p{odd}", "int", "数", "number")))
    way = RelationshipType(
        f"R{odd}", "边", "way", ((node.label, node.label),), (Property(f"q{odd}", "list", "列", "list"),)
    )
    schema = GraphSchema(1, {node.label: node}, {way.type: way})
    nodes = node.arrow.empty_table().from_pylist([{"id`": "a", f"p{odd}": 1}, {"id`": "b"}], node.arrow)
    row = {"rid": "r", "from": "a", "to": "b", "from_label": node.label, "to_label": node.label, f"q{odd}": ["x"]}
    ways = way.arrow.empty_table().from_pylist([row], way.arrow)
    tables = GraphTables({node.label: nodes}, {way.type: ways}, schema)
    for _ in range(2):
        assert load(Neo4jLoader(connection(neo4j_each), graph_name), tables) == tables.counts()
    found = neo4j_each.run(
        "MATCH (a {_graph: $name})-[r]->() RETURN labels(a) AS l, properties(a) AS p, type(r) AS t, properties(r) AS q",
        name=graph_name,
    )
    p, q = {"_graph": graph_name, "id`": "a", f"p{odd}": 1}, {"_graph": graph_name, "rid": "r", f"q{odd}": ["x"]}
    assert found == [{"l": [node.label], "p": p, "t": way.type, "q": q}]
    # As long as there is a constraint of it, every load looks whether something of the label is left.
    odd_ones = "SHOW CONSTRAINTS YIELD name, labelsOrTypes WHERE labelsOrTypes[0] IN $odd RETURN name"
    for row in neo4j_each.run(odd_ones, odd=[node.label, way.type]):
        neo4j_each.run(f"DROP CONSTRAINT `{row['name']}`")
    neo4j_each.run("MATCH (n {_graph: $name}) DETACH DELETE n", name=graph_name)


def test_a_relationship_without_its_end_is_not_lost_in_silence(neo4j_server: Neo4jServer, graph_name: str) -> None:
    nodes = {**TABLES.nodes, "District": TABLES.nodes["District"].slice(1)}
    with pytest.raises(LoadError, match=r"COVERS 3 in the tables, 2 in the store|MENTIONS .* in the tables"):
        load_into(neo4j_server, graph_name, GraphTables(nodes, TABLES.relationships, TABLES.schema))


def test_writing_the_same_rows_twice_writes_them_once(neo4j_server: Neo4jServer, graph_name: str) -> None:
    loader = Neo4jLoader(connection(neo4j_server), graph_name)
    loader.open(TABLES.schema)
    for _ in range(2):
        loader.write_nodes("Report", TABLES.nodes["Report"])
        loader.write_nodes("District", TABLES.nodes["District"])
        loader.write_relationships("COVERS", "Report", "District", TABLES.relationships["COVERS"])
    found = loader.counts()
    loader.close()
    assert found.nodes["Report"] == found.relationships["COVERS"] == 3


@pytest.mark.parametrize("name", ["", " a", "a\nb", "\ud800", "长" * 201, "a\x00"])
def test_names_that_cannot_be_used(name: str) -> None:
    from kg.neo4j import checked_name

    with pytest.raises(InputError, match="name of the graph"):
        checked_name(name)
