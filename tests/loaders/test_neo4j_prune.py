"""Loading another graph over one: what is no longer held is named, or removed with --prune; nothing of others is."""

from __future__ import annotations

import pytest

from kg.errors import LoadError
from kg.graph.model import GraphSchema
from kg.graph.tables import GraphTables, build_tables
from kg.resolution import resolve
from loaders.base import load
from loaders.neo4j import Neo4jLoader
from tests.neo4j.graphs import connection, graph_of, held, load_into
from tests.neo4j.server import Neo4jServer
from tests.resolution.invented import many

SAID = [said for said, _ in many(4, 12)]
A, B = build_tables(resolve(SAID[:3])), build_tables(resolve(SAID[2:]))


def test_b_over_a(neo4j_each: Neo4jServer, graph_name: str) -> None:
    other = f"{graph_name}-b"
    load_into(neo4j_each, other, B)
    load_into(neo4j_each, graph_name, A)
    with pytest.raises(LoadError, match=r"Report 2 in the tables, 4 in the store.*--prune"):
        load_into(neo4j_each, graph_name, B)
    assert load_into(neo4j_each, graph_name, B, prune=True) == B.counts()
    b, pruned = graph_of(neo4j_each, other), graph_of(neo4j_each, graph_name)
    for row in b:
        row["properties"]["_graph"] = graph_name  # type: ignore[index]
    assert pruned == b


def test_only_this_graph_is_pruned(neo4j_server: Neo4jServer, graph_name: str) -> None:
    other = f"{graph_name}-other"
    load_into(neo4j_server, other, A)
    load_into(neo4j_server, graph_name, A)
    foreign = "CREATE (:Report {id: 'mine', _graph: $name})-[:COVERS {_graph: $name}]->(:Thing {_graph: $name})"
    neo4j_server.run(foreign, name=f"{graph_name}-foreign")
    before = [graph_of(neo4j_server, f"{graph_name}-{kind}") for kind in ("other", "foreign")]
    load_into(neo4j_server, graph_name, B, prune=True)
    assert [graph_of(neo4j_server, f"{graph_name}-{kind}") for kind in ("other", "foreign")] == before
    neo4j_server.run("MATCH (n {_graph: $name}) DETACH DELETE n", name=f"{graph_name}-foreign")


def test_what_others_have_linked_stays_and_is_named(neo4j_server: Neo4jServer, graph_name: str) -> None:
    load_into(neo4j_server, graph_name, A)
    gone = next(id for id in A.nodes["Report"]["id"].to_pylist() if id not in B.nodes["Report"]["id"].to_pylist())
    link = "MATCH (r:Report {_graph: $name, id: $id}) CREATE (:Note {name: $name})-[:ON]->(r)"
    neo4j_server.run(link, name=graph_name, id=gone)
    with pytest.raises(LoadError, match=rf"Report {gone} cannot be removed.*not this graph's"):
        load_into(neo4j_server, graph_name, B, prune=True)
    noted = "MATCH (:Note {name: $name})-[:ON]->(r) RETURN r.id AS id"
    assert neo4j_server.run(noted, name=graph_name) == [{"id": gone}]
    neo4j_server.run("MATCH (n:Note {name: $name}) DETACH DELETE n", name=graph_name)
    assert load_into(neo4j_server, graph_name, B, prune=True) == B.counts()


def test_labels_and_types_that_the_schema_no_longer_has_are_pruned_too(
    neo4j_server: Neo4jServer, graph_name: str
) -> None:
    load_into(neo4j_server, graph_name, A)
    nodes = {label: said for label, said in A.schema.nodes.items() if label != "Document"}
    every = A.schema.relationships.items()
    types = {type: said for type, said in every if not any("Document" in pair for pair in said.pairs)}
    schema = GraphSchema(A.schema.version + 1, nodes, types)
    tables = GraphTables(
        {label: A.nodes[label] for label in nodes}, {type: A.relationships[type] for type in types}, schema
    )
    with pytest.raises(LoadError, match=r"Document 0 in the tables, \d+ in the store.*MENTIONS 0 in the tables"):
        load(Neo4jLoader(connection(neo4j_server), graph_name), tables)
    assert load(Neo4jLoader(connection(neo4j_server), graph_name, prune=True), tables) == tables.counts()
    counts = tables.counts()
    assert held(neo4j_server, graph_name) == (sum(counts.nodes.values()), sum(counts.relationships.values()))


def test_an_empty_graph_removes_all_of_it(neo4j_server: Neo4jServer, graph_name: str) -> None:
    load_into(neo4j_server, graph_name, A)
    nothing = build_tables(resolve([]))
    load_into(neo4j_server, graph_name, nothing, prune=True)
    assert graph_of(neo4j_server, graph_name) == []
