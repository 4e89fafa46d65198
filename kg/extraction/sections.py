"""The parts of a report: a tree of headings over its analysis text, and which part of the report each section is.

A section runs from its heading to the next one. Its part comes from its title; where the title says nothing, from
the section above it; where there are no headings, from the openings of sentences (2024年，将…; 下一步，…; 同时，我们也
清醒地看到…不足).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extraction.headings import BARE, Heading, Part, headings, opened_part, title_part, years_of

__all__ = ["Section", "sections"]

_SENTENCE = re.compile(r"[^。！\n]+[。！\n]*|\n+")


@dataclass(frozen=True, slots=True)
class Section:
    """text[start:end], opened by a heading `title` ("" where none), `level` headings deep (0: none above it)."""

    start: int
    end: int
    level: int
    title: str
    part: Part


@dataclass(frozen=True, slots=True)
class _Open:
    """A heading that is open at a place: the section tree's path."""

    start: int
    rank: int
    number: int
    part: Part | None


class _Walk:
    """The state while walking through a report from heading to heading and sentence to sentence."""

    def __init__(self, default: Part, first: Part, year: int | None, last: int) -> None:
        self.default, self.part, self.year = default, first, year
        self._last = last  # where the last heading starts: what closes a report comes after it
        self.path: list[_Open] = []
        self._last_top: Part | None = None
        self._opened: tuple[int, Part] | None = None  # where a sentence opened a part, and which

    def heading(self, heading: Heading, title: str) -> None:
        """Enter a heading."""
        own = title_part(title, self.year, heading.rank) if heading.rank < 7 else None
        if own == "result" and self.default == "plan" and heading.rank > 2:
            own = None
        rank = 1 if heading.rank == BARE and own is not None else heading.rank
        continued = False
        while self.path and self.path[-1].rank >= rank:
            left = self.path.pop()
            if self._opened and left.rank == rank and left.start < self._opened[0]:
                continued = heading.number != 1
        if rank <= 2 and own is None and heading.rank != BARE and not self.path:
            own = "plan" if self._last_top in {"plan", "problem"} and heading.number != 1 else None
            own = own or (None if self._opened and not continued else self.default)
        if own is not None or continued:
            self._opened = None
        if rank <= 2 and own is not None:
            self._last_top = own
        self.path.append(_Open(heading.start, rank, heading.number, own))
        if self._opened:
            self.part = self._opened[1]
        elif self.part != "intro" or heading.rank != BARE or own is not None:
            self.part = self._inherited()

    def sentence(self, start: int, sentence: str, in_paragraph: bool) -> None:
        """Go on to a sentence (or to a heading's run-in text)."""
        opened = opened_part(sentence, self.year)
        if opened == "closing" and start <= self._last:
            return
        if opened is not None and opened != self.part and (self.part != "plan" or opened == "closing"):
            self._opened = (start, opened)
            self.part = opened
        elif self._opened and self._opened[1] == "problem" and not in_paragraph:
            self._opened = None
            self.part = self._inherited()

    def _inherited(self) -> Part:
        return next((entry.part for entry in reversed(self.path) if entry.part), None) or self.default


def _starts(text: str, found: Sequence[Heading]) -> list[tuple[int, Heading | None]]:
    """Where a part can begin: at headings and at sentences."""
    starts: dict[int, Heading | None] = {match.start(): None for match in _SENTENCE.finditer(text)}
    starts.update({heading.start: heading for heading in found})
    starts.setdefault(0, None)
    return sorted(starts.items(), key=lambda entry: entry[0])


def sections(text: str, plan_only: bool = False, year: int | None = None) -> tuple[Section, ...]:
    """The sections of one report's analysis text, in order, without gap or overlap; () for an empty text.

    Args:
        text: the analysis text of one report.
        plan_only: the report only plans (kind "plan"): what no heading calls a result or a problem is plan.
        year: the year that the report looks back on, where its head says so; else it is taken from its opening.
    """
    if not text:
        return ()
    found = list(headings(text))
    default: Part = "plan" if plan_only or _plans(text) else "result"
    years = years_of(text[:400])
    # The year looked back on is the first of the title or opening: 2023 in 2023年…总结及2024年…计划.
    if year is None and years:
        year = min(years[:2]) - (default == "plan")
    numbered = default == "result" and any(heading.rank <= 2 and heading.number for heading in found)
    last = max((heading.start for heading in found if heading.number), default=0)
    walk = _Walk(default, "intro" if numbered else default, year, last)
    out: list[tuple[int, int, str, Part]] = []
    for start, heading in _starts(text, found):
        title = text[heading.start : heading.end] if heading else ""
        if heading:
            walk.heading(heading, title)
        if heading is None or heading.rank > 2:
            in_paragraph = heading is not None or (start > 0 and text[start - 1] != "\n")
            walk.sentence(start, text[start : start + 160], in_paragraph)
        if not out or heading or walk.part != out[-1][3]:
            out.append((start, len(walk.path), title, walk.part))
    ends = [entry[0] for entry in out[1:]] + [len(text)]
    return tuple(
        Section(start, end, level, title, part) for (start, level, title, part), end in zip(out, ends, strict=True)
    )


def _plans(text: str) -> bool:
    """Whether the title says that the report only plans (2024年工作计划, not 2023年工作总结及2024年工作计划)."""
    title = text[: text.find("\n") if 0 < text.find("\n") < 60 else 0]
    return bool(re.search(r"计划|打算|要点|安排|思路", title)) and not re.search(r"总结|回顾|情况|完成|报告", title)
