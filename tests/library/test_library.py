"""The form of saved queries, their parameters, and what the lint finds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import QueryError, SchemaError
from kg.graph.schema import load_schema
from kg.library import bind_parameters, find_query, load_library, parse_query, query_folders
from kg.library.lint import lint_query
from kg.library.model import ENGINES
from kg.library.parameters import guess_value, split_pairs
from kg.library.parse import strip_comments
from kg.library.template import write_template

LIBRARY = load_library(query_folders()[:1])
GOOD = """\
// 测试 · Test
// ---
// id: test
// answers: {zh: 回答, en: answer}
// parameters:
//   - {name: k, type: int, default: 2, zh: 数, en: number}
//   - {name: names, type: list, default: [], zh: 名称, en: names}
//   - {name: exact, type: bool, default: false, zh: 精确, en: exact}
//   - {name: kind, type: string, default: "", choices: ["", summary, plan], zh: 类型, en: kind}
//   - {name: share, type: float, zh: 比例, en: share}
// columns:
//   - {name: name, zh: 名称, en: name}
// ---
MATCH (r:Report) // a comment; with a semicolon
WHERE r.name <> '// no comment' AND r.year > $k AND r.name IN $names AND $exact AND r.kind = $kind AND 1.0 > $share
RETURN r.name AS name
ORDER BY name;
"""


def write(tmp_path: Path, text: str, name: str = "test") -> Path:
    path = tmp_path / f"{name}.cypher"
    path.write_text(text, encoding="utf-8")
    return path


def test_there_are_enough_and_the_first_ones_are_there() -> None:
    first = {
        "shared-initiatives",
        "initiative-districts",
        "districts-in-common",
        "who-leads",
        "figures-of-an-initiative",
    }
    assert first <= set(LIBRARY)
    assert len(LIBRARY) >= 30
    assert all(query.engines == ENGINES for query in LIBRARY.values())


@pytest.mark.parametrize("name", LIBRARY)
def test_each_keeps_to_the_schema_and_to_the_cypher_of_both_engines(name: str) -> None:
    assert lint_query(LIBRARY[name], load_schema()) == []


def test_columns_of_initiative_districts_are_a_contract() -> None:
    assert [column.name for column in LIBRARY["initiative-districts"].columns] == [
        "initiative_id", "initiative", "kind", "district", "source", "report_title", "year", "status", "text",
    ]  # fmt: skip


def test_a_saved_query_is_parsed(tmp_path: Path) -> None:
    query = parse_query(write(tmp_path, GOOD))
    assert (query.title.zh, query.title.en, query.answers.en) == ("测试", "Test", "answer")
    assert query.statement.startswith("MATCH (r:Report)")
    assert "comment;" not in query.statement
    assert "'// no comment'" in query.statement
    assert not query.statement.endswith(";")
    assert [parameter.required for parameter in query.parameters] == [False, False, False, False, True]


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("// 测试 · Test", "// Test", "first line"),
        ("// id: test", "// id: other", "id must be"),
        ("// ---\nMATCH", "MATCH", "two lines"),
        ("type: int", "type: number", "type of parameter k"),
        ("answers: {zh: 回答, en: answer}", "answers: {zh: 回答}", "needs zh and en"),
        ("answers: {", "answers: [", "not YAML"),
        ("// columns:\n//   - {name: name, zh: 名称, en: name}\n", "", "names no columns"),
        ("$k ", "$j ", "differ"),
        ("{name: names,", "{name: k,", "twice"),
        ("default: 2,", "standard: 2,", "unknown keys"),
        ("type: bool,", "type: bool, of: [a-b],", "labels"),
        ("// answers", "// colour: red\n// answers", "unknown keys"),
        ("// answers", "// engines: [sqlite]\n// answers", "'engines' must be"),
        ("// answers", "// engines: neo4j\n// answers", "'engines' must be"),
        ("// answers", "// if_empty: {zh: 无}\n// answers", "needs zh and en"),
        (
            "{name: name, zh: 名称, en: name}",
            "{name: name, sorted: true, zh: 名称, en: name}",
            "unknown keys in column",
        ),
        ("// answers", "answers", "does not begin with //"),
    ],
)
def test_a_form_that_is_not_kept_names_file_and_fault(tmp_path: Path, before: str, after: str, message: str) -> None:
    assert before in GOOD
    path = write(tmp_path, GOOD.replace(before, after, 1))
    with pytest.raises(SchemaError, match=message) as raised:
        parse_query(path)
    assert raised.value.where == str(path)


def test_own_folders_add_and_replace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, GOOD)
    shipped = LIBRARY["reports"]
    write(tmp_path, shipped.text.replace(shipped.title.en, "Mine"), "reports")
    monkeypatch.setenv("KG_QUERIES", str(tmp_path))
    library = load_library(query_folders())
    assert "test" in library
    assert library["reports"].title.en == "Mine"
    with pytest.raises(QueryError, match="no such folder"):
        load_library(query_folders([tmp_path / "missing"]))


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "test.cypher"
    path.write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(QueryError, match="cannot be read"):
        parse_query(path)


def test_parameters_are_cast_and_defaults_taken(tmp_path: Path) -> None:
    query = parse_query(write(tmp_path, GOOD))
    given = {"k": " 3 ", "names": "河长制、低保,  雨露计划", "exact": "是", "share": "0.5"}
    assert bind_parameters(query, given) == {
        "k": 3, "names": ["河长制", "低保", "雨露计划"], "exact": True, "kind": "", "share": 0.5,
    }  # fmt: skip
    assert bind_parameters(query, {"share": 1, "names": ["a"], "exact": False})["names"] == ["a"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"share": "1", "k": "two"}, "'k' must be a whole number, not 'two'"),
        ({"share": "1", "exact": "maybe"}, "'exact' must be true or false"),
        ({"share": "1", "kind": "sumary"}, "'kind' cannot be 'sumary'"),
        ({"share": "1", "nmaes": "x"}, "did you mean names"),
        ({"share": "1", "k": True}, "'k' must be a whole number"),
        ({"share": "1", "k": "99999999999999999999"}, "'k' must be a whole number"),
        ({"share": "nan"}, "'share' must be a number"),
        ({}, "'share' is missing"),
    ],
)
def test_a_bad_parameter_says_what_is_allowed(tmp_path: Path, given: dict[str, str], message: str) -> None:
    query = parse_query(write(tmp_path, GOOD))
    with pytest.raises(QueryError) as raised:
        bind_parameters(query, dict(given))
    assert message in str(raised.value)


def test_an_unknown_query_has_near_matches() -> None:
    with pytest.raises(QueryError, match="shared-initiatives"):
        find_query(LIBRARY, "shared-initiative")


def test_pairs_from_the_command_line() -> None:
    assert split_pairs(["a=1", "b=x=y", "c="]) == {"a": "1", "b": "x=y", "c": ""}
    for wrong in (["a"], ["=1"], ["a=1", "a=2"]):
        with pytest.raises(QueryError):
            split_pairs(wrong)
    assert [guess_value(text) for text in ("5", '"5"', "[1]", "河长制", "null")] == [5, "5", [1], "河长制", None]


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("MATCH (d:Distric) RETURN d.name AS name ORDER BY name", "no Distric"),
        ("MATCH (d:District)<-[:COVER]-(:Report) RETURN d.name AS name ORDER BY name", "no COVER"),
        ("MATCH (d:District) RETURN d.title AS name ORDER BY name", "no such property"),
        ("MATCH (i:Program|Campaign) RETURN i.code AS name ORDER BY name", "no such property"),
        ("MATCH (a:District), (b:District) RETURN a.name AS name ORDER BY name", "a.id < b.id"),
        ("MATCH (d:District) RETURN d.name AS other ORDER BY other", "declares"),
        ("MATCH (d:District) RETURN d.name AS name", "ORDER BY"),
        (
            "MATCH (d:District) RETURN d.name AS name ORDER BY name UNION ALL MATCH (u:Unit) RETURN u.name AS name",
            "orders nothing",
        ),
        ("MATCH (d:District) SET d.name = 'x' RETURN d.name AS name ORDER BY name", "SET"),
        ("MATCH (d:District) RETURN d.name AS name ORDER BY name; MATCH (x:Unit) RETURN x.name AS name", "statement"),
        ("MATCH (d:District) RETURN [x IN d.aliases WHERE x <> ''] AS name ORDER BY name", "comprehension"),
        ("MATCH (d:District) RETURN d {.name} AS name ORDER BY name", "map projection"),
        ("MATCH (d:District)-[r:PART_OF]->(:District) RETURN type(r) AS name ORDER BY name", "type()"),
        ("MATCH (d:District) RETURN d.aliases[0] AS name ORDER BY name", "index"),
        ("MATCH (d) WHERE d:District RETURN d.name AS name ORDER BY name", "label as a condition"),
        ("MATCH (d:District) WHERE labels(d) = 'x' RETURN d.name AS name ORDER BY name", "labels()"),
        (
            "MATCH (a:District) WITH a MATCH (b:District) RETURN b.name AS name ORDER BY name",
            "a and b are both District",
        ),
        ("CALL { MATCH (d:District) RETURN d.name AS name } RETURN name ORDER BY name", "CALL"),
        ("MATCH (d:District)-[:PART_OF*]->(:District) RETURN d.name AS name ORDER BY name", "upper bound"),
    ],
)
def test_the_lint_finds(statement: str, fault: str) -> None:
    query = replace(LIBRARY["reports"], statement=statement, columns=parse_columns("name"))
    assert any(fault in found for found in lint_query(query, load_schema())), lint_query(query, load_schema())


def test_the_lint_lets_what_is_right_pass() -> None:
    # a is forgotten where b begins, and an id leads to the evidence.
    statement = "MATCH (a:District) WITH a.id AS x MATCH (b:District) WHERE b.id <> x RETURN b.id AS b_id ORDER BY b_id"
    query = replace(LIBRARY["reports"], statement=statement, columns=parse_columns("b_id"))
    assert lint_query(query, load_schema()) == []
    assert "leads to the evidence" in lint_query(replace(query, columns=parse_columns("name")), load_schema())[-2]
    own = replace(query, statement="MATCH (b:District) RETURN elementId(b) AS b_id ORDER BY b_id", engines=("neo4j",))
    assert lint_query(own, load_schema()) == []


def test_a_new_query_runs_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "mine" / "queries"
    path = write_template(folder, "my-question")
    query = load_library([folder])["my-question"]
    assert path == folder / "my-question.cypher"
    assert lint_query(query, load_schema()) == []
    path.write_text("edited", encoding="utf-8")
    with pytest.raises(QueryError, match="there already"):
        write_template(folder, "my-question")
    assert path.read_text("utf-8") == "edited"
    for name in ("My question", "../up", "", "a--b"):
        with pytest.raises(QueryError, match="cannot be the name"):
            write_template(folder, name)
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(QueryError, match=r"folder should be|cannot be written"):
        write_template(tmp_path / "file", "my-question")


def parse_columns(name: str) -> tuple:  # type: ignore[type-arg]
    column = LIBRARY["reports"].columns[0]
    return (replace(column, name=name),)


def test_comments_in_strings_stay() -> None:
    assert strip_comments("a /* b */ 'c // d' // e\n\"/* f */\"").split() == ["a", "'c", "//", "d'", '"/*', "f", '*/"']
