"""Analysis text cut into windows that the encoder reads at once: whole sentences, packed up to a limit."""

from __future__ import annotations

import re

__all__ = ["LIMIT", "windows"]

LIMIT = 126
"""Characters in a window. 128 positions less the encoder's two marks; attention costs grow with the square."""

_SENTENCE = re.compile(r"[^。！？；\n]*(?:[。！？；]+[”’」』）)]*|\n|$)")
_CLAUSE = re.compile(r"[^，、：,]*(?:[，、：,]+|$)")


def _pieces(text: str, start: int, end: int, limit: int) -> list[tuple[int, int]]:
    """text[start:end] in pieces of at most `limit` characters, cut after clauses where possible."""
    if end - start <= limit:
        return [(start, end)]
    out: list[tuple[int, int]] = []
    first = at = start
    while at < end:
        match = _CLAUSE.match(text, at, end)
        stop = match.end() if match and match.end() > at else end
        if stop - first > limit and at > first:
            out.append((first, at))
            first = at
        while stop - first > limit:
            out.append((first, first + limit))
            first += limit
        at = stop
    if end > first:
        out.append((first, end))
    return out


def windows(text: str, limit: int = LIMIT) -> list[tuple[int, int]]:
    """Spans that cover the text's sentences in order, each at most `limit` characters; blank ones are left out.

    Sentences are packed together as long as they fit, also over a paragraph's end, so that a heading is read with
    what it heads.
    """
    packed: list[tuple[int, int]] = []
    at = 0
    first = last = 0
    while at < len(text):
        match = _SENTENCE.match(text, at)
        stop = match.end() if match and match.end() > at else at + 1
        for a, b in _pieces(text, at, stop, limit):
            if b - first > limit and last > first:
                packed.append((first, last))
                first = a
            last = b
        at = stop
    if last > first:
        packed.append((first, last))
    return [(a, b) for a, b in packed if text[a:b].strip()]
