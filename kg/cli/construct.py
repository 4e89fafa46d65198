"""An intake into a graph folder, saying what is done while it is done."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.console import progress, say
from kg.cli.intake import Intake

if TYPE_CHECKING:
    from kg.records import Extraction

__all__ = ["construct"]

_NAMED = 3


def construct(intake: Intake, folder: Path, *, fresh: bool = False) -> None:
    """Read, extract, build. Raises what the stages raise.

    fresh: extract every report, also those that are as they were at the last build into this folder.
    """
    from kg.extraction.cache import ExtractionCache
    from kg.graph.build import build_graph
    from kg.graph.folder import CACHE, check_folder
    from kg.reading.known import KnownReports

    check_folder(folder)
    paths = [str(path) for path in intake.paths]
    say(f"reading {', '.join(paths) if len(paths) <= _NAMED else f'{len(paths)} files'}")
    intake.known = KnownReports(folder / CACHE / "reports.json", read=not fresh)
    cache = ExtractionCache(folder / CACHE / "extractions", read=not fresh)
    extractions = list(intake.extractions(cache=cache))
    say(f"found {sum(len(each.mentions) for each in extractions):,} mentions and "
        f"{sum(len(each.observations) for each in extractions):,} figures")  # fmt: skip
    began = time.perf_counter()
    with progress("building tables and store"):
        counts = build_graph(_handed_over(extractions), intake.sources, folder)
        cache.prune()
        intake.known.save()
    nodes, relationships = sum(counts.nodes.values()), sum(counts.relationships.values())
    seconds = time.perf_counter() - began
    say(f"built {folder}: {nodes:,} nodes and {relationships:,} relationships, in {seconds:.1f} s")


def _handed_over(extractions: list[Extraction]) -> Iterator[Extraction]:
    """Each in its order, and no longer held here, so that resolution can forget them when it is done."""
    extractions.reverse()
    while extractions:
        yield extractions.pop()
