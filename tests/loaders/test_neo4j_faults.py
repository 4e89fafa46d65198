"""What goes wrong on the way to Neo4j, tried on real servers: each says what it is, and what was there stays."""

from __future__ import annotations

import shutil
import socket
import socketserver
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from kg.errors import InputError, KgError, LoadError
from kg.neo4j.connection import Connection, connect, telling_retries
from loaders.base import load
from loaders.neo4j import Neo4jLoader
from tests.neo4j.graphs import connection, graph_of, load_into, small, with_indicator
from tests.neo4j.server import Neo4jServer, OwnServer

TABLES = small()


@pytest.fixture(scope="module")
def own(neo4j_own: Callable[..., OwnServer]) -> OwnServer:
    """A server that these tests stop and start."""
    return neo4j_own()


@pytest.fixture
def clean(own: OwnServer) -> OwnServer:
    """The same, without data and rules."""
    for row in own.run("SHOW CONSTRAINTS YIELD name"):
        own.run(f"DROP CONSTRAINT `{row['name']}`")
    own.run("MATCH (n) DETACH DELETE n")
    return own


def refused(connection: Connection, kind: type[KgError], said: str) -> None:
    with pytest.raises(kind, match=said), connect(connection):
        pass


def test_wrong_password_user_and_database(neo4j_each: Neo4jServer) -> None:
    right = connection(neo4j_each)
    refused(replace(right, password="falsch"), InputError, "does not accept this user with this password")
    refused(replace(right, user="nobody"), InputError, "does not accept this user with this password")
    refused(replace(right, database="nope"), InputError, r"\(nope\): no such database")
    refused(replace(right, database="system"), InputError, "system database")
    refused(replace(right, password="\ud800"), InputError, "UTF-8")
    with connect(right) as driver:
        assert driver.execute_query("RETURN 1 AS x", database_=right.database).records[0]["x"] == 1


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        ("http://localhost:7474", "Neo4j Browser.*bolt://localhost:7687"),
        ("https://localhost:7473", r"bolt\+s://localhost:7687"),
        ("localhost:7687", "no address"),
        ("bolt://localhost:70000", "no address"),
        ("bolt://localhost:0", "no address"),
        ("bolt://", "no address"),
        ("bolt://[::1", "no address"),
        ("", "no address"),
        ("bolt://neo4j:secret@localhost", "do not belong into the address"),
        ("bolt://nobody.invalid", "no Neo4j answers there"),
    ],
)
def test_addresses_that_cannot_be_used(uri: str, said: str) -> None:
    pytest.importorskip("neo4j")
    with pytest.raises(InputError, match=said) as caught, connect(Connection(uri, "neo4j", "geheim")):
        pass
    assert "secret" not in str(caught.value) and "geheim" not in str(caught.value)


def test_no_server_and_something_else_than_a_server() -> None:
    pytest.importorskip("neo4j")
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        refused(Connection(f"bolt://127.0.0.1:{port}", "a", "b"), InputError, "no Neo4j answers there")
    with socketserver.TCPServer(("127.0.0.1", 0), _Web) as web:
        threading.Thread(target=web.serve_forever, daemon=True).start()
        refused(Connection(f"bolt://127.0.0.1:{web.server_address[1]}", "a", "b"), InputError, "web server's port")
        web.shutdown()


class _Web(socketserver.BaseRequestHandler):
    """Says what Neo4j's HTTP port says to a driver."""

    def handle(self) -> None:
        self.request.recv(100)
        self.request.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


def test_tls_wanted_of_a_server_without(neo4j_server: Neo4jServer) -> None:
    for scheme in ("bolt+s", "bolt+ssc", "neo4j+s"):
        there = replace(connection(neo4j_server), uri=neo4j_server.uri.replace("bolt", scheme))
        refused(there, InputError, r"TLS.*bolt://")


@pytest.mark.parametrize("how", ["kill", "stop"])
def test_a_server_that_goes_and_comes_back_in_mid_load(own: OwnServer, how: str) -> None:
    said: list[str] = []
    written = 0
    back: list[threading.Thread] = []

    def go_and_come_back() -> None:
        getattr(own, how)()
        own.start()

    def progress(rows: int) -> None:
        nonlocal written
        written += rows
        if written > 60 and not back:
            back.append(threading.Thread(target=go_and_come_back))
            back[0].start()
            time.sleep(0.05 if how == "kill" else 0)

    loader = Neo4jLoader(connection(own), f"gone-{how}", batch=5, progress=progress)
    with telling_retries(said.append):
        assert load(loader, TABLES) == TABLES.counts()
    back[0].join()
    expected = [sum(group.values()) for group in (TABLES.counts().nodes, TABLES.counts().relationships)]
    found = graph_of(own, f"gone-{how}")
    assert [sum("labels" in row for row in found), sum("type" in row for row in found)] == expected
    assert any("trying again" in line for line in said)


def test_a_server_that_goes_and_comes_back_for_reading_only(own: OwnServer) -> None:
    load_into(own, "kept", TABLES)
    before = graph_of(own, "kept")
    written = 0

    def progress(rows: int) -> None:
        nonlocal written
        written += rows
        if written >= 10:
            own.kill()

    with pytest.raises(LoadError, match=r"connection was lost.*load again"):
        load(Neo4jLoader(connection(own), "kept", batch=5, progress=progress, retrying=2), TABLES)
    own.start({"server.databases.default_to_read_only": "true"})
    began = time.monotonic()
    for name in ("kept", "new"):
        with pytest.raises(LoadError, match=r"does not let this user write.*may write"):
            load_into(own, name, with_indicator("i", "x"))
    assert time.monotonic() - began < 30, "it was tried again although it cannot succeed"
    assert graph_of(own, "kept") == before
    own.stop()
    own.start()
    assert load_into(own, "kept", TABLES) == TABLES.counts()


def test_rules_of_others_in_the_way(clean: OwnServer) -> None:
    report = TABLES.nodes["Report"]["id"][0].as_py()
    clean.run("CREATE CONSTRAINT theirs FOR (r:Report) REQUIRE r.id IS UNIQUE")
    clean.run("CREATE (:Report {id: $id, theirs: true})", id=report)
    with pytest.raises(LoadError, match=rf"Report: .*already in the database.*{report}.*another database"):
        load_into(clean, "mine", TABLES)
    theirs = clean.run("MATCH (r:Report {theirs: true}) RETURN properties(r) AS p")
    assert theirs == [{"p": {"id": report, "theirs": True}}]


def test_data_of_others_that_breaks_our_rules(clean: OwnServer) -> None:
    clean.run("UNWIND [1, 2] AS x CREATE (:Unit {_graph: 'kg', id: 'twice', x: x})")
    with pytest.raises(LoadError, match=r"constraints: .*already in the database.*Unit"):
        load_into(clean, "mine", TABLES)
    assert clean.run("MATCH (u:Unit) RETURN u.x AS x ORDER BY x") == [{"x": 1}, {"x": 2}]


def test_a_server_that_wants_tls(clean: OwnServer) -> None:  # the last: it stays so
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.fail("openssl, which makes the certificate, is not installed")
    folder = clean.home / "certificates" / "bolt"
    folder.mkdir(parents=True)
    make = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    files = ["-keyout", str(folder / "private.key"), "-out", str(folder / "public.crt")]
    subprocess.run([openssl, *make, *files], check=True, capture_output=True)
    clean.stop()
    policy = {"dbms.ssl.policy.bolt.enabled": "true", "dbms.ssl.policy.bolt.base_directory": str(folder),
              "dbms.ssl.policy.bolt.client_auth": "NONE", "server.bolt.tls_level": "REQUIRED"}  # fmt: skip
    secure = replace(clean, uri=clean.uri.replace("bolt", "bolt+ssc"))
    secure.start(policy)
    refused(connection(clean), InputError, r"not in plain Bolt.*bolt\+s")
    untrusted = replace(connection(clean), uri=clean.uri.replace("bolt", "bolt+s"))
    refused(untrusted, InputError, r"certificate.*bolt\+ssc")
    assert load_into(secure, "tls", with_indicator("i", "密")).nodes["Indicator"] == 1
