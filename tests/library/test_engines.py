"""The saved queries on a Neo4j server: the rows that the embedded store gives, and nothing of other graphs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from engines import connection, drop, on_server, put
from record import EXPECTED, PARAMETERS, lines

from kg.errors import InputError, QueryError
from kg.graph.reader import open_graph
from kg.library import load_library, parse_query, query_folders, run_saved, run_statement
from kg.neo4j.session import Neo4jSession, open_session

if TYPE_CHECKING:
    from kg.output import Rows, Value
    from tests.neo4j.server import Neo4jServer

LIBRARY = load_library(query_folders()[:1])


@pytest.fixture(scope="module")
def session(neo4j_each: Neo4jServer, gold_graph: Path) -> Iterator[Neo4jSession]:
    """The examples' annotation on each server; beside it lies another graph, which must not show."""
    with on_server(neo4j_each, gold_graph), on_server(neo4j_each, gold_graph) as asked:
        yield asked


@pytest.mark.parametrize("name", LIBRARY)
def test_the_answer_is_that_of_the_embedded_store(name: str, session: Neo4jSession, gold_graph: Path) -> None:
    given = dict(PARAMETERS.get(name, {}))
    rows = run_saved(session, LIBRARY[name], given)
    assert lines(rows) == (EXPECTED / f"{name}.jsonl").read_text("utf-8").splitlines()
    # Ids are not recorded; here they are compared too.
    assert rows == run_saved(gold_graph, LIBRARY[name], given)


def test_names_are_checked_with_near_matches(session: Neo4jSession) -> None:
    with pytest.raises(QueryError, match="called '河长' — did you mean 河长制") as error:
        run_saved(session, LIBRARY["who-leads"], {"initiative": "河长"})
    assert "bolt://" in error.value.where
    # Asked which districts lack it, a wrong name would find them all.
    with pytest.raises(QueryError, match="did you mean 河长制"):
        run_saved(session, LIBRARY["programme-coverage"], {"initiative": "河长"})


def test_every_parameter_that_names_something_is_checked(session: Neo4jSession, gold_graph: Path) -> None:
    for query in LIBRARY.values():
        for one in query.parameters:
            if one.of:
                given: dict[str, Value] = {other.name: "河长制" for other in query.parameters if other.required}
                for on in (session, gold_graph):
                    with pytest.raises(QueryError, match=r"no .* in this graph is called '河长制 '") as error:
                        run_saved(on, query, {**given, one.name: "河长制 "})
                    assert error.value.todo


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("CREATE (n:Unit {id: 'x'}) RETURN n", "begins with 'CREATE'"),
        ("MATCH (n:Unit) SET n.name = 'x' RETURN n", "SET is not possible"),
        ("MATCH (n:Unit) REMOVE n.name RETURN n", "only reading"),
        ("MATCH (n:Unit) FOREACH (x IN [1] | REMOVE n.name)", "RETURN|only reading|only"),
        ("MATCH (n:Unit) RETURN n.name; MATCH (n) RETURN n", "more than one statement"),
        ("LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row", "begins with 'LOAD'"),
        ("CALL dbms.listConfig() YIELD name RETURN name", "CALL"),
        ("CALL db.createLabel('X')", "CALL"),
        ("MATCH (n:Unit) RETURN n.nam", "x"),
    ],
)
def test_only_reading_is_possible(statement: str, message: str, session: Neo4jSession) -> None:
    if message == "x":  # a property that is not there is null, as the engine has it
        assert run_statement(session, f"{statement} LIMIT 1").rows == ((None,),)
        return
    with pytest.raises(QueryError, match=message) as error:
        run_statement(session, statement)
    assert error.value.todo


def test_a_write_that_no_word_gives_away_is_refused_by_the_server(session: Neo4jSession) -> None:
    # Whatever gets past the reading of words: the session's access mode is the server's to enforce.
    with pytest.raises(QueryError, match="only reading is possible"):
        run_statement(session, "MATCH (n:Unit) CALL (n) { REMOVE n.name } RETURN n.id")


def test_what_lists_the_database_can_be_called(session: Neo4jSession) -> None:
    found = run_statement(session, "CALL db.labels() YIELD label RETURN label ORDER BY label").column("label")
    assert "Program" in found
    shown = run_statement(session, "CALL { MATCH (d:District) RETURN count(d) AS n } RETURN n")
    assert shown.rows == ((9,),)


def test_time_and_rows_are_limited(session: Neo4jSession) -> None:
    endless = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a, b WHERE a * b = 0 RETURN count(*) AS n"
    with pytest.raises(QueryError, match=r"not finished after 0\.5 seconds"):
        run_statement(session, endless, timeout=0.5)
    answer = session.run("MATCH (u:Unit) RETURN u.name AS name ORDER BY name, u.id", limit=3)
    assert (len(answer.rows), answer.truncated) == (3, True)
    assert not session.run("MATCH (d:District) RETURN d.name AS name ORDER BY name", limit=9).truncated


def test_nodes_are_shown_without_the_graphs_name(session: Neo4jSession) -> None:
    ((node, way),) = run_statement(
        session, "MATCH (d:District {name: '青岚区'})<-[w:COVERS]-(:Report) RETURN d, w LIMIT 1"
    ).rows
    assert isinstance(node, dict) and isinstance(way, dict)
    assert (node["name"], node["_LABEL"], way["_LABEL"]) == ("青岚区", "District", "COVERS")
    assert "_graph" not in node and "_graph" not in way


def test_a_fault_in_a_statement_is_said(session: Neo4jSession) -> None:
    with pytest.raises(QueryError, match="Variable `x` not defined"):
        run_statement(session, "MATCH (n:Unit) RETURN x")
    with pytest.raises(QueryError, match="kg's own"):
        run_statement(session, "MATCH (n:Unit) WHERE n.id = $_graph RETURN n", {"_graph": "x"})


def test_a_query_for_the_other_engine(session: Neo4jSession, gold_graph: Path, tmp_path: Path) -> None:
    path = tmp_path / "reports.cypher"
    text = LIBRARY["reports"].text.replace("[ladybug, neo4j]", "[neo4j]").replace("RETURN r.id", "RETURN elementId(r)")
    path.write_text(text, encoding="utf-8")
    assert len(run_saved(session, parse_query(path))) == 10
    with pytest.raises(QueryError, match="runs on neo4j only"):
        run_saved(gold_graph, parse_query(path))


def test_graphs_in_one_database_are_kept_apart(neo4j_server: Neo4jServer, gold_graph: Path, graph_name: str) -> None:
    with open_graph(gold_graph) as graph:
        tables = graph.tables()
    other = f'{graph_name}\'s "other" `graph`'
    where = connection(neo4j_server)

    def ask(name: str) -> dict[str, Rows]:
        with open_session(where, name) as session:
            count = run_statement(session, "MATCH (n) RETURN count(n) AS n").rows
            assert count == ((sum(tables.counts().nodes.values()),),)
            return {
                query.id: run_saved(session, query, dict(PARAMETERS.get(query.id, {}))) for query in LIBRARY.values()
            }

    try:
        put(neo4j_server, tables, graph_name)
        alone = ask(graph_name)
        put(neo4j_server, tables, other)
        assert ask(graph_name) == alone
        assert ask(other) == alone
        with pytest.raises(InputError, match="no graph named 'none'") as error, open_session(where, "none"):
            pass
        assert graph_name in error.value.todo
    finally:
        drop(neo4j_server, graph_name)
        drop(neo4j_server, other)
