"""Units that lead, join, are the target of, or issue something are found with their role."""

from __future__ import annotations

import time

import pytest

from kg.extraction.actors import actors
from kg.extraction.sections import sections
from kg.extraction.tagger.labels import Span
from tests.extraction.marked import marked


def acting(tagged: str, reporting: str | None = None) -> list[tuple[str, str, str]]:
    """The acting units of a text, by their surfaces."""
    text, spans = marked(tagged)
    found = actors(text, spans, reporting, sections(text))
    return [(text[a.start : a.end], role, text[b.start : b.end]) for a, role, b in found]


@pytest.mark.parametrize(
    ("tagged", "expected"),
    [
        (
            "联合⟦U:县公安局⟧、⟦U:县教育局⟧开展⟦C:“护校安园”专项行动⟧。",
            [("县公安局", "join", "“护校安园”专项行动"), ("县教育局", "join", "“护校安园”专项行动")],
        ),
        ("⟦U:柳溪村⟧获评⟦C:省级卫生村⟧。", [("柳溪村", "target", "省级卫生村")]),
        ("⟦D:青岚县⟧成功创建⟦C:国家卫生县城⟧。", [("青岚县", "target", "国家卫生县城")]),
        ("⟦U:县卫健局⟧印发⟦L:《健康企业实施方案》⟧。", [("县卫健局", "issue", "《健康企业实施方案》")]),
        ("⟦U:县妇联⟧牵头组织⟦C:“最美家庭”评选⟧。", [("县妇联", "lead", "“最美家庭”评选")]),
        ("在⟦U:县委⟧、⟦U:县政府⟧的领导下，扎实开展⟦C:主题教育⟧。", []),
    ],
)
def test_roles(tagged: str, expected: list[tuple[str, str, str]]) -> None:
    assert acting(tagged) == expected


def test_each_with_its_own() -> None:
    found = acting("⟦U:柳溪村⟧、⟦U:石桥村⟧分别获评⟦C:省级卫生村⟧、⟦C:市级文明村⟧。")
    assert found == [("柳溪村", "target", "省级卫生村"), ("石桥村", "target", "市级文明村")]


def test_one_unit_acts_on_several() -> None:
    found = acting("⟦U:柳溪村⟧获评⟦C:省级卫生村⟧、⟦C:市级文明村⟧。")
    assert found == [("柳溪村", "target", "省级卫生村"), ("柳溪村", "target", "市级文明村")]


def test_the_reporting_unit_does_not_act() -> None:
    tagged = "⟦U:县卫健局⟧印发⟦L:《健康企业实施方案》⟧。"
    assert acting(tagged, "县卫健局") == []


def test_what_a_name_does_is_said_once() -> None:
    tagged = "⟦U:柳溪村⟧获评⟦C:省级卫生村⟧。⟦U:柳溪村⟧获评⟦C:省级卫生村⟧。"
    assert acting(tagged) == [("柳溪村", "target", "省级卫生村")]


def test_nothing_to_do_with() -> None:
    assert acting("⟦U:县水务局⟧召开会议。") == []
    assert acting("") == []


def test_many_units_without_any_punctuation() -> None:
    text = "联合县公安局开展净水行动" * 10_000
    spans = [Span(i + 2, i + 6, "Unit") for i in range(0, len(text), 12)]
    spans += [Span(i + 8, i + 12, "Campaign") for i in range(0, len(text), 12)]
    start = time.perf_counter()
    actors(text, spans, None, sections(text))
    assert time.perf_counter() - start < 60
