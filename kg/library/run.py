"""Saved queries against a graph folder's store."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kg.errors import SchemaError
from kg.library.model import SavedQuery
from kg.library.names import check_names
from kg.library.parameters import bind_parameters
from kg.library.parse import is_union
from kg.library.statement import run_statement
from kg.output.rows import Rows, Value

__all__ = ["run_saved"]


def run_saved(folder: Path, query: SavedQuery, given: Mapping[str, Value] | None = None) -> Rows:
    """Run a saved query with the parameters given and the defaults of the others.

    A list holds what `collect` found, and the parts of a UNION come, in no order that a store promises; both are sorted
    here, so that the same graph gives the same rows everywhere.

    Raises QueryError for a bad parameter and, when nothing is found, for a name that the graph does not have;
    SchemaError where other columns come back than are declared.
    """
    bound = bind_parameters(query, given or {})
    rows = run_statement(folder, query.statement, bound)
    if not rows.rows:
        check_names(folder, query, bound)
    declared = tuple(column.name for column in query.columns)
    if rows.columns != declared:
        raise SchemaError(
            f"it declares the columns {', '.join(declared)} and returns {', '.join(rows.columns)}",
            where=query.source,
            todo="correct the front matter or the RETURN",
        )
    found = [tuple(_ordered(value) for value in row) for row in rows.rows]
    if is_union(query.statement):
        found.sort(key=_place)
    return Rows(rows.columns, tuple(found))


def _ordered(value: Value) -> Value:
    return sorted(value, key=str) if isinstance(value, list) else value


def _place(row: tuple[Value, ...]) -> tuple[tuple[bool, float, str], ...]:
    """Where a row stands by its columns from the left: numbers by size, then texts, nulls last."""
    return tuple(
        (value is None, value if isinstance(value, int | float) else 0.0, "" if value is None else str(value))
        for value in row
    )
