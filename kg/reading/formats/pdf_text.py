"""From the lines of a PDF to its text: without running heads and page numbers, lines joined to paragraphs."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from kg.reading.formats.pdf_layout import Line

__all__ = ["paragraphs_of"]

_EDGE = 2  # lines at the top and at the bottom of a page that may be running heads
_SHARE = 0.25  # of the pages: heads of odd and even pages differ
_SAME_PLACE = 6.0  # points
_NUMBER = re.compile(
    r"[-—–―－_·•.~\[［(（]*(?:第|page|p\.?)?[#Ⅰ-ⅿ](?:页|[/／|]#|of#|[/／]?共#页|页[，,/／]?共#页)?[-—–―－_·•.~\]］)）]*",
    re.I,
)
_BARE = re.compile(r"#|[ivxlc]+")
# A line that begins like this begins a paragraph, however full the one before it is.
_HEADING = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}(?:部分|章|节)"
)
_FULL = 2.2  # of the size: so much shorter than its column a line may be and still go on in the next
_INDENTED = 0.8
_LEAST_ROOM = 0.6  # of the page's width: no text over the whole page is narrower
_SAME_SIZE = 0.15
_GAP = 1.5
_ENOUGH = 8  # lines: a zone with as many has margins of its own

_Margins = tuple[float, float, float]


def paragraphs_of(pages: Sequence[Sequence[Line]]) -> list[str]:
    """The paragraphs of a document, given its pages' lines in reading order."""
    kept = _in_columns([line for page in _without_running(pages) for line in page])
    margins = _all_margins(kept)
    found: list[str] = []
    before: Line | None = None
    for line in kept:
        if before is not None and _goes_on(before, line, margins):
            found[-1] = _joined(found[-1], line.text)
        else:
            found.append(line.text)
        before = line
    return found


def _without_running(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without the lines at their edges that come again on other pages, and without page numbers."""
    edges: list[list[tuple[str, Line]]] = []
    for page in pages:
        by_place = sorted(page, key=lambda line: line.bottom)
        top = [("top", line) for line in by_place[:_EDGE]]
        edges.append(top + [("bottom", line) for line in by_place[max(_EDGE, len(by_place) - _EDGE) :]])
    places: dict[tuple[str, str], list[float]] = defaultdict(list)
    for page_edges in edges:
        for edge, line in page_edges:
            places[edge, _pattern(line.text)].append(line.bottom)
    needed = 2 if len(pages) <= 4 else max(3, _SHARE * len(pages))
    out = []
    for page, page_edges in zip(pages, edges, strict=True):
        dropped = {
            id(line)
            for edge, line in page_edges
            if sum(abs(other - line.bottom) < _SAME_PLACE for other in places[edge, _pattern(line.text)]) >= needed
        }
        # At each edge a page number may stand outside of what is left.
        rest = sorted((line for line in page if id(line) not in dropped), key=lambda line: line.bottom)
        for line, neighbour in ((rest[0], rest[1]), (rest[-1], rest[-2])) if len(rest) > 1 else ():
            if _is_number(line, neighbour):
                dropped.add(id(line))
        out.append([line for line in page if id(line) not in dropped])
    return out


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "#", "".join(text.split()))


def _is_number(line: Line, neighbour: Line) -> bool:
    pattern = _pattern(line.text)
    if _BARE.fullmatch(pattern):  # only where it stands apart
        return abs(line.bottom - neighbour.bottom) > 2.5 * neighbour.size
    return bool(_NUMBER.fullmatch(pattern))


def _in_columns(lines: list[Line]) -> list[Line]:
    """The lines, those of a page whose right column is empty as lines of the left one."""
    left = [line for line in lines if line.column == "l"]
    if 3 * len(left) < len(lines):
        return lines
    edge = max(line.right for line in left)
    wide = {line.page for line in lines if line.column or line.right > edge + 1}
    return [line if line.page in wide else replace(line, column="l") for line in lines]


def _all_margins(lines: Iterable[Line]) -> dict[tuple[int, str], _Margins]:
    """Left and right margin and usual distance of lines for each column of each page."""
    of_column: dict[str, list[Line]] = defaultdict(list)
    of_zone: dict[tuple[int, str], list[Line]] = defaultdict(list)
    for line in lines:
        of_column[line.column].append(line)
        of_zone[line.page, line.column].append(line)
    common = {column: _margins(members) for column, members in of_column.items()}
    return {
        (page, column): _margins(members) if len(members) >= _ENOUGH else common[column]
        for (page, column), members in of_zone.items()
    }


def _margins(lines: Sequence[Line]) -> _Margins:
    size = median(line.size for line in lines)
    needed = max(2, len(lines) // 12)
    lefts = Counter(round(line.left / 3) for line in lines)
    rights = Counter(round(line.right / size) for line in lines)
    left = min((at for at in lefts if sum(lefts[at + k] for k in (-1, 0, 1)) >= needed), default=min(lefts)) * 3
    right = max((at for at in rights if sum(rights[at + k] for k in (-1, 0, 1)) >= needed), default=max(rights)) * size
    if not lines[0].column:  # a page of a few short lines says nothing of its margin
        right = max(right, _LEAST_ROOM * median(line.room for line in lines))
    steps = [
        other.bottom - line.bottom
        for line, other in pairwise(lines)
        if line.page == other.page and other.bottom > line.bottom
    ]
    return left, right, median(steps) if steps else 2 * size


def _goes_on(before: Line, line: Line, margins: dict[tuple[int, str], _Margins]) -> bool:
    """Whether a line goes on with the paragraph of the line before it."""
    if "\t" in before.text or "\t" in line.text or _HEADING.match(line.text):
        return False
    size = before.size
    _, right, step = margins[before.page, before.column]
    left = margins[line.page, line.column][0]
    if before.right < right - _FULL * size or line.left > left + _INDENTED * size:
        return False
    if abs(line.size - size) > _SAME_SIZE * size:
        return False
    same_zone = before.page == line.page and before.column == line.column
    return not (same_zone and line.bottom - before.bottom > _GAP * step)


def _joined(text: str, more: str) -> str:
    """Two parts of a paragraph: a word divided by a hyphen becomes one, Latin words stay two."""
    last, first = text[-1], more[0]
    if last == "-" and text[-2:-1].isascii() and text[-2:-1].isalpha() and first.isascii() and first.islower():
        return text[:-1] + more
    latin = last.isascii() and first.isascii() and (last.isalpha() or first.isalpha() or last in ",.;:")
    return f"{text} {more}" if latin else text + more
