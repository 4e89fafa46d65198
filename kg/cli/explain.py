"""`kg explain`: why two names are one thing, or not."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import DEFAULT_GRAPH, FormatOption, OutputOption

EPILOG = """\b
Examples:
  kg explain 创建全国文明城市 文明城市创建
  kg explain 安全生产月 安全生产大检查 --graph my-graph
  kg explain 安全隐患大排查 安全隐患大排查 --district 甲县 --district 乙县
  kg explain init-30df4071f9627239 init-0f1d2c3b4a596877 --graph my-graph

Without a graph the rules and the thesaurus answer, for programs and campaigns; with one also what it has
decided, for units, districts, documents and indicators too. docs/identity.md explains every rule.
"""
_ID = re.compile(r"[a-z]+-[0-9a-f]{16}")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("explain", short_help="Say why two names are one thing, or not.", epilog=EPILOG)(explain)


def explain(
    a: Annotated[str, typer.Argument(metavar="A", help="A name, or an id of the graph.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Another.")],
    *,
    graph: Annotated[
        Path | None,
        typer.Option("--graph", metavar="DIR", envvar="KG_GRAPH", help="Also ask this graph; else kg-graph if there."),
    ] = None,
    district: Annotated[
        list[str] | None,
        typer.Option("--district", metavar="NAME", help="Whose reports say the names; twice: A's and B's."),
    ] = None,
    format: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Say whether two names are one thing: same, apart, may be, broader, or unknown, and by which rule."""
    from kg.cli.console import say
    from kg.errors import InputError
    from kg.graph.reader import open_graph
    from kg.library.explain import COLUMNS, about_initiatives, explain_in_graph, explain_names, graph_folder
    from kg.output import Rows, write_rows

    places = district or []
    if len(places) > 2:
        raise InputError("--district may be given once or twice", todo="once for both names, or one for each")
    if not a.strip() or not b.strip():
        raise InputError("a name is empty", todo="kg explain NAME OTHER-NAME")
    ids = [name for name in (a, b) if _ID.fullmatch(name)]
    folder = graph_folder(graph, DEFAULT_GRAPH)
    if ids and folder is None:
        raise InputError(f"{ids[0]} is an id, which only a graph knows", todo="name the graph with --graph DIR")
    found = []
    if folder is not None:
        with open_graph(folder) as opened:
            found = explain_in_graph(opened, a, b, places)
        if not found:
            say(f"{folder} has nothing of the same kind for both; see the names with kg query")
    if not ids and about_initiatives(found):
        found.insert(0, explain_names(a, b, places))
    write_rows(Rows.of(COLUMNS, [one.row() for one in found]), format, output)
