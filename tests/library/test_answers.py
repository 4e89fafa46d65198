"""What the saved queries answer on the examples' annotation."""

from __future__ import annotations

from pathlib import Path

import pytest
from record import EXPECTED, PARAMETERS, lines

from kg.errors import GraphError, QueryError, SchemaError
from kg.graph.schema import load_schema
from kg.library import load_library, parse_query, query_folders, run_saved, run_statement
from kg.library.evidence import evidence, evidence_rows
from kg.library.template import write_template
from kg.output.rows import Value

LIBRARY = load_library(query_folders()[:1])


@pytest.mark.parametrize("name", LIBRARY)
def test_the_answer_is_the_recorded_one(name: str, gold_graph: Path) -> None:
    rows = run_saved(gold_graph, LIBRARY[name], dict(PARAMETERS.get(name, {})))
    assert lines(rows) == (EXPECTED / f"{name}.jsonl").read_text("utf-8").splitlines()
    assert bool(rows) is not LIBRARY[name].empty


def test_a_plan_or_a_deed_is_sharing_a_mention_is_not(gold_graph: Path) -> None:
    shared = run_saved(gold_graph, LIBRARY["shared-initiatives"], {"min_districts": 1}).dicts()
    by_name = {row["initiative"]: row for row in shared}
    # 千万工程 is only learnt from in 禾川县, and 第七次全国人口普查 is only a source in 柏岭县.
    assert not any("千万工程" in str(name) or "第七次全国人口普查" in str(name) for name in by_name)
    assert by_name["河长制"]["districts"] == 4
    which = by_name["河长制"]["which"]
    assert isinstance(which, list)
    assert which == sorted(which, key=str)
    assert {"青岚区", "禾川县", "听泉街道"} <= set(map(str, which))


def test_masked_districts_can_be_left_out(gold_graph: Path) -> None:
    named = run_saved(gold_graph, LIBRARY["shared-initiatives"], {"placeholders": "no"}).dicts()
    row = next(row for row in named if row["initiative"] == "河长制")
    assert (row["districts"], row["which"]) == (3, ["听泉街道", "禾川县", "青岚区"])


def test_plans_meet_their_results(gold_graph: Path) -> None:
    rows = run_saved(gold_graph, LIBRARY["plan-against-result"], {"district": "青岚区"}).dicts()
    found = {(row["indicator"], row["planned"], row["result"]) for row in rows}
    assert ("城镇新增就业", 6000, 6347) in found
    assert ("地区生产总值增长", 7, 6.1) in found


def test_who_leads_holds_what_the_text_says(gold_graph: Path) -> None:
    rows = run_saved(gold_graph, LIBRARY["who-leads"], {"initiative": "一件事一次办"}).dicts()
    assert [(row["unit"], row["district"], row["year"]) for row in rows] == [("区行政审批局", "青岚区", 2022)]


def test_evidence_is_the_sentence_with_the_words_marked(gold_graph: Path, examples: Path) -> None:
    found = list(evidence(gold_graph, "河长制"))
    assert len(found) == 7
    for one in found:
        source = (examples / one.source).read_bytes().decode("utf-8")
        words = one.sentence[one.at : one.at + one.length]
        assert source[one.start : one.end].replace("\n", "") == words
        assert (
            source.split("\n")[one.line - 1].startswith(source[one.start : one.end].split("\n")[0][:1])
            or words[0] in (source.split("\n")[one.line - 1])
        )
        assert one.marked.count("【") == 1
    # A name that the compendium breaks over lines is shown whole.
    broken = [one for one in evidence(gold_graph, "家庭医生签约服务") if one.end - one.start > one.length]
    assert [one.sentence[one.at : one.at + one.length] for one in broken] == ["家庭医生签约服务"]


def test_evidence_by_every_kind_of_id(gold_graph: Path) -> None:
    for label in ("Report", "Unit", "District", "Program", "Campaign", "Document", "Indicator", "Observation"):
        ids = run_statement(gold_graph, f"MATCH (n:{label}) RETURN n.id AS id ORDER BY id").column("id")
        for id in ids[:: max(1, len(ids) // 4)]:
            rows, total = evidence_rows(gold_graph, str(id), limit=1)
            assert len(rows) == 1, (label, id)
            assert total >= 1
    for type in load_schema().types:
        ids = run_statement(gold_graph, f"MATCH ()-[w:{type}]->() RETURN w.rid AS id ORDER BY id").column("id")
        assert ids, type
        for id in ids[:: max(1, len(ids) // 3)]:
            assert evidence_rows(gold_graph, str(id), limit=1)[1] >= 1, (type, id)
    for unknown in ("没有这个", "rel-0000000000000000"):
        with pytest.raises(QueryError, match="has the id or name"):
            list(evidence(gold_graph, unknown))


def test_evidence_of_a_relationship_is_its_own_place(gold_graph: Path) -> None:
    row = run_saved(gold_graph, LIBRARY["who-leads"], {"initiative": "一件事一次办"}).dicts()[0]
    statement = "MATCH (u:Unit)-[l:LEADS]->(i:Program) WHERE u.id = $u AND i.id = $i RETURN l.rid AS rid"
    (rid,) = run_statement(gold_graph, statement, {"u": row["unit_id"], "i": row["initiative_id"]}).column("rid")
    (one,) = evidence(gold_graph, str(rid))
    assert one.name == "区行政审批局 → 一件事一次办"
    assert one.status == "leads"
    assert one.start == row["start"]
    assert "区行政审批局" in one.sentence


def test_evidence_of_a_concept_is_that_of_the_places_drives(gold_graph: Path) -> None:
    names = {one.name for one in evidence(gold_graph, str(_shared(gold_graph, "农村人居环境整治")["concept_id"]))}
    assert names == {"农村人居环境整治", "农村人居环境整治提升五年行动"}


def _shared(graph: Path, concept: str) -> dict[str, Value]:
    rows = run_saved(graph, LIBRARY["shared-drives"]).dicts()
    return next(row for row in rows if row["concept"] == concept)


def test_a_name_that_the_graph_lacks_has_near_matches(gold_graph: Path) -> None:
    with pytest.raises(QueryError, match="called '河长' — did you mean 河长制"):
        run_saved(gold_graph, LIBRARY["who-leads"], {"initiative": "河长"})
    with pytest.raises(QueryError, match="did you mean 青岚区"):
        run_saved(gold_graph, LIBRARY["district-profile"], {"district": "青岚"})
    # The name is there, and the answer is that nobody leads it.
    assert len(run_saved(gold_graph, LIBRARY["who-leads"], {"initiative": "林长制"})) == 0


def test_a_new_query_answers(gold_graph: Path, tmp_path: Path) -> None:
    query = parse_query(write_template(tmp_path, "my-question"))
    assert len(run_saved(gold_graph, query)) == 10
    assert len(run_saved(gold_graph, query, {"district": "青岚区"})) == 2


def test_rows_can_be_limited(gold_graph: Path) -> None:
    for name in ("reports", "organ-by-level"):  # the second is a UNION, whose rows kg sorts before it cuts
        whole = run_saved(gold_graph, LIBRARY[name]).rows
        assert run_saved(gold_graph, LIBRARY[name], limit=3).rows == whole[:3]


def test_coverage_holds_every_district_once(gold_graph: Path) -> None:
    rows = run_saved(gold_graph, LIBRARY["programme-coverage"], {"initiative": "河长制"}).dicts()
    covered = run_statement(gold_graph, "MATCH (:Report)-[:COVERS]->(d:District) RETURN DISTINCT d.id AS id").column(
        "id"
    )
    assert sorted(str(row["district_id"]) for row in rows) == sorted(map(str, covered))
    assert {row["district"]: row["status"] for row in rows}["柏岭县"] == "none"
    county = {"initiative": "河长制", "level": "county"}
    assert all(row["level"] == "county" for row in run_saved(gold_graph, LIBRARY["programme-coverage"], county).dicts())


def test_shared_initiatives_by_kind_year_theme_and_level(gold_graph: Path) -> None:
    def names(**given: Value) -> set[Value]:
        return set(
            run_saved(gold_graph, LIBRARY["shared-initiatives"], {"min_districts": 1, **given}).column("initiative")
        )

    everything = names()
    programs, campaigns = names(kind="Program"), names(kind="Campaign")
    assert programs | campaigns == everything and not programs & campaigns
    assert "河长制" in programs and "安全生产月" in campaigns
    assert names(year=1999) == set() and names(year=2022) < everything
    assert names(theme="河长") == {"河长制", *names(theme="河长")} and "安全生产月" not in names(theme="河长")
    assert "低保边缘家庭救助" in names(theme="低保")
    assert names(level="township") < everything


def test_a_query_that_returns_other_columns_than_it_says_is_an_error(gold_graph: Path, tmp_path: Path) -> None:
    path = tmp_path / "reports.cypher"
    path.write_text(LIBRARY["reports"].text.replace("{name: report_id,", "{name: other,"), encoding="utf-8")
    with pytest.raises(SchemaError, match="declares the columns other"):
        run_saved(gold_graph, parse_query(path))


def test_values_are_bound_never_pasted(gold_graph: Path) -> None:
    nasty = "' OR true RETURN 1 //"
    assert len(run_saved(gold_graph, LIBRARY["documents-cited"], {"document": nasty})) == 0


def test_without_a_graph(tmp_path: Path) -> None:
    with pytest.raises(GraphError):
        run_saved(tmp_path / "none", LIBRARY["reports"])
