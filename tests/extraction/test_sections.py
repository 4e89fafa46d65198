"""The parts of a report are found by its headings, and by the openings of sentences where it has none."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.sections import Section, sections


def part_at(text: str, words: str, *, plan_only: bool = False) -> str:
    """The part that holds some words of a text."""
    at = text.index(words)
    return next(section.part for section in sections(text, plan_only) if section.start <= at < section.end)


REPORT = """柳溪镇2023年工作总结及2024年工作计划
2023年，柳溪镇在县委的领导下，各项工作取得新进展。
一、2023年工作完成情况
（一）产业发展稳中有进
1.茶园提质。改造低产茶园300亩。2.项目建设。实施“雨露计划”，资助40人。
（二）民生保障更加有力。新建幸福院2所。
二、存在的主要问题
一是产业链条短；二是财政增收难。
三、2024年工作计划
（一）聚焦强产业。新建茶园500亩。
（二）着力惠民生，取得更大成效。改造道路3公里。
"""


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("柳溪镇2023年", "intro"),
        ("各项工作取得", "intro"),
        ("改造低产茶园", "result"),
        ("雨露计划", "result"),
        ("新建幸福院", "result"),
        ("产业链条短", "problem"),
        ("新建茶园500亩", "plan"),
        ("改造道路", "plan"),
    ],
)
def test_headings_decide_the_part(words: str, part: str) -> None:
    assert part_at(REPORT, words) == part


def test_headings_make_a_tree() -> None:
    found = {section.title: section.level for section in sections(REPORT) if section.title}
    assert found["一、2023年工作完成情况"] == 1
    assert found["（一）产业发展稳中有进"] == 2
    assert found["2.项目建设"] == 3
    assert found["三、2024年工作计划"] == 1


def test_without_headings_sentences_open_the_parts() -> None:
    text = (
        "2023年，我中心在区委领导下，扎实做好各项工作，服务群众1200人次。\n"
        "成绩来之不易。同时，我们也清醒地看到工作中的不足：人手仅有3人。\n"
        "开展义诊12场。\n"
        "2024年，我中心将继续努力，力争服务1500人次。\n"
        "办好食堂2处。"
    )
    assert part_at(text, "服务群众1200") == "result"
    assert part_at(text, "人手仅有") == "problem"
    assert part_at(text, "开展义诊") == "result"
    assert part_at(text, "力争服务") == "plan"
    assert part_at(text, "办好食堂") == "plan"


def test_a_next_step_inside_an_item_ends_with_the_item() -> None:
    text = "一、工作情况\n（一）修路。修路3公里。下一步，将修桥1座。\n（二）种树。种树500株。\n"
    assert part_at(text, "将修桥") == "plan"
    assert part_at(text, "种树500株") == "result"


def test_a_plan_is_plan_throughout() -> None:
    text = "柳溪镇2024年工作计划\n一、抓产业，取得新成效\n新建茶园500亩。\n二、惠民生\n改造道路3公里。\n"
    assert {section.part for section in sections(text)} == {"plan"}
    bare = "一、抓产业\n新建茶园500亩。\n"
    assert part_at(bare, "新建茶园") == "result"
    assert part_at(bare, "新建茶园", plan_only=True) == "plan"


def test_the_year_tells_a_plan_without_the_word() -> None:
    text = "2022年工作总结\n一、2022年主要成绩\n修路3公里。\n二、2023年重点工作\n修桥1座。\n"
    assert part_at(text, "修路") == "result"
    assert part_at(text, "修桥") == "plan"


def test_carrying_out_a_plan_is_a_result() -> None:
    text = "一、2023年工作计划完成情况\n修路3公里。\n"
    assert part_at(text, "修路") == "result"


def test_boxed_headings() -> None:
    text = "某局2024年工作总结\n【存在问题】人手不足3人。\n【2025年打算】（一）抓项目。开工2个。"
    assert part_at(text, "人手不足") == "problem"
    assert part_at(text, "开工2个") == "plan"


def test_an_empty_text_has_no_sections() -> None:
    assert sections("") == ()


@given(st.text(alphabet="一二三（）1.、。；\n2024年将计划问题存在下一步是要x", max_size=120))
def test_sections_cover_any_text(text: str) -> None:
    found = sections(text)
    assert "".join(text[section.start : section.end] for section in found) == text
    end = Section(len(text), len(text), 0, "", "plan")
    assert all(a.end == b.start and a.start < a.end for a, b in pairwise([*found, end]))


def test_a_million_characters_in_one_line() -> None:
    start = time.perf_counter()
    assert sections("一是抓好产业，下一步将存在的问题" * 60_000)[-1].end == 960_000
    assert time.perf_counter() - start < 30
