"""`kg extract`: what the reports say, as JSON lines."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import ManifestOption, OutputOption, PathsArgument

if TYPE_CHECKING:
    from kg.cli.intake import Intake
    from kg.records import Extraction, SourceText

EPILOG = """\b
Examples:
  kg extract reports/ -o found.jsonl
  kg extract report.txt --html found.html        a page that shows what was found, at its place
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
    html: Annotated[
        Path | None,
        typer.Option(
            "--html",
            metavar="FILE",
            help="Write a page with every name, figure and acting unit marked in the text instead; - for a pipe.",
        ),
    ] = None,
) -> None:
    """Extract names, figures and acting units from reports: one JSON object a report, in order."""
    from kg.cli.intake import Intake
    from kg.extraction.interchange import to_json
    from kg.output import open_sink

    intake = Intake(paths, manifest)
    if html is not None:
        if output is not None:
            raise typer.BadParameter("give either --html or --output", param_hint="--html")
        _page(intake, engine.value, html)
        intake.finish()
        return
    with open_sink(output) as out:
        for extraction in intake.extractions(engine.value):
            line = json.dumps(to_json(extraction), ensure_ascii=False) + "\n"
            out.write(line.encode("utf-8", errors="backslashreplace"))
    intake.finish()


def _page(intake: Intake, engine: str, file: Path) -> None:
    from kg.cli.console import say
    from kg.output import open_sink
    from kg.page import page_of

    with open_sink(file) as out:
        extractions = intake.extractions(engine)
        texts = {}

        def pairs() -> Iterator[tuple[SourceText, Extraction]]:
            for extraction in extractions:
                if extraction.report.source not in texts:
                    texts.update({source.source: source for source in intake.sources})
                yield texts[extraction.report.source], extraction

        for piece in page_of(pairs()):
            out.write(piece.encode("utf-8", errors="backslashreplace"))
    if str(file) != "-":
        say(f"wrote {file}: open it in a browser")
