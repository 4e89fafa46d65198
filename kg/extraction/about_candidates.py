"""Which initiatives a figure may be about: the nearest before it, then those after it in its sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.extraction.pair_features import Places, figure_features, pair_features, place_all, span_features
from kg.extraction.passages import Passages, passages
from kg.extraction.sections import Section
from kg.extraction.tagger.labels import Span
from kg.records import INITIATIVES

__all__ = ["Choice", "Decisions", "decisions"]

_BEFORE, _AFTER = 4, 2  # how many distinct initiatives before and after a figure are candidates
_LOOKED_AT = 12  # among how many mentions before it
_REACH = 600  # how many characters before a figure its initiative may stand


@dataclass(frozen=True, slots=True)
class Choice:
    """One decision: the figure's number and its candidates' numbers, the nearest before it first, then those after.

    before: how many of the candidates are before it.
    """

    figure: int
    candidates: tuple[int, ...]
    before: int


@dataclass(frozen=True)
class Decisions:
    """The figures and initiatives of a text, their places, and the decisions to make, in order."""

    text: str
    figures: Sequence[Span]
    initiatives: Sequence[Span]
    figure_places: Places
    span_places: Places
    choices: Sequence[Choice]

    def alternatives(self, choice: Choice) -> list[list[str]]:
        """The features of each alternative of a decision, none first (for training)."""
        none, *ways = figure_features(self.text, self.figures[choice.figure], self.figure_places, choice.figure)
        listed = [none]
        for rank, number in enumerate(choice.candidates):
            way = 0 if rank < choice.before else 1
            own = span_features(self.text, self.initiatives[number], self.span_places, number)
            listed.append([*ways[way], *own[way], *self.pair(choice, rank)])
        return listed

    def pair(self, choice: Choice, rank: int) -> list[str]:
        """The features of how the candidate of a rank stands to the figure."""
        before = rank < choice.before
        n, i = choice.candidates[rank], choice.figure
        return pair_features(
            self.text,
            (self.initiatives[n], self.span_places, n),
            (self.figures[i], self.figure_places, i),
            rank=rank if before else rank - choice.before,
            before=before,
        )


def decisions(
    text: str, spans: Iterable[Span], parts: Sequence[Section], places: Passages | None = None
) -> Decisions:
    """The decisions to make for the figures of a text."""
    places = places or passages(text)
    ordered = sorted(spans)
    figures = [span for span in ordered if span.type == "Quantity"]
    initiatives = [span for span in ordered if span.type in INITIATIVES]
    starts = (
        [span.start for span in figures],
        [span.start for span in initiatives],
        [span.start for span in ordered if span.type in {"Unit", "District"}],
    )
    figure_places = place_all(text, figures, starts, parts, places)
    span_places = place_all(text, initiatives, starts, parts, places)
    surfaces = [text[span.start : span.end] for span in initiatives]
    choices = []
    for i, figure in enumerate(figures):
        at = figure_places.initiatives[i]
        near: list[int] = []
        seen: set[str] = set()
        for number in range(at - 1, max(-1, at - 1 - _LOOKED_AT), -1):
            if len(near) == _BEFORE or initiatives[number].start < figure.start - _REACH:
                break
            if surfaces[number] not in seen:
                near.append(number)
                seen.add(surfaces[number])
        before = len(near)
        for number in range(at, min(len(initiatives), at + _AFTER)):
            if span_places.sentences[number] != figure_places.sentences[i]:
                break
            if surfaces[number] not in seen:
                near.append(number)
        choices.append(Choice(i, tuple(near), before))
    return Decisions(text, figures, initiatives, figure_places, span_places, choices)
