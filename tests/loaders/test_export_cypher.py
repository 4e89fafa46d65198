"""The Cypher script on a real server: what it writes, twice, beside what others have there."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError, LoadError
from kg.graph.tables import GraphTables
from kg.neo4j import GRAPH
from loaders.base import load
from loaders.cypher import CypherExporter, literal
from tests.loaders.hostile import HOSTILE, NAMES, TABLES, rows_by_id
from tests.neo4j.server import Neo4jServer


def statements(path: Path) -> list[str]:
    """As cypher-shell takes them: comments go, a statement ends with a semicolon at the end of a line."""
    lines = [line for line in path.read_text("utf-8").split("\n") if not line.startswith("//")]
    return [one for one in "\n".join(lines).split(";\n") if one.strip()]


def run(server: Neo4jServer, path: Path) -> None:
    for statement in statements(path):
        server.run(statement)


def stored(server: Neo4jServer, graph: str, tables: GraphTables) -> dict[str, dict[str, dict[str, object]]]:
    """What the server has under the graph's name, in the form of rows_by_id."""
    found: dict[str, dict[str, dict[str, object]]] = {name: {} for name in (*tables.nodes, *tables.relationships)}
    nodes = f"MATCH (n {{`{GRAPH}`: $graph}}) RETURN labels(n) AS labels, properties(n) AS p"
    for row in server.run(nodes, graph=graph):
        (label,) = row["labels"]  # type: ignore[misc]
        values = {key: value for key, value in row["p"].items() if key != GRAPH}  # type: ignore[attr-defined]
        found[label][values["id"]] = values
    ways = (
        f"MATCH (a)-[r {{`{GRAPH}`: $graph}}]->(b) RETURN type(r) AS type, properties(r) AS p, a.id AS source, "
        "labels(a)[0] AS from_label, b.id AS target, labels(b)[0] AS to_label"
    )
    for row in server.run(ways, graph=graph):
        values = {key: value for key, value in row["p"].items() if key != GRAPH}  # type: ignore[attr-defined]
        ends = {"from": row["source"], "from_label": row["from_label"]}
        ends |= {"to": row["target"], "to_label": row["to_label"]}
        found[str(row["type"])][values["rid"]] = {**values, **ends}
    return found


@pytest.mark.parametrize("tables", [TABLES, HOSTILE], ids=["invented", "hostile"])
def test_the_server_has_the_same_rows_after_one_run_and_two(
    tables: GraphTables, neo4j_each: Neo4jServer, graph_name: str, tmp_path: Path
) -> None:
    load(CypherExporter(tmp_path / "a.cypher", graph=graph_name), tables)
    for _ in range(2):
        run(neo4j_each, tmp_path / "a.cypher")
        assert stored(neo4j_each, graph_name, tables) == rows_by_id(tables)


def test_a_changed_graph_changes_only_its_own(neo4j_server: Neo4jServer, graph_name: str, tmp_path: Path) -> None:
    other = f"{graph_name}-other"
    for graph in (graph_name, other):
        load(CypherExporter(tmp_path / f"{graph}.cypher", graph=graph), HOSTILE)
        run(neo4j_server, tmp_path / f"{graph}.cypher")
    rows = HOSTILE.nodes["Observation"].to_pylist()
    changed = [{**row, "value": None, "year": None} for row in rows]
    observations = type(HOSTILE.nodes["Observation"]).from_pylist(changed, schema=HOSTILE.nodes["Observation"].schema)
    tables = GraphTables({**HOSTILE.nodes, "Observation": observations}, HOSTILE.relationships, HOSTILE.schema)
    load(CypherExporter(tmp_path / "b.cypher", graph=graph_name), tables)
    run(neo4j_server, tmp_path / "b.cypher")
    assert stored(neo4j_server, graph_name, tables) == rows_by_id(tables)
    assert stored(neo4j_server, other, HOSTILE) == rows_by_id(HOSTILE)


def test_a_name_of_a_graph_that_would_break_out(neo4j_server: Neo4jServer, graph_name: str, tmp_path: Path) -> None:
    graph = f"{graph_name}' }}) DETACH DELETE n // \\u0027 `"
    load(CypherExporter(tmp_path / "a.cypher", graph=graph), HOSTILE)
    run(neo4j_server, tmp_path / "a.cypher")
    assert stored(neo4j_server, graph, HOSTILE) == rows_by_id(HOSTILE)


def test_one_value_a_line(tmp_path: Path) -> None:
    load(CypherExporter(tmp_path / "a.cypher"), HOSTILE)
    text = (tmp_path / "a.cypher").read_bytes().decode()
    assert text.splitlines() == text.split("\n")[:-1]  # no other sign that some take as a line's end
    rows = sum(statement.partition("\n] AS k0")[0].count("\n") for statement in statements(tmp_path / "a.cypher")
               if "] AS k0" in statement)  # fmt: skip
    counts = HOSTILE.counts()
    assert rows == sum(counts.nodes.values()) + sum(counts.relationships.values())


def test_a_list_with_the_sign_between_parts(neo4j_server: Neo4jServer, graph_name: str, tmp_path: Path) -> None:
    program = HOSTILE.nodes["Program"]
    aliases = [["a\x1fb", ""], ["\x1f\x1e"], [], ["c"], ["\x1d"]]
    rows = [{**program.to_pylist()[0], "id": f"init-{at}", "aliases": some} for at, some in enumerate(aliases)]
    exporter = CypherExporter(tmp_path / "a.cypher", graph=graph_name)
    exporter.open(HOSTILE.schema)
    exporter.write_nodes("Program", type(program).from_pylist(rows, schema=program.schema))
    exporter.close()
    run(neo4j_server, tmp_path / "a.cypher")
    stored = neo4j_server.run(f"MATCH (p:Program {{`{GRAPH}`: $g}}) RETURN p.aliases AS x ORDER BY p.id", g=graph_name)
    assert [row["x"] for row in stored] == aliases


@pytest.mark.parametrize("value", [0, -1, 2**62, True, None, 1e300, -5e-324, 0.1, 12.0, float("inf"), [], ["a'", "\\"]])
def test_literals(value: object, neo4j_server: Neo4jServer) -> None:
    assert neo4j_server.run(f"RETURN {literal(value)} AS x") == [{"x": value}]


def test_texts_as_literals(neo4j_server: Neo4jServer) -> None:
    for name in NAMES.values():
        assert neo4j_server.run(f"RETURN {literal(name)} AS x") == [{"x": name}]


def test_a_script_that_was_cut_off_is_found_out(tmp_path: Path) -> None:
    class Cut(CypherExporter):
        def _finish(self) -> None:
            super()._finish()
            text = self._path.read_text("utf-8")
            self._path.write_text(text[: text.rindex("\n] AS ")], encoding="utf-8")

    with pytest.raises(LoadError, match="cut off"):
        load(Cut(tmp_path / "a.cypher"), TABLES)


def test_a_graph_needs_a_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="name of the graph"):
        CypherExporter(tmp_path / "a.cypher", graph=" ")
