"""`kg load` as a user runs it: passwords, plug-ins, stopping."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import InputError, MissingExtraError
from kg.graph.folder import write_graph
from kg.graph.tables import GraphTables
from kg.neo4j import GRAPH
from kg.neo4j.connection import Connection, connect
from kg.neo4j.password import find_password
from tests.neo4j.graphs import held, small
from tests.neo4j.server import Neo4jServer


def totals(tables: GraphTables) -> tuple[int, int]:
    """How many nodes and relationships the tables hold."""
    counts = tables.counts()
    return sum(counts.nodes.values()), sum(counts.relationships.values())


TABLES = small()
COUNTS = totals(TABLES)
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph folder."""
    path = tmp_path_factory.mktemp("load") / "graph"
    write_graph(path, TABLES)
    return path


@pytest.fixture
def environment() -> dict[str, str]:
    """The environment without kg's own variables."""
    return {name: value for name, value in os.environ.items() if not name.startswith("KG_")}


@pytest.fixture
def kg(environment: dict[str, str]) -> Run:
    """Run kg with its output in pipes."""

    def run(*arguments: str | Path, **added: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command(*arguments), capture_output=True, encoding="utf-8", timeout=120, check=False,
            env={**environment, **added}, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    return run


def command(*arguments: str | Path) -> list[str]:
    return [str(Path(sys.executable).with_name("kg")), *map(str, arguments)]


def test_address_user_and_password_from_the_environment(
    neo4j_server: Neo4jServer, graph_name: str, folder: Path, kg: Run
) -> None:
    done = kg("load", "neo4j", "--graph", folder, "--name", graph_name, **neo4j_server.environment())
    assert done.returncode == 0, done.stderr
    assert done.stdout == "" and "the counts agree" in done.stderr and neo4j_server.password not in done.stderr
    assert held(neo4j_server, graph_name) == COUNTS


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_the_password_is_asked_for_and_not_shown(
    neo4j_server: Neo4jServer, graph_name: str, folder: Path, environment: dict[str, str]
) -> None:
    import pty

    pid, terminal = pty.fork()
    if pid == 0:
        where = ["--uri", neo4j_server.uri, "--user", neo4j_server.user]
        line = command("load", "neo4j", "--graph", folder, "--name", graph_name, *where)
        os.execve(line[0], line, environment)
    shown = b""
    while b"password of" not in shown:
        shown += os.read(terminal, 1000)
    time.sleep(0.2)
    os.write(terminal, f"{neo4j_server.password}\n".encode())
    try:
        while part := os.read(terminal, 1000):
            shown += part
    except OSError:  # Linux: the other end is closed
        pass
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0, shown.decode()
    os.close(terminal)
    assert neo4j_server.password not in shown.decode()
    assert held(neo4j_server, graph_name) == COUNTS


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is another thing there")
def test_stopping_says_what_is_there(
    neo4j_server: Neo4jServer, graph_name: str, environment: dict[str, str], kg: Run, tmp_path: Path
) -> None:
    # Large enough that row by row it takes much longer than to see that it began, on a busy machine, too.
    tables = small(reports=60, mentions=40)
    graph = tmp_path / "graph"
    write_graph(graph, tables)
    variables = {**environment, **neo4j_server.environment()}
    line = command("load", "neo4j", "--graph", graph, "--name", graph_name, "--batch", "1")
    began = "MATCH (n) WHERE n[$property] = $name RETURN count(n) > 0 AS began"
    with subprocess.Popen(line, stderr=subprocess.PIPE, encoding="utf-8", env=variables) as process:
        while not neo4j_server.run(began, name=graph_name, property=GRAPH)[0]["began"]:
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)[1]
    assert process.returncode == 130 and "loading again completes it" in said, said
    assert held(neo4j_server, graph_name) < totals(tables)
    again = kg("load", "neo4j", "--graph", graph, "--name", graph_name, **neo4j_server.environment())
    assert again.returncode == 0, again.stderr
    assert held(neo4j_server, graph_name) == totals(tables)


def test_what_the_user_gave_wrongly(neo4j_server: Neo4jServer, folder: Path, kg: Run, tmp_path: Path) -> None:
    variables = neo4j_server.environment()
    for code, said, arguments, added in (
        (2, "no such database", ("--database", "nope"), {}),
        (2, "does not accept this user", ("--user", "nobody"), {}),
        (2, "no password for neo4j, and no terminal", (), {"KG_NEO4J_PASSWORD": ""}),
        (2, "the password cannot be read", ("--password-file", tmp_path / "none"), {}),
        (2, "name of the graph", ("--name", " "), {}),
        (3, "no such folder", ("--graph", tmp_path / "none"), {}),
    ):
        done = kg("load", "neo4j", "--graph", folder, *arguments, **{**variables, **added})
        assert (done.returncode, done.stderr.count("\n")) == (code, 1), done.stderr
        assert said in done.stderr and neo4j_server.password not in done.stderr


def test_passwords(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "password"
    for content, password in (("密码 x\r\nmore", "密码 x"), ("\ufeffabc\n", "abc"), (" a ", " a ")):
        file.write_bytes(content.encode())
        assert find_password(file, "anna") == password
    monkeypatch.setenv("KG_NEO4J_PASSWORD", "aus der Umgebung")
    assert find_password(None, "anna") == "aus der Umgebung"
    for data, said in ((b"", "empty"), (b"\nabc", "empty"), (b"\xff\xfe", "not UTF-8")):
        file.write_bytes(data)
        with pytest.raises(InputError, match=said):
            find_password(file, "anna")
    with pytest.raises(InputError, match="cannot be read"):
        find_password(tmp_path, "anna")


def test_other_loaders(kg: Run, folder: Path, tmp_path: Path) -> None:
    listed = kg("load", "list", "--format", "csv").stdout
    assert "ladybug," in listed and "neo4j," in listed
    assert "ladybug" in kg("load", "--help").stdout
    done = kg("load", "ladybug", "--graph", folder, "-o", tmp_path / "a.lbdb")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "a.lbdb").stat().st_size > 0
    assert kg("load", "nothing").returncode == kg("load", "ladybug", "--graph", folder).returncode == 2


def test_without_the_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "neo4j", None)
    with pytest.raises(MissingExtraError, match="neo4j"), connect(Connection("bolt://localhost", "a", "b")):
        pass
