"""Asking the store: answers, and errors a user can act on."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import GraphError, QueryError
from kg.graph.build import build_graph
from kg.graph.store import open_store, run_query
from tests.resolution.invented import many

GIVEN = many(3, 20)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store") / "graph"
    build_graph([said for said, _ in GIVEN], [text for _, text in GIVEN], folder)
    return folder


def test_an_answer_has_columns_types_and_rows(folder: Path) -> None:
    answer = run_query(folder, "MATCH (r:Report) RETURN r.source AS source, r.year AS year ORDER BY source;")
    assert answer.columns == ("source", "year")
    assert answer.types == ("STRING", "INT64")
    assert answer.rows == [("0.txt", 2023), ("1.txt", 2023), ("2.txt", 2023)]
    assert not answer.truncated


def test_parameters_are_bound(folder: Path) -> None:
    asked = "MATCH (r:Report) WHERE r.source IN $names RETURN r.source ORDER BY r.source LIMIT $k"
    assert run_query(folder, asked, {"names": ["1.txt", "2.txt", "' OR 1=1 //"], "k": 1}).rows == [("1.txt",)]


def test_a_limit_cuts_and_says_so(folder: Path) -> None:
    with open_store(folder) as store:
        cut = store.run("MATCH (r:Report) RETURN r.source", limit=2)
        whole = store.run("MATCH (r:Report) RETURN r.source", limit=3)
    assert (len(cut.rows), cut.truncated) == (2, True)
    assert (len(whole.rows), whole.truncated) == (3, False)


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("MATCH (n:Nobody) RETURN n", "Table Nobody does not exist"),
        ("MATCH (n RETURN n", "Invalid input"),
        ("MATCH (r:Report) RETURN r.colour", "Cannot find property colour"),
        ("MATCH (n:Unit) RETURN n; MATCH (n) RETURN n", "more than one statement"),
        ("CREATE (:Unit {id: 'x'})", "begins with 'CREATE'"),
        ("MATCH (r:Report {id: $id}) RETURN r", "without a value: id"),
    ],
)
def test_errors_are_short_and_name_the_fault(folder: Path, statement: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as error:
        run_query(folder, statement)
    assert len(error.value.what) <= 300
    assert "\n" not in str(error.value)


def test_a_statement_that_takes_too_long_is_stopped(folder: Path) -> None:
    asked = (
        "MATCH (a:Observation), (b:Observation), (c:Observation), (d:Observation), (e:Observation), (f:Observation) "
        "WHERE a.value + b.value + c.value + d.value + e.value = f.value RETURN count(*)"
    )
    with pytest.raises(QueryError, match=r"not finished after 0\.2 seconds"):
        run_query(folder, asked, timeout=0.2)


def test_no_statement_leaves_a_trace_in_the_folder(folder: Path) -> None:
    before = sorted(path.name for path in folder.rglob("*"))
    run_query(folder, "MATCH (n) RETURN count(n)")
    for statement in (
        "CHECKPOINT",
        "COPY (MATCH (n) RETURN n.id) TO 'out.csv'",
        "MATCH (n:Unit) SET n.name = 'x'",
    ):
        with pytest.raises(QueryError):
            run_query(folder, statement)
    assert sorted(path.name for path in folder.rglob("*")) == before


def test_no_graph(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="no graph"):
        run_query(tmp_path, "MATCH (n) RETURN n")
