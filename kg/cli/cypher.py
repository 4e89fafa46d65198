"""`kg cypher`: a statement of one's own."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.options import DEFAULT_GRAPH, FormatOption, GraphOption, OutputOption, ParamOption

EPILOG = """\b
Examples:
  kg cypher 'MATCH (d:District) RETURN d.name, d.level ORDER BY d.name'
  kg cypher 'MATCH (r:Report) WHERE r.year = $y RETURN r.name' --param y=2023

The graph is opened read-only. A parameter's value is read as JSON where it is JSON (2023 is a number, "2023"
a string), else as text.
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("cypher", short_help="Ask the graph with one Cypher statement.", epilog=EPILOG)(cypher)


def cypher(
    statement: Annotated[str, typer.Argument(metavar="STATEMENT", help="One Cypher statement that reads.")],
    param: ParamOption = None,
    graph: GraphOption = DEFAULT_GRAPH,
    format: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Run one read-only Cypher statement on a graph."""
    from kg.library import run_statement
    from kg.library.parameters import guess_value, split_pairs
    from kg.output import write_rows

    values = {name: guess_value(text) for name, text in split_pairs(param or ()).items()}
    write_rows(run_statement(graph, statement, values), format, output)
