"""`kg diff`: what tells two graphs apart."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.engine import MAX_ROWS, LimitOption, at_most, one_more
from kg.cli.options import FormatOption, OutputOption

EPILOG = """\b
Examples:
  kg diff graph-2022 graph-2023 --summary
  kg diff graph-2022 graph-2023 --label Program --label Campaign -o initiatives.csv
  kg diff yesterday today --by-report
  kg diff yesterday today --report 青岚区

One row for each thing that appeared or vanished, and for each property that changed. A report whose text
changed is another report: it vanished, and appeared with what it says now. Districts, units, initiatives
and indicators are the same in both graphs when they have the same id.
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("diff", short_help="Compare two graphs.", epilog=EPILOG)(diff)


def diff(
    before: Annotated[Path, typer.Argument(metavar="GRAPH_A", help="The earlier graph folder.", show_default=False)],
    after: Annotated[Path, typer.Argument(metavar="GRAPH_B", help="The later one.", show_default=False)],
    *,
    label: Annotated[
        list[str] | None,
        typer.Option("--label", metavar="NAME", help="Only this label or type; may be given several times."),
    ] = None,
    report: Annotated[
        str | None,
        typer.Option("--report", metavar="TEXT", help="Only what a report says whose file or name holds this."),
    ] = None,
    summary: Annotated[bool, typer.Option("--summary", help="Only the numbers for each label and type.")] = False,
    by_report: Annotated[bool, typer.Option("--by-report", help="Only the numbers for each report.")] = False,
    limit: LimitOption = MAX_ROWS,
    format: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Say what appeared, vanished and changed from one graph to another."""
    from kg.cli.console import say
    from kg.diff import BY_REPORT, COLUMNS, SUMMARY, GraphDiff
    from kg.errors import InputError
    from kg.graph.reader import open_graph
    from kg.output import Rows, write_rows

    if summary and (by_report or report is not None):
        raise InputError("--summary counts labels and types over all reports", todo="use --by-report for reports")
    with open_graph(before) as one, open_graph(after) as other:
        found = GraphDiff(one.tables(), other.tables(), label or ())
    if summary:
        write_rows(Rows.of(SUMMARY, found.summary()), format, output)
        return
    if by_report:
        write_rows(Rows.of(BY_REPORT, found.by_report(report)), format, output)
        return
    rows = [_written(row) for row in islice(found.rows(report), one_more(limit))]
    write_rows(at_most(Rows.of(COLUMNS, rows), limit), format, output)
    if not rows:
        say("no differences")


def _written(row: tuple[object, ...]) -> tuple[object, ...]:
    """Values before and after as text: a column has one type, and properties have several."""
    lists = ("|".join(map(str, value)) if isinstance(value, list) else value for value in row)
    return tuple(value if value is None else str(value) for value in lists)
