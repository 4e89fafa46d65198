"""How much an initiative says about two districts that share it: the rarer, the more."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kg.analysis.holdings import Holdings

__all__ = ["SCALE", "rarity"]

SCALE = 1_000_000
"""Weights are whole numbers of millionths: sums of them are exact in any order, on any machine, in float64 too."""


def rarity(holdings: Holdings) -> NDArray[np.float64]:
    """By initiative: ln(1 + districts / districts that have it), in millionths, as whole numbers.

    The inverse document frequency (Spärck Jones, 1972) with 1 added, so that what all districts have still counts a
    little (ln 2). 0 for what no district has.
    """
    reach = holdings.reach
    weights = np.log1p(len(holdings.districts) / np.maximum(reach, 1)) * SCALE
    return np.where(reach > 0, np.rint(weights), 0.0)
