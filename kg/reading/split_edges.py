"""Where reports end, and what is none of theirs: site headers and footers, series titles, adverts."""

from __future__ import annotations

from kg.reading.cues import opening, residue
from kg.reading.paragraphs import squeeze
from kg.reading.split_page import HEADS, Page

__all__ = ["front", "repeated", "trim"]

_TEASER = 20  # characters of its end that are looked for before it
_FRONT = 80  # paragraphs in which the first report begins


def front(page: Page) -> int:
    """The first paragraph of the first report: the head that stands directly before the first real text."""
    roles, all_paragraphs = page.roles, page.paragraphs
    body = next((i for i in range(min(_FRONT, len(roles))) if _is_text(page, i)), None)
    if body is None:
        return next((i for i, p in enumerate(all_paragraphs[:_FRONT]) if residue(p) < 2), 0)
    first = body
    while first > 0 and roles[first - 1] in HEADS and body - first < 5:
        first -= 1
    if first == body and body > 0 and roles[body] == roles[body - 1] == "prose":
        # A motto or a title of unusual form: what is short, directly before the text and no residue.
        before = all_paragraphs[body - 1]
        first -= before.length <= 60 and residue(before) < 1
    # A title over a few short lines that are no residue, however unusual.
    for i in range(first - 1, max(-1, first - 4), -1):
        if residue(all_paragraphs[i]) >= 2:
            break
        if roles[i] == "title":
            first = i
            break
    titles = [i for i in range(first, body) if roles[i] == "title"]
    if len(titles) >= 3:  # a table of contents
        first = titles[-1]
    if roles[first] == "subtitle" and first > 0 and roles[first - 1] == "prose":
        first -= all_paragraphs[first - 1].length <= 40
    return first


def _is_text(page: Page, i: int) -> bool:
    paragraph = page.paragraphs[i]
    if page.roles[i] in ("h1", "item", "greeting"):
        return True
    if page.roles[i] != "prose":
        return False
    worth = residue(paragraph)
    return (paragraph.length > 60 and worth < 0) or (worth < 2 and bool(set(opening(paragraph.head)) - {"lead_in"}))


def trim(page: Page, first: int, stop: int) -> int:
    """Where the report that begins at `first` ends: before the residue at its end."""
    best, total, kept = stop, 0.0, 0.0
    for i in range(stop - 1, first, -1):
        signature = page.roles[i] == "date" and page.roles[i - 1] == "unit"
        worth = -1.0 if signature else residue(page.paragraphs[i])
        total += worth
        if worth >= 2 and total > kept:  # the residue begins with a line that is nothing else
            best, kept = i, total
        if total < kept - 12:
            break
    return best


def repeated(page: Page, first: int, stop: int) -> bool:
    """Whether a few lines only repeat a report before them: the teaser at the foot of a web page."""
    start, end = page.paragraphs[first].start, page.paragraphs[stop - 1].end
    if first == 0 or end - start > 400:
        return False
    return squeeze(page.text[start:end])[-_TEASER:] in squeeze(page.text[:start])
