"""Small graphs for the tests with Neo4j, and what a database holds of one."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from kg.graph.tables import Counts, GraphTables, build_tables
from kg.neo4j.connection import Connection
from kg.resolution import Graph, Node, resolve
from loaders.base import load
from loaders.neo4j import Neo4jLoader
from tests.neo4j.server import Neo4jServer
from tests.resolution.invented import extraction, many

__all__ = ["connection", "graph_of", "held", "load_into", "small", "with_indicator", "without_reports"]


def small(reports: int = 3, mentions: int = 12) -> GraphTables:
    """A graph with something of most labels and types."""
    return build_tables(resolve([said for said, _ in many(reports, mentions)]))


def with_indicator(id: str, name: str) -> GraphTables:
    """A graph of one report, and an indicator with this id and name."""
    said = resolve([extraction([])])
    return build_tables(Graph((*said.nodes, Node("Indicator", id, {"name": name})), said.relationships))


def without_reports(tables: GraphTables, count: int) -> GraphTables:
    """The graph without its first reports, without their relationships, and without units that only they name."""
    gone = tables.nodes["Report"]["id"].slice(0, count)
    nodes = dict(tables.nodes)
    nodes["Report"] = tables.nodes["Report"].slice(count)
    ways = {}
    for type, table in tables.relationships.items():
        lost = pc.or_(pc.is_in(table["from"], value_set=gone.combine_chunks()), pa.scalar(False))
        ways[type] = table.filter(pc.invert(lost))
    return GraphTables(nodes, ways, tables.schema)


def connection(server: Neo4jServer) -> Connection:
    """How a loader reaches the server."""
    return Connection(server.uri, server.user, server.password, server.database)


def load_into(server: Neo4jServer, name: str, tables: GraphTables, *, prune: bool = False, batch: int = 500) -> Counts:
    """Load the tables under the name."""
    return load(Neo4jLoader(connection(server), name, prune=prune, batch=batch), tables)


def graph_of(server: Neo4jServer, name: str) -> list[dict[str, object]]:
    """Every node of the graph with its labels, then every relationship with its ends, in order."""
    nodes = "MATCH (n {_graph: $name}) RETURN labels(n) AS labels, properties(n) AS properties ORDER BY n.id"
    ways = (
        "MATCH (a)-[r {_graph: $name}]->(b) "
        "RETURN type(r) AS type, a.id AS a, b.id AS b, properties(r) AS properties ORDER BY r.rid"
    )
    return [*server.run(nodes, name=name), *server.run(ways, name=name)]


def held(server: Neo4jServer, name: str) -> tuple[int, int]:
    """How many nodes and relationships the database holds of the graph."""
    found = graph_of(server, name)
    return sum("labels" in row for row in found), sum("type" in row for row in found)
