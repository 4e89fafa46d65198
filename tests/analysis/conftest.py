"""A graph of the generator, large enough for what only size shows, and small enough for every run."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from kg.graph.tables import GraphTables, check_tables

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def generated(nodes: int, edges: int) -> GraphTables:
    """Tables of the generator, which satisfy the schema."""
    sys.path.insert(0, str(BENCHMARKS))
    try:
        tables: GraphTables = importlib.import_module("generate").generate(nodes, edges)
    finally:
        sys.path.remove(str(BENCHMARKS))
    check_tables(tables)
    assert (sum(tables.counts().nodes.values()), sum(tables.counts().relationships.values())) == (nodes, edges)
    return tables


@pytest.fixture(scope="session")
def large() -> GraphTables:
    """20,000 nodes, 100,000 relationships, 66 districts with reports."""
    return generated(20_000, 100_000)


@pytest.fixture(scope="session")
def small() -> GraphTables:
    """5,000 nodes, 15,000 relationships, 16 districts with reports."""
    return generated(5_000, 15_000)
