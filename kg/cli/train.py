"""`kg train`: a tagger trained on annotated reports."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

EPILOG = """\b
Examples:
  kg train gold/invented my-gold --out my-model
  KG_MODEL=my-model/onnx kg extract reports/       use it (Windows: set KG_MODEL=my-model\\onnx)

Needs the extra kg-reports[hanlp]. The base encoder is fetched by name, version and hash. On two cores 650,000
characters of gold take about two minutes an epoch. docs/training.md says what the shipped model learnt from.
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("train", short_help="Train the tagger on annotated reports.", epilog=EPILOG)(train)


def train(
    gold: Annotated[
        list[Path],
        typer.Argument(
            metavar="GOLD_DIR...", help="Folders of annotated reports; one given twice is learnt from twice as often."
        ),
    ],
    *,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the model goes (new or empty).")],
    epochs: Annotated[int, typer.Option("--epochs", min=1, help="How often each report is learnt from.")] = 8,
    seed: Annotated[int, typer.Option("--seed", help="Of the random numbers.")] = 1,
    held: Annotated[
        list[str] | None,
        typer.Option("--held", metavar="NAME", help="A report kept aside to choose the epoch and to calibrate."),
    ] = None,
    texts: Annotated[
        list[Path] | None,
        typer.Option("--texts", metavar="DIR", help="Folders of .txt whose characters the vocabulary must hold."),
    ] = None,
    soft: Annotated[
        Path | None,
        typer.Option("--soft", metavar="FILE", help="A teacher's soft targets (docs/training.md)."),
    ] = None,
    unlabelled: Annotated[
        list[Path] | None,
        typer.Option("--unlabelled", metavar="PATH", help="Unannotated reports that the teacher read."),
    ] = None,
    corrections: Annotated[
        Path | None,
        typer.Option("--corrections", metavar="FILE", help="Corrections of the annotation (docs/training.md)."),
    ] = None,
    work: Annotated[
        Path, typer.Option("--work", metavar="DIR", help="Where the base encoder is kept between runs.")
    ] = Path("build/training"),
) -> None:
    """Train the tagger on annotated reports and export it for kg."""
    from kg.cli.console import say
    from kg.errors import InputError, MissingExtraError
    from kg.gold import read_folder
    from kg.training.held import HELD

    names = tuple(held or HELD)
    given = [report for folder in gold for report in read_folder(folder)]
    aside = list({report.name: report for report in given if report.name in names}.values())
    golds = [report for report in given if report.name not in names] + aside
    if out.exists() and any(out.iterdir()):
        raise InputError("the folder is not empty", where=str(out), todo="name a new one with --out")
    try:
        from kg.training.calibrate import calibrate_folder
        from kg.training.corrections import corrected, read_corrections
        from kg.training.soft import SoftTargets
        from kg.training.train import train as run
    except ImportError as error:
        raise MissingExtraError.of("hanlp", "training") from error
    if not aside or len(aside) == len(golds):
        todo = f"name some, but not all, with --held; there are {', '.join(report.name for report in golds[:6])} …"
        raise InputError("no reports are kept aside to choose the best epoch by", where=str(gold[0]), todo=todo)
    lines = [path.read_text(encoding="utf-8") for folder in texts or () for path in sorted(folder.glob("*.txt"))]
    say(f"training on {len(golds) - len(aside)} reports, {len(aside)} kept aside, {epochs} epochs")
    began = time.monotonic()
    targets = SoftTargets.load(soft) if soft else None
    changes = read_corrections(corrections) if corrections else {}
    if absent := sorted(set(changes) - {gold.name for gold in golds}):
        say(f"{corrections}: corrects reports that are not given: {', '.join(absent[:6])}{' …' * (len(absent) > 6)}")
    run(
        # Those kept aside stay as they were annotated: what is measured on them can be compared.
        [gold if gold.name in names else corrected(gold, changes.get(gold.name, ())) for gold in golds],
        out,
        work,
        epochs=epochs,
        seed=seed,
        texts=lines,
        held=names,
        targets=targets,
        unlabelled=unlabelled or (),
    )
    for name, count, said, right in calibrate_folder(out / "onnx", aside):
        say(f"confidence {name}: {count} names, said {said:.2f}, right {right:.2f}")
    say(f"trained in {time.monotonic() - began:.0f} s: KG_MODEL={out / 'onnx'} makes kg use it")
