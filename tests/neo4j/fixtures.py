"""Fixtures over real Neo4j servers; tests/conftest.py takes them in, so that every test can use them.

NEO4J_URI, NEO4J_USER and NEO4J_PASSWORD name a server of one's own for those tests that only read and write; they
remove what they wrote, by the name of the graph.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.neo4j.jars import VERSIONS, missing_for

if TYPE_CHECKING:
    from tests.neo4j.server import Neo4jServer, OwnServer

__all__ = [
    "NEO4J_FIXTURES", "graph_name", "missing_neo4j", "neo4j_each", "neo4j_own", "neo4j_pool", "neo4j_server",
]  # fmt: skip

NEO4J_FIXTURES = frozenset({"neo4j_server", "neo4j_each", "neo4j_own"})
"""A test that uses one of these needs Neo4j: it gets the marker `neo4j`."""
GIVEN = os.environ.get("NEO4J_URI")
DEFAULT = next(iter(VERSIONS))


def missing_neo4j(own: bool) -> str | None:
    """What is missing for the tests with Neo4j, in words, or None. own: they must start it themselves."""
    if importlib.util.find_spec("neo4j") is None or importlib.util.find_spec("neo4j.exceptions") is None:
        return "the extra kg-reports[neo4j] is not installed"
    if GIVEN and not own:
        return None
    missing = next(filter(None, map(missing_for, VERSIONS)), None)
    return missing and f"{missing}; NEO4J_URI, NEO4J_USER and NEO4J_PASSWORD can name a server of yours"


@pytest.fixture(scope="session")
def neo4j_pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Neo4jServer]]:
    """The server of a version, started when it is first asked for; all end with the session."""
    from tests.neo4j.server import Neo4jServer, OwnServer

    running: dict[str, Neo4jServer] = {}
    with contextlib.ExitStack() as ends:

        def server(version: str) -> Neo4jServer:
            if version not in running and GIVEN:
                user, password = os.environ.get("NEO4J_USER", "neo4j"), os.environ.get("NEO4J_PASSWORD", "")
                given = Neo4jServer(GIVEN, user, password, "", os.environ.get("NEO4J_DATABASE", "neo4j"))
                running[version] = given
            elif version not in running:
                own = OwnServer.begin(version, tmp_path_factory.mktemp(f"neo4j-{version}"))
                ends.callback(own.kill)
                running[version] = own
            return running[version]

        yield server


@pytest.fixture(scope="session")
def neo4j_server(neo4j_pool: Callable[[str], Neo4jServer]) -> Neo4jServer:
    """One server, of the long-term version (or the user's own); shared by all tests of the session."""
    return neo4j_pool(DEFAULT)


@pytest.fixture(scope="session", params=["given"] if GIVEN else list(VERSIONS))
def neo4j_each(request: pytest.FixtureRequest, neo4j_pool: Callable[[str], Neo4jServer]) -> Neo4jServer:
    """A server of each version in turn (or the user's own); shared by all tests of the session."""
    return neo4j_pool(request.param)


@pytest.fixture(scope="module")
def neo4j_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., OwnServer]]:
    """Start a server that is this module's alone: `neo4j_own(settings, version=…, home=…)`; ended after the module."""
    from tests.neo4j.server import OwnServer

    with contextlib.ExitStack() as ends:

        def begin(
            settings: Mapping[str, str] | None = None, *, version: str = DEFAULT, home: Path | None = None
        ) -> OwnServer:
            server = OwnServer.begin(version, home or tmp_path_factory.mktemp("neo4j-own"), settings)
            ends.callback(server.kill)
            return server

        yield begin


@pytest.fixture
def graph_name(request: pytest.FixtureRequest) -> Iterator[str]:
    """The name of a graph that no other test has; on a server of the user's it is removed after the test."""
    name = f"test-{uuid.uuid4().hex}"
    yield name
    if GIVEN and NEO4J_FIXTURES & set(request.fixturenames):
        server = request.getfixturevalue("neo4j_pool")(DEFAULT)
        server.run("MATCH (n) WHERE n._graph STARTS WITH $name DETACH DELETE n", name=name)
