"""Which initiative a figure is part of: candidates around the figure are scored, and so is none of them.

Guidelines: about is "the surface of the P or C whose figure it is, as tagged nearest before (or after) it, when the
text makes the figure part of that initiative; else null"; "figures after a list of drives: about the last one named;
after a mere tool (依托…平台) null". What makes a figure part of an initiative is learnt (kg/training/relations.py,
data/about.json) from three blocks of features: the figure's, the candidate's, and how the two stand to each other; and
from what the figure before is about, as figures of one initiative come in rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from kg.extraction.linear import Linear, read_model
from kg.extraction.pair_features import Places, figure_features, pair_features, place_all, span_features
from kg.extraction.passages import Passages, passages
from kg.extraction.sections import Section
from kg.extraction.tagger.labels import Span

__all__ = ["Choice", "Decisions", "abouts", "decisions", "link_feature"]

_BEFORE, _AFTER = 4, 2  # how many distinct initiatives before and after a figure are candidates
_LOOKED_AT = 12  # among how many mentions before it
_REACH = 600  # how many characters before a figure its initiative may stand


@dataclass(frozen=True, slots=True)
class Choice:
    """One decision: the figure's number and its candidates' numbers, the nearest before it first, then those after.

    before: how many of the candidates are before it. link: how the figure stands to the one before it, "" where there
    is none.
    """

    figure: int
    candidates: tuple[int, ...]
    before: int
    link: str


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
        """The features of each alternative of a decision, none first (for training; `abouts` scores the blocks)."""
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
    initiatives = [span for span in ordered if span.type in {"Program", "Campaign"}]
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
        choices.append(Choice(i, tuple(near), before, _link(figure_places, i) if near and i else ""))
    return Decisions(text, figures, initiatives, figure_places, span_places, choices)


def _link(places: Places, i: int) -> str:
    """How figure i stands to the figure before it: sentences, parts, clauses, items and initiatives begun between."""
    return "".join(
        str(min(numbers[i] - numbers[i - 1], most))
        for numbers, most in (
            (places.sentences, 2),
            (places.parts, 2),
            (places.clauses, 2),
            (places.sections, 1),
            (places.initiatives, 1),
        )
    )


def link_feature(choice: Choice, rank: int, last: int | None, surfaces: Sequence[str]) -> str:
    """The feature of an alternative (rank -1: none) beside what the figure before is about (`last`)."""
    if rank < 0:
        return f"k{choice.link}{'nn' if last is None else 'ln'}"
    way = "<" if rank < choice.before else ">"
    if last is None:
        return f"k{choice.link}nl{way}"
    same = surfaces[choice.candidates[rank]] == surfaces[last]
    return f"k{choice.link}{'=' if same else '!'}{way}{min(rank, 1)}"


def abouts(
    text: str,
    spans: Iterable[Span],
    parts: Sequence[Section],
    places: Passages | None = None,
    *,
    model: Linear | None = None,
) -> dict[Span, Span | None]:
    """For each figure among the spans the mention of the initiative it is about, or None.

    Figures are decided one after the other, each knowing what the one before is about.

    Args:
        text: the analysis text of one report.
        spans: all its tagged names and figures.
        parts: its sections.
        places: its passages, where they are known already.
        model: other weights than those that are shipped (for cross-validation).
    """
    model = model or read_model("about")
    made = decisions(text, spans, parts, places)
    surfaces = [text[span.start : span.end] for span in made.initiatives]
    figure_blocks = (figure_features(text, figure, made.figure_places, i) for i, figure in enumerate(made.figures))
    span_blocks = (span_features(text, span, made.span_places, i) for i, span in enumerate(made.initiatives))
    of_figures = model.sums(list(chain.from_iterable(figure_blocks)))
    of_spans = model.sums(list(chain.from_iterable(span_blocks)))
    of_pairs = iter(
        model.sums([made.pair(choice, rank) for choice in made.choices for rank in range(len(choice.candidates))])
    )
    out: dict[Span, Span | None] = {}
    last: int | None = None
    for choice in made.choices:
        i = choice.figure
        best, best_score = None, of_figures[3 * i]
        if choice.link:
            best_score += model.weight(link_feature(choice, -1, last, surfaces))
        for rank, number in enumerate(choice.candidates):
            way = 0 if rank < choice.before else 1
            score = of_figures[3 * i + 1 + way] + of_spans[2 * number + way] + next(of_pairs)
            if choice.link:
                score += model.weight(link_feature(choice, rank, last, surfaces))
            if score > best_score:
                best, best_score = number, score
        last = best
        out[made.figures[i]] = None if best is None else made.initiatives[best]
    return out
