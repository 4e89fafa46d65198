"""`kg export`: the graph, or a part of it, as a file for another program."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import DEFAULT_GRAPH, GraphOption

if TYPE_CHECKING:
    from kg.graph.tables import GraphTables

EPILOG = """\b
Examples:
  kg export gexf -o graph.gexf --without Observation,Indicator
  kg export xlsx -o 临沂.xlsx --where district=临沂市 --where year=2022-2023
  kg export graphml -o rivers.graphml --where initiative=河长制
  kg export csv -o tables --where label=Program,Campaign --option bom=no
  kg export sqlite -o graph.sqlite --graph my-graph
  kg export rdf -o graph.trig.gz --base https://example.org/kg/

\b
--where cuts out a part; given several times, all must be met:
  year=2023  year=2021-2023  level=市  kind=plan  report=ID      what such reports say
  district=临沂市                                                what the reports on it say
  initiative=河长制  unit=…  document=…  indicator=…             it, and what reports say of it
  label=Program,Campaign  type=LEADS                             only these nodes or relationships
"""

FormatArgument = Annotated[
    str, typer.Argument(metavar="FORMAT", help="What to write; kg export --list shows all.", show_default=False)
]
OutOption = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="OUT", show_default=False,
        help="The file or folder to make, complete or not at all; an export that was there is replaced.",
    ),
]  # fmt: skip
WhereOption = Annotated[
    list[str] | None, typer.Option("--where", metavar="NAME=VALUE[,VALUE]", help="Only a part of the graph; see below.")
]
WithoutOption = Annotated[
    list[str] | None, typer.Option("--without", metavar="NAME[,NAME]", help="Labels or types to leave out.")
]
OptionOption = Annotated[
    list[str] | None, typer.Option("--option", metavar="NAME=VALUE", help="An option of the format; --list names them.")
]
BaseOption = Annotated[
    str | None, typer.Option("--base", metavar="IRI", help="Short for --option base=IRI (rdf): what IRIs begin with.")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export", short_help="Write it for Gephi, Excel, SQLite, …", epilog=EPILOG, no_args_is_help=True)(
        export
    )


def export(
    format: FormatArgument = "",
    *,
    output: OutOption = None,
    graph: GraphOption = DEFAULT_GRAPH,
    where: WhereOption = None,
    without: WithoutOption = None,
    option: OptionOption = None,
    base: BaseOption = None,
    list_formats: Annotated[bool, typer.Option("--list", help="Show the formats and their options.")] = False,
) -> None:
    """Write the graph, or a part of it, as a file or folder for another program."""
    from kg.cli.console import progress, say
    from kg.errors import InputError
    from kg.export.plugins import make_exporter
    from kg.graph.reader import open_graph
    from loaders.base import load

    if list_formats:
        _list()
        return
    if not format or output is None or str(output) == "-":
        missing = "FORMAT" if not format else "-o OUT"
        what = f"{missing} is missing" if output is None or not format else "an export cannot go to standard output"
        raise InputError(what, todo="write kg export FORMAT -o OUT; kg export --list shows the formats")
    exporter = make_exporter(format, output, _options([*(option or ()), *([f"base={base}"] if base else ())]))
    with open_graph(graph) as folder:
        stream = None if where or without else getattr(exporter, "write_folder", None)
        tables = None if stream else _part(folder.tables(), where or (), without or ())
        counts = tables.counts() if tables else folder.meta.counts
        nodes, relationships = sum(counts.nodes.values()), sum(counts.relationships.values())
        if not nodes:
            say("note: nothing of the graph is left; the export is empty")
        with progress(f"writing {output}", None if tables is None else nodes + relationships) as advance:
            if stream:
                stream(folder)  # reads the folder itself, batch by batch
            elif tables:
                load(exporter, tables, lambda _name, rows: advance(rows))
    say(f"{output}: {nodes:,} nodes, {relationships:,} relationships")
    suffix = getattr(exporter, "suffix", "")
    if suffix and output.suffix.lower() != suffix:
        say(f"note: programs know this format by the ending {suffix}")
    for note in getattr(exporter, "notes", ()):
        say(f"note: {note}")


def _options(pairs: Sequence[str]) -> dict[str, str]:
    from kg.errors import InputError

    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name or name in found:
            raise InputError(f"--option {pair}: no option, or given twice", todo="write --option NAME=VALUE, once")
        found[name] = value
    return found


def _part(tables: GraphTables, where: Sequence[str], without: Sequence[str]) -> GraphTables:
    from kg.errors import InputError
    from kg.export.conditions import read_conditions
    from kg.export.select import leave_out, select
    from kg.library.parameters import near

    if where:
        tables = select(tables, read_conditions(where, tables))
    names = [name.strip() for said in without for name in said.replace("，", ",").split(",") if name.strip()]
    known = {name.lower(): name for name in (*tables.schema.labels, *tables.schema.types)}
    for name in names:
        if name.lower() not in known:
            raise InputError(f"--without {name}: no such label or type", todo=near(name, known.values()))
    return leave_out(tables, [known[name.lower()] for name in names]) if names else tables


def _list() -> None:
    from kg.errors import KgError
    from kg.export.plugins import exporter_class, exporters
    from kg.output import Rows, write_rows

    rows: list[tuple[str, str, str, list[str]]] = []
    for name in exporters():
        try:
            found = exporter_class(name)
        except KgError as error:
            rows.append((name, f"cannot be used: {error.what}", "", []))
            continue
        options = [f"{option}: {help}" for option, help in getattr(found, "options", {}).items()]
        suffix = getattr(found, "suffix", "")
        rows.append((name, getattr(found, "about", ""), suffix or "folder", options))
    write_rows(Rows.of(("format", "what", "output", "options"), rows))
