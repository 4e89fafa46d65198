"""Where an export reads from: a graph folder, or tables in memory, batch by batch; and what rows look up in others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kg.errors import GraphError
from kg.graph.meta import REBUILD
from kg.graph.model import GraphSchema
from kg.graph.reader import GraphFolder
from kg.graph.schema import load_schema
from kg.graph.tables import Counts, GraphTables
from kg.rdf.model import RdfMapping
from kg.resolution.ids import make_id

__all__ = ["BATCH", "FolderSource", "Lookups", "MemorySource", "Run", "TableSource", "look_up", "source_key"]

BATCH = 1 << 16
"""Rows that are read, and looked up in other tables, at a time."""


@dataclass(frozen=True, slots=True)
class Run:
    """The build that made a graph: its version (None for tables that lie in no folder), kg's, when it was made."""

    version: str | None = None
    kg: str | None = None
    created: str | None = None


class TableSource(Protocol):
    """Tables, by label, type or name."""

    schema: GraphSchema
    run: Run

    def batches(self, name: str, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
        """The rows, at most BATCH at a time. A table that is not there has none."""

    def counts(self) -> Counts:
        """How many rows there are."""

    def extra(self) -> Sequence[str]:
        """The names of the tables beside the graph."""


class MemorySource:
    """Tables in memory."""

    def __init__(self, tables: GraphTables, run: Run | None = None) -> None:
        """run: what made the tables, where that is known."""
        self._tables, self.schema, self.run = tables, tables.schema, run or Run()
        self._every = {**tables.nodes, **tables.relationships, **tables.extra}

    def batches(self, name: str, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
        """As TableSource says."""
        if name in self._every:
            table = self._every[name]
            for batch in (table.select(columns) if columns else table).to_batches(BATCH):
                yield _checked(batch, name, "")

    def counts(self) -> Counts:
        """As TableSource says."""
        return self._tables.counts()

    def extra(self) -> Sequence[str]:
        """As TableSource says."""
        return tuple(self._tables.extra)


class FolderSource:
    """The Parquet files of a graph folder, of which one batch is in memory."""

    def __init__(self, folder: GraphFolder) -> None:
        """folder: open as long as this is used."""
        self._folder, self.schema = folder, load_schema()
        self.run = Run(folder.version.name, folder.meta.kg, folder.meta.created)
        paths = [Path(entry.path) for entry in folder.meta.files]
        self._files = {path.stem: path for path in paths if path.suffix == ".parquet"}

    def batches(self, name: str, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
        """As TableSource says. Raises GraphError when a file cannot be read."""
        if name not in self._files:
            return
        where = str(self._folder.folder)
        try:
            with pq.ParquetFile(self._folder.version / self._files[name]) as file:
                for batch in file.iter_batches(BATCH, columns=columns, use_threads=False):
                    yield _checked(batch, name, where)
        except (OSError, pa.ArrowInvalid) as error:
            raise GraphError(f"{name}.parquet cannot be read: {error}", where=where, todo=REBUILD) from error

    def counts(self) -> Counts:
        """As TableSource says."""
        return self._folder.meta.counts

    def extra(self) -> Sequence[str]:
        """As TableSource says."""
        return self._folder.extra


def _checked(batch: pa.RecordBatch, name: str, where: str) -> pa.RecordBatch:
    """The batch, whose strings are UTF-8: Arrow does not look at what it reads."""
    try:
        batch.validate(full=True)
    except pa.ArrowInvalid as error:
        raise GraphError(f"the table {name} is damaged: {error}", where=where, todo=REBUILD) from error
    return batch


def look_up(ids: pa.Array, known: pa.Array, values: pa.Array) -> pa.Array:
    """The value of each id among those known, null where it is not among them."""
    return values.take(pc.index_in(ids, value_set=known))


def source_key(source: str, digest: str | None) -> str:
    """The id of a source text: of its name and content."""
    return make_id("src", source, digest or "")


class Lookups:
    """What rows look up: source text and area of a report, report of an observation, whether it has an indicator.

    About 0.2 kB a report and 50 bytes a figure.
    """

    def __init__(self, tables: TableSource, mapping: RdfMapping) -> None:
        """Reads the columns that are needed; nothing of the tables is kept beside them."""
        key = mapping.nodes["Report"].parts["source"].key
        self._reports = _column(tables, "Report", "id")
        rows = zip(*(_column(tables, "Report", name).to_pylist() for name in key), strict=True)
        self._sources = pa.array([source_key(*row) for row in rows], pa.string())
        covers = mapping.lookups["area"]
        self._areas = look_up(self._reports, _column(tables, covers, "from"), _column(tables, covers, "to"))
        self._observations = _column(tables, "Observation", "id")
        states = mapping.lookups["observation"]
        of = pc.index_in(_column(tables, states, "from"), value_set=self._reports)
        self._report_of = look_up(self._observations, _column(tables, states, "to"), of)
        measures = next(one.relationship for one in mapping.cube.dimensions.values() if one.relationship)
        self._measured = pc.is_in(self._observations, value_set=_column(tables, measures or "", "from"))

    def source(self, reports: pa.Array) -> pa.Array:
        """The key of each report's source text."""
        return look_up(reports, self._reports, self._sources)

    def area(self, reports: pa.Array) -> pa.Array:
        """The id of the area that each report covers."""
        return look_up(reports, self._reports, self._areas)

    def report(self, observations: pa.Array) -> pa.Array:
        """The id of the report that states each observation."""
        return self._reports.take(look_up(observations, self._observations, self._report_of))

    def measured(self, observations: pa.Array) -> pa.Array:
        """Whether it is known what each observation counts."""
        return look_up(observations, self._observations, self._measured)


def _column(tables: TableSource, name: str, column: str) -> pa.Array:
    parts = [batch.column(0) for batch in tables.batches(name, [column])]
    return pa.concat_arrays(parts) if parts else pa.array([], pa.string())
