"""An intake into a graph folder, saying what is done while it is done."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.console import progress, say
from kg.cli.intake import Intake

if TYPE_CHECKING:
    from kg.corrections import Correction
    from kg.graph.meta import GraphMeta
    from kg.records import Extraction

__all__ = ["construct"]

_NAMED = 3


def construct(intake: Intake, folder: Path, *, fresh: bool = False, decisions: Path | None = None) -> None:
    """Read, extract, build. Raises what the stages raise.

    fresh: extract every report, also those that are as they were at the last build into this folder.
    decisions: a file of kg review; None takes those that lie in the folders of the intake.
    """
    from kg.corrections import decisions_for, in_force, read_decisions
    from kg.corrections.outcome import write_outcome
    from kg.extraction.cache import ExtractionCache
    from kg.graph.build import build_graph
    from kg.graph.folder import CACHE, check_folder
    from kg.incremental.build import Given, build_again, build_whole
    from kg.incremental.remembered import remembered
    from kg.reading.known import KnownReports
    from kg.resolution.corrected import Corrected

    check_folder(folder)
    files = decisions_for(intake.paths, decisions)
    rows = [row for file in files for row in read_decisions(file)]
    for file in files:
        say(f"using {file}")
    notes: list[tuple[Correction, str]] = []
    decided = bool(in_force(rows))  # what a decision reaches is not remembered: all reports are resolved again
    paths = [str(path) for path in intake.paths]
    say(f"reading {', '.join(paths) if len(paths) <= _NAMED else f'{len(paths)} files'}")
    intake.known = KnownReports(folder / CACHE / "reports.json", read=not fresh)
    cache = ExtractionCache(folder / CACHE / "extractions", read=not fresh)
    found = list(intake.reports())
    given = Given.of(found, cache)
    meta, began = None, 0.0
    with nullcontext() if fresh or decided else remembered(folder) as before:
        came = given.came(before) if before else None
        if before is not None and came is not None:
            wanted = {given.reports[id] for id in came}
            new = [(source, report) for source, report in found if report in wanted]
            changed = list(intake.extractions(cache=cache, found=new, unchanged=len(found) - len(new)))
            _say_found(changed, before.memory.found(came | given.gone(before)))
            began = time.perf_counter()
            with progress("building tables and store"):
                meta = build_again(before, given, changed, intake.sources, folder)
    if meta is None:
        extractions = list(intake.extractions(cache=cache, found=found))
        _say_found(extractions)
        began = time.perf_counter()
        with progress("building tables and store"):
            if decided:
                handed, noted = _handed_over(extractions), lambda row, why: notes.append((row, why))
                meta = build_graph(handed, intake.sources, folder, decisions=rows, noted=noted)
            else:
                meta = build_whole(_handed_over(extractions), given, intake.sources, folder)
    cache.prune()
    intake.known.save()
    notes += [] if decided else Corrected(rows).notes
    write_outcome(folder / CACHE, rows, notes)
    for row, why in notes:
        say(f"without effect: {row.said()}: {why}")
    _say_built(folder, meta, time.perf_counter() - began)


def _say_found(extractions: Iterable[Extraction], others: tuple[int, int] = (0, 0)) -> None:
    mentions, figures = others
    for each in extractions:
        mentions, figures = mentions + len(each.mentions), figures + len(each.observations)
    say(f"found {mentions:,} mentions and {figures:,} figures")


def _say_built(folder: Path, meta: GraphMeta, seconds: float) -> None:
    nodes, relationships = sum(meta.counts.nodes.values()), sum(meta.counts.relationships.values())
    say(f"built {folder}: {nodes:,} nodes and {relationships:,} relationships, in {seconds:.1f} s")


def _handed_over(extractions: list[Extraction]) -> Iterator[Extraction]:
    """Each in its order, and no longer held here, so that resolution can forget them when it is done."""
    extractions.reverse()
    while extractions:
        yield extractions.pop()
