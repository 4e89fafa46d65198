"""Which districts are alike: the weighted Jaccard index of all pairs, in blocks, and each district's nearest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.analysis.holdings import Holdings
from kg.analysis.weights import rarity

__all__ = ["Alike", "nearest"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
# An initiative that many districts have is quicker as a column of a dense matrix, a rare one as a list of pairs.
COMMON = 32
_BLOCK_CELLS = 4_000_000
"""How many pairs are worked on at once: 32 MB for each of a few arrays."""
_COLUMNS = 2048


@dataclass(frozen=True)
class Alike:
    """Pairs of districts (rows of Holdings.districts, a < b), sorted by score, the highest first.

    score: sum of the weights of what both have by that of what either has, 0 to 1. shared: how many both have.
    found: how many pairs there were before the nearest were chosen.
    """

    a: Ints
    b: Ints
    score: Floats
    shared: Ints
    found: int


def nearest(holdings: Holdings, neighbours: int, min_shared: int = 1, common: int = COMMON) -> Alike:
    """For each district the `neighbours` it is most alike (0: all), of those it shares `min_shared` (1 or more) with.

    A pair is kept when either is among the nearest of the other; of equals the smaller id is the nearer.
    common: initiatives of so many districts and more go through a dense matrix; the result is the same.
    """
    parts, found = [], 0
    total = _totals(holdings)
    for first, weight, shared in _blocks(holdings, common):
        size, many = weight.shape
        either = total[first : first + size, None] + total[None, :] - weight
        score = np.divide(weight, either, out=np.zeros_like(weight), where=either > 0)
        score[shared < min_shared] = 0.0
        score[np.arange(size), first + np.arange(size)] = 0.0
        found += int((score > 0).sum())
        if neighbours and neighbours < many:
            order = np.argsort(-score, axis=1, kind="stable")[:, :neighbours]
            row = np.repeat(np.arange(size), neighbours)
            column = order.reshape(-1)
        else:
            row, column = np.nonzero(score)
        fit = score[row, column] > 0
        row, column = row[fit], column[fit]
        parts.append(np.stack([first + row, column, score[row, column], shared[row, column]]))
    rows = np.concatenate(parts, axis=1) if parts else np.zeros((4, 0))
    a, b = np.minimum(rows[0], rows[1]), np.maximum(rows[0], rows[1])
    _, once = np.unique(a * len(holdings.districts) + b, return_index=True)
    a, b, score, shared = a[once], b[once], rows[2][once], rows[3][once]
    order = np.lexsort([b, a, -score])
    whole = (a[order].astype(np.int64), b[order].astype(np.int64), score[order], shared[order].astype(np.int64))
    return Alike(*whole, found // 2)


def _totals(holdings: Holdings) -> Floats:
    district, initiative = holdings.pairs
    weights = rarity(holdings)[initiative]
    totals: Floats = np.bincount(district, weights, minlength=len(holdings.districts)).astype(np.float64)
    return totals


def _blocks(holdings: Holdings, common: int) -> Iterator[tuple[int, Floats, Floats]]:
    """For each block of districts: the first, and against all districts the weight and the number of what both have."""
    many, weights = len(holdings.districts), rarity(holdings)
    district, initiative = holdings.pairs
    reach = holdings.reach[initiative]
    shared = reach > 1
    often = shared & (reach >= common)
    rare = shared & ~often
    popular = np.unique(initiative[often])
    place = np.searchsorted(popular, initiative[often])
    dense = np.zeros((many, len(popular)), np.bool_)
    dense[district[often], place] = True
    # Rare ones: for each initiative the districts that have it, one after another.
    order = np.argsort(initiative[rare], kind="stable")
    by_initiative, having = initiative[rare][order], district[rare][order]
    block = max(1, _BLOCK_CELLS // max(1, many))
    for first in range(0, many, block):
        size = min(block, many - first)
        cells = np.zeros((2, size * many))
        here = rare & (district >= first) & (district < first + size)
        begin = np.searchsorted(by_initiative, initiative[here])
        times = np.searchsorted(by_initiative, initiative[here], side="right") - begin
        steps = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        cell = np.repeat(district[here] - first, times) * many + having[np.repeat(begin, times) + steps]
        cells[0] = np.bincount(cell, np.repeat(weights[initiative[here]], times), minlength=size * many)
        cells[1] = np.bincount(cell, minlength=size * many)
        weight, count = cells.reshape(2, size, many)
        for start in range(0, len(popular), _COLUMNS):
            part = dense[:, start : start + _COLUMNS].astype(np.float64)
            mine = part[first : first + size]
            weight += (mine * weights[popular[start : start + _COLUMNS]]) @ part.T
            count += mine @ part.T
        yield first, weight, count
