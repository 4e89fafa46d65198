"""`kg evaluate`: how good the installed extraction is, against annotated reports."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import FormatOption, OutputOption
from kg.output.formats import Format

if TYPE_CHECKING:
    from kg.evaluation import Scores
    from kg.gold import GoldReport
    from kg.output import Rows

EPILOG = """\b
Examples:
  kg evaluate gold/invented                          the installed extraction
  kg evaluate gold/invented --system found.jsonl     what kg extract wrote
  kg evaluate gold/invented --compare old.jsonl --compare new.jsonl
  kg evaluate gold/invented --confusions             the faults, most frequent first
  kg evaluate --identity pairs.tsv                   which names are one initiative (columns a, b, relation)

A folder of gold holds NAME.txt, NAME.ann.txt and NAME.obs.jsonl for each report (docs/annotating.md).
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("evaluate", short_help="Score extraction against annotated reports.", epilog=EPILOG)(evaluate)


def evaluate(
    gold: Annotated[
        Path | None,
        typer.Argument(metavar="GOLD_DIR", help="A folder of annotated reports; with --identity a file of pairs."),
    ] = None,
    *,
    identity: Annotated[
        bool, typer.Option("--identity", help="Score which names are one initiative, on pairs that people judged.")
    ] = False,
    system: Annotated[
        Path | None,
        typer.Option("--system", metavar="FILE", help="Score this file of kg extract, or folder of gold, instead."),
    ] = None,
    compare: Annotated[
        list[Path] | None,
        typer.Option("--compare", metavar="FILE", help="Score these side by side; give it twice or more."),
    ] = None,
    show: Annotated[
        bool, typer.Option("--confusions", help="List the faults in names, most frequent first, instead of scores.")
    ] = False,
    names: Annotated[
        list[str] | None, typer.Option("--report", metavar="NAME", help="Only these reports; may be repeated.")
    ] = None,
    format: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Precision, recall and F1 of names, figures, statuses, acting units and report heads."""
    from kg.errors import InputError
    from kg.evaluation import confusions, extracted_by_kg, read_system, score
    from kg.output import Rows, write_rows

    if identity:
        _identity(gold, format, output)
        return
    if gold is None:
        raise InputError("no folder of annotated reports was named", todo="kg evaluate GOLD_DIR; --help shows more")
    golds = _golds(gold, names or [])
    if compare:
        each = {str(path): score(golds, read_system(path)) for path in compare}
        write_rows(_side_by_side(each), format, output)
        return
    found = read_system(system) if system is not None else extracted_by_kg(golds)
    if show:
        faults = [(one.fault, one.gold, one.found, one.count, one.where) for one in confusions(golds, found)]
        write_rows(Rows.of(("fault", "gold", "found", "count", "where"), faults), format, output)
        return
    rows = [
        (measure, round(one.precision, 4), round(one.recall, 4), round(one.f1, 4), one.gold)
        for measure, one in score(golds, found).tallies.items()
    ]
    write_rows(Rows.of(("measure", "precision", "recall", "f1", "gold"), rows), format, output)


def _identity(pairs: Path | None, format: Format | None, output: Path | None) -> None:
    """Precision and recall on standard output, the pairs that kg gets wrong on standard error."""
    from kg.cli.console import say
    from kg.evaluation.identity import COLUMNS, default_pairs, judge_pairs, read_pairs, tally
    from kg.output import Rows, write_rows

    outcomes = judge_pairs(read_pairs(pairs or default_pairs()))
    for one in outcomes:
        if not one.right:
            said = f"{one.said.relation}{f' ({one.said.rule})' if one.said.rule else ''}"
            say(f"line {one.pair.line}: {one.pair.a} | {one.pair.b}: is {one.pair.relation}, kg says {said}")
    write_rows(Rows.of(COLUMNS, list(tally(outcomes))), format, output)


def _golds(folder: Path, names: list[str]) -> list[GoldReport]:
    from kg.errors import SourceError
    from kg.gold import read_folder

    golds = read_folder(folder)
    if not names:
        return golds
    if unknown := sorted(set(names) - {gold.name for gold in golds}):
        todo = f"there are {', '.join(gold.name for gold in golds[:8])} …"
        raise SourceError(f"no annotated report is called {unknown[0]!r}", where=str(folder), todo=todo)
    return [gold for gold in golds if gold.name in names]


def _side_by_side(each: dict[str, Scores]) -> Rows:
    from kg.output import Rows

    first = next(iter(each.values()))
    rows = [
        (measure, *(round(scores.tallies[measure].f1, 4) for scores in each.values()), tally.gold)
        for measure, tally in first.tallies.items()
    ]
    return Rows.of(("measure", *each, "gold"), rows)
