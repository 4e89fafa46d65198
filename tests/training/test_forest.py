"""Boosted trees: what LightGBM learnt is what the arrays say, the same each time."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from kg.errors import SchemaError
from kg.extraction import forest
from kg.extraction.forest import Forest, read_forest
from kg.training.forest import fit_forest, write_forest

RANDOM = np.random.default_rng(5)
ROWS = RANDOM.integers(-3, 9, (5000, 6)).astype(np.float32)
RIGHT = (ROWS[:, 0] > ROWS[:, 1]) & (ROWS[:, 2] < 4)


def test_what_is_right_is_learnt_the_same_way_each_time() -> None:
    one, two = (fit_forest(ROWS, RIGHT) for _ in range(2))
    for field in dataclasses.fields(Forest):
        assert np.array_equal(getattr(one, field.name), getattr(two, field.name))
    chances = one.chances(ROWS)
    assert ((chances > 0.5) == RIGHT).mean() > 0.97
    assert ((chances >= 0) & (chances <= 1)).all()


def test_a_row_does_not_depend_on_the_others() -> None:
    trees = fit_forest(ROWS, RIGHT)
    together = trees.chances(ROWS)
    assert np.array_equal(together[2040:2060], trees.chances(ROWS[2040:2060]))
    assert trees.chances(ROWS[:0]).shape == (0,)


def test_a_tree_by_hand() -> None:
    """Column 1 up to 2.5 → -1, else column 0 up to 0 → 0, else 2."""
    tree = Forest(
        feature=np.array([1, -1, 0, -1, -1], np.int32),
        cut=np.array([2.5, 0, 0, 0, 0], np.float32),
        left=np.array([1, 0, 3, 0, 0], np.int32),
        right=np.array([2, 0, 4, 0, 0], np.int32),
        value=np.array([0, -1, 0, 0, 2], np.float32),
        roots=np.array([0], np.int32),
    )
    said = tree.chances(np.array([[5, 2], [0, 3], [1, 3]], np.float32))
    assert np.allclose(np.log(said / (1 - said)), [-1, 0, 2])


def test_trees_survive_being_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trees = fit_forest(ROWS, RIGHT)
    for name in ("a", "b"):
        write_forest(trees, tmp_path / f"{name}.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    (tmp_path / "broken.npz").write_bytes(b"PK\x03\x04")
    monkeypatch.setattr(forest, "resource", lambda *parts: tmp_path / parts[-1])
    read_forest.cache_clear()
    assert np.array_equal(read_forest("a").chances(ROWS), trees.chances(ROWS))
    with pytest.raises(SchemaError, match="install kg again"):
        read_forest("broken")
    read_forest.cache_clear()
