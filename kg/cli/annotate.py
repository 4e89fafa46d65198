"""`kg annotate`: reports annotated by kg, to be corrected and trained on."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import PathsArgument

if TYPE_CHECKING:
    from kg.records import Extraction

EPILOG = """\b
Examples:
  kg annotate report.txt -o my-gold --draft      one file to correct: my-gold/report.draft
  kg annotate my-gold/report.draft -o my-gold    the corrected draft as gold: .txt, .ann.txt, .obs.jsonl
  kg annotate report.txt -o my-gold              gold at once, as kg sees it

docs/annotating.md explains tags and figures, docs/training.md how to train on your own gold.
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("annotate", short_help="Write reports annotated, to correct and train on.", epilog=EPILOG)(annotate)


def annotate(
    paths: PathsArgument,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The folder to write into.")],
    draft: Annotated[
        bool, typer.Option("--draft", help="Write one file a text, with all about a figure inside its tag.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there.")] = False,
) -> None:
    """Annotate reports as kg sees them; a .draft that was corrected becomes gold."""
    from kg.annotation import annotation_of, draft_of, gold_files, read_draft
    from kg.cli.console import say
    from kg.cli.intake import Intake
    from kg.errors import InputError

    output.mkdir(parents=True, exist_ok=True)
    files: dict[Path, str] = {}
    for path in [path for path in paths if path.suffix == ".draft"]:
        try:
            text = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"cannot be read ({error})", where=str(path), todo="give a draft in UTF-8") from error
        made = gold_files(read_draft(text, str(path)))
        files |= {output / f"{path.stem}{suffix}": content for suffix, content in made.items()}
    reports = [path for path in paths if path.suffix != ".draft"]
    intake = Intake(reports)
    if reports:
        by_source: dict[str, list[Extraction]] = {}
        for extraction in intake.extractions():
            by_source.setdefault(extraction.report.source, []).append(extraction)
        texts = {source.source: source for source in intake.sources}
        for source, extractions in by_source.items():
            annotation = annotation_of(texts[source].text, extractions)
            name = re.sub(r"[^\w.-]+", "-", texts[source].name.removesuffix(".txt"))
            made = {".draft": draft_of(annotation)} if draft else gold_files(annotation)
            files |= {output / f"{name}{suffix}": content for suffix, content in made.items()}
    there = [path for path in files if path.exists()]
    if there and not force:
        todo = "they may hold corrections: give another folder, or --force to replace them"
        raise InputError(f"{len(there)} files are there already", where=str(there[0]), todo=todo)
    _write(files)
    say(f"wrote {len(files)} files into {output}")
    intake.finish()


def _write(files: dict[Path, str]) -> None:
    from kg.output import open_sink

    for path, content in files.items():
        with open_sink(path) as out:
            out.write(content.encode())
