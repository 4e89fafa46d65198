"""`kg info`: what a graph folder holds."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

import typer

from kg.cli.options import DEFAULT_GRAPH, FormatOption, GraphOption, OutputOption

EPILOG = """\b
Examples:
  kg info --graph my-graph
  kg info --format csv
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("info", short_help="Count what a graph holds.", epilog=EPILOG)(info)


def info(graph: GraphOption = DEFAULT_GRAPH, format: FormatOption = None, output: OutputOption = None) -> None:
    """Count what the graph holds: nodes for each label, relationships for each type, sources, versions."""
    from kg.cli.versions import versions
    from kg.graph.reader import open_graph
    from kg.output import Rows, write_rows

    with open_graph(graph) as folder:
        meta = folder.meta
    rows: list[tuple[str, str, str | int]] = [("node", label, count) for label, count in meta.counts.nodes.items()]
    rows += [("relationship", type, count) for type, count in meta.counts.relationships.items()]
    rows += [("source characters", source.name, source.characters) for source in meta.sources]
    rows += [
        ("graph", "built", meta.created),
        ("graph", "kg", meta.kg),
        ("graph", "schema version", meta.schema_version),
    ]
    rows += [("installed", package, version) for package, version in versions().items()]
    write_rows(Rows.of(("what", "name", "value"), rows), format, output)
