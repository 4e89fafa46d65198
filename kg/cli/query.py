"""`kg query`: the saved queries."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.options import DEFAULT_GRAPH, FormatOption, GraphOption, OutputOption, ParamOption, QueriesOption

EPILOG = """\b
Examples:
  kg query list
  kg query show shared-initiatives
  kg query run shared-initiatives --graph my-graph --param min_districts=3
  kg query run initiative-districts --param initiative=河长制 -o rivers.csv
  kg query run my-question --queries my-queries/
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
    name: NameArgument,
    *,
    param: ParamOption = None,
    graph: GraphOption = DEFAULT_GRAPH,
    queries: QueriesOption = None,
    format: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Run a saved query on a graph."""
    from kg.library import find_query, load_library, query_folders, run_saved
    from kg.library.parameters import split_pairs
    from kg.output import write_rows

    query = find_query(load_library(query_folders(queries or ())), name)
    write_rows(run_saved(graph, query, dict(split_pairs(param or ()))), format, output)
