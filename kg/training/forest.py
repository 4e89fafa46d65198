"""Training of boosted trees, by LightGBM, and writing them as the arrays that kg/extraction/forest.py reads.

Needs the extra kg-reports[relations]. Deterministic: one thread, seeded.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.errors import MissingExtraError
from kg.extraction.forest import Forest

__all__ = ["fit_forest", "write_forest"]

_TREES = 200
_SETTINGS: dict[str, Any] = {
    "objective": "binary", "learning_rate": 0.07, "num_leaves": 15, "max_depth": 7, "min_data_in_leaf": 40,
    "feature_fraction": 0.6, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5.0, "seed": 1,
    "deterministic": True, "force_row_wise": True, "num_threads": 1, "verbose": -1,
}  # fmt: skip


def fit_forest(rows: npt.NDArray[np.float32], right: npt.NDArray[np.bool_]) -> Forest:
    """Trees that say how probable it is that a row of numbers is right.

    Raises MissingExtraError where LightGBM is not installed.
    """
    try:
        import lightgbm  # noqa: PLC0415 (only training needs it)
    except ImportError as error:
        raise MissingExtraError.of("relations", "training what figures are about") from error
    data = lightgbm.Dataset(rows, right.astype(np.float32))
    booster = lightgbm.train(_SETTINGS, data, _TREES)
    return _flat([tree["tree_structure"] for tree in booster.dump_model()["tree_info"]])


def _flat(trees: list[Mapping[str, Any]]) -> Forest:
    """Nested nodes as arrays; cuts are rounded down, so that a number of 32 bits falls on the side it did."""
    nodes: list[list[float]] = []

    def add(node: Mapping[str, Any]) -> int:
        number = len(nodes)
        if "leaf_value" in node:
            nodes.append([-1, 0.0, 0, 0, node["leaf_value"]])
            return number
        cut = np.float32(node["threshold"])
        if float(cut) > node["threshold"]:
            cut = np.nextafter(cut, np.float32(-np.inf))
        nodes.append([node["split_feature"], float(cut), 0, 0, 0.0])
        nodes[number][2] = add(node["left_child"])
        nodes[number][3] = add(node["right_child"])
        return number

    roots = [add(tree) for tree in trees]
    columns = np.array(nodes, np.float64).T
    return Forest(
        feature=columns[0].astype(np.int32),
        cut=columns[1].astype(np.float32),
        left=columns[2].astype(np.int32),
        right=columns[3].astype(np.int32),
        value=columns[4].astype(np.float32),
        roots=np.array(roots, np.int32),
    )


def write_forest(forest: Forest, path: Path) -> None:
    """Write a forest; the same forest gives the same bytes."""
    arrays = {name: getattr(forest, name) for name in Forest.__dataclass_fields__}
    np.savez_compressed(path, **arrays)
