"""Asking the embedded store of a graph folder: one read-only statement at a time."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import ladybug

from kg.errors import GraphError, QueryError
from kg.graph.barrier import with_barriers
from kg.graph.meta import REBUILD
from kg.graph.reader import open_graph
from kg.graph.statement import check_parameters, single_read

__all__ = ["TIMEOUT", "Engine", "Rows", "Store", "open_store", "run_query"]

TIMEOUT = 60.0
"""Seconds that a statement may take, unless told otherwise."""
# The engine takes of it what a join needs. Its own default, 80 % of the machine's memory, starves everything beside it;
# half a gigabyte is too little for saved queries on a million nodes (measured: up to 3.2 GB).
_LEAST_POOL, _LARGEST_POOL = 1 << 29, 4 << 30


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer: column names, the engine's type of each, and the rows in order.

    truncated: there are more rows than were asked for.
    """

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    truncated: bool = False


class Engine(Protocol):
    """What answers statements: the embedded store, or a session on a server."""

    @property
    def name(self) -> str:
        """Which engine it is, as in a saved query's `engines`."""

    @property
    def where(self) -> str:
        """What is asked, for messages: a folder, or an address and the graph's name."""

    def translate(self, statement: str) -> str:
        """A statement in the Cypher that all engines share, as this engine needs it for the same rows."""

    def run(
        self,
        statement: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float = TIMEOUT,
        limit: int | None = None,
    ) -> Rows:
        """Run a single reading statement; see Store.run."""


class Store:
    """An open embedded store, which is an Engine. Made by open_store."""

    name = "ladybug"

    def __init__(self, connection: Any, where: str) -> None:
        """connection: of the engine, read-only. where: for messages."""
        self._connection, self.where = connection, where

    def translate(self, statement: str) -> str:
        """The statement as it is."""
        return statement

    def run(
        self,
        statement: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float = TIMEOUT,
        limit: int | None = None,
    ) -> Rows:
        """Run a single reading statement; parameters are bound, never pasted in.

        Raises QueryError when it is not a single read, a parameter is missing or unknown, the engine refuses it, or
        it takes longer than `timeout` seconds. limit: fetch no more rows than this.
        """
        text = with_barriers(single_read(statement))
        given = dict(parameters or {})
        check_parameters(text, given)
        try:
            self._connection.set_query_timeout(max(1, int(timeout * 1000)))
            # Closed at once: its memory is the engine's, and the next statement may need it.
            with closing(self._connection.execute(text, given)) as result:
                columns, types = tuple(result.get_column_names()), tuple(result.get_column_data_types())
                rows: list[tuple[Any, ...]] = []
                while result.has_next():
                    if limit is not None and len(rows) >= limit:
                        return Rows(columns, types, rows, truncated=True)
                    rows.append(tuple(result.get_next()))
        except RuntimeError as error:
            raise self._query_error(str(error), timeout) from error
        return Rows(columns, types, rows)

    def _query_error(self, message: str, timeout: float) -> QueryError:
        if message.startswith("Interrupted"):
            todo = "narrow the statement, or allow more time"
            return QueryError(f"not finished after {timeout:g} seconds", where=self.where, todo=todo)
        return QueryError(
            _shortened(message),
            where=self.where,
            todo="correct the statement; `kg info` lists labels and types",
        )


def _shortened(message: str) -> str:
    lines = [re.sub(r"^(?:\w+ )?[Ee]xception: ", "", line.strip()) for line in message.splitlines()]
    text = " ".join(line for line in lines if line and not set(line) <= {"^", '"', " "})
    text = re.sub(r" expecting \{.*", "", text)
    return text if len(text) <= 300 else f"{text[:299]}…"


def _buffer_pool() -> int:
    """Bytes that the engine may use: a quarter of the machine's memory, within limits."""
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):  # Windows
        return _LEAST_POOL * 2
    return min(_LARGEST_POOL, max(_LEAST_POOL, memory // 4))


@contextmanager
def open_store(folder: Path | str) -> Iterator[Store]:
    """The store of a graph folder's current version, opened read-only.

    Raises GraphError when the folder has none, GraphVersionError when another schema version wrote it.
    """
    with open_graph(folder) as graph:
        try:
            database = ladybug.Database(str(graph.store), read_only=True, buffer_pool_size=_buffer_pool())
            connection = ladybug.Connection(database)
        except RuntimeError as error:
            what = f"the store (written by ladybug {graph.meta.engine}) cannot be opened: {_shortened(str(error))}"
            raise GraphError(what, where=str(folder), todo=REBUILD) from error
        try:
            yield Store(connection, str(folder))
        finally:
            connection.close()
            database.close()


def run_query(
    folder: Path | str,
    statement: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    timeout: float = TIMEOUT,
    limit: int | None = None,
) -> Rows:
    """Open the folder's store, run one statement (see Store.run), close it."""
    with open_store(folder) as store:
        return store.run(statement, parameters, timeout=timeout, limit=limit)
