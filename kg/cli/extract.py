"""`kg extract`: what the reports say, as JSON lines."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from kg.cli.options import ManifestOption, OutputOption, PathsArgument

EPILOG = """\b
Examples:
  kg extract reports/ -o found.jsonl
  kg extract report.txt | head -c 500

Each line is one report: {"report", "mentions", "observations", "actors"}; start and end count code points
in the file.
"""


class EngineChoice(StrEnum):
    """What runs the tagger."""

    ONNX = "onnx"
    HANLP = "hanlp"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("extract", short_help="Extract what reports say, as JSON lines.", epilog=EPILOG)(extract)


def extract(
    paths: PathsArgument,
    output: OutputOption = None,
    engine: Annotated[
        EngineChoice,
        typer.Option("--engine", help="onnx ships with kg; hanlp is HanLP's own runtime (extra kg-reports[hanlp])."),
    ] = EngineChoice.ONNX,
    manifest: ManifestOption = None,
) -> None:
    """Extract names, figures and acting units from reports: one JSON object a report, in order."""
    from kg.cli.intake import Intake
    from kg.extraction.interchange import to_json
    from kg.output import open_sink

    intake = Intake(paths, manifest)
    with open_sink(output) as out:
        for extraction in intake.extractions(engine.value):
            line = json.dumps(to_json(extraction), ensure_ascii=False) + "\n"
            out.write(line.encode("utf-8", errors="backslashreplace"))
    intake.finish()
