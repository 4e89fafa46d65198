"""The numbers by which about.py decides on a figure's candidates: how they stand to it, and what the words said.

One row a candidate. The words' say (a linear model's probability) is there for the candidate, for none, for the best
other candidate, and for the same initiative at the figures before and after: figures of one initiative come in rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from kg.extraction.about_candidates import Choice, Decisions
from kg.extraction.headings import Part

__all__ = ["Said", "table"]

Said = Sequence[Sequence[float]]
"""For each decision the linear model's score of none and of each candidate."""

_PARTS: tuple[Part, ...] = ("intro", "result", "problem", "plan", "closing")
_HEADS = ("drive", "event", "scheme", "tool", "benefit", "works", "honour", "study", "other")
_MEASURES = ("%点", "元", "人名户口", "次场期轮班", "起件条宗", "个处家所项座", "亩里米吨斤度", "份册幅本块台辆套")
# What says that a figure sums up, is a part of the one before, or belongs to something new.
_SUMS, _PART, _NEW = ("累计", "共", "截至"), ("其中",), ("同时", "此外", "另")
_NEAR = (-1, -2, 1, 2)  # the figures before and after


def table(text: str, made: Decisions, said: Said) -> npt.NDArray[np.float32]:
    """The numbers of all candidates of all decisions, in order: candidates × columns."""
    chances = [_softmax(scores) for scores in said]
    surfaces = [text[span.start : span.end] for span in made.initiatives]
    named = Counter(surfaces)
    runs = _counts(made)
    by_name: list[dict[str, float]] = []
    for choice, chance in zip(made.choices, chances, strict=True):
        best: dict[str, float] = {}
        for number, p in zip(choice.candidates, chance[1:], strict=True):
            best[surfaces[number]] = max(p, best.get(surfaces[number], 0.0))
        by_name.append(best)
    tops = [max(best.values(), default=-0.1) for best in by_name]
    rows: list[list[float]] = []
    for at, choice in enumerate(made.choices):
        figure = _figure(text, made, choice, runs[at])
        scores, chance = said[at], chances[at]
        near = [at + step if 0 <= at + step < len(by_name) else None for step in _NEAR]
        beside = [-0.2 if n is None else tops[n] for n in near]
        for rank, number in enumerate(choice.candidates):
            p = chance[rank + 1]
            others = [other for i, other in enumerate(chance[1:]) if i != rank]
            same = [-0.2 if n is None else by_name[n].get(surfaces[number], -0.1) for n in near]
            rows.append([
                *figure, *_pair(text, made, choice, rank), named[surfaces[number]],
                p, scores[rank + 1] - scores[0], chance[0], max(others, default=0.0), *same, *beside,
            ])  # fmt: skip
    return np.array(rows, np.float32)


def _softmax(scores: Sequence[float]) -> list[float]:
    powers = np.exp(np.array(scores) - max(scores))
    listed: list[float] = (powers / powers.sum()).tolist()
    return listed


def _counts(made: Decisions) -> list[tuple[int, int, int]]:
    """For each figure how many are before and after it in its sentence, and before it in its clause."""
    places = made.figure_places
    sentences, clauses = Counter(places.sentences), Counter(places.clauses)
    seen: Counter[tuple[str, int]] = Counter()
    out = []
    for sentence, clause in zip(places.sentences, places.clauses, strict=True):
        before, here = seen["s", sentence], seen["c", clause]
        out.append((before, sentences[sentence] - before - 1, min(here, clauses[clause])))
        seen["s", sentence] += 1
        seen["c", clause] += 1
    return out


def _figure(text: str, made: Decisions, choice: Choice, counts: tuple[int, int, int]) -> list[float]:
    i = choice.figure
    figure, places = made.figures[i], made.figure_places
    clause, clause_end, sentence = places.bounds[i]
    measure = text[figure.end - 1]
    return [
        next((n for n, group in enumerate(_MEASURES) if measure in group), -1),
        _PARTS.index(places.kinds[i]) if places.kinds[i] in _PARTS else -1,
        figure.start - clause,
        clause_end - figure.end,
        figure.start - sentence,
        len(choice.candidates),
        choice.before,
        *counts,
        figure.start - made.figures[i - 1].end if i else 999,
    ]


def _pair(text: str, made: Decisions, choice: Choice, rank: int) -> list[float]:
    i, n = choice.figure, choice.candidates[rank]
    figure, span, at, of = made.figures[i], made.initiatives[n], made.figure_places, made.span_places
    before = rank < choice.before
    sign = 1 if before else -1
    a, b = (span.end, figure.start) if before else (figure.end, span.start)
    between, surface = text[a:b], text[span.start : span.end]
    clause, clause_end, sentence = at.bounds[i]
    around = text[max(clause, figure.start - 30) : figure.start] + text[figure.end : min(clause_end, figure.end + 12)]
    lead = max(sentence, figure.start - 60)
    leading = "" if before and span.start >= lead else text[lead : figure.start]
    return [
        before,
        rank if before else rank - choice.before,
        b - a,
        *(
            (of_figure[i] - of_span[n]) * sign
            for of_figure, of_span in (
                (at.sentences, of.sentences), (at.clauses, of.clauses), (at.parts, of.parts),
                (at.paragraphs, of.paragraphs), (at.sections, of.sections), (at.figures, of.figures),
                (at.initiatives, of.initiatives), (at.others, of.others),
            )
        ),
        of.topic[n],
        _HEADS.index(of.heads[n]),
        span.type == "Campaign",
        len(surface),
        between.count("、"),
        any(word in between for word in _NEW),
        any(word in between for word in _SUMS),
        any(word in between for word in _PART),
        span.start - of.bounds[n][0],
        of.bounds[n][1] - span.end,
        surface[0] in "“\"",
        len(set(surface) & set(around)),
        sum(surface[k : k + 2] in leading for k in range(len(surface) - 1)),
    ]  # fmt: skip
