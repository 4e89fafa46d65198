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


class _Capped(dict[int, str]):
    """Counts as text, the larger ones as the largest: much quicker than min() and str()."""

    def __init__(self, most: int) -> None:
        super().__init__((count, str(count)) for count in range(most + 1))
        self.most = str(most)

    def __missing__(self, count: int) -> str:
        return self.most if count > 0 else "0"


_CAP1, _CAP2, _CAP3, _CAP4, _CAP5, _CAP9 = (_Capped(most) for most in (1, 2, 3, 4, 5, 9))


def head_class(surface: str) -> str:
    """The kind of initiative that the end of its name says, as _HEADS names it, or other."""
    found = _HEAD.search(surface[-5:])
    return (found.lastgroup if found else None) or "other"


@dataclass(frozen=True, slots=True)
class Places:
    """Where each of some spans stands.

    The numbers of its paragraph, sentence, part, clause and section; how many figures, initiatives and other names
    begin before it; topic: it stands in its section's title or first clause; bounds: where its clause begins and ends
    and its sentence begins; kinds: the part of the report; heads: the kind of initiative by its name; lines: how many
    sentences of its paragraph come before it; tails: how many characters of its sentence follow; peers: how many
    initiatives its sentence has.
    """

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
    lines: Sequence[int]
    tails: Sequence[int]
    peers: Sequence[int]


def place_all(
    text: str,
    spans: Sequence[Span],
    starts: tuple[Sequence[int], Sequence[int], Sequence[int]],
    sections: Sequence[Section],
    passages: Passages,
) -> Places:
    """The places of spans; `starts` says where all figures, initiatives and other names begin."""
    at = [span.start for span in spans]

    def numbers(begins: Sequence[int]) -> list[int]:
        return [bisect_right(begins, x) - 1 for x in at]

    def counts(begins: Sequence[int]) -> list[int]:
        return [bisect_left(begins, x) for x in at]

    inside = numbers([section.start for section in sections])
    clauses, sentences = numbers(passages.clauses), numbers(passages.sentences)
    paragraphs = numbers(passages.paragraphs)
    firsts = [bisect_right(passages.sentences, passages.paragraphs[p]) - 1 for p in paragraphs]
    sentence_ends = [passages.around(passages.sentences, x)[1] for x in at]
    peers = [
        bisect_left(starts[1], end) - bisect_left(starts[1], passages.sentences[s])
        for s, end in zip(sentences, sentence_ends, strict=True)
    ]
    ends = [
        max(section.start + len(section.title) + 1, passages.around(passages.clauses, section.start)[1])
        for section in sections
    ]
    return Places(
        paragraphs=paragraphs,
        sentences=sentences,
        parts=numbers(passages.parts),
        clauses=clauses,
        sections=inside,
        figures=counts(starts[0]),
        initiatives=counts(starts[1]),
        others=counts(starts[2]),
        topic=[x < ends[n] for x, n in zip(at, inside, strict=True)],
        bounds=[
            (*passages.around(passages.clauses, x), passages.sentences[s]) for x, s in zip(at, sentences, strict=True)
        ],
        kinds=[sections[n].part for n in inside],
        heads=[head_class(text[span.start : span.end]) if span.type != "Quantity" else "" for span in spans],
        lines=[s - first for s, first in zip(sentences, firsts, strict=True)],
        tails=[max(0, end - span.end) for span, end in zip(spans, sentence_ends, strict=True)],
        peers=peers,
    )


def figure_features(text: str, figure: Span, places: Places, i: int) -> tuple[list[str], list[str], list[str]]:
    """A figure's features: for none, for a candidate before it, for a candidate after it."""
    start, end = figure.start, figure.end
    clause, _, sentence = places.bounds[i]
    form = _DIGITS.sub("0", text[start:end])
    lead = text[max(clause, start - 10) : start]
    after = text[end : end + 2]
    last = (text[start - 1 : start], text[max(0, start - 2) : start], text[max(0, start - 3) : start])
    none = [
        "none",
        "nf" + form,
        "np" + places.kinds[i],
        *("nb" + piece for piece in last),
        "nb" + text[max(0, start - 4) : start],
        "na" + after[:1],
        "na" + after,
        "na" + text[end : end + 3],
        "nc" + text[clause : clause + 2],
        "nc" + text[clause : clause + 3],
        "ns" + text[sentence : sentence + 2],
        "nl" + lead if len(lead) <= 6 else "nl",
        *("nB" + lead[k : k + 2] for k in range(len(lead) - 1)),
    ]
    before = ["<f" + form, "<w" + last[0], "<w" + last[1], "<w" + last[2], "<v" + after]
    behind = [">f" + form, ">w" + last[0], ">w" + last[1], ">w" + last[2], ">v" + after]
    return none, before, behind


def span_features(text: str, span: Span, places: Places, i: int) -> tuple[list[str], list[str]]:
    """An initiative's features as a candidate before and as a candidate after a figure."""
    surface = text[span.start : span.end]
    start, end = span.start, span.end
    names = ["T" + span.type, "h" + places.heads[i], "e" + surface[-2:], "=" + surface, "q" + surface[0]]
    names += ["y" + text[max(0, start - k) : start] for k in (1, 2, 3)]
    names += ["z" + text[end : end + k] for k in (1, 2, 3)]
    return ["<" + name for name in names], [">" + name for name in names]


def pair_features(
    text: str, candidate: tuple[Span, Places, int], figure_at: tuple[Span, Places, int], *, rank: int, before: bool
) -> list[str]:
    """How a candidate stands to a figure, each given as its span, the places of its kind and its number there.

    rank: how many other initiatives are nearer on the same side. before: the candidate stands before the figure.
    """
    span, span_places, n = candidate
    figure, figure_places, i = figure_at
    sign = 1 if before else -1
    a, b = (span.end, figure.start) if before else (figure.end, span.start)
    sentences = (figure_places.sentences[i] - span_places.sentences[n]) * sign
    clauses = (figure_places.clauses[i] - span_places.clauses[n]) * sign
    inside = (figure_places.figures[i] - span_places.figures[n]) * sign
    parts = _CAP2[(figure_places.parts[i] - span_places.parts[n]) * sign]
    crossed = _CAP2[(figure_places.sections[i] - span_places.sections[n]) * sign]
    paragraphs = _CAP2[(figure_places.paragraphs[i] - span_places.paragraphs[n]) * sign]
    units = _CAP2[(figure_places.others[i] - span_places.others[n]) * sign]
    way = "<" if before else ">"
    surface = text[span.start : span.end]
    head = f"{way}h{span_places.heads[n]}"
    topic = f"{way}t{span_places.topic[n]}"
    measure = text[figure.end - 1]
    clause, clause_end, _ = figure_places.bounds[i]
    around = text[max(clause, figure.start - 40) : figure.start] + text[figure.end : min(clause_end, figure.end + 6)]
    shared = 0
    for k in range(len(surface) - 1):
        shared += surface[k : k + 2] in around
    # "扎实开展产品质量监督抽查。" above a paragraph's figures says what they are about; a name in passing does not.
    line = f"{_CAP2[span_places.lines[n]]}{_CAP3[figure_places.lines[i]]}"
    tail = _CAP4[span_places.tails[n].bit_length()]
    peers = _CAP3[span_places.peers[n]]
    clauses2, clauses3, sentences1, rank2 = _CAP2[clauses], _CAP3[clauses], _CAP1[sentences], _CAP2[rank]
    names = [
        f"{way}r{rank}",
        f"{way}r{rank2}s{_CAP2[sentences]}c{clauses3}p{parts}",
        f"{way}s{_CAP4[sentences]}x{crossed}g{paragraphs}",
        f"{way}c{_CAP5[clauses]}q{_CAP5[inside]}",
        f"{way}u{units}s{sentences1}c{clauses2}",
        f"{way}d{_CAP9[(b - a).bit_length()]}",
        f"{topic}x{crossed}g{paragraphs}r{_CAP1[rank]}",
        f"{topic}c{clauses3}q{_CAP3[inside]}",
        f"{head}s{_CAP2[sentences]}c{clauses2}",
        f"{head}m{measure}",
        f"{head}w{text[max(0, figure.start - 2) : figure.start]}",
        f"{way}o{_CAP3[shared]}c{clauses2}",
        f"{way}m{measure}c{clauses2}s{sentences1}",
        f"{way}l{line}g{paragraphs}",
        f"{way}l{line}g{paragraphs}r{_CAP1[rank]}t{tail}",
        f"{way}t{tail}s{_CAP2[sentences]}",
        f"{way}n{peers}s{_CAP2[sentences]}r{_CAP1[rank]}",
        f"{way}z{text[span.end : span.end + 2]}s{sentences1}g{paragraphs}",
    ]
    if b - a <= 24 and clauses == 0:
        between = text[a:b]
        if b - a <= 8:
            names.append(f"{way}m{between}")
        names += [f"{way}M{between[k : k + 2]}" for k in range(len(between) - 1)]
    return names
