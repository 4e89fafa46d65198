"""How the weights in kg/reading/split_weights.py were found: an averaged perceptron on assembled compendia.

    python -m tests.reading.fit [--count N] [--rounds N]

Starts from the weights as they are, learns on compendia of one half of the reports (and on whole reports, which
must not be cut), and prints the measure on compendia of the other half with the weights before and after. The table
is copied by hand, rounded. M. Collins, Discriminative training methods for hidden Markov models, EMNLP 2002.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

from kg.reading import split, split_candidates, split_edges, split_features, split_page, split_weights
from tests.reading.compendia import SHARED, Compendium, Measure, add, assemble, found_lines, single_reports


def pools(shared: Path) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The reports in two halves, by a fixed rule."""
    pool = single_reports(shared)
    names = sorted(pool)
    return {n: pool[n] for n in names[::2]}, {n: pool[n] for n in names[1::2]}


def truth_features(compendium: Compendium) -> dict[int, tuple[str, ...]]:
    """The features of the true beginnings, each given the true one before."""
    page = split_page.Page(compendium.text)
    by_line = {p.line + 1: i for i, p in enumerate(page.paragraphs)}
    starts = [by_line[first] for first, _ in compendium.truth if first in by_line]
    found = {}
    for before, index in pairwise(starts):
        candidate = split_candidates.candidate(page, index)
        if candidate is not None:
            state = split_features.State.of(page, before)
            found[index] = split_features.features(page, candidate, state, page.restart[index])
    return found


def predicted_features(compendium: Compendium) -> dict[int, tuple[str, ...]]:
    """The features of the beginnings found with the current weights."""
    page = split_page.Page(compendium.text)
    return {i: names for i, _, names in split.begins(page, split_edges.front(page))} if page.paragraphs else {}


def measure(compendia: list[Compendium]) -> Measure:
    """The measure with the current weights."""
    total = Measure()
    for compendium in compendia:
        add(total, compendium, found_lines(compendium.text))
    return total


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--rate", type=float, default=0.02)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    half, other = pools(SHARED)
    train = [assemble(half, args.seed * 10**6 + n) for n in range(args.count)]
    held = [assemble(other, args.seed * 10**6 + 500_000 + n) for n in range(args.count)]
    whole = [Compendium("\n".join(lines), ((1, len(lines)),), (name,), {}) for name, lines in half.items()]
    national = SHARED / "corpus/national/reports.jsonl"
    rows = [json.loads(line) for line in national.read_text(encoding="utf-8").splitlines()]
    whole += [Compendium(row["text"], ((1, 1),), (str(row["year"]),), {}) for row in rows[::2]]
    truths = {id(c): truth_features(c) for c in train}
    print("before:", measure(train), measure(held), "whole cut:", measure(whole).split)
    weights = split_weights.WEIGHTS
    sums: dict[str, float] = defaultdict(float)
    steps = 0
    for _ in range(args.rounds):
        wrong = 0
        for compendium in [*train, *whole]:
            want = truths.get(id(compendium), {})
            got = predicted_features(compendium)
            for sign, names in [
                *((1, want[i]) for i in want.keys() - got.keys()),
                *((-1, got[i]) for i in got.keys() - want.keys()),
            ]:
                wrong += 1
                for name in names:
                    weights[name] += sign * args.rate
            steps += 1
            for name, value in weights.items():
                sums[name] += value
        print("wrong in this round:", wrong)
    weights.update({name: round(value / steps, 2) for name, value in sums.items()})
    print("after:", measure(train), measure(held), "whole cut:", measure(whole).split)
    for name, value in weights.items():
        print(f'    "{name}": {value},')


if __name__ == "__main__":
    main()
