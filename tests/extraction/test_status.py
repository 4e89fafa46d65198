"""The statuses of initiatives and figures follow the guidelines' cues, on sentences that nothing was trained on."""

from __future__ import annotations

import pytest

from kg.extraction.sections import sections
from kg.extraction.status import mention_statuses, observation_statuses
from tests.extraction.marked import marked

FRAME = """二〇二三年工作总结
一、2023年工作完成情况
{result}
二、存在的主要问题
{problem}
三、2024年工作打算
{plan}
"""
FILL = {"result": "各项工作有序推进。", "problem": "一是人手紧。", "plan": "（一）抓落实。"}


def statuses(part: str, sentence: str) -> list[str]:
    """The statuses of what is marked in a sentence that stands in a part of a report."""
    text, spans = marked(FRAME.format(**{**FILL, part: sentence}))
    parts = sections(text)
    said = {**mention_statuses(text, spans, parts), **observation_statuses(text, spans, parts)}
    return [said[span] for span in spans if span in said]


@pytest.mark.parametrize(
    ("part", "sentence", "expected"),
    [
        ("result", "扎实开展⟦C:“净水”专项行动⟧，整治排口⟦N:12处⟧。", ["done", "done"]),
        ("result", "全面落实⟦P:河长制⟧，巡河⟦N:300余次⟧。", ["done", "done"]),
        ("result", "下一步将启动⟦C:“护苗”行动⟧，力争覆盖学校⟦N:20所⟧。", ["planned", "planned"]),
        ("plan", "开展⟦C:“净水”专项行动⟧，整治排口⟦N:12处⟧。", ["planned", "planned"]),
        ("plan", "新建⟦P:文化礼堂项目⟧⟦N:3个⟧。", ["planned", "planned"]),
        ("plan", "巩固拓展⟦C:脱贫攻坚⟧成果。", ["mentioned"]),
        ("result", "抓好⟦C:中央环保督察⟧反馈问题整改，完成整改⟦N:5个⟧。", ["mentioned", "done"]),
        ("problem", "一是⟦P:积分制⟧推行不够，仍有⟦N:7个⟧村没有开展。", ["mentioned", "problem"]),
        ("problem", "二是财力薄弱，资金缺口⟦N:200万元⟧。", ["problem"]),
        ("result", "参保率由上年的⟦N:90%⟧提高到⟦N:96%⟧。", ["baseline", "done"]),
        ("result", "发案⟦N:12起⟧，去年同期为⟦N:30起⟧。", ["done", "baseline"]),
    ],
)
def test_statuses(part: str, sentence: str, expected: list[str]) -> None:
    assert statuses(part, sentence) == expected


def test_nothing_marked_has_no_status() -> None:
    text = "一、工作情况\n修路三公里。\n"
    assert mention_statuses(text, [], sections(text)) == {}
    assert observation_statuses(text, [], sections(text)) == {}


def test_other_types_have_no_status() -> None:
    text, spans = marked("⟦U:县水务局⟧印发⟦L:《治水方案》⟧。")
    assert mention_statuses(text, spans, sections(text)) == {}
