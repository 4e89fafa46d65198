"""Indicators: one thing counted under several names, candidates, and base units beside what was printed."""

from __future__ import annotations

import random
import time
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from kg.errors import SchemaError
from kg.extraction.measures import load_measures
from kg.memory import collector_paused
from kg.records import Extraction, Observation
from kg.resolution import Graph, resolve
from kg.resolution.baseunits import BaseUnits, load_base_units
from kg.resolution.indicator_links import likeness
from kg.resolution.indicators import indicator_form
from kg.resources import resource
from tests.resolution.invented import report
from tests.resolution.pairs_of_units import indicator_verdict, read_pairs


def figures(*said: tuple[str, float, str], **head: object) -> Extraction:
    observations = tuple(
        Observation(start, start + 1, str(value), value, measure, None, name)
        for start, (name, value, measure) in enumerate(said)
    )
    return Extraction(report("一" * (len(said) + 1), **head), (), observations)


def indicators(graph: Graph) -> list[str]:
    return sorted(str(node.properties["name"]) for node in graph.nodes if node.label == "Indicator")


@pytest.mark.parametrize(
    ("one", "other", "measure"),
    [
        ("低保保障户数", "保障低保户", "户"),
        ("①新增托位", "新增托位", "个"),
        ("2023年完成公共预算收入", "公共预算收入", "元"),
        ("旅游收入比上年增长", "旅游收入增幅", "%"),
        ("桥梁改造", "改造桥梁", "座"),
        ("种植茶叶面积", "种植茶叶", "亩"),
    ],
)
def test_one_indicator(one: str, other: str, measure: str) -> None:
    assert indicator_form(one, measure) == indicator_form(other, measure)


@pytest.mark.parametrize(
    ("one", "other", "measure"),
    [
        ("新增低保户", "低保户", "户"),
        ("农村低保户", "城市低保户", "户"),
        ("累计发放补贴", "发放补贴", "元"),
        ("合格率", "不合格率", "%"),
        ("完成投资", "投资", "元"),
        ("旅游收入增长", "旅游收入下降", "%"),
        ("全省旅游收入", "旅游收入", "元"),
        ("新增上市公司", "新增上市公司总数", "家"),
    ],
)
def test_two_indicators(one: str, other: str, measure: str) -> None:
    assert indicator_form(one, measure, "市") != indicator_form(other, measure, "市")


def test_the_own_area_is_not_part_of_an_indicator_another_is() -> None:
    city = figures(("全市旅游收入", 5, "元"), ("旅游收入", 5, "元"), name="a.txt", district="临沂", level="市")
    county = figures(("全市旅游收入", 5, "元"), name="b.txt", district="费县", level="县区")
    graph = resolve([city, county])
    assert len(indicators(graph)) == 2


def test_names_with_nothing_in_them_measure_nothing() -> None:
    assert indicators(resolve([figures(("，。", 1, "个"))])) == []


def test_the_same_indicator_of_two_districts_and_years_is_one_node() -> None:
    given = [
        figures(("城镇新增就业人数", 300, "人"), name="a.txt", district="临沂", level="市", year=2022),
        figures(("新增城镇就业", 400, "名"), name="b.txt", district="南充", level="市", year=2023),
    ]
    graph = resolve(given)
    assert len(indicators(graph)) == 1
    assert {said.rule for said in graph.decisions if said.label == "Indicator"} == {"indicator-form"}
    assert resolve(given[::-1]) == graph


def test_candidates_share_a_measure_and_are_never_merged() -> None:
    together = resolve([figures(("改造管网", 2, "公里"), ("实施管网改造", 3, "米"))])
    apart = resolve([figures(("改造管网", 2, "公里"), ("实施管网改造", 3, "个"))])
    (row,) = [row for row in together.relationships if row.type == "LOOKS_LIKE"]
    assert row.source < row.target
    assert row.properties["rule"] == "indicator-words"
    assert row.properties["score"] == likeness("改造管网", "实施管网改造") == 0.8
    assert len(indicators(together)) == 2
    assert not [row for row in apart.relationships if row.type == "LOOKS_LIKE"]


def test_a_change_and_a_total_are_said_to_be_apart() -> None:
    graph = resolve([figures(("新增养老床位", 20, "张"), ("养老床位", 500, "张"))])
    (said,) = [said for said in graph.decisions if said.verdict == "apart"]
    assert said.rule == "indicator-aspect"
    assert {"新增", "总量"} == set(said.evidence.split("，"))


def test_comparing_takes_time_by_the_number_of_names_not_of_pairs() -> None:
    dice = random.Random(7)
    names = ["".join(dice.choices("安平长宁云清河林石桥东湖南岭泉塘新田柳溪高坪白沙金竹", k=6)) for _ in range(12_000)]

    def seconds(count: int) -> float:
        # As a build does, and timeit: how often Python looks for cycles depends on all that the tests before have made.
        with collector_paused():
            began = time.process_time()
            graph = resolve([figures(*((name, 1.0, "个") for name in names[:count]))])
            assert len(indicators(graph)) == len(set(names[:count]))
            return time.process_time() - began

    seconds(100)
    assert seconds(12_000) < 12 * max(seconds(3_000), 0.1)


@pytest.mark.parametrize(
    ("value", "measure", "expected"),
    [
        (150, "亩", (100_000.0, "平方米")),
        (3, "公顷", (30_000.0, "平方米")),
        (2.5, "平方公里", (2_500_000.0, "平方米")),
        (3, "里", (1_500.0, "米")),
        (12, "公里", (12_000.0, "米")),
        (2, "斤", (1.0, "千克")),
        (4, "吨", (4_000.0, "千克")),
        (300, "公斤/亩", (0.45, "千克/平方米")),
        (30_000, "元", (30_000, "元")),
        (92, "%", (92, "%")),
        (7, "户", (7, "户")),
        (None, "亩", (None, "平方米")),
        (5, "度", (5, "度")),
        (5, "", (5, "")),
    ],
)
def test_base_units(value: float | None, measure: str, expected: tuple[float | None, str]) -> None:
    assert load_base_units().convert(value, measure) == expected


def test_figures_stay_as_printed_beside_their_base_units() -> None:
    (node,) = [node for node in resolve([figures(("造林", 150, "亩"))]).nodes if node.label == "Observation"]
    said = {name: node.properties[name] for name in ("value", "measure", "base_value", "base_measure")}
    assert said == {"value": 150.0, "measure": "亩", "base_value": 100_000.0, "base_measure": "平方米"}


def test_every_unit_that_is_converted_is_a_measure_with_a_source() -> None:
    data = yaml.safe_load(resource("schema", "measures.yaml").read_text("utf-8"))
    measures = load_measures()
    sections = ("counts", "with_ge", "ratios", "money", "durations", "units")
    known = {word for name in sections for word in data[name].split()}
    for units in data["base"].values():
        for unit, (factor, source) in units.items():
            assert unit in known, unit
            assert Fraction(str(factor)) > 0
            assert source
    assert measures.units


def test_a_malformed_section_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="base units"):
        BaseUnits({"base": {"米": {"里": [0, "?"]}}, "same": {}})


def test_labelled_pairs_of_indicators() -> None:
    """On names of the shared reports, which the rules were tried on: a floor, no promise for others."""
    pairs = read_pairs("indicators.tsv")
    said = [(row["relation"], indicator_verdict(row)) for row in pairs]
    right = sum(pair == ("same", "same") for pair in said)
    assert len(pairs) >= 100
    assert right / sum(found == "same" for _, found in said) >= 0.98
    assert right / sum(label == "same" for label, _ in said) >= 0.95
    assert sum(pair == ("look-alike", "look-alike") for pair in said) >= 10
