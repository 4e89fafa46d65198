"""Questions on a Neo4j server from the command line, and saved queries of one's own."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.neo4j.server import Neo4jServer

Run = Callable[..., subprocess.CompletedProcess[str]]
ENDLESS = "UNWIND range(1, 99999) AS a UNWIND range(1, 99999) AS b WITH a WHERE a < 0 RETURN a"


@pytest.fixture(scope="module")
def name() -> str:
    """The graph's name on the server."""
    return "test-cli-questions"


@pytest.fixture(scope="module")
def ask(kg: Run, graph: Path, neo4j_server: Neo4jServer, name: str) -> Iterator[Run]:
    """Run `kg ARGUMENTS… --neo4j` on the examples' graph, which lies on the server."""
    environment = neo4j_server.environment()
    loaded = kg("load", "neo4j", "--graph", graph, "--name", name, env=environment)
    assert loaded.returncode == 0, loaded.stderr

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return kg(*arguments, "--neo4j", "--name", name, env=environment)

    yield run
    neo4j_server.run("MATCH (n) WHERE n._graph = $name DETACH DELETE n", name=name)


@pytest.mark.parametrize("query", ["shared-initiatives", "who-leads", "organ-by-level"])
def test_a_saved_query_gives_what_the_graph_folder_gives(query: str, kg: Run, ask: Run, graph: Path) -> None:
    here, there = kg("query", "run", query, "--graph", graph), ask("query", "run", query)
    assert there.returncode == 0, there.stderr
    assert json.loads(there.stdout) == json.loads(here.stdout)
    assert json.loads(there.stdout)


def test_a_statement_of_ones_own(ask: Run) -> None:
    done = ask("cypher", "MATCH (d:District) WHERE d.name = $n RETURN d.name AS name, d AS d", "--param", "n=青岚区")
    (row,) = json.loads(done.stdout)
    assert row["name"] == row["d"]["name"] == "青岚区"
    assert "_graph" not in row["d"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("query", "run", "who-leads", "--param", "initiative=河长"), "did you mean 河长制"),
        (("query", "run", "shared-initiatives", "--param", "kind=Programm"), "one of: (empty), Program, Campaign"),
        (("query", "run", "shared-initiatives", "--param", "year=last"), "a whole number"),
        (("query", "run", "shared-initiatives", "--param", "placeholders=perhaps"), "true or false"),
        (("query", "run", "shared-initiatives", "--param", "years=2023"), "did you mean year"),
        (("cypher", "MATCH (n) DETACH DELETE n"), "only reading"),
        (("cypher", "MATCH (n) RETURN m"), "Variable `m` not defined"),
        (("cypher", ENDLESS, "--timeout", "1"), "not finished after 1 seconds"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_line(arguments: tuple[str, ...], said: str, ask: Run) -> None:
    done = ask(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""


def test_a_graph_or_server_that_is_not_there(kg: Run, ask: Run, neo4j_server: Neo4jServer, name: str) -> None:
    environment = neo4j_server.environment()
    other = kg("query", "run", "reports", "--neo4j", "--name", "nobody's", env=environment)
    assert other.returncode == 2 and name in other.stderr
    nobody = kg("query", "run", "reports", "--neo4j", "--uri", "bolt://localhost:1", env=environment)
    assert nobody.returncode == 2 and "no Neo4j answers there" in nobody.stderr
    wrong = kg("query", "run", "reports", "--neo4j", env={**environment, "KG_NEO4J_PASSWORD": "wrong"})
    assert wrong.returncode == 2 and "password" in wrong.stderr
    unsaid = kg("query", "run", "reports", "--neo4j", env={"KG_NEO4J_URI": environment["KG_NEO4J_URI"]})
    assert unsaid.returncode == 2 and "KG_NEO4J_PASSWORD" in unsaid.stderr


def test_rows_beyond_the_limit_are_said_to_be_there(kg: Run, ask: Run, graph: Path) -> None:
    for done in (
        ask("query", "run", "reports", "--limit", "3"),
        kg("query", "run", "reports", "--limit", "3", "--graph", graph),
    ):
        assert done.returncode == 0
        assert len(json.loads(done.stdout)) == 3
        assert "only the first 3 rows" in done.stderr
    whole = kg("query", "run", "reports", "--limit", "0", "--graph", graph)
    assert len(json.loads(whole.stdout)) > 3 and not whole.stderr


def test_options_of_a_server_without_one(kg: Run, graph: Path) -> None:
    done = kg("query", "run", "reports", "--graph", graph, "--uri", "bolt://localhost:7687")
    assert done.returncode == 2 and "add --neo4j" in done.stderr


def test_a_new_query_of_ones_own(kg: Run, graph: Path, tmp_path: Path) -> None:
    made = kg("query", "new", "my-question", "--queries", tmp_path / "mine")
    assert made.stdout.strip() == str(tmp_path / "mine" / "my-question.cypher")
    run = kg("query", "run", "my-question", "--queries", tmp_path / "mine", "--graph", graph)
    assert run.returncode == 0 and json.loads(run.stdout)
    again = kg("query", "new", "my-question", "--queries", tmp_path / "mine")
    assert again.returncode == 2 and "there already" in again.stderr


def test_no_rows_before_the_analysis_are_explained(kg: Run, graph: Path) -> None:
    done = kg("query", "run", "alike-by-rare-initiatives", "--graph", graph)
    assert (done.returncode, json.loads(done.stdout)) == (0, [])
    assert "kg analyse" in done.stderr
