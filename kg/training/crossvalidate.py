"""How well statuses, about and acting units are found on reports that were not learnt from.

Definitions as in the gold's scorer (kg/evaluation/score.py): accuracy of the statuses, precision, recall and F1 of
about and of acting units, names compared leniently. Reports are grouped by the letter that their names begin with.
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.evaluation.pairing import alike, overlap, pairs
from kg.evaluation.score import Tally
from kg.extraction.about import abouts
from kg.extraction.actors import actors
from kg.extraction.linear import Linear
from kg.extraction.names import settle
from kg.extraction.quantities import find_quantities
from kg.extraction.tagger.engine import Engine, tag_text
from kg.extraction.tagger.labels import Span
from kg.training.cases import Case, Models, bare, train

__all__ = ["FOLDS", "MEASURES", "Outcome", "compare", "cross_validate", "fold", "kinds", "report", "tagged"]

FOLDS = 5
STATUSES = ("status of initiatives", "status of observations")
MEASURES = (*STATUSES, "about", "acting unit")


@dataclass
class Outcome:
    """Tallies by measure and group of reports ("all" for all of them), and how often each kind of fault is there."""

    tallies: dict[tuple[str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    faults: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add(self, report: str, measure: str, hits: int, gold: int, found: int) -> None:
        """Count what one report has."""
        for group in (report[0], "all"):
            self.tallies[measure, group].add(hits, gold, found)

    def fault(self, report: str, measure: str, kind: str, shown: str) -> None:
        """Count a fault and keep it (report, measure, kind, what it is)."""
        self.faults[measure, kind] += 1
        self.examples.append((report, measure, kind, shown))


def fold(name: str) -> int:
    """Which part a report is measured in."""
    return zlib.crc32(name.encode()) % FOLDS


def tagged(case: Case, engine: Engine) -> Case:
    """The same report with the names that the tagger finds and the figures that the grammar finds."""
    names = settle(case.text, [span for span in tag_text(case.text, engine) if span.type != "Quantity"])
    figures = find_quantities(case.text, [(span.start, span.end) for span in names])
    spans = sorted([*names, *(Span(one.start, one.end, "Quantity") for one in figures)])
    return Case(case.gold, case.analysis, tuple(spans))


def cross_validate(cases: Sequence[Case], measured: Mapping[str, Case] | None = None) -> Outcome:
    """Train on four fifths of the reports, measure on the rest, five times.

    Args:
        cases: annotated reports with the gold's spans, which are learnt from.
        measured: by name, the cases to measure on (with the tagger's spans, say); the same where there is none.
    """
    outcome = Outcome()
    for k in range(FOLDS):
        models = train([case for case in cases if fold(case.gold.name) != k])
        for case in cases:
            if fold(case.gold.name) == k:
                one = measured[case.gold.name] if measured else case
                compare(one, models, outcome, statuses=measured is None)
    return outcome


def compare(case: Case, models: Models, outcome: Outcome, *, statuses: bool = True) -> None:
    """Count what the models say of one report against its gold; `statuses` too, where the spans are the gold's."""
    name = case.gold.name
    if statuses:
        for measure, model, (items, truth) in (
            (STATUSES[0], "status_mention", case.mentions()),
            (STATUSES[1], "status_observation", case.observations()),
        ):
            said = models.linear[model].decide(items)
            outcome.add(name, measure, sum(a == b for a, b in zip(said, truth, strict=True)), len(truth), len(truth))
    _compare_abouts(case, models, outcome)
    _compare_actors(case, models.linear["actors"], outcome)


def _compare_abouts(case: Case, models: Models, outcome: Outcome) -> None:
    text, gold, index = case.text, case.gold, case.analysis.index_at
    said = abouts(text, case.spans, case.parts, case.places, model=models.linear["about"], trees=models.trees)
    figures = list(said)
    places = [(index(start), index(end)) for start, end in gold.quantities]
    matched = {j: i for i, j in pairs(places, figures, lambda place, one: overlap(place, (one.start, one.end)))}
    wanted = [row.get("about") or "" for row in gold.observations]
    hits = claims = 0
    for j, figure in enumerate(figures):
        target = said[figure]
        want = wanted[matched[j]] if j in matched else ""
        have = text[target.start : target.end] if target else ""
        hit = bool(want and have and alike(want, have))
        hits, claims = hits + hit, claims + bool(have)
        if not hit and (want or have):
            kind = "another" if want and have else "missed" if want else "invented"
            around = text[max(0, figure.start - 60) : figure.end + 15].replace("\n", "⏎")
            outcome.fault(gold.name, "about", kind, f"{want} ≠ {have}\t{around}")
    outcome.add(gold.name, "about", hits, sum(map(bool, wanted)), claims)


def _compare_actors(case: Case, model: Linear, outcome: Outcome) -> None:
    text, gold = case.text, case.gold
    made = actors(text, case.spans, gold.head.get("unit"), case.parts, case.places, model=model)
    found = [(text[a.start : a.end], role, text[b.start : b.end]) for a, role, b in made]
    rows = [(row["actor"], row["role"], row["of"]) for row in gold.actors]
    matched = pairs(rows, found, lambda a, b: float(a[1] == b[1] and alike(a[0], b[0]) and alike(a[2], b[2])))
    outcome.add(gold.name, MEASURES[3], len(matched), len(rows), len(found))
    for role in sorted({role for _, role, _ in [*rows, *found]}):
        hits = sum(rows[i][1] == role for i, _ in matched)
        counts = [sum(row[1] == role for row in those) for those in (rows, found)]
        outcome.add(gold.name, f"  {role}", hits, *counts)
    missed = [row for i, row in enumerate(rows) if i not in {i for i, _ in matched}]
    extra = [row for j, row in enumerate(found) if j not in {j for _, j in matched}]
    for kind, those in kinds(missed, extra):
        outcome.fault(gold.name, MEASURES[3], kind, " → ".join(those))


def kinds(
    missed: Sequence[tuple[str, str, str]], extra: Sequence[tuple[str, str, str]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The kind of each fault: another role or object of the same unit, else missed or invented."""
    left = list(extra)
    for actor, role, of in missed:
        same = [row for row in left if bare(row[0]) == bare(actor)]
        match = min(same, key=lambda row: (not alike(row[2], of), row[1] != role), default=None)
        if match is None:
            yield f"missed {role}", (actor, role, of)
            continue
        left.remove(match)
        kind = f"{role} said {match[1]}" if alike(match[2], of) else "another object"
        yield kind, (actor, role, of, *match[1:])
    for row in left:
        yield f"invented {row[1]}", row


def report(cases: Sequence[Case], *, tagger: bool = False, errors: Path | None = None) -> None:
    """Cross-validate and print the tables; `tagger`: measure with the installed tagger's spans."""
    measured = None
    if tagger:
        from kg.extraction.pipeline import load_engine  # noqa: PLC0415 (loads the tagger)

        engine = load_engine()
        measured = {case.gold.name: tagged(case, engine) for case in cases}
    outcome = cross_validate(cases, measured)
    groups = sorted({group for _, group in outcome.tallies} - {"all"})
    head = "".join(f"{group:>19}" for group in [*groups, "all"])
    print(f"{'P R F1':24}{head}")
    for measure in dict.fromkeys(measure for measure, _ in outcome.tallies):
        cells = [outcome.tallies[measure, group] for group in [*groups, "all"]]
        print(f"{measure:24}" + "".join(f"  {one.precision:.3f} {one.recall:.3f} {one.f1:.3f}" for one in cells))
    for (measure, kind), count in sorted(outcome.faults.items(), key=lambda entry: (entry[0][0], -entry[1])):
        print(f"{count:5} {measure}: {kind}")
    if errors:
        errors.write_text("".join("\t".join(example) + "\n" for example in outcome.examples), encoding="utf-8")
