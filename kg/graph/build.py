"""From extractions to a graph folder: resolution, tables, store."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.graph.folder import write_graph
from kg.graph.tables import Counts, build_tables
from kg.memory import collector_paused
from kg.records import Extraction, SourceText
from kg.resolution import resolve
from loaders.base import Progress

__all__ = ["build_graph"]


def build_graph(
    extractions: Iterable[Extraction],
    sources: Iterable[SourceText],
    folder: Path | str,
    progress: Progress | None = None,
) -> Counts:
    """Resolve what the reports say and write it into the graph folder, which readers see when all of it is there.

    sources: the texts that the extractions come from (by Report.source); those without an extraction are left out.
    Raises what write_graph raises. Returns the counts per label and type.
    """
    found = list(extractions)
    used = {extraction.report.source for extraction in found}
    texts = {source.source: source for source in sources if source.source in used}
    with collector_paused():
        graph = resolve(found, text_hashes={name: text.sha256 for name, text in texts.items()})
        del found, extractions  # the tables alone are wanted from here on
        tables = build_tables(graph)
        del graph
    return write_graph(folder, tables, texts.values(), progress).counts
