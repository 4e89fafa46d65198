"""CSV: a folder with one file for each label and type, for Excel, LibreOffice, Gephi and everything else."""

from __future__ import annotations

import codecs
import contextlib
import csv as reading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from kg.errors import InputError
from kg.graph.tables import Counts
from loaders.exporter import Exporter, batches
from loaders.flat import join_list

__all__ = ["CsvExporter", "guarded", "unguarded"]

# A cell that begins so is a formula for a spreadsheet (OWASP, CSV Injection; the wide forms in a Chinese Excel). The
# apostrophes before make the guard reversible.
_FORMULA = "^('*[=+\\-@\t\r\n＝＋－＠])"
_GUARDED = "^'('*[=+\\-@\t\r\n＝＋－＠])"
# Gephi takes a file with these two columns as edges; every other column is named as in the table.
_NAMES = {"from": "source", "to": "target"}
_ON, _OFF = {"yes", "true", "1"}, {"no", "false", "0"}


class CsvExporter(Exporter):
    """nodes/LABEL.csv, relationships/TYPE.csv and README.md: UTF-8, commas, RFC 4180 quoting, lines end in LF.

    Columns as in the tables, but from and to are source and target. Text is quoted; null is an empty cell without
    quotation marks, an empty text one with them. A list is one text (loaders.flat.join_list). A text that a spreadsheet
    would take as a formula has an apostrophe before it (`unguarded` takes it away).
    """

    name = "csv"
    about = "a folder of tables for Excel and LibreOffice; Gephi takes them too"
    options: ClassVar[Mapping[str, str]] = {"bom": "yes or no: a byte order mark, by which Excel knows UTF-8 (yes)"}
    errors = (pa.ArrowException,)

    def __init__(self, target: Path | str, bom: str = "yes") -> None:
        """target: the folder to make. bom: "yes" or "no". Raises InputError for another value."""
        super().__init__(target)
        if bom not in _ON | _OFF:
            raise InputError(f"the option bom cannot be '{bom}'", where=self.where, todo="write bom=yes or bom=no")
        self._bom = codecs.BOM_UTF8 if bom in _ON else b""

    def _start(self) -> None:
        self._open: dict[str, tuple[BinaryIO, Any]] = {}
        for folder in ("nodes", "relationships"):
            (self._path / folder).mkdir()

    def _nodes(self, label: str, rows: pa.Table) -> None:
        self._write("nodes", label, rows)

    def _relationships(self, type: str, source: str, target: str, rows: pa.Table) -> None:
        self._write("relationships", type, rows)

    def _finish(self) -> None:
        for label, node in self._schema.nodes.items():
            self._write("nodes", label, node.arrow.empty_table())
        for type, relationship in self._schema.relationships.items():
            self._write("relationships", type, relationship.arrow.empty_table())
        self._close()
        text = self._schema.columns_markdown().replace(".parquet", ".csv")
        for name, written in _NAMES.items():
            text = text.replace(f"\n| {name} |", f"\n| {written} |")
        (self._path / "README.md").write_text(text, encoding="utf-8")

    def _drop(self) -> None:
        with contextlib.suppress(Exception):
            self._close()

    def _read_back(self) -> Counts:
        return Counts(dict(self._rows("nodes")), dict(self._rows("relationships")))

    def _write(self, folder: str, name: str, rows: pa.Table) -> None:
        if name not in self._open:
            file = (self._path / folder / f"{name}.csv").open("wb")
            file.write(self._bom)
            self._open[name] = (file, pacsv.CSVWriter(file, _flat(rows.slice(0, 0)).schema))
        for part in batches(rows):
            self._open[name][1].write_table(_flat(part))

    def _close(self) -> None:
        while self._open:
            file, writer = self._open.popitem()[1]
            with file:
                writer.close()

    def _rows(self, folder: str) -> Iterator[tuple[str, int]]:
        parse = pacsv.ParseOptions(newlines_in_values=True)
        for path in (self._path / folder).glob("*.csv"):
            with path.open("rb") as file:
                names = next(reading.reader(codecs.getreader("utf-8-sig")(file)))
            texts = pacsv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()))
            with pacsv.open_csv(path, parse_options=parse, convert_options=texts) as reader:
                yield path.stem, sum(batch.num_rows for batch in reader)


def guarded(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """The texts, with an apostrophe before each that a spreadsheet would take as a formula."""
    return pc.replace_substring_regex(texts, pattern=_FORMULA, replacement="'\\1")


def unguarded(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """The texts that `guarded` was given."""
    return pc.replace_substring_regex(texts, pattern=_GUARDED, replacement="\\1")


def _flat(rows: pa.Table) -> pa.Table:
    names = [_NAMES.get(name, name) for name in rows.column_names]
    return pa.table([_column(rows[name]) for name in rows.column_names], names)


def _column(values: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_list(values.type):
        texts = [None if parts is None else join_list(parts) for parts in values.to_pylist()]
        values = pa.chunked_array([pa.array(texts, pa.string())])
    return guarded(values) if pa.types.is_string(values.type) else values
