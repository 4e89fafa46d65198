"""From extractions to one graph: what is joined, what is kept apart, and that order does not matter."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from kg.records import Actor, Extraction, Mention, Observation
from kg.resolution import Concept, Graph, Node, Thesaurus, resolve
from kg.resolution.figures import year_of
from tests.resolution.gold import read_gold
from tests.resolution.invented import extraction, many, report


def nodes(graph: Graph, label: str) -> list[Node]:
    return [node for node in graph.nodes if node.label == label]


def names(graph: Graph, label: str) -> list[str]:
    return sorted(str(node.properties["name"]) for node in nodes(graph, label))


NOTHING = Thesaurus()
CITY = Concept("c1", "全国文明城市创建", "Campaign", "national", ("创城", "文明城市创建"))
WATER = Concept("c2", "河长制", "Program", "national", ("河湖长制",))
WORDS = Thesaurus.of([CITY, WATER])


def test_surfaces_of_one_concept_are_one_node() -> None:
    graph = resolve(
        [
            extraction(["C:创城", "P:河（湖）长制"], district="甲县", name="a.txt"),
            extraction(["C:“文明城市创建”"], name="b.txt"),
        ],
        thesaurus=WORDS,
    )
    (campaign,) = nodes(graph, "Campaign")
    assert campaign.properties["name"] == "全国文明城市创建"
    assert campaign.properties["aliases"] == ["“文明城市创建”", "创城"]
    assert campaign.properties["concept"] == "c1"
    assert names(graph, "Program") == ["河长制"]


def test_the_thesaurus_decides_the_label() -> None:
    graph = resolve([extraction(["C:河长制", "C:河长制"])], thesaurus=WORDS)
    assert (len(nodes(graph, "Program")), len(nodes(graph, "Campaign"))) == (1, 0)


def test_else_the_majority_decides_the_label_and_a_tie_is_a_program() -> None:
    majority = resolve([extraction(["C:清风行动", "C:清风行动", "P:清风行动"])], thesaurus=NOTHING)
    tie = resolve([extraction(["C:清风行动", "P:清风行动"])], thesaurus=NOTHING)
    assert names(majority, "Campaign") == ["清风行动"]
    assert names(tie, "Program") == ["清风行动"]
    assert nodes(majority, "Campaign")[0].id == nodes(tie, "Program")[0].id
    assert {row.target_label for row in majority.relationships if row.type == "MENTIONS"} == {"Campaign"}


def test_a_surface_that_two_concepts_have_is_a_guess_and_none_is_made() -> None:
    words = Thesaurus.of(
        [
            Concept("a", "甲行动", "Campaign", None, ("清风",)),
            Concept("b", "乙行动", "Campaign", None, ("清风",)),
        ]
    )
    assert words.concept_of("清风") is None
    assert words.concept_of("甲行动") is not None


def test_masked_names_stay_in_their_report() -> None:
    given = [
        extraction(["P:平安XX建设", "D:XX", "U:XX村", "L:《XX县工作方案》"], name=name)
        for name in ("a.txt", "b.txt")
    ]
    graph = resolve(given)
    for label in ("Program", "District", "Unit", "Document"):
        found = [node for node in nodes(graph, label) if not node.properties.get("placeholder")]
        assert len(found) == 2, label
    assert all(node.properties["masked"] for node in nodes(graph, "Program"))


def test_two_reports_of_one_district_share_its_units() -> None:
    given = [
        extraction(["U:县委"], district="青石坪县", level="县区", name=f"{year}.txt", year=year)
        for year in (2022, 2023)
    ]
    graph = resolve(given)
    assert names(graph, "Unit") == ["县委"]
    assert len(nodes(graph, "District")) == 1
    (located,) = [row for row in graph.relationships if row.type == "LOCATED_IN"]
    assert located.target == nodes(graph, "District")[0].id


def test_a_district_that_one_report_covers_is_known_to_the_others() -> None:
    own = extraction(["U:县教育局"], district="青石坪县", level="县区", name="a.txt")
    other = extraction(["U:青石坪县教育局", "D:青石坪县"], district="白水岭县", level="县区", name="b.txt")
    graph = resolve([own, other])
    assert len(nodes(graph, "Unit")) == 1
    assert names(graph, "District") == ["白水岭县", "青石坪县"]


def test_every_report_covers_exactly_one_district() -> None:
    given = [
        extraction([], name="a.txt", district="临沂", level="市"),
        extraction([], name="b.txt", unit="xx镇"),
        extraction(["D:某县"], name="c.txt"),
    ]
    graph = resolve(given)
    covered = Counter(row.source for row in graph.relationships if row.type == "COVERS")
    assert sorted(covered) == sorted(node.id for node in nodes(graph, "Report"))
    assert set(covered.values()) == {1}
    assert sum(node.properties["placeholder"] is True for node in nodes(graph, "District")) == 2


def test_ancestors_of_a_district_are_added() -> None:
    graph = resolve([extraction([], district="兰山区", level="县区")])
    assert names(graph, "District") == ["临沂市", "兰山区", "山东省"]
    assert sum(row.type == "PART_OF" for row in graph.relationships) == 2


def test_a_report_given_twice_is_one() -> None:
    once = extraction(["P:河长制"], name="x/a.txt", source="in/x/a.txt")
    again = extraction(["P:河长制"], name="y/a.txt", source="in/y/a.txt")
    copy = extraction(["P:河长制"], name="b.txt", source="in/b.txt")
    assert len(nodes(resolve([once, again]), "Report")) == 1
    assert resolve([once, again]) == resolve([again, once]) == resolve([once])
    assert len(nodes(resolve([once, copy]), "Report")) == 2


def test_figures_keep_their_evidence() -> None:
    text = "河长制巡河35次。"
    observation = Observation(5, 8, "35次", 35, "次", None, "巡河", "done", "河长制", 0)
    said = Extraction(report(text), (Mention("Program", 0, 3, "河长制"),), (observation,))
    graph = resolve([said], thesaurus=NOTHING)
    (node,) = nodes(graph, "Observation")
    assert node.properties == {
        "value": 35.0, "measure": "次", "base_value": 35.0, "base_measure": "次", "approx": None, "masked": False,
        "status": "done", "year": 2023, "text": "35次",
    }  # fmt: skip
    kinds = {row.type: row for row in graph.relationships}
    assert kinds["STATES"].properties == {"start": 5, "end": 8, "text": "35次"}
    assert kinds["ABOUT"].target == nodes(graph, "Program")[0].id
    assert kinds["MEASURES"].target == nodes(graph, "Indicator")[0].id


@pytest.mark.parametrize(
    ("status", "year", "plan_year", "expected"),
    [
        ("done", 2023, None, 2023), ("problem", 2023, 2024, 2023), ("planned", 2023, 2025, 2025),
        ("planned", 2023, None, 2024),        ("baseline", 2023, None, 2022), ("done", None, 2024, None),
        ("planned", None, None, None),
    ],
)  # fmt: skip
def test_year_of_a_figure(status: str, year: int | None, plan_year: int | None, expected: int | None) -> None:
    figure = Observation(0, 2, "3个", 3, "个", None, "新建", status)  # type: ignore[arg-type]
    assert year_of(report(year=year, plan_year=plan_year), figure) == expected


def test_acting_units_with_the_evidence_between_them() -> None:
    said = extraction(["U:县水利局", "P:河长制"], district="青石坪县", level="县区")
    said = Extraction(said.report, said.mentions, (), (Actor("县水利局", "lead", "河长制", 0, 5),))
    (leads,) = [row for row in resolve([said]).relationships if row.type == "LEADS"]
    assert (leads.properties["start"], leads.properties["end"]) == (0, 8)
    assert leads.properties["report"] in {node.id for node in resolve([said]).nodes}


def test_ids_do_not_depend_on_what_else_is_in_the_file() -> None:
    said = extraction(["P:河长制", "U:县委"], name="a.txt")
    moved = Extraction(
        report("河长制。县委。", start=50, end=57, name="a.txt"),
        tuple(Mention(one.type, one.start + 50, one.end + 50, one.text, one.status) for one in said.mentions),
    )
    here, there = resolve([said]), resolve([moved])
    assert [node.id for node in here.nodes] == [node.id for node in there.nodes]
    assert [row.rid for row in here.relationships] == [row.rid for row in there.relationships]


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_reports_does_not_matter(seed: int) -> None:
    given = [said for said, _ in many(12, 30, seed)]
    shuffled = random.Random(seed).sample(given, len(given))
    assert resolve(shuffled) == resolve(given)


@pytest.mark.shared
def test_annotated_reports(shared: Path) -> None:
    given = [said for said, _ in read_gold(shared / "gold" / "train")]
    graph = resolve(given)
    ids = [node.id for node in graph.nodes]
    assert len(set(ids)) == len(ids)
    assert sum(row.type == "MENTIONS" for row in graph.relationships) == sum(
        len(said.mentions) for said in given
    )
    assert sum(row.type == "STATES" for row in graph.relationships) == sum(
        len(said.observations) for said in given
    )
    shared_by = Counter(
        row.target for row in graph.relationships if row.type == "MENTIONS" and row.target.startswith("init")
    )
    assert max(shared_by.values()) > 20
    units = Counter(str(node.properties["scope"]) for node in nodes(graph, "Unit"))
    assert units["report"] > units["national"] > 0
    assert resolve(given[::-1]) == graph
