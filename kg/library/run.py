"""Saved queries against a graph folder's store, or against another engine that is open."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import QueryError, SchemaError
from kg.library.model import SavedQuery
from kg.library.names import check_names
from kg.library.parameters import bind_parameters
from kg.library.parse import is_union
from kg.library.statement import opened, run_statement
from kg.output.rows import Rows, Value

if TYPE_CHECKING:
    from kg.graph.store import Engine

__all__ = ["run_saved"]


def run_saved(
    on: Path | Engine,
    query: SavedQuery,
    given: Mapping[str, Value] | None = None,
    *,
    timeout: float | None = None,
    limit: int | None = None,
) -> Rows:
    """Run a saved query with the parameters given and the defaults of the others.

    on: a graph folder, or an open engine. timeout: seconds. limit: no more rows than this.
    A list holds what `collect` found, and the parts of a UNION come, in no order that an engine promises; both are
    sorted here, so that the same graph gives the same rows everywhere.

    Raises QueryError for a bad parameter, for a name that the graph does not have (with those like it), and on an
    engine that the query is not for; SchemaError where other columns come back than are declared.
    """
    bound = bind_parameters(query, given or {})
    from kg.graph.statement import limited  # noqa: PLC0415 (heavy imports wait until they are needed)

    with opened(on) as engine:
        if engine.name not in query.engines:
            raise QueryError(
                f"it runs on {', '.join(query.engines)} only",
                where=query.id,
                todo="ask the graph folder (--graph)" if engine.name == "neo4j" else "ask a server (--neo4j)",
            )
        check_names(engine, query, bound)
        union = is_union(query.statement)
        # What is written for both engines is in their shared Cypher; what is for one is in its own.
        statement = engine.translate(query.statement) if len(query.engines) > 1 else query.statement
        if limit is not None:
            statement = limited(statement, limit)
        rows = run_statement(engine, statement, bound, timeout=timeout, limit=None if union else limit)
    declared = tuple(column.name for column in query.columns)
    if rows.columns != declared:
        raise SchemaError(
            f"it declares the columns {', '.join(declared)} and returns {', '.join(rows.columns)}",
            where=query.source,
            todo="correct the front matter or the RETURN",
        )
    keep = [column.ordered for column in query.columns]
    found = [
        tuple(value if kept else _ordered(value) for value, kept in zip(row, keep, strict=True)) for row in rows.rows
    ]
    if union:
        found.sort(key=_place)
    return Rows(rows.columns, tuple(found[:limit]))


def _ordered(value: Value) -> Value:
    return sorted(value, key=str) if isinstance(value, list) else value


def _place(row: tuple[Value, ...]) -> tuple[tuple[bool, float, str], ...]:
    """Where a row stands by its columns from the left: numbers by size, then texts, nulls last."""
    return tuple(
        (value is None, value if isinstance(value, int | float) else 0.0, "" if value is None else str(value))
        for value in row
    )
