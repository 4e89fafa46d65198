"""Graphs that the tests of RDF share."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "library"))  # goldgraph.py lies there, with what it imports

from goldgraph import build_gold_graph


@pytest.fixture(scope="session")
def gold_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the shipped examples as annotated."""
    path = tmp_path_factory.mktemp("rdf") / "graph"
    build_gold_graph(path)
    return path


@pytest.fixture(scope="session")
def seeds_folder(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the shared seed reports, built as a user would."""
    from kg.cli.construct import construct
    from kg.cli.intake import Intake

    path = tmp_path_factory.mktemp("seeds") / "graph"
    construct(Intake([shared / "seeds"], None), path)
    return path
