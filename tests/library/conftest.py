"""A graph of the shipped examples as their annotation says: every expected row can be worked out by reading."""

from __future__ import annotations

from pathlib import Path

import pytest
from goldgraph import build_gold_graph


@pytest.fixture(scope="session")
def gold_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph folder of the examples' annotation."""
    folder = tmp_path_factory.mktemp("gold") / "graph"
    build_gold_graph(folder)
    return folder
