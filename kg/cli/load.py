"""`kg load`: a graph folder into a store, Neo4j first of all."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from kg.cli.app import EXIT_STOPPED
from kg.cli.console import progress, say
from kg.cli.neo4j_options import DatabaseOption, NameOption, PasswordFileOption, UriOption, UserOption
from kg.cli.options import DEFAULT_GRAPH, FormatOption, GraphOption, OutputOption
from kg.neo4j import DEFAULT_NAME, DEFAULT_URI, DEFAULT_USER

if TYPE_CHECKING:
    from loaders.base import Loader

NEO4J = "neo4j"
EPILOG = """\b
Examples:
  kg load neo4j --graph my-graph --uri bolt://localhost:7687 --user neo4j
  kg load ladybug --graph my-graph -o my-graph.lbdb
  kg load list
"""
NEO4J_EPILOG = """\b
Examples:
  kg load neo4j --graph my-graph
  kg load neo4j --graph my-graph --uri bolt+s://db.example.org:7687 --user anna --database reports
  kg load neo4j --graph graph-2024 --name 2024 --password-file password.txt --prune

Loading again changes nothing that is there already. What others have in the database is never touched: kg's nodes
and relationships carry the graph's name as the property _graph. A graph that was built anew is loaded with --prune,
which removes what it no longer holds.
"""


class _Loaders(TyperGroup):
    """Beside the commands written here, one for every loader that is installed: `kg load NAME -o TARGET`."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Those written here, then the other loaders."""
        from loaders.plugins import find_loaders

        return list(dict.fromkeys([*super().list_commands(ctx), *find_loaders()]))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, made for a loader when there is no other."""
        from loaders.plugins import find_loaders

        found = super().get_command(ctx, cmd_name)
        if found is None and cmd_name in find_loaders():
            maker = typer.Typer(rich_markup_mode=None, add_completion=False)
            maker.command(cmd_name, help=f"Write the graph with the loader {cmd_name}.")(_generic(cmd_name))
            found = typer.main.get_command(maker)
        return found


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        cls=_Loaders, help="Load a graph into a store.", epilog=EPILOG, no_args_is_help=True, rich_markup_mode=None
    )
    group.command(NEO4J, short_help="Into a running Neo4j.", epilog=NEO4J_EPILOG)(load_neo4j)
    group.command("list", short_help="List the loaders installed.")(list_loaders)
    app.add_typer(group, name="load")


def load_neo4j(
    graph: GraphOption = DEFAULT_GRAPH,
    *,
    uri: UriOption = DEFAULT_URI,
    user: UserOption = DEFAULT_USER,
    password_file: PasswordFileOption = None,
    database: DatabaseOption = None,
    name: NameOption = DEFAULT_NAME,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove what was loaded under this name and the graph no longer holds.")
    ] = False,
    batch: Annotated[int, typer.Option("--batch", metavar="ROWS", min=1, help="Rows of one transaction.")] = 10_000,
) -> None:
    """Write the graph into a running Neo4j server, and compare the counts."""
    from kg.graph.reader import open_graph
    from kg.neo4j import checked_name
    from kg.neo4j.connection import Connection, telling_retries
    from kg.neo4j.password import find_password
    from loaders.neo4j import Neo4jLoader

    checked_name(name)
    with open_graph(graph):  # before the password is asked for
        pass
    connection = Connection(uri, user, find_password(password_file, user), database)

    def make(advance: Callable[[int], None]) -> Loader:
        return Neo4jLoader(connection, name, prune=prune, batch=batch, progress=advance)

    with _telling_when_stopped(), telling_retries(say):
        _load(graph, make, f"{connection}, graph {name}", per_batch=True)


def list_loaders(format: FormatOption = None, output: OutputOption = None) -> None:
    """List the loaders installed: kg's own and those of plug-ins."""
    from kg.output import Rows, write_rows
    from loaders.plugins import find_loaders

    rows = [(name, entry.dist.name if entry.dist else "", entry.value) for name, entry in find_loaders().items()]
    write_rows(Rows.of(("name", "package", "loader"), rows), format, output)


def _generic(name: str) -> Callable[..., None]:
    def command(
        graph: GraphOption = DEFAULT_GRAPH,
        target: Annotated[
            Path, typer.Option("--output", "-o", metavar="TARGET", help="What the loader writes to: a file or folder.")
        ] = ...,  # type: ignore[assignment]
    ) -> None:
        from loaders.plugins import find_loaders, loader_class

        make = loader_class(find_loaders()[name])
        _load(graph, lambda _advance: make(target), str(target))

    return command


def _load(graph: Path, make: Callable[[Callable[[int], None]], Loader], where: str, *, per_batch: bool = False) -> None:
    from kg.graph.reader import open_graph
    from loaders.base import load

    with open_graph(graph) as folder:
        tables = folder.tables()
    total = sum(table.num_rows for table in tables.every())
    began = time.perf_counter()
    with progress("loading", total) as advance:
        counts = load(make(advance), tables, None if per_batch else lambda _name, rows: advance(rows))
    seconds = max(time.perf_counter() - began, 0.001)
    nodes, relationships = sum(counts.nodes.values()), sum(counts.relationships.values())
    say(f"loaded into {where}: {nodes:,} nodes and {relationships:,} relationships, in {seconds:.1f} s "
        f"({(nodes + relationships) / seconds:,.0f} a second); the counts agree")  # fmt: skip


@contextlib.contextmanager
def _telling_when_stopped() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        say("stopped; what was written stays there, loading again completes it")
        raise typer.Exit(EXIT_STOPPED) from None
