"""Where the sentences, clauses and paragraphs of a text begin: found once, looked up for each mention and figure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extraction.tagger.labels import Span

__all__ = ["Passages", "enumerations", "passages"]

# What stands between the names of an enumeration.
_JOINS = frozenset({"", "、", "和", "及", "与", "以及", "（", "）"})
_STOP = re.compile(r"[。！？\n；，：]")


@dataclass(frozen=True, slots=True)
class Passages:
    """Sorted offsets of where paragraphs, sentences (。！？), their parts (；) and clauses (，：) begin.

    Each list begins with 0 and ends with the text's length.
    """

    paragraphs: Sequence[int]
    sentences: Sequence[int]
    parts: Sequence[int]
    clauses: Sequence[int]

    @staticmethod
    def around(starts: Sequence[int], at: int) -> tuple[int, int]:
        """The passage that holds `at`: its start and end."""
        i = bisect_right(starts, at)
        return starts[i - 1], starts[i] if i < len(starts) else starts[-1]

    @staticmethod
    def number(starts: Sequence[int], at: int) -> int:
        """The number of the passage that holds `at`, from 0."""
        return bisect_right(starts, at) - 1

    @staticmethod
    def between(starts: Sequence[int], a: int, b: int) -> int:
        """How many passages begin after `a`, up to `b` (a ≤ b)."""
        return bisect_right(starts, b) - bisect_left(starts, a + 1)


def passages(text: str) -> Passages:
    """The passages of an analysis text."""
    paragraphs, sentences, parts, clauses = [0], [0], [0], [0]
    for match in _STOP.finditer(text):
        at, sign = match.end(), match.group()
        clauses.append(at)
        if sign not in "，：":
            parts.append(at)
            if sign != "；":
                sentences.append(at)
                if sign == "\n":
                    paragraphs.append(at)
    for starts in (paragraphs, sentences, parts, clauses):
        if starts[-1] != len(text):
            starts.append(len(text))
    return Passages(paragraphs, sentences, parts, clauses)


def enumerations(text: str, spans: Sequence[Span]) -> list[tuple[int, int, int]]:
    """For each of the spans, in order, the start, end and length of the enumeration that it is part of (A、B和C)."""
    out: list[tuple[int, int, int]] = []
    at = 0
    while at < len(spans):
        to = at
        while to + 1 < len(spans) and text[spans[to].end : spans[to + 1].start] in _JOINS:
            to += 1
        out += [(spans[at].start, spans[to].end, to - at + 1)] * (to - at + 1)
        at = to + 1
    return out
