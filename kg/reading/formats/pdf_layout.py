"""From placed characters to lines in reading order: columns are found by the white gutter between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from kg.reading.formats.pdf_page import Char

__all__ = ["Line", "lines_of"]

_SAME_LINE = 0.4  # of the size: how far bottoms may differ on one line
_BREAK = 1.0  # of the size: a wider gap separates what stands on one line
_CELL = 2.0  # of the size: a wider one separates cells
_WORD = 0.25  # of the size: a wider one separates Latin words
_LEAST_LINES = 3  # on each side of a gutter
_LEAST_CHARS = 8
_FILLED = 0.6  # of a column's width: lines of prose fill it, cells of a table do not
_DEPTH = 5
_CANDIDATES = 60


@dataclass(slots=True)
class _Segment:
    """Characters that follow each other on one line."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its text (a tab between cells), its box (y grows downwards), its page, and its column.

    column: "" over the whole width, else a letter (l, r) for each gutter it lies beside. room: the page's width.
    """

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    page: int
    column: str
    room: float


def lines_of(chars: Sequence[Char], page: int, width: float) -> list[Line]:
    """The lines of a page of this width in reading order; `page` counts from 0."""
    return [line for column, zone in _zones(_segments(chars), "", _DEPTH) for line in _lines(zone, page, column, width)]


def _segments(chars: Sequence[Char]) -> list[_Segment]:
    found: list[_Segment] = []
    for char in chars:
        last = found[-1] if found else None
        size = max(char.size, last.size) if last else char.size
        if (
            last
            and abs(char.bottom - last.bottom) < _SAME_LINE * size
            and -size / 2 < char.left - last.right < _BREAK * size
        ):
            last.text += _between(last.text, char.text, (char.left - last.right) / size, char.spaced) + char.text
            last.right = max(last.right, char.right)
            last.top, last.bottom = min(last.top, char.top), max(last.bottom, char.bottom)
            last.size = max(last.size, char.size)
        else:
            found.append(_Segment(char.text, char.left, char.right, char.top, char.bottom, char.size))
    return found


def _between(before: str, after: str, gap: float, spaced: bool) -> str:
    """What stands in a gap on a line, given as a multiple of the size: nothing between Chinese characters."""
    if gap > _CELL:
        return "\t"
    if before[-1] < "\u2000" and after[0] < "\u2000":
        return " " if spaced or gap > _WORD else ""
    return " " if gap > _BREAK and len(before) > 1 and len(after) > 1 else ""


def _zones(segments: list[_Segment], column: str, depth: int) -> Iterator[tuple[str, list[_Segment]]]:
    """The parts of a page in reading order: above two columns, left, right, below; each again divided."""
    gutter = _gutter(segments) if depth else None
    if gutter is None:
        if segments:
            yield column, segments
        return
    x, top, bottom = gutter
    above = [s for s in segments if s.bottom <= top]
    below = [s for s in segments if s.bottom > bottom]
    middle = [s for s in segments if top < s.bottom <= bottom]
    yield from _zones(above, column, depth - 1)
    yield from _zones([s for s in middle if s.left < x], column + "l", depth - 1)
    yield from _zones([s for s in middle if s.left >= x], column + "r", depth - 1)
    yield from _zones(below, column, depth - 1)


def _gutter(segments: Sequence[_Segment]) -> tuple[float, float, float] | None:
    """Where two columns of prose stand beside each other: the gutter's x, and between which bottoms of lines."""
    if len(segments) < 2 * _LEAST_LINES:
        return None
    left, right = min(s.left for s in segments), max(s.right for s in segments)
    width = right - left
    edges = sorted({round(s.left) for s in segments if 0.2 * width < s.left - left < 0.8 * width})
    best: tuple[float, float, float] | None = None
    most = 0
    for edge in edges[:: max(1, len(edges) // _CANDIDATES)]:
        x = edge - 1.0
        crossing = sorted(s.bottom for s in segments if s.left < x - 1 and s.right > x + 1)
        bounds = [float("-inf"), *crossing, float("inf")]
        top, bottom = max(pairwise(bounds), key=lambda pair: _height(pair, segments))
        inside = [s for s in segments if top < s.bottom < bottom]
        sides = [s for s in inside if s.left < x], [s for s in inside if s.left >= x]
        amount = sum(len(s.text) for s in inside)
        if amount > most and all(_is_column(side) for side in sides):
            best, most = (x, top, bottom - 0.01), amount
    return best


def _height(pair: tuple[float, float], segments: Sequence[_Segment]) -> float:
    first, last = min(s.bottom for s in segments), max(s.bottom for s in segments)
    return min(pair[1], last) - max(pair[0], first)


def _is_column(side: Sequence[_Segment]) -> bool:
    """Whether segments are lines of prose that fill a column."""
    if len({round(s.bottom / 3) for s in side}) < _LEAST_LINES:
        return False
    width = max(s.right for s in side) - min(s.left for s in side)
    return (
        median(len(s.text) for s in side) >= _LEAST_CHARS and median(s.right - s.left for s in side) >= _FILLED * width
    )


def _lines(zone: list[_Segment], page: int, column: str, room: float) -> Iterator[Line]:
    """The lines of a zone from top to bottom."""
    row: list[_Segment] = []
    for segment in sorted(zone, key=lambda s: s.bottom):
        if row and segment.bottom - row[0].bottom > _SAME_LINE * max(segment.size, row[0].size):
            yield _line(row, page, column, room)
            row = []
        row.append(segment)
    if row:
        yield _line(row, page, column, room)


def _line(row: list[_Segment], page: int, column: str, room: float) -> Line:
    row.sort(key=lambda s: s.left)
    text = row[0].text
    spaced = all(len(s.text) == 1 for s in row)  # 政 府 工 作 报 告
    for before, after in pairwise(row):
        gap = (after.left - before.right) / max(before.size, after.size)
        text += ("" if spaced else _between(text, after.text, gap, True)) + after.text
    main = max(row, key=lambda s: len(s.text))
    return Line(
        text=text,
        left=row[0].left,
        right=max(s.right for s in row),
        top=main.top,
        bottom=main.bottom,
        size=main.size,
        page=page,
        column=column,
        room=room,
    )
