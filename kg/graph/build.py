"""From extractions to a graph folder: resolution, tables, store."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from kg.corrections.record import Correction
from kg.graph.folder import write_graph
from kg.graph.meta import GraphMeta
from kg.graph.tables import build_tables
from kg.memory import collector_paused
from kg.records import Extraction, SourceText
from kg.resolution import resolve
from kg.resolution.resolve import Witness
from loaders.base import Progress

__all__ = ["build_graph"]


def build_graph(
    extractions: Iterable[Extraction],
    sources: Iterable[SourceText],
    folder: Path | str,
    progress: Progress | None = None,
    witness: Witness | None = None,
    *,
    decisions: Iterable[Correction] = (),
    noted: Callable[[Correction, str], None] | None = None,
) -> GraphMeta:
    """Resolve what the reports say and write it into the graph folder, which readers see when all of it is there.

    sources: the texts that the extractions come from (by Report.source); those without an extraction are left out.
    witness: is shown the steps of the resolution. decisions: of reviewers; noted: told of each that has no effect, and
    why. Raises what write_graph raises.
    """
    found = list(extractions)
    used = {extraction.report.source for extraction in found}
    texts = {source.source: source for source in sources if source.source in used}
    with collector_paused():
        hashes = {name: text.sha256 for name, text in texts.items()}
        graph = resolve(found, text_hashes=hashes, witness=witness, decisions=decisions)
        del found, extractions  # the tables alone are wanted from here on
        notes = graph.notes
        tables = build_tables(graph)
        del graph
    if noted is not None:
        for row, why in notes:
            noted(row, why)
    return write_graph(folder, tables, texts.values(), progress)
