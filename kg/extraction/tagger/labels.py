"""The tags of the tagger: IOBES over the entity types and figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["OUTSIDE", "TYPES", "Span", "legal_transitions", "spans_of", "tags_of"]

TYPES = ("Unit", "District", "Program", "Campaign", "Document", "Quantity")
OUTSIDE = "O"
Flags: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A tagged stretch of a text: text[start:end].

    score: the least probability that the tagger gave to one of its tags, None where it said none.
    """

    start: int
    end: int
    type: str
    score: float | None = field(default=None, compare=False)


def tags_of(length: int, spans: Iterable[Span]) -> list[str]:
    """IOBES tags of a text of `length` characters with these (disjoint) spans."""
    tags = [OUTSIDE] * length
    for span in spans:
        if span.end - span.start == 1:
            tags[span.start] = f"S-{span.type}"
            continue
        tags[span.start] = f"B-{span.type}"
        tags[span.end - 1] = f"E-{span.type}"
        for i in range(span.start + 1, span.end - 1):
            tags[i] = f"I-{span.type}"
    return tags


def spans_of(tags: Sequence[str], scores: Sequence[float] | None = None) -> list[Span]:
    """The spans of well-formed IOBES tags (what `viterbi` returns always is). scores: how probable each tag is."""
    spans = []
    start = 0
    for i, tag in enumerate(tags):
        if tag[0] in "BS":
            start = i
        if tag[0] in "ES":
            score = None if scores is None else float(min(scores[start : i + 1]))
            spans.append(Span(start, i + 1, tag[2:], score))
    return spans


def legal_transitions(tags: Sequence[str]) -> tuple[Flags, Flags, Flags]:
    """Which tag may follow which (from × to), which may begin a window and which may end it."""
    count = len(tags)
    follows = np.zeros((count, count), dtype=np.bool_)
    for i, a in enumerate(tags):
        for j, b in enumerate(tags):
            inside = a[0] in "BI"
            follows[i, j] = (b[0] in "IE" and a[2:] == b[2:]) if inside else b[0] in "OBS"
    begins = np.array([tag[0] in "OBS" for tag in tags])
    ends = np.array([tag[0] in "OES" for tag in tags])
    return follows, begins, ends
