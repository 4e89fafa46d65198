"""Which statements may reach the engine."""

from __future__ import annotations

import pytest

from kg.errors import QueryError
from kg.graph.statement import check_parameters, limited, parameters_of, single_read

READS = [
    "MATCH (n) RETURN n.name",
    "match (n) return n.name;",
    "MATCH (n) RETURN n.name ; // the end;\n",
    "// first\n/* MATCH; CREATE */ MATCH (n) RETURN 'a;b', \"DROP\", `set;`",
    "OPTIONAL MATCH (n) RETURN n",
    "UNWIND [1, 2] AS x RETURN x",
    "WITH 1 AS x RETURN x",
    "RETURN 'it''s', 'it\\'s;'",
    "EXPLAIN MATCH (n) RETURN n",
    "CALL show_tables() RETURN *",
    "MATCH (n:`Load`) WHERE n.set = 1 RETURN n.load",
    "MATCH (n) RETURN {load: 1}",
]
REFUSED = [
    "", " ; ", "// nothing", "CREATE (:Unit {id: 'x'})", "MATCH (n) SET n.name = 'x'", "MATCH (n) DETACH DELETE n",
    "MATCH (n) RETURN n; MATCH (n) RETURN n", "MATCH (n) RETURN n;;MATCH (n) RETURN n", "MERGE (:Unit {id: 'x'})",
    "COPY (MATCH (n) RETURN n.id) TO 'x.csv'", "PROFILE COPY (MATCH (n) RETURN n.id) TO 'x.csv'", "EXPLAIN",
    "LOAD FROM '/etc/passwd' RETURN *", "WITH 1 AS x LOAD FROM '/etc/passwd' RETURN *", "INSTALL httpfs", "CHECKPOINT",
    "CALL threads = 1", "CALL clear_warnings()", "ATTACH 'x' AS y", "MATCH (n) CALL { RETURN 1 } RETURN n",
    "BEGIN TRANSACTION", "'MATCH (n) RETURN n'", "MATCH (n) CREATE (m:Unit {id: 'x'}) RETURN m",
    "EXPORT DATABASE 'x'", "USE graph",
]  # fmt: skip


@pytest.mark.parametrize("statement", READS)
def test_reads_pass(statement: str) -> None:
    assert single_read(statement).rstrip().rstrip(";").strip()


@pytest.mark.parametrize("statement", REFUSED)
def test_anything_else_is_refused(statement: str) -> None:
    with pytest.raises(QueryError) as error:
        single_read(statement)
    assert error.value.todo


def test_parameters_are_found_outside_of_strings_only() -> None:
    assert parameters_of(
        "MATCH (n {id: $id}) WHERE n.name = '$no' AND n.x = $id RETURN `$no` LIMIT $k // $no"
    ) == ("id", "k")


def test_parameters_must_be_those_of_the_statement() -> None:
    check_parameters("RETURN $a", {"a": 1})
    with pytest.raises(QueryError, match="without a value: b"):
        check_parameters("RETURN $a, $b", {"a": 1})
    with pytest.raises(QueryError, match="does not have: c"):
        check_parameters("RETURN $a", {"a": 1, "c": 2})


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("MATCH (n) RETURN n.name // its name", "MATCH (n) RETURN n.name // its name\nLIMIT 7"),
        ("MATCH (n) WITH n LIMIT 3 RETURN n.limit AS a;", "MATCH (n) WITH n LIMIT 3 RETURN n.limit AS a"),
        ("MATCH (n) WITH n LIMIT 3 RETURN n", "MATCH (n) WITH n LIMIT 3 RETURN n\nLIMIT 7"),
        ("MATCH (n) RETURN n LIMIT 3", "MATCH (n) RETURN n LIMIT 3"),
        ("MATCH (n) RETURN n skip $from", "MATCH (n) RETURN n skip $from"),
        ("MATCH (n) RETURN 'LIMIT 3' AS a", "MATCH (n) RETURN 'LIMIT 3' AS a\nLIMIT 7"),
        ("MATCH (n:A) RETURN n UNION ALL MATCH (n:B) RETURN n", "MATCH (n:A) RETURN n UNION ALL MATCH (n:B) RETURN n"),
    ],
)
def test_a_limit_is_added_where_there_is_none(statement: str, expected: str) -> None:
    assert limited(statement, 7) == expected
