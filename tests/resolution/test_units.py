"""Units: abbreviations, relative names, parts of the reporting unit, reforms, and the labelled pairs."""

from __future__ import annotations

from collections import Counter

import pytest

from kg.resolution import Graph, load_divisions, resolve
from kg.resolution.organs import load_national, load_organs
from kg.resolution.places import Place, place_of
from kg.resolution.units import identify_unit
from tests.resolution.invented import extraction, report
from tests.resolution.pairs_of_units import read_pairs, unit_verdict

QINGSHI = {"district": "青石坪县", "level": "县区"}


def place(**said: object) -> Place:
    return place_of(report(**said), load_divisions())  # type: ignore[arg-type]


def named(graph: Graph, type: str) -> set[tuple[str, str]]:
    """The pairs of unit names that a type of relationship leads between."""
    names = {node.id: str(node.properties["name"]) for node in graph.nodes if node.label == "Unit"}
    return {
        (names[row.source], names[row.target])
        for row in graph.relationships
        if row.type == type and row.source in names and row.target in names
    }


@pytest.mark.parametrize(
    ("short", "level", "full"),
    [
        ("爱卫办", "city", "爱国卫生运动委员会办公室"),
        ("卫健局", "county", "卫生健康局"),
        ("卫健委", "county", "卫生健康委员会"),
        ("人社厅", "province", "人力资源社会保障厅"),
        ("委办", "county", "委办公室"),
        ("政府办", "county", "政府办公室"),
        ("扶贫办", "county", "扶贫开发办公室"),
    ],
)
def test_abbreviations(short: str, level: str, full: str) -> None:
    assert load_organs().canonical(short, level) == full


@pytest.mark.parametrize("short", ["文旅局", "城管局", "分局", "管理局", "办公室", "医院", "城投公司"])
def test_an_abbreviation_of_several_is_left_as_it_is(short: str) -> None:
    assert load_organs().canonical(short, "county") == short


def test_every_abbreviation_that_is_expanded_names_one_body() -> None:
    for short in ("住建部", "国家发改委", "央行", "证监会"):
        assert load_national().canonical(short) != short
        assert identify_unit(short, place(**QINGSHI)).scope == "national"


def test_a_body_above_a_place_that_is_not_known_belongs_to_that_place() -> None:
    one, other = (place(unit="*县人民政府", level="县区", name=name) for name in ("a.txt", "b.txt"))
    assert identify_unit("市爱卫办", one).id == identify_unit("市爱国卫生运动委员会办公室", one).id
    assert identify_unit("市爱卫办", one).id != identify_unit("市爱卫办", other).id
    assert identify_unit("市爱卫办", one).id != identify_unit("县爱卫办", one).id


def test_parts_of_the_reporting_unit_are_its_own() -> None:
    civil = place(unit="青石坪县民政局", **QINGSHI)
    health = place(unit="青石坪县卫健局", name="b.txt", **QINGSHI)
    elsewhere = place(name="c.txt", **QINGSHI)
    for part in ("党组", "局党组", "我局党组"):
        assert identify_unit(part, civil).id == identify_unit("县民政局党组", elsewhere).id, part
    assert identify_unit("党组", civil).id != identify_unit("党组", health).id
    assert identify_unit("我局", civil).id == identify_unit("县民政局", elsewhere).id
    assert identify_unit("党组", elsewhere).scope == "report"


def test_the_government_s_report_speaks_of_the_place_s_own_party_committee() -> None:
    town = place(unit="白塔镇人民政府", level="乡镇街道", district="白塔镇")
    assert identify_unit("党委", town).id == identify_unit("镇党委", town).id


@pytest.mark.parametrize(
    "name", ["市住房和城乡建设局", "城镇化工作办公室", "园区管委会", "市场监管局", "区块链服务中心"]
)
def test_what_only_sounds_like_a_place_is_none(name: str) -> None:
    found = identify_unit(name, place(district="临沂", level="市"))
    assert found.area is not None
    assert found.area.name == "临沂市"


def test_a_district_without_a_code_is_found_in_another_report_s_unit() -> None:
    elsewhere = place(district="白水岭县", level="县区", name="b.txt")
    assert identify_unit("青石坪县教育局", elsewhere).id == identify_unit("县教育局", place(**QINGSHI)).id


def test_part_of_by_name_and_by_the_table() -> None:
    bodies = ["县爱卫办", "县爱卫会", "县卫健局", "县政府", "县委组织部", "县委"]
    graph = resolve([extraction([f"U:{body}" for body in bodies], **QINGSHI)])
    assert named(graph, "PART_OF") == {
        ("县爱卫办", "县爱卫会"), ("县爱卫会", "县政府"), ("县卫健局", "县政府"), ("县委组织部", "县委"),
    }  # fmt: skip


def test_reorganised_bodies_are_linked_and_never_merged() -> None:
    given = [
        extraction(["U:县扶贫办", "U:县卫计委"], name="2018.txt", year=2018, **QINGSHI),
        extraction(["U:县乡村振兴局", "U:县卫健局"], name="2022.txt", year=2022, **QINGSHI),
        extraction(["U:县扶贫办"], name="elsewhere.txt", district="白水岭县", level="县区"),
    ]
    graph = resolve(given)
    assert named(graph, "SUCCEEDS") == {("县乡村振兴局", "县扶贫办"), ("县卫健局", "县卫计委")}
    (row,) = [row for row in graph.relationships if row.type == "SUCCEEDS" and row.properties["year"] == 2021]
    assert row.properties["basis"] == "2021年机构改革"
    assert sum(row.type == "SUCCEEDS" for row in graph.relationships) == 2
    assert {said.rule for said in graph.decisions if said.verdict == "successor"} == {"unit-reform"}


def test_an_open_abbreviation_is_a_candidate_in_its_own_place_only() -> None:
    graph = resolve(
        [
            extraction(["U:县卫健局", "U:县卫健委"], name="a.txt", **QINGSHI),
            extraction(["U:县卫健委"], name="b.txt", district="白水岭县", level="县区"),
        ]
    )
    (row,) = [row for row in graph.relationships if row.type == "LOOKS_LIKE"]
    assert row.source < row.target
    assert row.properties["rule"] == "unit-head"


def test_a_report_that_is_added_changes_no_id_of_the_others() -> None:
    names = ["U:青石坪县教育局", "U:党组", "D:青石坪", "D:白塔镇"]
    first = extraction(names, name="a.txt", district="临沂", level="市")
    added = extraction(["U:县教育局", "U:白塔镇党委"], name="b.txt", unit="青石坪县教育局", **QINGSHI)
    alone, both = resolve([first]), resolve([first, added])
    assert {node.id for node in alone.nodes} <= {node.id for node in both.nodes}
    assert {row.rid for row in alone.relationships} <= {row.rid for row in both.relationships}
    assert resolve([added, first]) == both


def test_labelled_pairs_of_units() -> None:
    """On names of the shared reports, which the rules were tried on: a floor, no promise for others."""
    pairs = read_pairs("units.tsv")
    said = [(row["relation"], unit_verdict(row)) for row in pairs]
    same = [pair for pair in said if "same" in pair]
    right = sum(pair == ("same", "same") for pair in same)
    assert len(pairs) >= 150
    assert right / sum(found == "same" for _, found in same) >= 0.98
    assert right / sum(label == "same" for label, _ in same) >= 0.98
    assert Counter(pair for pair in said if pair[0] in ("successor", "part"))[("successor", "successor")] >= 18
