"""`kg build`: from reports to a graph folder."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import DEFAULT_GRAPH, GraphOption, ManifestOption, PathsArgument

EPILOG = """\b
Examples:
  kg build reports/ --graph my-graph
  kg build 2022.txt 2023.txt --graph my-graph --manifest manifest.csv
  kg build reports/ --graph my-graph        again, after files were added, changed or removed

The folder holds one Parquet file for each label and relationship type, and the embedded store. A build
that fails or is stopped leaves the graph that was there before. Built again, it follows its reports: those
that did not change are not extracted again, and those that are gone take with them what only they said.
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("build", short_help="Build a graph of reports.", epilog=EPILOG)(build)


def build(
    paths: PathsArgument,
    graph: GraphOption = DEFAULT_GRAPH,
    manifest: ManifestOption = None,
    decisions: Annotated[
        Path | None,
        typer.Option(
            "--decisions",
            metavar="FILE",
            help="A decisions.csv of kg review; one that lies in a given folder is used without being asked.",
        ),
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Extract every report again, also unchanged ones.")] = False,
) -> None:
    """Build a graph of the reports in files and folders."""
    from kg.cli.construct import construct
    from kg.cli.intake import Intake

    intake = Intake(paths, manifest)
    construct(intake, graph, fresh=fresh, decisions=decisions)
    intake.finish()
