"""Precision, recall and F1 of an extraction against annotated reports, by the rules of the gold's own scorer.

Names count by span (exact, or overlapping one to one); figures by overlap, their value and measure exactly, their
indicator when alike; status and kind of those found; acting units by role and alike names; the head by field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.evaluation.pairing import alike, bare, overlap, pairs
from kg.evaluation.systems import System
from kg.gold import GoldReport
from kg.records import INITIATIVES, Mention, Observation

__all__ = ["Scores", "Tally", "score"]

_CLASSES = (
    ("unit", {"Unit"}), ("district", {"District"}), ("initiative", set(INITIATIVES)), ("document", {"Document"}),
)  # fmt: skip


@dataclass
class Tally:
    """How many were right, how many the gold has, how many the system found."""

    hits: int = 0
    gold: int = 0
    found: int = 0

    def add(self, hits: int, gold: int, found: int) -> None:
        """Add the counts of one report."""
        self.hits, self.gold, self.found = self.hits + hits, self.gold + gold, self.found + found

    @property
    def precision(self) -> float:
        """Right of those found; 0 where none was."""
        return self.hits / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Right of those in the gold; 0 where none is."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass
class Scores:
    """A tally for each measure, in the order in which they are reported."""

    tallies: dict[str, Tally] = field(default_factory=dict)

    def add(self, measure: str, hits: int, gold: int, found: int) -> None:
        """Add one report's counts to a measure."""
        self.tallies.setdefault(measure, Tally()).add(hits, gold, found)


def score(golds: Sequence[GoldReport], systems: Mapping[str, System]) -> Scores:
    """The scores of what a system says of annotated reports; a report that it says nothing of counts as empty."""
    scores = Scores()
    for gold in golds:
        system = systems.get(gold.name, System())
        for label, kinds in _CLASSES:
            want = [one for one in gold.mentions if one.type in kinds]
            have = [one for one in system.mentions if one.type in kinds]
            _names(scores, label, want, have, gold.text)
        _figures(scores, gold, system.observations)
        acting = pairs(
            gold.actors,
            system.actors,
            lambda g, s: float(g["role"] == s.role and alike(g["actor"], s.actor) and alike(g["of"], s.of)),
        )
        scores.add("acting unit", len(acting), len(gold.actors), len(system.actors))
        right = sum(gold.head.get(key) == system.head.get(key) for key in ("year", "kind"))
        scores.add("report head (year, kind)", right, 2, 2)
        scores.add("report head (unit)", int(alike(gold.head.get("unit"), system.head.get("unit"))), 1, 1)
    return scores


def _span(one: Mention | Observation) -> tuple[int, int]:
    return one.start, one.end


def _near(one: Mention, two: Mention) -> float:
    return overlap(_span(one), _span(two))


def _names(scores: Scores, label: str, want: Sequence[Mention], have: Sequence[Mention], text: str) -> None:
    wanted, found = set(map(_span, want)), set(map(_span, have))
    scores.add(f"{label} (exact span)", len(wanted & found), len(wanted), len(found))
    loose = pairs(want, have, _near)
    scores.add(f"{label} (overlap)", len(loose), len(want), len(have))
    if label != "initiative":
        return
    same: dict[str, Callable[[Mention, Mention], bool]] = {
        "kind": lambda a, b: a.type == b.type,
        "status": lambda a, b: a.status == b.status,
    }
    for what, agree in same.items():
        right = sum(agree(want[i], have[j]) for i, j in loose)
        scores.add(f"initiative {what} (of overlapping)", right, len(loose), len(loose))
    names, others = {bare(one.text) for one in want}, {bare(text[one.start : one.end]) for one in have}
    scores.add("initiative names (distinct, a report)", len(names & others), len(names), len(others))


def _figures(scores: Scores, gold: GoldReport, found: Sequence[Observation]) -> None:
    rows, count = gold.observations, len(gold.quantities)
    matched = pairs(gold.quantities, found, lambda span, one: overlap(span, _span(one)))
    exact = [(found[j].value, found[j].measure or "") for j in range(len(found))]
    valued = [(i, j) for i, j in matched if (rows[i]["value"], rows[i]["measure"]) == exact[j]]
    full = [(i, j) for i, j in valued if alike(rows[i]["indicator"], found[j].indicator)]
    scores.add("quantity (figure found)", len(matched), count, len(found))
    scores.add("quantity (value and measure)", len(valued), count, len(found))
    scores.add("observation (with its indicator)", len(full), count, len(found))
    right = sum(rows[i]["status"] == found[j].status for i, j in matched)
    scores.add("observation status (of found)", right, len(matched), len(matched))
    agree = sum(
        1 for i, j in matched if rows[i]["about"] and found[j].about and alike(rows[i]["about"], found[j].about)
    )
    linked, claims = sum(bool(row["about"]) for row in rows), sum(bool(one.about) for one in found)
    scores.add("observation about an initiative", agree, linked, claims)
