"""One statement against a graph folder's store, or against another engine that is open."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.output.rows import Rows, Value

if TYPE_CHECKING:
    from kg.graph.store import Engine

__all__ = ["opened", "run_statement"]


@contextmanager
def opened(on: Path | str | Engine) -> Iterator[Engine]:
    """The engine to ask: the store of a graph folder, opened and closed again, or an engine that is open already.

    Raises GraphError where the folder holds no graph.
    """
    if isinstance(on, Path | str):
        from kg.graph.store import open_store

        with open_store(on) as store:
            yield store
    else:
        yield on


def run_statement(
    on: Path | str | Engine,
    statement: str,
    parameters: Mapping[str, Value] | None = None,
    *,
    timeout: float | None = None,
    limit: int | None = None,
) -> Rows:
    """Run one read-only statement on the graph in a folder, or on an open engine.

    timeout: seconds (default: kg.graph.store.TIMEOUT). limit: no more rows than this.
    Raises GraphError where the folder holds no graph, QueryError where the statement is refused or takes too long.
    """
    from kg.graph.store import TIMEOUT

    with opened(on) as engine:
        answer = engine.run(statement, parameters, timeout=TIMEOUT if timeout is None else timeout, limit=limit)
    return Rows.of(answer.columns, answer.rows)
