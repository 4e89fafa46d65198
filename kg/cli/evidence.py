"""`kg evidence`: the sentences behind a row."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.options import DEFAULT_GRAPH, FormatOption, GraphOption, OutputOption

EPILOG = """\b
Examples:
  kg evidence 河长制
  kg evidence init-30df4071f9627239 --limit 0 -o places.csv

Ids stand in the columns of the saved queries that end in _id; the rid of a relationship is understood too.
The words that are meant stand in 【】; line, start and end say where in the file (code points, from 0).
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("evidence", short_help="Show the sentences behind a row.", epilog=EPILOG)(show_evidence)


def show_evidence(
    id: Annotated[
        str, typer.Argument(metavar="ID", help="The id or name of anything in the graph, or the rid of a relationship.")
    ],
    graph: GraphOption = DEFAULT_GRAPH,
    limit: Annotated[int, typer.Option("--limit", min=0, help="At most this many sentences; 0 for all.")] = 50,
    format: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Show the sentences that speak for something, with file, line and offset."""
    from kg.cli.console import say
    from kg.library.evidence import evidence_rows
    from kg.output import write_rows

    rows, total = evidence_rows(graph, id, limit or None)
    write_rows(rows, format, output)
    if total > len(rows):
        say(f"{len(rows)} of {total}; --limit 0 shows all")
