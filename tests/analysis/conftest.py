"""A graph of the generator, large enough for what only size shows, and small enough for every run."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from kg.graph.tables import GraphTables, check_tables

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(scope="session")
def large() -> GraphTables:
    """20,000 nodes, 100,000 relationships, 66 districts with reports."""
    sys.path.insert(0, str(BENCHMARKS))
    try:
        tables: GraphTables = importlib.import_module("generate").generate(20_000, 100_000)
    finally:
        sys.path.remove(str(BENCHMARKS))
    check_tables(tables)
    return tables
