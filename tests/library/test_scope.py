"""Statements kept to one graph of those in a database."""

from __future__ import annotations

import re

import pytest

from kg.neo4j.scope import one_label, scoped

# § is where the property is added; the statement is what is left without.
PATHS = [
    "MATCH (n:Unit {§}) RETURN n",
    "MATCH (n {§}) RETURN n",
    "MATCH ({§}) RETURN 1",
    "MATCH (i:Program|Campaign {§})<-[m:MENTIONS]-(r:Report) RETURN i",
    # A node that is known already stands first: the first with a label is taken.
    "MATCH (i)<-[:MENTIONS]-(:Report {§})-[:COVERS]->(d:District) RETURN d",
    "MATCH (a {§})-->(b) RETURN a",
    "MATCH (a:Unit {§}), (b:Unit {§}) WHERE a.id < b.id RETURN a",
    "MATCH (n:Unit {§, id: $id}) RETURN n",
    "MATCH (n:Unit {§} WHERE n.name = 'x') RETURN n",
    "MATCH p = (a:Unit {§})-[:PART_OF*1..3]->(b) RETURN p",
    "MATCH (d:District {§}) WHERE NOT EXISTS { MATCH (d)<-[:COVERS]-(:Report {§}) } RETURN d",
    "MATCH (d:District {§}) WHERE EXISTS { (d)<-[:COVERS]-(:Report {§}) } RETURN d",
    "MATCH (d:District {§}) RETURN COUNT { (d {§})--() } AS n",
    "MATCH (d:District {§}) WHERE NOT (d)<-[:COVERS]-(:Report {§}) RETURN d",
    "MATCH (d:District {§}) RETURN [(d)<-[:COVERS]-(r:Report {§}) | r.name] AS names",
    "MATCH p = shortestPath((a:Unit {§})-[*..4]-(b:Unit)) RETURN p",
    "MATCH (a:Unit {§}) ((x {§})-[:PART_OF]->(y)){1,3} (b:Unit {§}) RETURN b",
    "MATCH (a:Unit {§})-[:PART_OF]->{1,3}(b) RETURN b",
    "MATCH (a:`Un (x) it` {§}) RETURN a",
    "CALL { MATCH (n:Unit {§}) RETURN n } RETURN n",
    "MATCH (n:Unit {§}) RETURN n UNION ALL MATCH (n:Report {§}) RETURN n",
    "match (n:Unit {§}) with n optional match (n)-[:LEADS]->(x:Program {§}) return x",
]


@pytest.mark.parametrize("path", PATHS)
def test_each_path_is_kept_to_the_graph(path: str) -> None:
    statement = re.sub(r" ?\{§\}|§, ", "", path)
    assert "§" not in statement
    assert scoped(statement, "_graph") == path.replace("§", "_graph: $_graph")


def test_an_empty_map_is_filled() -> None:
    assert scoped("MATCH (n:Unit {}) RETURN n", "_graph") == "MATCH (n:Unit {_graph: $_graph}) RETURN n"


@pytest.mark.parametrize(
    "statement",
    [
        "RETURN '(n:Unit)-->(m)' AS text, \"MATCH (n)\" AS other",
        "RETURN (1 + 2) * (3) AS n // MATCH (n:Unit)",
        "UNWIND [1, 2] AS x WITH x WHERE (x) - (1) > 0 AND (x) < -(1) RETURN count(x) AS n /* MATCH (m) */",
        "WITH {match: 1, a: (2)} AS map RETURN map.match AS m, `MATCH (n)` AS z",
        "RETURN size('a') AS n, coalesce(null, (1)) AS m",
    ],
)
def test_what_is_no_pattern_stays(statement: str) -> None:
    assert scoped(statement, "_graph") == statement


def test_labels_is_one_text_as_in_the_embedded_store() -> None:
    assert one_label("RETURN labels(i) AS kind, 'labels(x)' AS t") == "RETURN head(labels(i)) AS kind, 'labels(x)' AS t"
    assert one_label("RETURN i.labels AS labels") == "RETURN i.labels AS labels"
