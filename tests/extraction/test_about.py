"""Figures are linked to the initiative that the text makes them part of."""

from __future__ import annotations

import time

import pytest

from kg.extraction.about import abouts
from kg.extraction.sections import sections
from kg.extraction.tagger.labels import Span
from tests.extraction.marked import marked


def linked(tagged: str) -> list[str | None]:
    """For each figure of a text the surface of the initiative that it is about."""
    text, spans = marked(tagged)
    said = abouts(text, spans, sections(text))
    found = [said[span] for span in spans if span.type == "Quantity"]
    return [text[span.start : span.end] if span else None for span in found]


@pytest.mark.parametrize(
    ("tagged", "expected"),
    [
        ("开展⟦C:“净水”专项行动⟧⟦N:4次⟧。", ["“净水”专项行动"]),
        ("深入开展⟦C:燃气安全专项整治⟧，检查餐饮场所⟦N:320家⟧，整改隐患⟦N:45处⟧。", ["燃气安全专项整治"] * 2),
        # The nearest after it, where it counts what follows.
        ("全年争创⟦N:3个⟧⟦C:省级卫生村⟧。", ["省级卫生村"]),
        ("发放⟦P:高龄津贴⟧⟦N:36万元⟧，惠及老人⟦N:510人⟧。", ["高龄津贴"] * 2),
        # No initiative near: nothing.
        ("实现地区生产总值⟦N:32亿元⟧。", [None]),
    ],
)
def test_about(tagged: str, expected: list[str | None]) -> None:
    assert linked(tagged) == expected


def test_after_a_list_of_drives_the_last_one_named() -> None:
    found = linked("开展⟦C:“春雷”行动⟧、⟦C:“清风”行动⟧，查办案件⟦N:21起⟧。")
    assert found == ["“清风”行动"]


def test_each_figure_has_its_own_initiative() -> None:
    found = linked("开展⟦C:禁毒宣传月⟧活动⟦N:6场⟧；实施⟦P:“雨露计划”⟧，资助学生⟦N:40人⟧。")
    assert found == ["禁毒宣传月", "“雨露计划”"]


def test_every_figure_is_decided_once() -> None:
    text, spans = marked("⟦N:3个⟧⟦C:卫生村⟧、⟦N:2个⟧⟦C:文明村⟧。")
    said = abouts(text, spans, sections(text))
    assert list(said) == [span for span in spans if span.type == "Quantity"]
    assert abouts(text, [], sections(text)) == {}


def test_many_figures_without_any_punctuation() -> None:
    text = "开展净水行动整治排口9处" * 20_000
    spans = [Span(i + 2, i + 6, "Campaign") for i in range(0, len(text), 12)]
    spans += [Span(i + 10, i + 12, "Quantity") for i in range(0, len(text), 12)]
    start = time.perf_counter()
    assert len(abouts(text, spans, sections(text))) == 20_000
    assert time.perf_counter() - start < 60
