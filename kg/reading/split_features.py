"""The features of a place where a report may begin, given the report that began last."""

from __future__ import annotations

from dataclasses import dataclass

from kg.reading.cues import residue, years
from kg.reading.split_candidates import Candidate, candidate, plan_only
from kg.reading.split_page import HEADS, Page

__all__ = ["State", "features"]

_LONGEST_HEAD = 12
_UNIT_AT_WORK = {"title", "title_bare", "greeting", "opening_assembly", "opening_led", "opening_subject"}


@dataclass(frozen=True, slots=True)
class State:
    """The report that began last: its first paragraph, whether it is a plan, the year it looks back at."""

    index: int
    planned: bool
    year: int | None

    @classmethod
    def of(cls, page: Page, index: int) -> State:
        """The state after a report has begun at a paragraph."""
        begun = candidate(page, index)
        return cls(index, begun is not None and begun.planned, _year(page, index))


def features(page: Page, place: Candidate, last: State, restart: int | None) -> tuple[str, ...]:
    """All features of a candidate, given the report that began last and the restart that it would explain."""
    names = list(place.features)
    i = place.index
    distance = page.distance(last.index, i)
    if restart is not None:
        names.append("restart_far" if page.distance(place.body, restart) > 1500 else "restart")
    if distance < 250:
        names.append("short")
    elif distance < 800:
        names.append("brief")
    if distance < 1200 and not any(page.roles[k] in ("h1", "item", "part") for k in range(last.index + 1, i)):
        names.append("prologue")
    if page.goes_on[i]:
        names.append("goes_on")
    if _headed_only(page, last.index, i):
        names.append("no_text")
    if last.planned:
        return tuple(name for name in names if name not in ("opening_planned", "plan_section"))
    year = _year(page, i)
    if year is not None and last.year is not None:
        after = year - last.year
        names.append("year_next" if after == 1 else "year_same" if after <= 0 else "year_other")
        if after > 0 and not _UNIT_AT_WORK & set(names):
            names.append("next_bare")
    if "title" not in names and _plan_part(page, place, last):
        names.append("plan_part")
    return tuple(names)


def _headed_only(page: Page, first: int, stop: int) -> bool:
    """Whether paragraphs[first:stop] are what stands over a text: titles, dates, residue of a web page."""
    return stop - first <= _LONGEST_HEAD and all(
        page.roles[k] in HEADS or residue(page.paragraphs[k]) >= 1 for k in range(first, stop)
    )


def _year(page: Page, index: int) -> int | None:
    """The year that a report's first paragraphs look back at: the first they name."""
    named = years("".join(p.head for p in page.paragraphs[index : index + 3]))
    return named[0] if named else None


def _plan_part(page: Page, place: Candidate, last: State) -> bool:
    """Whether a heading of plans stands at the place, so that the plans of the same report begin."""
    restart = page.restart[place.index]
    stop = place.body if restart is None else min(restart, place.body + 3)
    return any(
        page.roles[k] in ("title", "part") and plan_only(page.paragraphs[k].head)
        for k in range(max(last.index + 1, place.index - 2), stop + 1)
    )
