"""Parquet: a folder with one file for each label and type, as pandas, DuckDB, Spark and R read them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg.graph.tables import Counts
from loaders.exporter import Exporter

__all__ = ["ParquetExporter"]


class ParquetExporter(Exporter):
    """nodes/LABEL.parquet, relationships/TYPE.parquet with the columns of the tables, and README.md that explains them.

    Labels and types without rows have a file too. The rows of a type come by the pair of labels, then as in the table.
    """

    name = "parquet"
    about = "a folder of typed tables for pandas, DuckDB, Spark, R"
    errors = (pa.ArrowException,)

    def _start(self) -> None:
        self._writers: dict[str, Any] = {}
        for folder in ("nodes", "relationships"):
            (self._path / folder).mkdir()

    def _nodes(self, label: str, rows: pa.Table) -> None:
        self._writer("nodes", label, rows.schema).write_table(rows)

    def _relationships(self, type: str, source: str, target: str, rows: pa.Table) -> None:
        self._writer("relationships", type, rows.schema).write_table(rows)

    def _finish(self) -> None:
        for label, node in self._schema.nodes.items():
            self._writer("nodes", label, node.arrow)
        for type, relationship in self._schema.relationships.items():
            self._writer("relationships", type, relationship.arrow)
        while self._writers:
            self._writers.popitem()[1].close()
        (self._path / "README.md").write_text(self._schema.columns_markdown(), encoding="utf-8")

    def _drop(self) -> None:
        while self._writers:
            with contextlib.suppress(Exception):
                self._writers.popitem()[1].close()

    def _read_back(self) -> Counts:
        return Counts(dict(self._rows("nodes")), dict(self._rows("relationships")))

    def _rows(self, folder: str) -> Iterator[tuple[str, int]]:
        for path in (self._path / folder).glob("*.parquet"):
            yield path.stem, _rows_in(path)

    def _writer(self, folder: str, name: str, schema: pa.Schema) -> Any:
        if name not in self._writers:
            self._writers[name] = pq.ParquetWriter(self._path / folder / f"{name}.parquet", schema)
        return self._writers[name]


def _rows_in(path: Path) -> int:
    """The rows that can be read, page by page; the footer alone would not tell that the file is cut off."""
    with pq.ParquetFile(path) as file:
        return sum(batch.num_rows for batch in file.iter_batches(columns=[file.schema_arrow.names[0]]))
