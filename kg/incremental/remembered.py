"""A graph folder's memory of its last resolution, beside the tables that it is of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg.errors import GraphError
from kg.graph.folder import CACHE, Base
from kg.graph.meta import GraphMeta
from kg.graph.reader import GraphFolder, open_graph
from kg.graph.schema import load_schema
from kg.graph.tables import GraphTables
from kg.incremental.file import read_tables, write_tables
from kg.incremental.memory import COLUMNS, Memory
from kg.incremental.version import resolver_version
from kg.records import Report
from kg.resolution.ids import report_id

__all__ = ["Remembered", "keep", "remembered", "report_key", "unique"]

_FILE = "resolution.arrow"


@dataclass(frozen=True, slots=True)
class Remembered:
    """A memory, and the version of the graph that it is of."""

    memory: Memory
    base: Base


@contextmanager
def remembered(folder: Path) -> Iterator[Remembered | None]:
    """What the last build into the folder left, kept from being removed meanwhile.

    None where there is none, where something else wrote the graph since, or where kg is another now.
    """
    found = read_tables(folder / CACHE / _FILE)
    if found is None or found[0].get("resolver") != resolver_version() or found[1].keys() != COLUMNS.keys():
        yield None
        return
    try:
        graph = open_graph(folder)
    except GraphError:
        yield None
        return
    with graph:
        tables = _tables(graph) if _of(graph.meta) == found[0].get("graph") else None
        yield Remembered(Memory(*found), Base(tables, graph.version, graph.close)) if tables is not None else None


def keep(folder: Path, memory: Memory, meta: GraphMeta) -> None:
    """Write down the memory, which is of this version of the graph."""
    about: dict[str, Any] = {**memory.about, "resolver": resolver_version(), "graph": _of(meta)}
    write_tables(folder / CACHE / _FILE, about, memory.tables)


def report_key(report: Report, extraction: str, source_sha256: str | None) -> str:
    """Everything that the report's part depends on. extraction: the key of its extraction."""
    made_of = (extraction, replace(report, source=""), source_sha256)
    return hashlib.sha256(repr(made_of).encode("utf-8", "surrogatepass")).hexdigest()


def unique(reports: Iterable[Report]) -> Mapping[str, Report]:
    """The report of each id; of several that one which kg.resolution.unique_reports takes."""
    found: dict[str, Report] = {}
    for report in reports:
        there = found.setdefault(report_id(report), report)
        if (report.name, report.start, report.source) < (there.name, there.start, there.source):
            found[report_id(report)] = report
    return found


def _of(meta: GraphMeta) -> str:
    """A hash over the tables of a version."""
    files = sorted((entry.path, entry.sha256) for entry in meta.files if entry.sha256)
    return hashlib.sha256(repr((meta.schema_version, meta.kg, meta.engine, files)).encode()).hexdigest()


def _tables(graph: GraphFolder) -> GraphTables | None:
    """The tables of a version, None where one is not what was written."""
    read: dict[str, pa.Table] = {}
    for entry in graph.meta.files:
        if entry.sha256 is None:
            continue
        try:
            data = (graph.version / entry.path).read_bytes()
            if hashlib.sha256(data).hexdigest() != entry.sha256:
                return None
            read[entry.path] = pq.ParquetFile(pa.BufferReader(data)).read(use_threads=False)
        except (OSError, pa.ArrowException):
            return None
    schema = load_schema()
    try:
        return GraphTables(
            {label: read[f"nodes/{label}.parquet"] for label in schema.labels},
            {type: read[f"relationships/{type}.parquet"] for type in schema.types},
            schema,
            {name: read[f"tables/{name}.parquet"] for name in schema.tables},
        )
    except KeyError:
        return None
