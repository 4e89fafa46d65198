"""Linear models over named binary features: reading their weights and scoring with them.

A model is a JSON file {"scale": s, "classes": [...], "names": features, with tabs between them, "weights": [integers of
1/s, for each feature one for each class]}: two long values are read in half the time that an entry a feature takes.
Training is in kg/training/linear.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

import numpy as np
import numpy.typing as npt

from kg.errors import SchemaError
from kg.memory import collector_paused
from kg.resources import resource

__all__ = ["SEPARATOR", "Linear", "Weights", "read_model"]

SEPARATOR = "\t"
"""Between the names of features in a file, none of which holds it (kg.training.linear.write_model leaves those out)."""

Weights = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Linear:
    """Weights of a softmax regression: rows[i] for the feature with number i; row 0 is zero, for unknown features."""

    classes: tuple[str, ...]
    numbers: dict[str, int]
    rows: Weights

    def scores(self, items: Iterable[Sequence[str]]) -> Weights:
        """The score of each class for each item, given as the names of its features (at least one each)."""
        get = self.numbers.get
        listed = [[get(name, 0) for name in item] for item in items]
        if not listed:
            return np.zeros((0, len(self.classes)), np.float32)
        lengths = np.fromiter((len(item) for item in listed), np.int64, len(listed))
        flat = np.fromiter(chain.from_iterable(listed), np.int64, int(lengths.sum()))
        starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
        return np.add.reduceat(self.rows[flat], starts, axis=0)

    def sums(self, items: Iterable[Sequence[str]]) -> list[float]:
        """The score of the first class for each item."""
        scored: list[float] = self.scores(items)[:, 0].tolist()
        return scored

    def weight(self, name: str) -> float:
        """One feature's weight for the first class, 0 where it is unknown."""
        return float(self.rows[self.numbers.get(name, 0), 0])

    def decide(self, items: Iterable[Sequence[str]]) -> list[str]:
        """The best class for each item."""
        return [self.classes[i] for i in self.scores(items).argmax(axis=1)]

    @classmethod
    def of(cls, classes: Sequence[str], names: Sequence[str], weights: npt.ArrayLike, scale: float = 1.0) -> Linear:
        """A model from the weights of each named feature, given as multiples of 1/scale."""
        rows = np.zeros((len(names) + 1, len(classes)), np.float32)
        rows[1:] = np.asarray(weights, np.float64).reshape(len(names), len(classes)) / scale
        return cls(tuple(classes), dict(zip(names, range(1, len(names) + 1), strict=True)), rows)


@cache
def read_model(name: str) -> Linear:
    """The shipped model kg/extraction/data/NAME.json, read once. Raises SchemaError where it is malformed."""
    path = resource("extraction", "data", f"{name}.json")
    try:
        with collector_paused():
            data = json.loads(path.read_text("utf-8"))
            names = data["names"].split(SEPARATOR) if data["weights"] else []
            return Linear.of(data["classes"], names, data["weights"], float(data["scale"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SchemaError(f"malformed weights: {error}", where=str(path), todo="install kg again") from error
