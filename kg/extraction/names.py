"""Names settled after tagging: quotation marks whole, the same name at every occurrence.

Both follow the guidelines: quotation marks belong to a name that is named by them, and "the same name is tagged at
every occurrence". A learner that reads a hundred characters at a time cannot know the second.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from kg.extraction.tagger.labels import Span
from kg.records import INITIATIVES

__all__ = ["settle"]

_PAIRS = {"“": "”", "‘": "’", "《": "》", "「": "」", "（": "）"}
_CLOSING = {close: opening for opening, close in _PAIRS.items()}
_FOOTNOTES = frozenset(map(chr, (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0))))
"""① to ㊿, which city reports put after the terms that they explain at their end."""
_REACH = 24
_BOUNDS = re.compile(r"[。！？；\n“”‘’《》「」]")
_BEFORE = re.compile(r"20\d\d年度?(?![来底初])|我[省市州县区镇乡局]|[（(](?:以下)?简称")
_SHORTEST = 3
"""Characters that must be left of a name without its year: 2035年远景 is whole."""
_LEAST = 4
"""Shorter names are too often part of other words to be spread over a report."""


def settle(text: str, spans: Sequence[Span]) -> list[Span]:
    """Names as they are kept: disjoint, in order, whole in their quotation marks, the same throughout the text.

    Args:
        text: the analysis text of one report.
        spans: names as tagged, disjoint (figures are not touched by it: pass names only).
    """
    whole = _disjoint(_close(text, _edges(text, span)) for span in spans)
    return _disjoint([*whole, *_spread(text, whole)])


def _close(text: str, span: Span) -> Span:
    """The span with the quotation mark or bracket that its edge cut off; one without its partner is left out.

    Marks of footnotes at its edges are no part of a name.
    """
    start, end = span.start, span.end
    while end - start > 1 and text[end - 1] in _FOOTNOTES:
        end -= 1
    while end - start > 1 and text[start] in _FOOTNOTES:
        start += 1
    open_marks: list[str] = []
    for ch in text[start:end]:
        if ch in _PAIRS:
            open_marks.append(ch)
        elif ch in _CLOSING:
            if open_marks and open_marks[-1] == _CLOSING[ch]:
                open_marks.pop()
            else:
                start = _opening(text, start, _CLOSING[ch])
    for mark in reversed(open_marks):
        if end < len(text) and text[end] == _PAIRS[mark]:
            end += 1
    if text.count('"', start, end) % 2:
        if text[end : end + 1] == '"':
            end += 1
        elif start and text[start - 1] == '"':
            start -= 1
    while end - start > 1 and text[start] in _CLOSING:
        start += 1
    while end - start > 1 and text[end - 1] in _PAIRS:
        end -= 1
    if end - start > 2 and text[start] in _PAIRS and _PAIRS[text[start]] not in text[start:end]:
        start += 1
    return Span(start, end, span.type, span.score)


def _edges(text: str, span: Span) -> Span:
    """The span of a program or campaign without the year and the speaker before it.

    A decided case of the guidelines: 2023年“春风行动”, 我市“两癌”筛查.
    """
    before = _BEFORE.match(text, span.start, span.end) if span.type in INITIATIVES else None
    if before is None or span.end - before.end() < _SHORTEST:
        return span
    return Span(before.end(), span.end, span.type, span.score)


def _opening(text: str, start: int, mark: str) -> int:
    """Where the opening mark stands whose partner lies in a name that begins at `start`; `start` where none is near."""
    at = max(start - _REACH, 0)
    before = text[at:start]
    found = before.rfind(mark)
    return start if found < 0 or _BOUNDS.search(before, found + 1) else at + found


def _disjoint(spans: Iterable[Span]) -> list[Span]:
    """Spans in order; of two that overlap the one given first stays."""
    kept: list[Span] = []
    taken: set[int] = set()
    for span in spans:
        cover = range(span.start, span.end)
        if taken.isdisjoint(cover):
            kept.append(span)
            taken.update(cover)
    return sorted(kept)


def _spread(text: str, spans: Sequence[Span]) -> list[Span]:
    """Further occurrences of names that this text has tagged at least as often as it has them free-standing."""
    covered = bytearray(len(text))
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    least: dict[str, float] = {}
    for span in spans:
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
        name = text[span.start : span.end]
        kinds[name][span.type] += 1
        if span.score is not None:
            least[name] = min(span.score, least.get(name, 1.0))
    names = [name for name in kinds if len(name) >= _LEAST and "\n" not in name]
    if not names:
        return []
    pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n))))
    free: dict[str, list[int]] = defaultdict(list)
    for match in pattern.finditer(text):
        if not any(covered[match.start() : match.end()]):
            free[match.group()].append(match.start())
    return [
        Span(start, start + len(name), kinds[name].most_common(1)[0][0], least.get(name))
        for name, starts in sorted(free.items())
        if len(starts) <= kinds[name].total()
        for start in starts
    ]
