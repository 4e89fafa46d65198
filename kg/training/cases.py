"""Annotated reports as examples of the four relations' models, and the models fitted to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from kg.evaluation import pairing
from kg.extraction.about import said_by_words
from kg.extraction.about_candidates import Decisions, decisions
from kg.extraction.about_table import table
from kg.extraction.actors import CLASSES, acting
from kg.extraction.forest import Forest
from kg.extraction.linear import Linear
from kg.extraction.passages import Passages, passages
from kg.extraction.sections import Section, sections
from kg.extraction.status import mention_items, observation_items
from kg.extraction.tagger.labels import Span
from kg.gold import GoldReport
from kg.reading.joined import AnalysisText, analyse
from kg.training.forest import fit_forest
from kg.training.linear import fit_choices, fit_classes
from kg.training.samples import gold_spans

__all__ = ["Case", "Models", "bare", "train"]

T = TypeVar("T")
L = TypeVar("L")
MENTION_CLASSES = ("done", "planned", "mentioned")
_PARTS = 4
OBSERVATION_CLASSES = ("done", "planned", "problem", "baseline")


def bare(name: str) -> str:
    """A surface without quotation marks, commas and breaks, as the scorer compares names."""
    return pairing.bare(analyse(name).text)


@dataclass(frozen=True)
class Case:
    """An annotated report, its analysis text and its gold spans."""

    gold: GoldReport
    analysis: AnalysisText
    spans: tuple[Span, ...]

    @classmethod
    def of(cls, gold: GoldReport) -> Case:
        """Prepare an annotated report."""
        analysis = analyse(gold.text)
        return cls(gold, analysis, tuple(gold_spans(gold, analysis)))

    @property
    def text(self) -> str:
        """The analysis text."""
        return self.analysis.text

    @cached_property
    def parts(self) -> tuple[Section, ...]:
        """The report's sections."""
        return sections(self.text, self.gold.head.get("kind") == "plan", self.gold.head.get("year"))

    @cached_property
    def places(self) -> Passages:
        """The report's passages."""
        return passages(self.text)

    def mentions(self) -> tuple[list[list[str]], list[str]]:
        """The programs' and campaigns' features and statuses."""
        spans, items = mention_items(self.text, self.spans, self.parts, self.places)
        truth = {self.analysis.index_at(m.start): m.status for m in self.gold.mentions}
        return items, [truth[span.start] for span in spans]

    def observations(self) -> tuple[list[list[str]], list[str]]:
        """The figures' features and statuses."""
        spans, items = observation_items(self.text, self.spans, self.parts, self.places)
        truth = self.rows()
        return items, [truth[span.start]["status"] for span in spans]

    def rows(self) -> dict[int, dict[str, str]]:
        """The gold's observations by where their figure starts in the analysis text."""
        return {
            self.analysis.index_at(start): row
            for (start, _), row in zip(self.gold.quantities, self.gold.observations, strict=True)
        }

    @cached_property
    def decided(self) -> tuple[Decisions, list[int | None]]:
        """The decisions what figures are about, and of each the right alternative (0: none; None: not among them)."""
        made = decisions(self.text, self.spans, self.parts, self.places)
        truth = self.rows()
        surfaces = [bare(self.text[span.start : span.end]) for span in made.initiatives]
        right: list[int | None] = []
        for choice in made.choices:
            named = bare(truth[made.figures[choice.figure].start].get("about") or "")
            found = (rank for rank, n in enumerate(choice.candidates, 1) if surfaces[n] == named)
            right.append(next(found, None) if named else 0)
        return made, right

    def abouts(self) -> tuple[list[list[list[str]]], list[int]]:
        """The features of all alternatives of each decision what a figure is about, and the right one."""
        made, right = self.decided
        kept = [
            (made.alternatives(c), r)
            for c, r in zip(made.choices, right, strict=True)
            if c.candidates and r is not None
        ]
        return [group for group, _ in kept], [chosen for _, chosen in kept]

    def numbers(self, words: Linear) -> tuple[npt.NDArray[np.float32], list[bool]]:
        """The numbers of all candidates, with what a linear model says of them, and whether they are right."""
        made, right = self.decided
        rows = table(self.text, made, said_by_words(made, words))
        sizes = [len(choice.candidates) for choice in made.choices]
        kept = np.repeat([r is not None for r in right], sizes)
        truth = [r == rank for r, size in zip(right, sizes, strict=True) for rank in range(1, size + 1)]
        return rows[kept], np.array(truth, bool)[kept].tolist()

    def actors(self) -> tuple[list[list[str]], list[str]]:
        """The pairs of a unit and an object: their features and roles.

        A row of the gold names the unit and object of these names that stand nearest to each other; other pairs of the
        same names are left out, as the gold says nothing of them.
        """
        made = acting(self.text, self.spans, self.parts, self.places, reporting=self.gold.head.get("unit"))
        named: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for i, pair in enumerate(made):
            unit, target = pair.unit, pair.target
            name = bare(self.text[unit.start : unit.end]), bare(self.text[target.start : target.end])
            named[name].append((abs(unit.start - target.start), i))
        truth: dict[int, str | None] = {}
        for row in self.gold.actors:
            if found := named.get((bare(row["actor"]), bare(row["of"]))):
                for _, i in found:
                    truth.setdefault(i, None)
                truth[min(found)[1]] = row["role"]
        said = [truth.get(i, CLASSES[0]) for i in range(len(made))]
        kept = [(pair.features, role) for pair, role in zip(made, said, strict=True) if role is not None]
        return [features for features, _ in kept], [role for _, role in kept]


def _pooled(samples: Iterable[tuple[Sequence[T], Sequence[L]]]) -> tuple[list[T], list[L], list[int]]:
    items: list[T] = []
    labels: list[L] = []
    sources: list[int] = []
    for i, (more, truth) in enumerate(samples):
        items += more
        labels += truth
        sources += [i] * len(more)
    return items, labels, sources


@dataclass(frozen=True)
class Models:
    """The linear models, by the name of their file, and the trees (about_trees)."""

    linear: dict[str, Linear]
    trees: Forest


def train(cases: Sequence[Case]) -> Models:
    """The models trained on annotated reports."""
    items, labels, sources = _pooled(case.mentions() for case in cases)
    models = {"status_mention": fit_classes(items, labels, MENTION_CLASSES, sources, l2=1.0)}
    items, labels, sources = _pooled(case.observations() for case in cases)
    models["status_observation"] = fit_classes(items, labels, OBSERVATION_CLASSES, sources, l2=0.5)
    items, labels, sources = _pooled(case.actors() for case in cases)
    models["actors"] = fit_classes(items, labels, CLASSES, sources, l2=3.0)
    models["about"] = _words(cases)
    return Models(models, _trees(cases))


def _words(cases: Sequence[Case]) -> Linear:
    groups, chosen, sources = _pooled(case.abouts() for case in cases)
    return fit_choices(groups, chosen, sources, l2=5.0)


def _trees(cases: Sequence[Case]) -> Forest:
    """Trees over what a linear model says of reports that it has not seen: of each part, one trained on the others."""
    rows, right = [], []
    for k in range(min(_PARTS, len(cases))):
        words = _words([case for i, case in enumerate(cases) if i % _PARTS != k])
        for case in cases[k::_PARTS]:
            if case.decided[0].initiatives and case.decided[0].figures:
                more, truth = case.numbers(words)
                rows.append(more)
                right += truth
    return fit_forest(np.concatenate(rows), np.array(right, bool))
