"""What a figure counts, in words of the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import SchemaError
from kg.extraction.indicator_lists import distributed
from kg.extraction.indicator_model import load_indicator_model
from kg.extraction.indicators import indicator_of, indicators_of
from kg.extraction.quantities import find_quantities
from tests.extraction.measure_quantities import alike


def read(text: str) -> list[str]:
    return indicators_of(text, find_quantities(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("加强宣传引导，发放明白册576份。", ["发放明白册"]),
        ("新建改建*个公园，", ["新建改建公园"]),
        ("全年完成造林2.4万亩，同比增长3%。", ["完成造林", "造林增长"]),
        ("办结人大代表建议41件、政协提案58件，", ["办结人大代表建议", "办结政协提案"]),
        ("新认定高新技术企业35家，兑付奖补资金1200万元。", ["新认定高新技术企业", "兑付奖补资金"]),
        ("转移群众204户356人。", ["转移群众", "转移群众"]),
    ],
)
def test_indicator(text: str, expected: list[str]) -> None:
    found = read(text)
    assert len(found) == len(expected)
    for phrase, want in zip(found, expected, strict=True):
        assert alike(want, phrase), (want, phrase)


def test_list_after_each() -> None:
    text = "全年工业用电量、工业投资、工业税收分别增长6.1%、12.4%和8%。"
    found = find_quantities(text)
    assert [distributed(text, q, found[:i]) for i, q in enumerate(found)] == [
        "工业用电量增长",
        "工业投资增长",
        "工业税收增长",
    ]
    assert read(text) == ["工业用电量增长", "工业投资增长", "工业税收增长"]


def test_shared_head_of_a_list() -> None:
    text = "城镇、农村居民人均可支配收入分别增长4.7%、6.9%。"
    assert read(text) == ["城镇居民人均可支配收入增长", "农村居民人均可支配收入增长"]


def test_one_at_a_time_gives_the_same_as_all_together() -> None:
    text = "走访困难家庭31户，发放慰问金9.3万元，解决问题27个、化解纠纷14起，满意率98.5%。"
    found = find_quantities(text)
    assert [indicator_of(text, q, found[:i]) for i, q in enumerate(found)] == indicators_of(text, found)


def test_every_figure_between_words_has_an_indicator() -> None:
    text = "其中：35家。\n576份，\n全部完成12项任务。"
    phrases = read(text)
    assert len(phrases) == 3
    assert "任务" in phrases[2]


def test_no_figures() -> None:
    assert indicators_of("没有数字。", []) == []


def test_broken_model_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "indicators.npz"
    path.write_bytes(b"not a model")
    with pytest.raises(SchemaError, match="install kg again"):
        load_indicator_model(path)
