"""One statement against a graph folder's store."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kg.output.rows import Rows, Value

__all__ = ["run_statement"]


def run_statement(folder: Path, statement: str, parameters: Mapping[str, Value] | None = None) -> Rows:
    """Run one read-only statement on the graph in `folder`.

    Raises GraphError where the folder holds no graph, QueryError where the statement is refused.
    """
    from kg.graph.store import run_query

    answer = run_query(folder, statement, parameters)
    return Rows.of(answer.columns, answer.rows)
