"""`kg analyse`: similarity, communities, bridges, spread; as rows, as a picture, and back into the graph."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import DEFAULT_GRAPH, FormatOption, GraphOption, OutputOption, ParamOption

if TYPE_CHECKING:
    from kg.analysis import Result
    from kg.output.formats import Format

EPILOG = """\b
Examples:
  kg analyse                                          what there is, with parameters
  kg analyse similarity -p district=临沂市 -o alike.csv
  kg analyse communities --plot communities.png
  kg analyse matrix --plot shared.svg
  kg analyse spread -p initiative=河长制 --format json
  kg analyse similarity --write                       SIMILAR_TO for queries and other stores

\b
What --write sets, until the graph is built again:
  similarity    SIMILAR_TO between districts
  communities   District.community
  bridges       bridging of Program, Campaign and Unit

\b
A mere mention does not count; districts whose name is masked are places of their own. The same graph and
parameters give the same result. Pictures need a font with Chinese, which is looked for among those installed.
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("analyse", short_help="Find similar districts, communities, bridges, spread.", epilog=EPILOG)(analyse)


def analyse(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="The analysis; without it, what there is.", show_default=False),
    ] = None,
    *,
    param: ParamOption = None,
    graph: GraphOption = DEFAULT_GRAPH,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="FILE", help="Draw it: FILE.png, FILE.svg or FILE.pdf.")
    ] = None,
    font: Annotated[
        Path | None, typer.Option("--font", metavar="FILE", help="A font file with Chinese, for --plot.")
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Also write the result into the graph.")] = False,
    format: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Analyse the whole graph: rows; with --plot a picture, with --write properties and relationships in the graph."""
    from kg.analysis import find_analyses, find_analysis, run_analysis
    from kg.cli.console import progress, say
    from kg.errors import InputError
    from kg.graph.reader import open_graph
    from kg.library.parameters import split_pairs
    from kg.output import write_rows

    if name is None:
        if plot or write or param:
            raise InputError("which analysis?", todo=f"name one: {', '.join(find_analyses())}")
        _list(format, output)
        return
    analysis = find_analysis(name)
    given = dict(split_pairs(param or ()))
    if plot is not None:
        from kg.plot import check_plot

        check_plot(plot, font)
    with progress(f"analysing: {name}"):
        with open_graph(graph) as folder:
            tables, version = folder.tables(), folder.version.name
        result = run_analysis(analysis, tables, given)
    if write and result.written is None:
        raise InputError("has nothing to write into the graph", where=name, todo="leave out --write")
    del tables
    write_rows(result.rows, format, output)
    for note in result.notes:
        say(f"note: {note}")
    if plot is not None:
        _plot(result, plot, font)
    if write:
        _write(graph, version, result)


def _list(format: Format | None, output: Path | None) -> None:
    from kg.analysis import find_analyses
    from kg.output import Rows, write_rows

    rows = [
        (one.name, str(one.title), [f"{said.name}={said.default}" for said in one.parameters])
        for one in find_analyses().values()
    ]
    write_rows(Rows.of(("name", "title", "parameters"), rows), format, output)


def _plot(result: Result, plot: Path, font: Path | None) -> None:
    from kg.cli.console import say
    from kg.errors import InputError
    from kg.plot import draw

    if result.picture is None:
        raise InputError("this analysis has no picture", todo="leave out --plot")
    for note in draw(result.picture(), plot, font):
        say(f"note: {note}")
    say(f"drawn: {plot}")


def _write(graph: Path, version: str, result: Result) -> None:
    from kg.analysis import write_back
    from kg.cli.console import progress, say

    assert result.written is not None
    with progress("writing the graph"):
        changed = write_back(graph, version, result.written)
    what = [f"{label}.{name}" for label, name in result.written.properties] + list(result.written.relationships)
    say(f"{graph}: {', '.join(what)} {'written' if changed else 'are there already; nothing changed'}")
