"""Measure the figures and their indicators against annotated reports.

    python -m tests.extraction.measure_quantities GOLD_FOLDER [--part K] [--show N]

Prints precision, recall and F1 of the spans, of value and measure, and of these with the indicator, once with
the annotated names given and once without, and the most frequent confusions. --part K: every fourth report.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from kg.extraction.indicators import indicators_of
from kg.extraction.quantities import Quantity, find_quantities
from kg.gold import GoldReport, read_folder
from kg.reading.joined import analyse

__all__ = ["Measured", "measure"]

Span = tuple[int, int]


@dataclass
class Measured:
    """Counts over reports, and what went wrong: how often each confusion occurred."""

    gold: int = 0
    found: int = 0
    spans: int = 0
    right: int = 0
    named: int = 0
    wrong: Counter[str] = field(default_factory=Counter)

    def rates(self, hits: int) -> tuple[float, float, float]:
        """Precision, recall and F1 of a number of hits."""
        precision, recall = hits / max(self.found, 1), hits / max(self.gold, 1)
        return precision, recall, 2 * hits / max(self.found + self.gold, 1)


def alike(a: str, b: str) -> bool:
    """Whether indicators agree: one holds the other, or two thirds of their characters run in one order."""
    a, b = (_bare(text) for text in (a, b))
    if not a or not b:
        return a == b
    return a in b or b in a or SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.66


def _bare(text: str) -> str:
    return text.translate(dict.fromkeys(map(ord, "“”\"'‘’「」 \n\r\t　，,、"))).translate(_WIDE)


_WIDE = str.maketrans("()", "（）")


def _pairs(gold: Sequence[Span], found: Sequence[Span]) -> list[tuple[int, int]]:
    """One-to-one pairs of overlapping spans, the best overlap first."""
    scored = []
    for i, (a, b) in enumerate(gold):
        for j, (c, d) in enumerate(found):
            if c < b and a < d:
                scored.append(((min(b, d) - max(a, c)) / (max(b, d) - min(a, c)), i, j))
    pairs: list[tuple[int, int]] = []
    for _, i, j in sorted(scored, reverse=True):
        if all(i != k and j != n for k, n in pairs):
            pairs.append((i, j))
    return pairs


def measure(reports: Sequence[GoldReport], *, with_names: bool) -> Measured:
    """Run the grammar over the reports; with_names: the annotated names are given to it."""
    total = Measured()
    for gold in reports:
        analysis = analyse(gold.text)
        text = analysis.text

        def spot(start: int, end: int, analysis: Any = analysis) -> Span:
            return analysis.index_at(start), analysis.index_at(end - 1) + 1

        names = [spot(m.start, m.end) for m in gold.mentions] if with_names else []
        found = find_quantities(text, names)
        wanted = [spot(*span) for span in gold.quantities]
        _count(total, text, wanted, gold.observations, found)
    return total


def _count(
    total: Measured,
    text: str,
    wanted: Sequence[Span],
    rows: Sequence[dict[str, Any]],
    found: Sequence[Quantity],
) -> None:
    indicators = indicators_of(text, found)
    pairs = _pairs(wanted, [(q.start, q.end) for q in found])
    total.gold += len(wanted)
    total.found += len(found)
    total.spans += len(pairs)
    for i, j in pairs:
        row, quantity = rows[i], found[j]
        if row["value"] != quantity.value:
            total.wrong[f"value {row['value']} taken for {quantity.value}: {quantity.text}"] += 1
        elif row["measure"].translate(_WIDE) != quantity.measure:
            total.wrong[f"measure {row['measure']!r} taken for {quantity.measure!r}"] += 1
        else:
            total.right += 1
            total.named += alike(row["indicator"], indicators[j])
    matched, used = {i for i, _ in pairs}, {j for _, j in pairs}
    total.wrong.update(
        f"missed {rows[i]['measure'] or 'without measure'}: {text[slice(*wanted[i])]}"
        for i in range(len(wanted))
        if i not in matched
    )
    total.wrong.update(f"not a quantity: {quantity.text}" for j, quantity in enumerate(found) if j not in used)


def main() -> None:
    """Print the figures for a folder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--part", type=int, choices=range(4))
    parser.add_argument("--show", type=int, default=20)
    args = parser.parse_args()
    reports = read_folder(args.gold)
    if args.part is not None:
        reports = reports[args.part :: 4]
    for with_names in (True, False):
        total = measure(reports, with_names=with_names)
        print(f"names {'given' if with_names else 'not given'}: {total.gold} figures, {total.found} found")
        for label, hits in (
            ("span", total.spans),
            ("value and measure", total.right),
            ("with indicator", total.named),
        ):
            print(f"  {label:18} P {{:.4f}}  R {{:.4f}}  F1 {{:.4f}}".format(*total.rates(hits)))
        for text, count in total.wrong.most_common(args.show):
            print(f"  {count:4} {text}")


if __name__ == "__main__":
    main()
