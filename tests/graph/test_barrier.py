"""Statements in the form that the embedded engine answers rightly, against what Python finds in the unfiltered rows."""

from __future__ import annotations

import itertools
import operator
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ladybug
import pytest

from kg.errors import QueryError
from kg.graph.barrier import with_barriers

Ask = Callable[[str], list[tuple[Any, ...]]]
PATTERNS = {
    "(i:I)<-[m:M]-(r:R)-[w:C]->(d:D)": "imrwd",
    "(i:I|J)<-[m:M]-(r:R)-[w:C]->(d:D)": "imrwd",
    "(d:D)<-[w:C]-(r:R)-[m:M]->(i:I|J)": "dwrmi",
    "(i:I)<-[m:M]-(r:R) MATCH (r)-[w:C]->(d:D)": "imrwd",
    "(d:D)<-[w:C]-(r:R), (r)-[m:M]->(i:J)": "dwrmi",
    "(i:I)<-[m:M]-(r:R)-[n:M]->(j:J)": "imrnj",
    "(d:D)<-[w:C]-(r:R)-[m:M]->(i:I)<-[n:M]-(s:R)-[x:C]->(e:D)": "dwrminsxe",
}
"""A pattern, and its nodes and relationships in order."""
WAYS = "mnwx"
TESTS = {"<>": operator.ne, "=": operator.eq, "<": operator.lt}
SIZES = ((50, 4, 3, 200), (10, 30, 20, 150), (150, 5, 5, 250))
"""How many I (and J), R, D and M there are: from which end the engine starts depends on it."""


@contextmanager
def store(folder: Path, sizes: tuple[int, int, int, int]) -> Iterator[Ask]:
    """Ask a store with nodes I, J, R and D, and relationships M from R to I or J and C from R to D."""
    items, reports, districts, mentions = sizes
    rng = random.Random(sum(sizes))
    database = ladybug.Database(str(folder / "x.lbdb"), buffer_pool_size=1 << 27)
    connection = ladybug.Connection(database)
    for label, number in (("I", items), ("J", items), ("R", reports), ("D", districts)):
        connection.execute(f"CREATE NODE TABLE {label}(id INT64 PRIMARY KEY, v INT64)")
        nodes = [{"id": id, "v": rng.randrange(4)} for id in range(number)]
        connection.execute(f"UNWIND $rows AS row CREATE (:{label} {{id: row.id, v: row.v}})", {"rows": nodes})
    connection.execute("CREATE REL TABLE M(FROM R TO I, FROM R TO J, k INT64)")
    connection.execute("CREATE REL TABLE C(FROM R TO D, k INT64)")
    ways = [
        ("C", "D", [(report, rng.randrange(districts)) for report in range(reports)]),
        ("M", "I", [(rng.randrange(reports), rng.randrange(items)) for _ in range(mentions // 2)]),
        ("M", "J", [(rng.randrange(reports), rng.randrange(items)) for _ in range(mentions // 2)]),
    ]
    for type, label, pairs in ways:
        rows = [{"a": a, "b": b, "k": rng.randrange(4)} for a, b in pairs]
        connection.execute(
            f"UNWIND $rows AS row MATCH (a:R {{id: row.a}}) MATCH (b:{label} {{id: row.b}}) "
            f"CREATE (a)-[:{type} {{k: row.k}}]->(b)",
            {"rows": rows},
        )
    yield lambda statement: sorted(tuple(row) for row in connection.execute(statement).get_all())
    connection.close()
    database.close()


@pytest.fixture(scope="module", params=SIZES)
def ask(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Ask a store of each size."""
    with store(tmp_path_factory.mktemp("store"), request.param) as asked:
        yield asked


def value(name: str) -> str:
    """What conditions are about: a property of the node or the relationship."""
    return f"{name}.k" if name in WAYS else f"{name}.v"


def returned(names: str) -> str:
    """The values of all, then the ids of the nodes."""
    return ", ".join([*map(value, names), *(f"{name}.id" for name in names if name not in WAYS)])


@pytest.mark.parametrize("pattern", PATTERNS)
def test_rows_are_those_that_the_conditions_leave(pattern: str, ask: Ask) -> None:
    names, rng = PATTERNS[pattern], random.Random(pattern)
    whole = ask(f"MATCH {pattern} RETURN {returned(names)}")
    assert whole
    for number in (1, 2, 3):
        subsets = list(itertools.combinations(range(len(names)), number))
        for subset in subsets if len(subsets) < 12 else rng.sample(subsets, 12):
            said = [(at, rng.choice(list(TESTS)), rng.randrange(1, 4)) for at in subset]
            where = " AND ".join(f"{value(names[at])} {sign} {than}" for at, sign, than in said)
            statement = with_barriers(f"MATCH {pattern} WHERE {where} RETURN {returned(names)}")
            assert ask(statement) == [
                row for row in whole if all(TESTS[sign](row[at], than) for at, sign, than in said)
            ], statement


def test_what_follows_a_barrier_is_right_too(ask: Ask) -> None:
    whole = ask("MATCH (i:I)<-[m:M]-(r:R)-[:C]->(d:D) RETURN i.id, m.k, r.v, d.id")
    statement = with_barriers(
        "MATCH (i:I)<-[m:M]-(r:R) WHERE i.v < 3 AND m.k > 1 WITH i, m, r MATCH (r)-[:C]->(d:D) WHERE d.v < 3 "
        "RETURN i.id, m.k, r.v, d.id"
    )
    of = dict(ask("MATCH (n:I) RETURN n.id, n.v"))
    of_district = dict(ask("MATCH (n:D) RETURN n.id, n.v"))
    assert ask(statement) == [row for row in whole if of[row[0]] < 3 and row[1] > 1 and of_district[row[3]] < 3]


def test_counting_in_an_optional_match_is_right(ask: Ask) -> None:
    pairs = ask("MATCH (i:I)<-[m:M]-(r:R)-[:C]->(d:D) RETURN i.id, m.k, d.id")
    statement = with_barriers(
        "MATCH (i:I) WHERE i.v > 0 OPTIONAL MATCH (i)<-[m:M]-(:R)-[:C]->(d:D) "
        "RETURN i.id, count(CASE WHEN m.k = 1 THEN d.id END)"
    )
    found = dict(ask("MATCH (i:I) WHERE i.v > 0 RETURN i.id, 0"))
    for item, k, _ in pairs:
        if item in found and k == 1:
            found[item] += 1
    assert ask(statement) == sorted(found.items())


def test_the_faults_are_still_there(tmp_path: Path) -> None:
    """When this fails, the engine is mended: what with_barriers does against it can go."""
    condition = "i.v < 3 AND m.k <> 0"
    with store(tmp_path, SIZES[0]) as ask:
        whole = ask("MATCH (i:I)<-[m:M]-(r:R)-[w:C]->(d:D) RETURN i.v, m.k, i.id, d.id")
        rows = ask(f"MATCH (i:I)<-[m:M]-(r:R)-[w:C]->(d:D) WHERE {condition} RETURN i.v, m.k, i.id, d.id")
        held = "MATCH (i:I), (d:D) WITH DISTINCT i, d OPTIONAL MATCH (d)<-[:C]-(r:R)-[m:M]->(i)"
        between = ask(f"{held} WITH i, d, m WHERE m.k IS NOT NULL RETURN m.k, i.id, d.id")
        limited = ask("MATCH (i:I) WITH i ORDER BY i.id DESC LIMIT 3 RETURN min(i.id)")
    assert limited != [(SIZES[0][0] - 3,)]
    assert rows != [row for row in whole if row[0] < 3 and row[1] != 0]
    assert between != sorted((k, item, district) for _, k, item, district in whole)


@pytest.mark.parametrize("limit", ["LIMIT 3", "SKIP 2 LIMIT 3", "LIMIT 3 WHERE i.v >= 0"])
@pytest.mark.parametrize("then", ["RETURN", "WITH i RETURN", "WITH i.id AS id, i WHERE id >= 0 WITH i RETURN"])
def test_the_rows_that_a_limit_keeps_are_the_first(limit: str, then: str, ask: Ask) -> None:
    ids = [id for (id,) in ask("MATCH (i:I) RETURN i.id")][::-1]
    first = ids[2:5] if "SKIP" in limit else ids[:3]
    for statement, expected in (
        (f"MATCH (i:I) WITH i ORDER BY i.id DESC {limit} {then} min(i.id), count(*)", (min(first), 3)),
        (f"MATCH (i:I)<-[m:M]-() WITH i, count(m) AS n ORDER BY i.id DESC {limit} {then} count(DISTINCT i), max(i.id)",
         None),
    ):  # fmt: skip
        rows = ask(with_barriers(statement))
        if expected:
            assert rows == [expected]
        else:
            said = sorted({id for (id,) in ask("MATCH (i:I)<-[:M]-() RETURN i.id")}, reverse=True)
            assert rows == [(3, said[2] if "SKIP" in limit else said[0])]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            "MATCH (i:I)<-[m:M]-(r:R)-[:C]->(d:D) WHERE i.id = $id AND m.k = 1 AND d.v = 2 RETURN d.id",
            "MATCH (i:I)<-[m:M]-(r:R)-[:C]->(d:D) WHERE i.id = $id AND d.v = 2 WITH * WHERE m.k = 1 RETURN d.id",
        ),
        (
            "MATCH (i:I)<-[m:M]-(r:R) WHERE m.k IN [1, 2] // these\nMATCH (r)-[:C]->(d:D) WHERE d.v = 2 RETURN d.id",
            "MATCH (i:I)<-[m:M]-(r:R) // these\nMATCH (r)-[:C]->(d:D) WHERE d.v = 2 WITH * WHERE m.k IN [1, 2] "
            "RETURN d.id",
        ),
        (
            "MATCH (i:I)<-[m:M]-(r:R)-[:C]->(d:D) WHERE i.v = 1 OR m.k = 1 RETURN d.id",
            "MATCH (i:I)<-[m:M]-(r:R)-[:C]->(d:D)  WITH * WHERE i.v = 1 OR m.k = 1 RETURN d.id",
        ),
        (
            "MATCH (i:I)<-[:M]-(r:R)-[:C]->(d:D) WHERE (i.v = 1 OR d.v = 1) AND CASE WHEN r.v = 1 AND i.v = 2 THEN "
            "true END RETURN d.id UNION ALL MATCH (d:D) WHERE d.v = 1 RETURN d.id",
            "MATCH (i:I)<-[:M]-(r:R)-[:C]->(d:D) WHERE (i.v = 1 OR d.v = 1) WITH * WHERE CASE WHEN r.v = 1 AND i.v = 2 "
            "THEN true END RETURN d.id UNION ALL MATCH (d:D) WHERE d.v = 1 RETURN d.id",
        ),
    ],
)
def test_conditions_inside_a_path_come_behind(statement: str, expected: str) -> None:
    assert with_barriers(statement).split() == expected.split()


@pytest.mark.parametrize(
    "statement",
    [
        "MATCH (i:I)<-[m:M]-(r:R) WHERE m.k = 1 AND r.v = 2 RETURN i.id",  # one hop
        "MATCH (u:I)<-[l:M]-(x:R) WHERE l.k = 1 MATCH (r:R)-[:C]->(d:D) WHERE r.id = l.k RETURN d.id",  # two paths
        "MATCH (i:I)<-[m:M]-(r:R)-[:C]->(d:D) WITH i, m WHERE m.k = 1 RETURN i.id",
        "MATCH (i:I) WHERE i.name STARTS WITH 'a' AND NOT EXISTS { MATCH (i)<-[m:M]-(:R) WHERE m.k = 1 } RETURN i.id",
        "MATCH (i:I)<-[m:M]-(r:R) WITH m, r MATCH (r)-[:C]->(d:D) WHERE m.k = 1 RETURN d.id",
        "MATCH (d:D), (i:I) WITH d, i.id AS id MATCH (d)<-[:C]-(r:R)-[m:M]->(i:I) RETURN m.k",  # another i
        "MATCH (n:X)<-[:ABOUT]-(o:O) WITH n, o MATCH (n)<-[:ABOUT]-(p)-[:MEASURES]->(o) RETURN p.id",  # one between two
        "RETURN 'MATCH (i)<-[m]-(r)-->(d) WHERE m.k = 1' AS text",
        "MATCH (i:I)<-[m:M]-(r:R) OPTIONAL MATCH (r)-[w:C]->(d:D) WHERE w.k = 1 RETURN d.id",
    ],
)
def test_what_is_safe_stays(statement: str) -> None:
    assert with_barriers(statement) == statement


@pytest.mark.parametrize(
    "statement",
    [
        "MATCH (i:I) OPTIONAL MATCH (i)<-[m:M]-(r:R)-[:C]->(d:D) WHERE m.k = 1 RETURN i.id",
        "MATCH (i:I) WHERE EXISTS { MATCH (i)<-[m:M]-(r:R)-[:C]->(d:D) WHERE r.v = 1 } RETURN i.id",
        "MATCH (i:I)<-[m:M {k: 1}]-(r:R)-[:C]->(d:D) RETURN i.id",
        "MATCH (i:I)<-[:M]-(:R {v: 1})-[:C]->(d:D) RETURN i.id",
        "MATCH (d:D), (i:I) WITH d, i AS x MATCH (d)<-[:C]-(r:R)-[m:M]->(x) RETURN m.k",
        "MATCH (d:D) WITH d MATCH (i:I) OPTIONAL MATCH (d)<-[:C]-(r:R)-[m:M]->(i) RETURN m.k",
        "MATCH (r:R)-[m:M]->(i:I)<-[n:M]-(r) RETURN m.k",
    ],
)
def test_what_has_no_safe_form_is_refused(statement: str) -> None:
    with pytest.raises(QueryError, match="answered wrongly") as error:
        with_barriers(statement)
    assert "WITH" in error.value.todo
