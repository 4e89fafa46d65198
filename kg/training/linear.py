"""Training of the small linear models: softmax regression over named binary features, by L-BFGS, in numpy alone.

Two forms: classes (each item is one of K classes) and choices (of several alternatives exactly one is right; one weight
for each feature). Deterministic: no random numbers, features numbered in order of their first appearance.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kg.extraction.linear import SEPARATOR, Linear

__all__ = ["fit_choices", "fit_classes", "minimise", "write_model"]

Vector = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
SCALE = 200


def minimise(
    function: Callable[[Vector], tuple[float, Vector]], start: Vector, steps: int = 150, memory: int = 10
) -> Vector:
    """The minimum of a smooth function by L-BFGS with backtracking (Nocedal and Wright, algorithm 7.5)."""
    x = start
    value, gradient = function(x)
    history: deque[tuple[Vector, Vector, float]] = deque(maxlen=memory)
    for _ in range(steps):
        direction = -gradient
        alphas = []
        for s, y, rho in reversed(history):
            alpha = rho * float(s @ direction)
            direction = direction - alpha * y
            alphas.append(alpha)
        if history:
            s, y, _ = history[-1]
            direction = direction * (float(s @ y) / float(y @ y))
        for (s, y, rho), alpha in zip(history, reversed(alphas), strict=True):
            direction = direction + s * (alpha - rho * float(y @ direction))
        slope = float(gradient @ direction)
        if slope >= 0:
            break
        size = 1.0 if history else min(1.0, 1.0 / float(np.abs(gradient).sum()))
        for _ in range(30):
            tried = x + size * direction
            new_value, new_gradient = function(tried)
            if new_value <= value + 1e-4 * size * slope:
                break
            size /= 2
        else:
            break
        s, y = tried - x, new_gradient - gradient
        curvature = float(s @ y)
        if curvature > 1e-10:
            history.append((s, y, 1.0 / curvature))
        done = value - new_value < 1e-6 * max(1.0, abs(value))
        x, value, gradient = tried, new_value, new_gradient
        if done:
            break
    return x


@dataclass(frozen=True)
class _Table:
    """Items as rows of feature numbers: flat holds them one after the other, owner says whose each is."""

    names: list[str]
    flat: Ints
    owner: Ints


def _table(items: Sequence[Sequence[str]], sources: Sequence[int], at_least: int) -> _Table:
    """Number the features that items of at least `at_least` sources have."""
    seen: dict[str, set[int] | None] = {}
    for item, source in zip(items, sources, strict=True):
        for name in item:
            known = seen.setdefault(name, set())
            if known is not None:
                known.add(source)
                if len(known) >= at_least:
                    seen[name] = None  # often enough: no need to count on
    numbers = {name: i for i, name in enumerate(name for name, known in seen.items() if known is None)}
    flat, owner = [], []
    for i, item in enumerate(items):
        known_numbers = [numbers[name] for name in item if name in numbers]
        flat += known_numbers
        owner += [i] * len(known_numbers)
    return _Table(list(numbers), np.array(flat, np.int64), np.array(owner, np.int64))


def fit_classes(
    items: Sequence[Sequence[str]],
    labels: Sequence[str],
    classes: Sequence[str],
    sources: Sequence[int],
    *,
    l2: float = 1.0,
    at_least: int = 2,
) -> Linear:
    """A softmax regression with an L2 penalty (l2/2 · |w|²).

    Args:
        items: the features of each item.
        labels: the class of each item.
        classes: the classes.
        sources: which report each item is of; features of fewer than `at_least` reports are left out, as they would
            only say which report it is.
        l2: the penalty's weight.
        at_least: see sources.
    """
    table = _table(items, sources, at_least)
    count, width, size = len(table.names), len(classes), len(items)
    truth = np.array([classes.index(label) for label in labels])
    rows = np.arange(size)

    def loss(x: Vector) -> tuple[float, Vector]:
        w = x.reshape(count, width)
        z = np.stack([np.bincount(table.owner, w[table.flat, k], size) for k in range(width)], axis=1)
        z -= z.max(axis=1, keepdims=True)
        p = np.exp(z)
        total = p.sum(axis=1, keepdims=True)
        value = float((np.log(total[:, 0]) - z[rows, truth]).sum()) + l2 / 2 * float(x @ x)
        error = p / total
        error[rows, truth] -= 1.0
        gradient = np.stack([np.bincount(table.flat, error[table.owner, k], count) for k in range(width)], axis=1)
        return value, gradient.ravel() + l2 * x

    w = minimise(loss, np.zeros(count * width)).reshape(count, width)
    return Linear.of(classes, table.names, w)


def fit_choices(
    groups: Sequence[Sequence[Sequence[str]]],
    chosen: Sequence[int],
    sources: Sequence[int],
    *,
    l2: float = 1.0,
    at_least: int = 2,
) -> Linear:
    """A conditional logit: groups[g] are the alternatives of one decision, chosen[g] the right one among them."""
    sizes = np.array([len(group) for group in groups])
    items = [item for group in groups for item in group]
    table = _table(items, np.repeat(np.array(sources), sizes).tolist(), at_least)
    count, size = len(table.names), len(items)
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    right = starts + np.array(chosen)

    def loss(w: Vector) -> tuple[float, Vector]:
        z = np.bincount(table.owner, w[table.flat], size)
        z -= np.repeat(np.maximum.reduceat(z, starts), sizes)
        p = np.exp(z)
        total = np.add.reduceat(p, starts)
        value = float((np.log(total) - z[right]).sum()) + l2 / 2 * float(w @ w)
        error = p / np.repeat(total, sizes)
        error[right] -= 1.0
        return value, np.bincount(table.flat, error[table.owner], count) + l2 * w

    w = minimise(loss, np.zeros(count))
    return Linear.of(("score",), table.names, w)


def write_model(model: Linear, path: Path, smallest: float = 0.02) -> None:
    """Write a model's weights, in 1/SCALE; features whose weights are all smaller than `smallest` are left out.

    So are the few that quote a tab of a text, which separates names in the file.
    """
    kept = [
        name
        for name, i in sorted(model.numbers.items())
        if SEPARATOR not in name and float(np.abs(model.rows[i]).max()) >= smallest
    ]
    weights = [round(float(value) * SCALE) for name in kept for value in model.rows[model.numbers[name]]]
    data = {"scale": SCALE, "classes": list(model.classes), "names": SEPARATOR.join(kept), "weights": weights}
    path.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
