"""Training of what mentions and figures have to do with each other: their statuses, about, acting units.

    python -m kg.training.relations GOLD_DIR… [-o FOLDER]

reads annotated reports and writes the weights that kg/extraction ships (kg/extraction/data). Deterministic: the same
gold gives the same bytes.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from kg.evaluation import pairing
from kg.extraction.about import decisions, link_feature
from kg.extraction.actors import CLASSES, acting
from kg.extraction.linear import Linear
from kg.extraction.passages import Passages, passages
from kg.extraction.sections import Section, sections
from kg.extraction.status import mention_items, observation_items
from kg.extraction.tagger.labels import Span
from kg.gold import GoldReport, read_folder
from kg.reading.joined import AnalysisText, analyse
from kg.training.linear import fit_choices, fit_classes, fit_grid, write_model
from kg.training.samples import gold_spans

__all__ = ["Case", "bare", "train"]

T = TypeVar("T")
L = TypeVar("L")
MENTION_CLASSES = ("done", "planned", "mentioned")
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

    def abouts(self) -> tuple[list[list[list[str]]], list[int]]:
        """The decisions what figures are about: the features of all alternatives, and the right one."""
        made = decisions(self.text, self.spans, self.parts, self.places)
        truth = self.rows()
        surfaces = [self.text[span.start : span.end] for span in made.initiatives]
        groups, chosen = [], []
        last: int | None = None
        for choice in made.choices:
            named = bare(truth[made.figures[choice.figure].start].get("about") or "")
            right = next((i for i, n in enumerate(choice.candidates) if named and bare(surfaces[n]) == named), None)
            if choice.candidates and (right is not None or not named):
                groups.append([
                    [*features, link_feature(choice, i - 1, last, surfaces)] if choice.link else features
                    for i, features in enumerate(made.alternatives(choice))
                ])  # fmt: skip
                chosen.append(0 if right is None else right + 1)
            last = None if right is None else choice.candidates[right]
        return groups, chosen

    def actors(self) -> tuple[list[list[list[str]]], list[tuple[int, int]]]:
        """The decisions what units do: the features of nothing and of each object, and the right object and role.

        A row of the gold names the unit and object of these names that stand nearest to each other.
        """
        made = acting(self.text, self.spans, self.parts, self.places, reporting=self.gold.head.get("unit"))
        named: dict[tuple[str, str], list[tuple[int, int, int]]] = defaultdict(list)
        for i, decision in enumerate(made):
            for j, target in enumerate(decision.objects, 1):
                unit = decision.unit
                key = bare(self.text[unit.start : unit.end]), bare(self.text[target.start : target.end])
                named[key].append((abs(unit.start - target.start), i, j))
        chosen = [(0, 0)] * len(made)
        for row in self.gold.actors:
            found = named.get((bare(row["actor"]), bare(row["of"])))
            if found:
                _, i, j = min(found)
                chosen[i] = (j, CLASSES.index(row["role"]))
        return [decision.items for decision in made], chosen


def _pooled(samples: Iterable[tuple[Sequence[T], Sequence[L]]]) -> tuple[list[T], list[L], list[int]]:
    items: list[T] = []
    labels: list[L] = []
    sources: list[int] = []
    for i, (more, truth) in enumerate(samples):
        items += more
        labels += truth
        sources += [i] * len(more)
    return items, labels, sources


def train(cases: Sequence[Case]) -> dict[str, Linear]:
    """The four models, by the name of their file, trained on annotated reports."""
    items, labels, sources = _pooled(case.mentions() for case in cases)
    models = {"status_mention": fit_classes(items, labels, MENTION_CLASSES, sources, l2=1.0)}
    items, labels, sources = _pooled(case.observations() for case in cases)
    models["status_observation"] = fit_classes(items, labels, OBSERVATION_CLASSES, sources, l2=0.5)
    groups, chosen, sources = _pooled(case.abouts() for case in cases)
    models["about"] = fit_choices(groups, chosen, sources, l2=5.0)
    groups, cells, sources = _pooled(case.actors() for case in cases)
    models["actors"] = fit_grid(groups, cells, CLASSES, sources, l2=2.0)
    return models


def main() -> None:
    """Train on folders of gold and write the weights."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gold", nargs="+", type=Path, help="folders of annotated reports")
    default = Path(__file__).parent.parent / "extraction" / "data"
    parser.add_argument("-o", "--output", type=Path, default=default, help="folder of the weights")
    args = parser.parse_args()
    cases = [Case.of(gold) for folder in args.gold for gold in read_folder(folder)]
    for name, model in train(cases).items():
        write_model(model, args.output / f"{name}.json")


if __name__ == "__main__":
    main()
