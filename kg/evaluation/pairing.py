"""When two spans or names count as the same, and which of two lists belong together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

__all__ = ["alike", "bare", "overlap", "pairs"]

Wanted = TypeVar("Wanted")
Found = TypeVar("Found")

_LEFT_OUT = str.maketrans("", "", "“”\"'‘’「」 \n\r\t　，,、")
_ALIKE = 0.66


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Length of the intersection of two spans divided by that of the stretch they cover; 0 when they are apart."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared / (max(a[1], b[1]) - min(a[0], b[0])) if shared > 0 else 0.0


def pairs(
    wanted: Sequence[Wanted], found: Sequence[Found], likeness: Callable[[Wanted, Found], float]
) -> list[tuple[int, int]]:
    """Indexes that belong together: the likest first, each at most once, none with likeness 0."""
    every = ((likeness(one, two), i, j) for i, one in enumerate(wanted) for j, two in enumerate(found))
    ranked = sorted((triple for triple in every if triple[0] > 0), reverse=True)
    left, right = set(range(len(wanted))), set(range(len(found)))
    chosen = []
    for _, i, j in ranked:
        if i in left and j in right:
            left.discard(i)
            right.discard(j)
            chosen.append((i, j))
    return chosen


def bare(name: str | None) -> str:
    """A name without quotation marks, commas and white space."""
    return (name or "").translate(_LEFT_OUT)


def alike(a: str | None, b: str | None) -> bool:
    """Whether one of two names holds the other, or two thirds of their characters run in the same order."""
    one, two = bare(a), bare(b)
    if not one or not two:
        return one == two
    return one in two or two in one or SequenceMatcher(None, one, two, autojunk=False).ratio() >= _ALIKE
