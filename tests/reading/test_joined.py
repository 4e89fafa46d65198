"""The analysis text: wrapped lines joined, characters made uniform, every character with its place in the source."""

from __future__ import annotations

import itertools
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.reading import analyse

PARAGRAPHS = (
    "云溪县民政局2023年工作总结",
    "今年以来，在县委、县政府的坚强领导下，云溪县民政局聚焦主责主业，扎实推进各项工作，较好完成了年度目标任务。",
    "一、聚焦兜底保障，守住民生底线",
    "全年保障城乡低保对象1286户2315人，发放低保金860.5万元；落实“雨露计划”，开展家庭医生签约服务，办结率达98.6%。",
    "（二）深化殡葬改革",
    "新建公益性公墓3处，完成投资1200万元，群众满意度达到95%以上。",
)


@pytest.mark.parametrize("width", [20, 31, 48, 80, 400])
@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n"])
def test_wrapped_text_is_the_same_as_unwrapped(width: int, between: str) -> None:
    lines = [piece for text in PARAGRAPHS for piece in textwrap.wrap(text, width, break_long_words=True)]
    flat = analyse(between.join(lines)).text
    assert flat.replace("\n", "") == "".join(PARAGRAPHS)
    for name in ("低保金860.5万元", "“雨露计划”", "家庭医生签约服务", "公益性公墓3处"):
        assert name in flat


def test_headings_and_titles_stay_apart() -> None:
    assert analyse("\n".join(PARAGRAPHS)).text.split("\n") == list(PARAGRAPHS)
    assert analyse("\n\n".join(PARAGRAPHS)).text.split("\n") == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("source", "analysed"),
    [
        ("加强Ｄ的建设,D组织书记", "加强党的建设，党组织书记"),
        ("D级危房改造3D打印DR检查", "D级危房改造3D打印DR检查"),
        ("入库1\u00a0200\u2002万元", "入库1200万元"),
        ("推行“1%2BN”模式，增长5%20家", "推行“1+N”模式，增长5%20家"),
        ("１２３４５热线:受理2,300件;办结(率)98％", "12345热线：受理2,300件；办结（率）98%"),
        ("全 县\u200b推 行\u3000河长制", "全县推行河长制"),
        ("Smart City平台", "Smart City平台"),
    ],
)
def test_characters_are_made_uniform(source: str, analysed: str) -> None:
    assert analyse(source).text == analysed


@given(st.text(alphabet="县委D的，,。\n\r \u00a0“”%2B1２x*年一、（(", max_size=200))
def test_every_character_leads_back_to_the_source(source: str) -> None:
    found = analyse(source)
    assert len(found.text) == len(found.offsets)
    assert all(a < b for a, b in itertools.pairwise(found.offsets))
    assert all(0 <= offset < max(1, len(source)) for offset in found.offsets)
    for i, offset in enumerate(found.offsets):
        assert found.source_span(i, i + 1) == (offset, offset + 1)
        assert found.index_at(offset) == i


@pytest.mark.shared
def test_nothing_but_space_and_breaks_is_lost(shared: Path) -> None:
    for path in sorted((shared / "seeds").glob("*.txt")):
        source = path.read_text(encoding="utf-8")
        found = analyse(source)
        lost = set(range(len(source))) - set(found.offsets)
        unlike = [i for i in sorted(lost) if not source[i].isspace() and source[i] not in "\ufeff\u200b2B"]
        # A word that is there twice is kept once, so what is lost stands before it, too.
        assert all(source[i] in source[max(0, i - 12) : i] for i in unlike), path.name
        assert len(unlike) <= 40, path.name


@pytest.mark.parametrize(
    ("source", "analysed"),
    [
        ("会议召开召开后", "会议召开后"),
        ("开展消防宣传活动消防宣传活动三次", "开展消防宣传活动三次"),
        ("一件一件抓落实，一个一个过", "一件一件抓落实，一个一个过"),
        ("天天向上，家家户户", "天天向上，家家户户"),
        ("工作工作工作", "工作工作工作"),
        ("开展安全生产月，\n- 3 -\n排查隐患3处。", "开展安全生产月，排查隐患3处。"),
        ("开展安全生产月，\n第 12 页 共 30 页\n排查隐患3处。", "开展安全生产月，排查隐患3处。"),
        ("开展安全生产月。\n— 3 —\n3处隐患。", "开展安全生产月。\n3处隐患。"),
    ],
)
def test_slips_are_left_out(source: str, analysed: str) -> None:
    found = analyse(source)
    assert found.text == analysed
    assert all(source[offset] == ch for offset, ch in zip(found.offsets, found.text, strict=True))


def test_a_million_characters_in_one_line_take_no_time() -> None:
    assert len(analyse("工作" * 500_000).text) == 1_000_000
