"""Building into a folder that holds a graph: from what is remembered where that pays, else from all reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import SchemaError
from kg.extraction.cache import ExtractionCache
from kg.graph.build import build_graph
from kg.graph.difference import Difference
from kg.graph.folder import write_graph
from kg.graph.meta import GraphMeta
from kg.incremental.follow import Keyed, follow, resolver_of
from kg.incremental.record import Recorder
from kg.incremental.remembered import Remembered, keep, report_key, unique
from kg.incremental.tables import changed_tables
from kg.memory import collector_paused
from kg.records import Extraction, Report, SourceText
from kg.resolution.ids import report_id

__all__ = ["SHARE", "Given", "build_again", "build_whole"]

SHARE = 0.5
"""Up to this share of the reports may have come or gone; beyond it a whole resolution takes less."""


@dataclass(frozen=True)
class Given:
    """The reports that are there now, by id, and the key of each."""

    reports: Mapping[str, Report]
    keys: Mapping[str, str]

    @classmethod
    def of(cls, found: Iterable[tuple[SourceText, Report]], cache: ExtractionCache) -> Given:
        """Of these reports; their extractions are kept in the cache."""
        both = list(found)
        hashes = {source.source: source.sha256 for source, _ in both}
        extractions = {report: cache.key(report) for _, report in both}
        reports = unique(extractions)
        keys = {id: report_key(one, extractions[one], hashes[one.source]) for id, one in reports.items()}
        return cls(reports, keys)

    def came(self, before: Remembered) -> set[str] | None:
        """Ids of the reports that are new or changed; None where so much changed that all are resolved."""
        known = before.memory.keys()
        came = {id for id, key in self.keys.items() if known.get(id) != key}
        return came if len(came) + len(self.gone(before)) <= SHARE * len(known) else None

    def gone(self, before: Remembered) -> set[str]:
        """Ids of the reports that are not there any more."""
        return before.memory.keys().keys() - self.keys.keys()


def build_again(
    before: Remembered, given: Given, extractions: Iterable[Extraction], sources: Sequence[SourceText], folder: Path
) -> GraphMeta | None:
    """Write the graph as build_whole would. extractions: of the reports that came.

    None, and nothing is written, where only a whole resolution can tell.
    """
    memory, base = before.memory, before.base
    tables, differences = base.tables, dict[str, Difference]()
    gone = given.gone(before)
    hashes = {source.source: source.sha256 for source in sources}
    with collector_paused():
        resolver = resolver_of(memory)
        came = []
        for extraction in extractions:
            part = resolver.part(extraction, hashes[extraction.report.source])
            came.append(Keyed(part, given.keys[part.report], _found(extraction)))
        if came or gone:
            change = follow(memory, resolver, gone, came)
            if change is None:
                return None
            try:
                tables, differences = changed_tables(tables, change, memory.about["decided"])
            except SchemaError:
                return None
            memory = change.memory
    meta = write_graph(folder, tables, sources, base=replace(base, differences=differences))
    if memory is not before.memory:
        keep(folder, memory, meta)
    return meta


def build_whole(
    extractions: Iterable[Extraction], given: Given, sources: Sequence[SourceText], folder: Path
) -> GraphMeta:
    """Resolve all reports, write the graph and remember how."""
    found: dict[str, tuple[int, int]] = {}
    recorder = Recorder(given.keys, found)
    meta = build_graph(_counted(extractions, found), sources, folder, witness=recorder)
    if recorder.memory is not None:
        keep(folder, recorder.memory, meta)
    return meta


def _counted(extractions: Iterable[Extraction], found: dict[str, tuple[int, int]]) -> Iterator[Extraction]:
    for extraction in extractions:
        found[report_id(extraction.report)] = _found(extraction)
        yield extraction


def _found(extraction: Extraction) -> tuple[int, int]:
    return len(extraction.mentions), len(extraction.observations)
