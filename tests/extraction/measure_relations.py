"""How well statuses, about and acting units are found, by cross-validation over reports, with the gold's spans.

    python -m tests.extraction.measure_relations GOLD_DIR… [--errors FILE] [--shipped]

Definitions as in the gold's scorer: accuracy of the statuses, F1 of about and of acting units, surfaces compared
leniently. Each kind of report (the letter its name begins with) by itself and all together. --shipped measures the
shipped weights instead (meaningful only on reports that they were not trained on).
"""

from __future__ import annotations

import argparse
import sys
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, TextIO

from kg.errors import SourceError
from kg.extraction.about import abouts
from kg.extraction.actors import actors
from kg.extraction.linear import Linear, read_model
from kg.gold import names_in, read_gold
from kg.training.relations import Case, bare, train

FOLDS = 5
MEASURES = ("status of initiatives", "status of observations", "about", "acting unit")
ROLES = ("hits", "gold", "found")


def alike(a: str, b: str) -> bool:
    """As the scorer compares names: one holds the other, or two thirds of the characters run in the same order."""
    a, b = bare(a), bare(b)
    if not a or not b:
        return a == b
    return a in b or b in a or SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.66


def compare(case: Case, models: dict[str, Linear], errors: TextIO | None) -> Iterator[tuple[str, int, int, int]]:
    """(measure, hits, gold, found) of one report."""
    name, text = case.gold.name, case.text
    for measure, model, (items, truth) in (
        (MEASURES[0], "status_mention", case.mentions()),
        (MEASURES[1], "status_observation", case.observations()),
    ):
        said = models[model].decide(items)
        yield measure, sum(a == b for a, b in zip(said, truth, strict=True)), len(truth), len(truth)
    rows = case.rows()
    for figure, span in abouts(text, case.spans, case.parts, case.places, model=models["about"]).items():
        want = rows[figure.start].get("about") or ""
        have = text[span.start : span.end] if span else ""
        hit = bool(want and have and alike(want, have))
        yield MEASURES[2], int(hit), int(bool(want)), int(bool(have))
        if errors and not hit and (want or have):
            around = text[max(0, figure.start - 60) : figure.end + 15].replace("\n", "⏎")
            print(name, "about", want, "≠", have, around, sep="\t", file=errors)
    unit = case.gold.head.get("unit")
    found = [
        {"actor": text[a.start : a.end], "role": role, "of": text[b.start : b.end]}
        for a, role, b in actors(text, case.spans, unit, case.parts, case.places, model=models["actors"])
    ]
    left = list(found)
    hits = 0
    for row in case.gold.actors:
        roles = (f for f in left if f["role"] == row["role"])
        match = next((f for f in roles if alike(f["actor"], row["actor"]) and alike(f["of"], row["of"])), None)
        if match:
            left.remove(match)
            hits += 1
        elif errors:
            print(name, "actor missed", row, sep="\t", file=errors)
    for extra in left if errors else []:
        print(name, "actor extra", extra, sep="\t", file=errors)
    yield MEASURES[3], hits, len(case.gold.actors), len(found)


def fold(name: str) -> int:
    """Which part a report is measured in."""
    return zlib.crc32(name.encode()) % FOLDS


def read(folders: list[Path]) -> list[Case]:
    """The annotated reports of folders; what cannot be read is said and left out."""
    cases = []
    for folder in folders:
        for name in names_in(folder):
            try:
                cases.append(Case.of(read_gold(folder, name)))
            except SourceError as error:
                print(f"left out: {error}", file=sys.stderr)
    return cases


def f1(tally: Counter[str]) -> float:
    """F1, which is the accuracy where as many are found as there are."""
    return 2 * tally["hits"] / max(1, tally["gold"] + tally["found"])


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--errors", type=Path, help="write what is wrong there")
    parser.add_argument("--shipped", action="store_true", help="measure the shipped weights")
    args = parser.parse_args()
    cases = read(args.gold)
    tallies: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    start = time.perf_counter()
    with (args.errors or Path("/dev/null")).open("w", encoding="utf-8") as out:
        for k in range(1 if args.shipped else FOLDS):
            models: dict[str, Any] = (
                {name: read_model(name) for name in ("status_mention", "status_observation", "about", "actors")}
                if args.shipped
                else train([case for case in cases if fold(case.gold.name) != k])
            )
            for case in cases:
                if args.shipped or fold(case.gold.name) == k:
                    for measure, *counts in compare(case, models, out if args.errors else None):
                        for kind in (case.gold.name[0], "all"):
                            tallies[measure, kind].update(dict(zip(ROLES, counts, strict=True)))
    kinds = [*sorted({kind for _, kind in tallies} - {"all"}), "all"]
    print(f"{'':24}" + "".join(f"{kind:>8}" for kind in kinds))
    for measure in MEASURES:
        print(f"{measure:24}" + "".join(f"{f1(tallies[measure, kind]):8.3f}" for kind in kinds))
    print(f"{len(cases)} reports, {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
