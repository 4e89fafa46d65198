"""`kg import`: a graph folder from what was exported."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import DEFAULT_GRAPH, GraphOption

EPILOG = """\b
Examples:
  kg import rdf graph.nq --graph my-graph
  kg import rdf graph.trig.zst --graph my-graph

\b
Reads .ttl .nt .nq .trig .jsonld .rdf as kg export rdf wrote them, also when another program has put the
statements in another order or format since. The graph is the same; the source texts are not in the RDF,
so that kg evidence has no sentences to show.
"""
FileArgument = Annotated[
    Path, typer.Argument(metavar="FILE", help="The RDF file; .gz and .zst are unpacked.", show_default=False)
]
BaseOption = Annotated[
    str | None, typer.Option("--base", metavar="IRI", help="What its IRIs begin with. [default: as the file says]")
]
FormatOption = Annotated[
    str | None,
    typer.Option("--format", metavar="FORMAT", help="ttl, nt, nq, trig, jsonld or rdf. [default: by the suffix]"),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    commands = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    commands.callback()(_group)
    commands.command("rdf", short_help="From RDF that kg export rdf wrote.", epilog=EPILOG)(import_rdf)
    app.add_typer(commands, name="import", short_help="Make a graph of an exported one.")


def _group() -> None:
    """Make a graph folder of an exported graph."""


def import_rdf(
    file: FileArgument,
    graph: GraphOption = DEFAULT_GRAPH,
    base: BaseOption = None,
    format: FormatOption = None,
) -> None:
    """Make a graph folder of RDF that kg export rdf wrote; the graph that was there is replaced."""
    from kg.cli.console import progress, say
    from kg.graph.folder import check_folder, write_graph
    from kg.rdf.read import read_rdf

    check_folder(graph)
    with progress(f"reading {file}"):
        tables = read_rdf(file, format, base)
    with progress("building tables and store"):
        counts = write_graph(graph, tables).counts
    nodes, relationships = sum(counts.nodes.values()), sum(counts.relationships.values())
    say(f"built {graph}: {nodes:,} nodes and {relationships:,} relationships")
