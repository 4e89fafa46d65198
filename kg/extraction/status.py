"""Whether an initiative or a figure is done, planned, only mentioned, a problem or a baseline.

Learnt (kg/training/relations.py), from cues of the guidelines ("Status of P and C", "status" of quantities and the
decided cases) and from the characters around; the weights are in data/status_*.json.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import cast

from kg.extraction.linear import Linear, read_model
from kg.extraction.passages import Passages, enumerations, passages
from kg.extraction.sections import Section
from kg.extraction.tagger.labels import Span
from kg.records import INITIATIVES, MentionStatus, ObservationStatus

__all__ = ["mention_items", "mention_statuses", "observation_items", "observation_statuses"]

# Cue words by what the guidelines take them for.
CUES: dict[str, str] = {
    # planned: "in a plan section, or 将/拟/力争/下一步"; "targets, 计划投资, 拟建 in a summary"
    "will": "将 拟 力争 计划 预计 有望 目标 打算 准备 争取 确保 推动 要 申报 谋划",
    "later": "下一步 明年 今后 下半年 来年 未来 年底前 前期工作 待",
    # done: "carried out or in force in the period"
    "did": "已 完成 实现 了 荣获 获评 通过 累计 开展 新增 达 全年 截至 目前 正在 入选",
    # mentioned: "background, a goal of others, a problem, a comparison, inside a meeting's or document's subject"
    "ground": "围绕 贯彻 按照 根据 落实 学习 对照 反馈 问题整改 成果 精神 衔接 机遇 抢抓 巩固 经验",
    "meeting": "会议 推进会 座谈会 部署会 动员会 现场会 讲话 大会 培训班 文件",
    # problem: "a shortfall"; "adverse figures and what is still being put right"
    "short": "仅 不足 缺口 尚有 尚未 仍有 仍 只有 还有 缺 滞后 偏低 不够 不高 下降 薄弱 未 难 空缺 "
    "剩余 其余 老化 不到 流失 断",
    # baseline: "an earlier period's or another place's figure"
    "before": "上年 去年 同期 年初 原来 由 从 较 比 全省平均 全国平均 平均水平 低于 高于 法定 前年 以来",
    "raised": "提高到 提升到 提升至 增至 升至 降至 降到 减少到 下降到 压缩至 压减至 压缩到 "
    "缩短至 扩大到 调整为 增加到 上升到 提高至",
}
_GROUP = {word: group for group, words in CUES.items() for word in words.split()}
_CUE = re.compile("|".join(sorted(map(re.escape, _GROUP), key=len, reverse=True)))
_DIGITS = re.compile(r"\d+(?:\.\d+)?|[xX×*]+(?:\.[xX×*]+)?")
_BEFORE, _AFTER = 14, 10  # characters whose pairs are features
_REACH = 100  # how far off in a sentence cue words count


class _Context:
    """What all spans of a text share: its passages, its sections, and where its cue words stand."""

    def __init__(self, text: str, parts: Sequence[Section], places: Passages) -> None:
        self.text, self.parts, self.places = text, parts, places
        self.section_starts = [section.start for section in parts]
        self.cues = [(match.start(), match.group()) for match in _CUE.finditer(text)]
        self.cue_starts = [at for at, _ in self.cues]

    def section(self, at: int) -> Section:
        """The section that holds an offset."""
        return self.parts[bisect_right(self.section_starts, at) - 1]

    def cues_in(self, start: int, end: int) -> list[tuple[int, str]]:
        """The cue words that begin in text[start:end]."""
        return self.cues[bisect_left(self.cue_starts, start) : bisect_left(self.cue_starts, end)]


def _around(context: _Context, span: Span) -> list[str]:
    """Features of what stands around a span, common to both models."""
    text, start, end, places = context.text, span.start, span.end, context.places
    section = context.section(start)
    part = section.part
    clause, clause_end = places.around(places.clauses, start)
    sentence, sentence_end = places.around(places.sentences, start)
    clause_end = max(clause_end, end)
    names = ["1", "p" + part, f"l{section.level}", f"t{part}{section.title[-2:]}"]
    for k in (1, 2, 3, 4):
        names.append("b" + text[max(0, start - k) : start])
        names.append("a" + text[end : end + k])
    names += (f"{part}b{text[max(0, start - 2) : start]}", f"{part}a{text[end : end + 2]}")
    names += ["B" + text[i : i + 2] for i in range(max(clause, start - _BEFORE), start - 1)]
    names += ["A" + text[i : i + 2] for i in range(end, min(clause_end, end + _AFTER) - 1)]
    names += ("c" + text[clause : clause + 2], "s" + text[sentence : sentence + 2], "s" + text[sentence : sentence + 4])
    groups = set()
    last = ""
    for at, word in context.cues_in(max(sentence, start - _REACH), min(sentence_end, end + _REACH)):
        if at + len(word) <= start:
            where = "<" if at >= clause else "<<"
            if at >= clause:
                gap = start - at - len(word)
                last = f"L{_GROUP[word]}{gap if gap < 3 else 3 if gap < 6 else 6}"
        elif at >= end:
            where = ">" if at < clause_end else ">>"
        else:
            continue
        groups.add(where + _GROUP[word])
        names.append(where + word)
    names.append(last or "L")
    names += groups
    names += [part + group for group in groups]
    return names


def _mention_features(context: _Context, span: Span, before: Span | None, run: tuple[int, int, int]) -> list[str]:
    """The features of an initiative: `before` is the name or figure before it, `run` the enumeration it is part of."""
    text = context.text
    surface = text[span.start : span.end]
    names = _around(context, span)
    names += ("=" + surface, "e" + surface[-2:], "T" + span.type, f"q{surface[0] in '“《'}")
    if before is not None and span.start - before.end <= 3:
        names.append(f"n{before.type}{text[before.end : span.start]}")
    start, end, size = run
    for k in (2, 3, 4):
        names += ("x" + text[max(0, start - k) : start], "y" + text[end : end + k])
    names += (f"z{text[max(0, start - 2) : start]}{text[end : end + 2]}", f"w{size > 1}")
    return names


def _observation_features(context: _Context, span: Span, before: Span | None) -> list[str]:
    """The features of a figure; `before` is the name or figure before it."""
    text = context.text
    form = _DIGITS.sub("0", text[span.start : span.end])
    names = _around(context, span)
    names += ("=" + form, "f" + form[0], "e" + form[-1])
    if before is not None and before.type == "Quantity" and span.start - before.end <= 8:
        names.append("n" + text[before.end : span.start])
    return names


def _ordered(spans: Iterable[Span], types: frozenset[str]) -> list[tuple[Span, Span | None]]:
    """The spans of some types in order, each with the span of any type before it."""
    ordered = sorted(spans)
    pairs = zip(ordered, [None, *ordered], strict=False)
    return [pair for pair in pairs if pair[0].type in types]


def mention_items(
    text: str, spans: Iterable[Span], parts: Sequence[Section], places: Passages | None = None
) -> tuple[list[Span], list[list[str]]]:
    """The programs and campaigns among the spans, in order, and their features."""
    context = _Context(text, parts, places or passages(text))
    pairs = _ordered(spans, frozenset(INITIATIVES))
    found = [span for span, _ in pairs]
    runs = enumerations(text, found)
    return found, [
        _mention_features(context, span, before, run) for (span, before), run in zip(pairs, runs, strict=True)
    ]


def observation_items(
    text: str, spans: Iterable[Span], parts: Sequence[Section], places: Passages | None = None
) -> tuple[list[Span], list[list[str]]]:
    """The figures among the spans, in order, and their features."""
    context = _Context(text, parts, places or passages(text))
    pairs = _ordered(spans, frozenset({"Quantity"}))
    return [span for span, _ in pairs], [_observation_features(context, span, before) for span, before in pairs]


def mention_statuses(
    text: str,
    spans: Iterable[Span],
    parts: Sequence[Section],
    places: Passages | None = None,
    *,
    model: Linear | None = None,
) -> dict[Span, MentionStatus]:
    """The status of each program and campaign among the spans.

    Args:
        text: the analysis text of one report.
        spans: all its tagged names and figures.
        parts: its sections.
        places: its passages, where they are known already.
        model: other weights than those that are shipped (for cross-validation).
    """
    found, items = mention_items(text, spans, parts, places)
    said = (model or read_model("status_mention")).decide(items)
    return dict(zip(found, cast(list[MentionStatus], said), strict=True))


def observation_statuses(
    text: str,
    spans: Iterable[Span],
    parts: Sequence[Section],
    places: Passages | None = None,
    *,
    model: Linear | None = None,
) -> dict[Span, ObservationStatus]:
    """The status of each figure among the spans; arguments as for `mention_statuses`."""
    found, items = observation_items(text, spans, parts, places)
    said = (model or read_model("status_observation")).decide(items)
    return dict(zip(found, cast(list[ObservationStatus], said), strict=True))
