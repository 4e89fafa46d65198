"""`kg reports`: which reports the files hold."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import FormatOption, ManifestOption, OutputOption, PathsArgument

EPILOG = """\b
Examples:
  kg reports reports/
  kg reports reports/ -o found.csv
  kg reports reports/ --places
  kg reports compendium.txt --dropped
  kg reports reports/ --write-manifest reports/manifest.csv
"""
_COLUMNS = ("source", "start_line", "end_line", "title", "unit", "kind", "year", "plan_year", "district")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("reports", short_help="List the reports that files and folders hold.", epilog=EPILOG)(reports)


def reports(
    paths: PathsArgument,
    *,
    manifest: ManifestOption = None,
    dropped: Annotated[
        bool, typer.Option("--dropped", help="List the lines that belong to no report instead.")
    ] = False,
    places: Annotated[
        bool,
        typer.Option("--places", help="Also show which line, file name or manifest row says unit, years and so on."),
    ] = False,
    write_manifest: Annotated[
        Path | None,
        typer.Option(
            "--write-manifest",
            metavar="FILE",
            help="Also write what was found, to be corrected and given back.",
        ),
    ] = None,
    format: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """List the reports in files and folders: where each begins and ends, whose it is, and of which year."""
    from kg.cli.intake import Intake
    from kg.cli.manifest import write_manifest_of
    from kg.output import Rows, write_rows
    from kg.reading import dropped_lines

    intake = Intake(paths, manifest)
    found = list(intake.reports())
    if dropped:
        lines = [(line.source, line.line, line.text) for source in intake.sources for line in dropped_lines(source)]
        write_rows(Rows.of(("source", "line", "text"), lines), format, output)
    else:
        rows = [
            (
                *(getattr(report, name) for name in _COLUMNS),
                report.end - report.start,
                *((_readable(report.places),) if places else ()),
            )
            for _, report in found
        ]
        write_rows(Rows.of((*_COLUMNS, "chars", *(("places",) if places else ())), rows), format, output)
    if write_manifest is not None:
        write_manifest_of([report for _, report in found], write_manifest)
    intake.finish()


def _readable(places: Sequence[tuple[str, str]]) -> str:
    return "; ".join(f"{field}: {place}" for field, place in places)
