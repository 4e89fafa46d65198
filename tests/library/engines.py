"""Graphs on a Neo4j server for the tests of saved queries, under names of their own, removed at the end."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.graph.reader import open_graph
from kg.neo4j.connection import Connection
from kg.neo4j.session import Neo4jSession, open_session
from loaders.base import load
from loaders.neo4j import Neo4jLoader

if TYPE_CHECKING:
    from kg.graph.tables import GraphTables
    from tests.neo4j.server import Neo4jServer


def connection(server: Neo4jServer) -> Connection:
    """How to reach the server."""
    return Connection(server.uri, server.user, server.password, server.database)


def put(server: Neo4jServer, tables: GraphTables, name: str) -> None:
    """Write the tables into the server's database under the name."""
    load(Neo4jLoader(connection(server), graph=name), tables)


def drop(server: Neo4jServer, name: str) -> None:
    """Remove the graph of that name."""
    while server.run(
        "MATCH (n) WHERE n._graph = $name WITH n LIMIT 5000 DETACH DELETE n RETURN count(*) AS gone", name=name
    )[0]["gone"]:
        pass


@contextmanager
def on_server(server: Neo4jServer, folder: Path) -> Iterator[Neo4jSession]:
    """The graph of a folder on the server, as a session that asks it."""
    name = f"test-{uuid.uuid4().hex}"
    with open_graph(folder) as graph:
        tables = graph.tables()
    try:
        put(server, tables, name)
        with open_session(connection(server), name) as session:
            yield session
    finally:
        drop(server, name)
