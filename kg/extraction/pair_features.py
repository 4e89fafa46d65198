"""The features by which about.py decides whether a figure is part of an initiative.

Names are short as there are many: n… for none, < and > for a candidate before and after the figure.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extraction.passages import Passages
from kg.extraction.sections import Section
from kg.extraction.tagger.labels import Span

__all__ = ["Places", "figure_features", "head_class", "pair_features", "place_all", "span_features"]

_DIGITS = re.compile(r"[\d.,:：∶]+|[xX×*]+(?:\.[xX×*]+)?|[一二三四五六七八九十百千两]+(?=[^\d])")
# What kind of initiative a name's head says it is: drives have their own figures, a mere tool has few.
_HEADS: tuple[tuple[str, str], ...] = (
    ("drive", r"行动|整治|攻坚|排查|大会战|治理|打击|检查|斗争|战|督察|巡察|抽检|抽查|清理|清零|普查|评估|复审|整改"),
    ("event", r"[节月周日会展赛]|大赛|活动|论坛|比武|竞赛|宣传"),
    ("scheme", r"[制度]|机制|模式|体系|做法|工作法|方法|改革|责任|清单|政策|战略|理念|标准|规划"),
    ("tool", r"平台|系统|APP|热线|网|端|大脑|中心|驿站|品牌|队|团|服务|课堂|讲堂|阵地|基地"),
    ("benefit", r"[贷保]|补贴|低保|救助|保险|医保|津贴|资助|供养|补助|资金|金|债券|基金|公积金"),
    ("works", r"工程|项目|建设|改造|计划|路|桥|高速|铁路|一期|二期|园|厂|管网|农田|线"),
    ("honour", r"[市县区镇乡村街]|城市|示范|先进|试点|单位|称号|标兵|奖|景区|企业|学校|社区|家庭|“.*”|巨人|支部|站"),
    ("study", r"教育|学习|一课|党日|组织生活会|谈话|轮训|培训"),
)  # fmt: skip
_HEAD = re.compile("|".join(f"(?P<{name}>(?:{pattern}))[”）]?(?=$)" for name, pattern in _HEADS))


def head_class(surface: str) -> str:
    """The kind of initiative that the end of its name says: drive, event, scheme, tool, benefit, works, honour, study, other."""
    found = _HEAD.search(surface[-5:])
    return (found.lastgroup if found else None) or "other"


@dataclass(frozen=True, slots=True)
class Places:
    """Where each of some spans stands: the numbers of its paragraph, sentence, part, clause and section, and how many
    figures, initiatives and other names begin before it. topic: the span stands in its section's title or first clause."""

    paragraphs: Sequence[int]
    sentences: Sequence[int]
    parts: Sequence[int]
    clauses: Sequence[int]
    sections: Sequence[int]
    figures: Sequence[int]
    initiatives: Sequence[int]
    others: Sequence[int]
    topic: Sequence[bool]
    bounds: Sequence[tuple[int, int, int]]
    kinds: Sequence[str]
    heads: Sequence[str]


def place_all(
    text: str, spans: Sequence[Span], figures: Sequence[Span], initiatives: Sequence[Span], others: Sequence[int],
    sections: Sequence[Section], passages: Passages,
) -> Places:  # fmt: skip
    """The places of spans."""
    at = [span.start for span in spans]

    def numbers(starts: Sequence[int]) -> list[int]:
        return [bisect_right(starts, x) - 1 for x in at]

    figure_starts = [span.start for span in figures]
    initiative_starts = [span.start for span in initiatives]
    section_numbers = numbers([section.start for section in sections])
    clauses = numbers(passages.clauses)
    sentences = numbers(passages.sentences)
    topic = [
        span.start < max(sections[n].start + len(sections[n].title) + 1, passages.around(passages.clauses, sections[n].start)[1])
        for span, n in zip(spans, section_numbers, strict=True)
    ]
    return Places(
        numbers(passages.paragraphs), sentences, numbers(passages.parts), clauses, section_numbers,
        [bisect_left(figure_starts, x) for x in at], [bisect_left(initiative_starts, x) for x in at],
        [bisect_left(others, x) for x in at], topic,
        [(passages.clauses[c], passages.clauses[c + 1] if c + 1 < len(passages.clauses) else len(text), passages.sentences[s])
         for c, s in zip(clauses, sentences, strict=True)],
        [sections[n].part for n in section_numbers],
        [head_class(text[span.start : span.end]) if span.type != "Quantity" else "" for span in spans],
    )  # fmt: skip


def figure_features(text: str, figure: Span, places: Places, i: int) -> tuple[list[str], list[str], list[str]]:
    """A figure's features: for none, for a candidate before it, for a candidate after it."""
    start, end = figure.start, figure.end
    clause, _, sentence = places.bounds[i]
    form = _DIGITS.sub("0", text[start:end])
    lead = text[max(clause, start - 10) : start]
    after = text[end : end + 2]
    last = (text[start - 1 : start], text[max(0, start - 2) : start], text[max(0, start - 3) : start])
    none = [
        "none", "nf" + form, "np" + places.kinds[i], "nb" + last[0], "nb" + last[1], "nb" + last[2],
        "nb" + text[max(0, start - 4) : start], "na" + after[:1], "na" + after, "na" + text[end : end + 3],
        "nc" + text[clause : clause + 2], "nc" + text[clause : clause + 3], "ns" + text[sentence : sentence + 2],
        "nl" + lead if len(lead) <= 6 else "nl",
    ]  # fmt: skip
    none += ["nB" + lead[k : k + 2] for k in range(len(lead) - 1)]
    before = ["<f" + form, "<w" + last[0], "<w" + last[1], "<w" + last[2], "<v" + after]
    behind = [">f" + form, ">w" + last[0], ">w" + last[1], ">w" + last[2], ">v" + after]
    return none, before, behind


def span_features(text: str, span: Span, places: Places, i: int) -> tuple[list[str], list[str]]:
    """An initiative's features as a candidate before and as a candidate after a figure."""
    surface = text[span.start : span.end]
    names = [
        "T" + span.type, "h" + places.heads[i], "e" + surface[-2:], "=" + surface, "q" + surface[0],
        "y" + text[max(0, span.start - 1) : span.start], "y" + text[max(0, span.start - 2) : span.start], "y" + text[max(0, span.start - 3) : span.start],
        "z" + text[span.end : span.end + 1], "z" + text[span.end : span.end + 2], "z" + text[span.end : span.end + 3],
    ]  # fmt: skip
    return ["<" + name for name in names], [">" + name for name in names]


def pair_features(
    text: str, span: Span, figure: Span, span_places: Places, n: int, figure_places: Places, i: int, rank: int, before: bool
) -> list[str]:
    """How a candidate stands to a figure."""
    sign = 1 if before else -1
    a, b = (span.end, figure.start) if before else (figure.end, span.start)
    sentences = min((figure_places.sentences[i] - span_places.sentences[n]) * sign, 4)
    clauses = min((figure_places.clauses[i] - span_places.clauses[n]) * sign, 5)
    parts = min((figure_places.parts[i] - span_places.parts[n]) * sign, 2)
    crossed = min((figure_places.sections[i] - span_places.sections[n]) * sign, 2)
    paragraphs = min((figure_places.paragraphs[i] - span_places.paragraphs[n]) * sign, 2)
    inside = min((figure_places.figures[i] - span_places.figures[n]) * sign, 6)
    units = min((figure_places.others[i] - span_places.others[n]) * sign, 2)
    way = "<" if before else ">"
    surface = text[span.start : span.end]
    head = span_places.heads[n]
    topic = span_places.topic[n]
    measure = text[figure.end - 1]
    clause, clause_end, _ = figure_places.bounds[i]
    around = text[clause : figure.start] + text[figure.end : min(clause_end, figure.end + 6)]
    shared = sum(1 for k in range(len(surface) - 1) if surface[k : k + 2] in around)
    names = [
        f"{way}r{rank}", f"{way}r{min(rank, 2)}s{min(sentences, 2)}c{min(clauses, 3)}p{parts}",
        f"{way}s{sentences}x{crossed}g{paragraphs}", f"{way}c{clauses}q{inside}", f"{way}u{units}s{min(sentences, 1)}c{min(clauses, 2)}",
        f"{way}d{min((b - a).bit_length(), 9)}", f"{way}t{topic}x{crossed}g{paragraphs}r{min(rank, 1)}",
        f"{way}t{topic}c{min(clauses, 3)}q{min(inside, 3)}", f"{way}h{head}s{min(sentences, 2)}c{min(clauses, 2)}",
        f"{way}h{head}m{measure}", f"{way}h{head}m{measure}c{min(clauses, 1)}", f"{way}h{head}w{text[max(0, figure.start - 2):figure.start]}",
        f"{way}o{min(shared, 3)}c{min(clauses, 2)}", f"{way}m{measure}c{min(clauses, 2)}s{min(sentences, 1)}",
    ]  # fmt: skip
    near = f"c{min(clauses, 2)}s{min(sentences, 1)}"
    verb = text[max(0, span.start - 2) : span.start]
    names += [
        f"{way}y{verb}{near}", f"{way}z{text[span.end : span.end + 1]}{near}", f"{way}z{text[span.end : span.end + 2]}{near}",
        f"{way}w{text[max(0, figure.start - 2) : figure.start]}{near}", f"{way}h{head}i{min(inside, 2)}{near}",
        f"{way}h{head}L{text[clause : clause + 2]}{near}",
    ]  # fmt: skip
    if b - a <= 24 and clauses == 0:
        between = text[a:b]
        if b - a <= 8:
            names.append(f"{way}m{between}")
        names += [f"{way}M{between[k : k + 2]}" for k in range(len(between) - 1)]
    return names
