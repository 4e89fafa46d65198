"""Which engine a command asks: the graph folder, or a Neo4j server."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.graph.store import Engine
    from kg.output import Rows

__all__ = ["MAX_ROWS", "LimitOption", "Neo4jOption", "Server", "TimeoutOption", "at_most", "engine", "one_more"]

MAX_ROWS = 100_000
Neo4jOption = Annotated[
    bool, typer.Option("--neo4j", help="Ask the Neo4j server (--uri …) that kg load neo4j wrote into, not --graph.")
]
TimeoutOption = Annotated[
    float, typer.Option("--timeout", metavar="SECONDS", min=0.1, help="Give up after this many seconds.")
]
LimitOption = Annotated[int, typer.Option("--limit", metavar="N", min=0, help="At most this many rows; 0 for all.")]


@dataclass(frozen=True, slots=True)
class Server:
    """What the options say about a server; graph_name is the graph's name in its database."""

    uri: str
    user: str
    database: str | None
    password_file: Path | None
    graph_name: str


@contextmanager
def engine(ctx: typer.Context, neo4j: bool, graph: Path, server: Server) -> Iterator[Path | Engine]:
    """The graph folder, or a session on the server. Raises QueryError for options of a server without --neo4j."""
    if not neo4j:
        for option in Server.__slots__:
            if getattr(ctx.get_parameter_source(option), "name", "") == "COMMANDLINE":
                said = "name" if option == "graph_name" else option.replace("_", "-")
                raise QueryError(
                    f"--{said} is for a Neo4j server, and the graph folder was to be asked", todo="add --neo4j"
                )
        yield graph
        return
    from kg.neo4j.connection import Connection
    from kg.neo4j.password import find_password
    from kg.neo4j.session import open_session

    password = find_password(server.password_file, server.user)
    with open_session(Connection(server.uri, server.user, password, server.database), server.graph_name) as session:
        yield session


def one_more(limit: int) -> int | None:
    """How many rows to ask for so that at_most can tell whether there are more; None for all."""
    return limit + 1 if limit else None


def at_most(rows: Rows, limit: int) -> Rows:
    """The first `limit` rows (0: all), saying on standard error that there are more; one more may have been fetched."""
    from kg.cli.console import say
    from kg.output import Rows

    if not limit or len(rows) <= limit:
        return rows
    say(f"only the first {limit:,} rows; --limit 0 gives all")
    return Rows(rows.columns, rows.rows[:limit])
