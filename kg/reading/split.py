"""One source text to its reports.

Every paragraph that may begin a report gets a score: the sum of its features' weights (split_weights.py). Where
the numbering restarts (… 四、 … 一、) the best place of the stretch between is asked for; elsewhere a place has to
stand on its own. What remains at the ends of reports is searched for residue of web pages (split_edges.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.reading.cues import opening, title_unit
from kg.reading.paragraphs import Paragraph
from kg.reading.split_candidates import Candidate, candidate
from kg.reading.split_edges import front, repeated, trim
from kg.reading.split_features import State, features
from kg.reading.split_page import Page
from kg.reading.split_weights import score

__all__ = ["THRESHOLD", "Span", "begins", "report_spans"]

THRESHOLD = 4.0
"""The score from which on a report begins."""
_ADVANTAGE = 2.0  # by how much a place must be better than a good one shortly before it
_EARLIER = 0.5  # the same among places that would explain a restart
_APART = 250  # characters between two beginnings
_MOST = 40  # candidates of a stretch that are tried as the explanation of its restart
_LONGEST_OPENING = 600  # characters; a longer first paragraph is a whole report in one line
_OPENED = {"opening_assembly", "opening_led", "opening_reported"}

_Scored = tuple[Candidate, float, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Span:
    """A report as paragraphs[first:stop]; `score` and `features` say why it begins there."""

    first: int
    stop: int
    score: float
    features: tuple[str, ...]


def report_spans(text: str) -> tuple[Sequence[Paragraph], tuple[Span, ...]]:
    """The paragraphs of a text and the reports among them, in order; what is in no report is residue."""
    page = Page(text)
    if not page.paragraphs:
        return page.paragraphs, ()
    first = front(page)
    starts = [(first, 0.0, ("first",)), *begins(page, first)]
    stops = [index for index, _, _ in starts[1:]] + [len(page.paragraphs)]
    spans = []
    for (index, worth, names), stop in zip(starts, stops, strict=True):
        end = trim(page, index, stop)
        if stop < len(page.paragraphs) or not repeated(page, index, end):
            spans.append(Span(index, end, worth, names))
    return page.paragraphs, tuple(spans)


def begins(page: Page, first: int) -> Iterator[tuple[int, float, tuple[str, ...]]]:
    """Where reports begin after the first, in order: paragraph, score, features."""
    last = State.of(page, first)
    for restart, group in _stretches(page, first):
        chosen = _alone(page, group, last)
        if restart is not None:
            chosen = _explaining(page, group, chosen, last, restart)
        for place, worth, names in chosen:
            yield place.index, worth, names
            last = State.of(page, place.index)


def _stretches(page: Page, first: int) -> Iterator[tuple[int | None, list[Candidate]]]:
    """The candidates, by the restart of the numbering in whose stretch they lie (None: in none)."""
    group: list[Candidate] = []
    inside = first
    for i in range(first + 1, len(page.paragraphs)):
        if i <= inside or (place := candidate(page, i)) is None:
            continue
        inside = _inside(page, place)
        if group and page.restart[i] != page.restart[group[-1].index]:
            yield page.restart[group[-1].index], group
            group = []
        group.append(place)
    if group:
        yield page.restart[group[-1].index], group


def _inside(page: Page, place: Candidate) -> int:
    """The last paragraph of a candidate's head; what belongs to the head begins no report of its own."""
    last, found = place.body, set(place.features)
    follows = page.roles[last + 1 : last + 2]
    if "headless" in found and place.body == place.index and follows == ["prose"]:
        # The text under 一、, unless it opens a report: 一、 may have been the last line of the one before.
        return last + ("headless_done" in found or not _OPENED & set(opening(page.paragraphs[last + 1].head)))
    if _OPENED & found and page.paragraphs[last].length <= _LONGEST_OPENING:
        section = follows == ["title"] and title_unit(page.paragraphs[last + 1].head) is None
        return last + (section or follows == ["h1"])  # 一、2023年工作回顾 under the opening
    return last


def _alone(page: Page, group: Sequence[Candidate], last: State) -> list[_Scored]:
    """The candidates that stand on their own. Of two that are close the better; the earlier has an advantage."""
    kept: list[_Scored] = []
    states = [last]
    for place in group:
        near = bool(kept) and page.distance(kept[-1][0].index, place.index) < _APART
        names = features(page, place, states[-2] if near else states[-1], None)
        worth = score(names)
        if worth < THRESHOLD or (near and worth <= kept[-1][1] + _ADVANTAGE):
            continue
        if near:
            kept.pop()
            states.pop()
        kept.append((place, worth, names))
        states.append(State.of(page, place.index))
    return kept


def _explaining(
    page: Page, group: Sequence[Candidate], alone: Sequence[_Scored], last: State, restart: int
) -> list[_Scored]:
    """The beginnings of a stretch, the last of which explains why the numbering restarts after it.

    One candidate is tried after the other as that last one, behind those before it that stand on their own. The
    choice with the greatest sum over the threshold wins; shortly before it, an earlier one that is as good.
    """
    best, top = list(alone), sum(worth - THRESHOLD for _, worth, _ in alone)
    for place in group[-_MOST:]:
        before = [
            row for row in alone if row[0].index < place.index and page.distance(row[0].index, place.index) >= _APART
        ]
        names = features(page, place, State.of(page, before[-1][0].index) if before else last, restart)
        worth = score(names)
        total = sum(row[1] - THRESHOLD for row in before) + worth - THRESHOLD
        close = bool(best) and best[-1][0] is not place and 0 <= page.distance(best[-1][0].index, place.index) < _APART
        if worth >= THRESHOLD and total > top + (_EARLIER if close else 0.0):
            best, top = [*before, (place, worth, names)], total
    return best
