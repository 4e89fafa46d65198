"""`kg query`: the saved queries."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.engine import MAX_ROWS, LimitOption, Neo4jOption, Server, TimeoutOption, at_most, engine, one_more
from kg.cli.neo4j_options import DatabaseOption, NameOption, PasswordFileOption, UriOption, UserOption
from kg.cli.options import DEFAULT_GRAPH, FormatOption, GraphOption, OutputOption, ParamOption, QueriesOption
from kg.neo4j import DEFAULT_NAME, DEFAULT_URI, DEFAULT_USER

EPILOG = """\b
Examples:
  kg query list
  kg query show shared-initiatives
  kg query run shared-initiatives --graph my-graph --param min_districts=3
  kg query run initiative-districts --param initiative=河长制 -o rivers.csv
  kg query run who-leads --neo4j --uri bolt://localhost:7687
  kg query new my-question --queries my-queries
  kg query run my-question --queries my-queries
"""

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The saved query; kg query list names them.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        help="Ask the graph with saved queries.", epilog=EPILOG, no_args_is_help=True, rich_markup_mode=None
    )
    group.command("list", short_help="List the saved queries.")(list_queries)
    group.command("show", short_help="Show one with its parameters and columns.")(show)
    group.command("run", short_help="Run one on a graph.", epilog=EPILOG)(run)
    group.command("new", short_help="Start one of your own.")(new)
    app.add_typer(group, name="query")


def list_queries(queries: QueriesOption = None, format: FormatOption = None, output: OutputOption = None) -> None:
    """List the saved queries."""
    from kg.library import load_library, query_folders
    from kg.output import Rows, write_rows

    library = load_library(query_folders(queries or ()))
    rows = [
        (query.id, str(query.title), [parameter.name for parameter in query.parameters]) for query in library.values()
    ]
    write_rows(Rows.of(("name", "title", "parameters"), rows), format, output)


def show(name: NameArgument, queries: QueriesOption = None) -> None:
    """Show a saved query: what it answers, its parameters, its columns, and its Cypher."""
    from kg.library import find_query, load_library, query_folders

    query = find_query(load_library(query_folders(queries or ())), name)
    typer.echo(query.text.rstrip("\n"))


def run(
    ctx: typer.Context,
    name: NameArgument,
    *,
    param: ParamOption = None,
    graph: GraphOption = DEFAULT_GRAPH,
    queries: QueriesOption = None,
    neo4j: Neo4jOption = False,
    uri: UriOption = DEFAULT_URI,
    user: UserOption = DEFAULT_USER,
    database: DatabaseOption = None,
    graph_name: NameOption = DEFAULT_NAME,
    password_file: PasswordFileOption = None,
    timeout: TimeoutOption = 60,
    limit: LimitOption = MAX_ROWS,
    format: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Run a saved query on a graph: that of a folder, or one on a Neo4j server."""
    from kg.cli.console import say
    from kg.library import bind_parameters, find_query, load_library, query_folders, run_saved
    from kg.library.parameters import split_pairs
    from kg.output import write_rows

    query = find_query(load_library(query_folders(queries or ())), name)
    given = dict(split_pairs(param or ()))
    bind_parameters(query, given)  # what is wrong with them is said before a password is asked for
    server = Server(uri, user, database, password_file, graph_name)
    with engine(ctx, neo4j, graph, server) as on:
        rows = run_saved(on, query, given, timeout=timeout, limit=one_more(limit))
    write_rows(at_most(rows, limit), format, output)
    if not rows.rows and query.if_empty:
        say(f"no rows: {query.if_empty}")


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Lower case, with hyphens: my-question.")],
    queries: Annotated[
        Path, typer.Option("--queries", metavar="DIR", help="The folder to write it into, made if it is not there.")
    ] = Path(),
) -> None:
    """Start a saved query of your own: a file to edit, which runs as it is."""
    from kg.library.template import write_template

    typer.echo(str(write_template(queries, name)))
