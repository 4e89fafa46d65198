"""Boosted trees over numbers: reading them and scoring with them in numpy alone. Training is in kg/training/forest.py.

A forest is an .npz file with one entry a node: feature (the column that is asked, -1 in a leaf), cut (go left up to
it), left and right (numbers of nodes) and value (of a leaf); and roots, the number of each tree's first node.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from kg.errors import SchemaError
from kg.resources import resource

__all__ = ["Forest", "read_forest"]

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
_ROWS = 2048  # scored at a time, so that what is looked up stays in the processor's cache


@dataclass(frozen=True)
class Forest:
    """Trees as parallel arrays over all their nodes."""

    feature: Ints
    cut: Floats
    left: Ints
    right: Ints
    value: Floats
    roots: Ints

    def chances(self, rows: Floats) -> npt.NDArray[np.float64]:
        """The probability (of being right) of each row of numbers, rows × columns → rows."""
        sums = [self._sums(rows[at : at + _ROWS]) for at in range(0, len(rows), _ROWS)]
        total = np.concatenate(sums) if sums else np.zeros(0)
        chances: npt.NDArray[np.float64] = 1.0 / (1.0 + np.exp(-total))
        return chances

    def _sums(self, rows: Floats) -> npt.NDArray[np.float64]:
        at = np.repeat(self.roots[None, :], len(rows), axis=0).ravel()
        owner = np.repeat(np.arange(len(rows)) * rows.shape[1], len(self.roots))
        flat = np.ascontiguousarray(rows).ravel()
        open_ = np.arange(len(at))
        while len(open_):
            nodes = at[open_]
            asked = self.feature[nodes]
            inner = asked >= 0
            open_, nodes, asked = open_[inner], nodes[inner], asked[inner]
            below = flat[owner[open_] + asked] <= self.cut[nodes]
            at[open_] = np.where(below, self.left[nodes], self.right[nodes])
        sums: npt.NDArray[np.float64] = self.value[at].reshape(len(rows), -1).sum(axis=1, dtype=np.float64)
        return sums


@cache
def read_forest(name: str) -> Forest:
    """The shipped forest kg/extraction/data/NAME.npz, read once. Raises SchemaError where it is malformed."""
    path = resource("extraction", "data", f"{name}.npz")
    try:
        with path.open("rb") as file, np.load(file) as data:
            return Forest(**{field: data[field] for field in Forest.__dataclass_fields__})
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise SchemaError(f"malformed trees: {error}", where=str(path), todo="install kg again") from error
