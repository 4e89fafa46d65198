"""Tables with a column of texts (csv, tsv, lines of JSON): one row is one source text, table.csv#2.

Rows count from 1 with the header, as a spreadsheet shows them; lines of JSON count from 1.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from kg.errors import SourceError
from kg.reading.base import extracted
from kg.reading.columns import hints_of
from kg.reading.decode import chinese_share, decode
from kg.reading.sniff import TEXT_COLUMNS
from kg.records import SourceText

__all__ = ["JsonLinesReader", "TableReader"]

_SAMPLE = 200  # rows looked at to find the column of texts
_LEAST_CHINESE = 50  # as many make a report (kg.reading.reports)
_TITLES = ("title", "标题", "题目", "题名", "文章标题", "name", "名称")
_MARKS = ",\t;|，"
_LISTED = 10
# The field size limit of csv is 128 KiB unless told; a C long has 32 bits on Windows.
_LARGEST_FIELD = 2**31 - 1


class TableReader:
    """Reads .csv and .tsv, with or without a header."""

    suffixes: Sequence[str] = (".csv", ".tsv")

    def read(self, data: bytes, where: str) -> Iterator[SourceText | SourceError]:
        """The text of every row, from the column called text, content, 正文 …, else from the one with most Chinese.

        A title column is put before a text that does not show it. A table without texts yields nothing. Rows
        without text are named in one SourceError after the others. Raises SourceError where it is no table.
        """
        text, encoding = decode(data, where)
        mark = "\t" if where.lower().endswith(".tsv") else _mark(text)
        csv.field_size_limit(_LARGEST_FIELD)
        rows = enumerate(csv.reader(_lines(text), delimiter=mark), start=1)
        try:
            first = next(((number, row) for number, row in rows if any(cell.strip() for cell in row)), None)
            if first is None:
                raise SourceError("the table is empty", where=where, todo="leave it out, or fetch it again")
            _, header = first
            if max(_chinese(cell) for cell in header) >= _LEAST_CHINESE:  # a text: there is no header
                header = [str(index + 1) for index in range(len(header))]
                records = _chain((first,), rows, header)
            else:
                records = _chain((), rows, header)
            yield from _texts(records, where, encoding)
        except csv.Error as error:
            raise SourceError(
                f"this is not a table of the kind its ending says ({error})",
                where=where,
                todo="save it again as CSV (UTF-8), with texts in quotes",
            ) from error


class JsonLinesReader:
    """Reads .jsonl and .ndjson: an object a line."""

    suffixes: Sequence[str] = (".jsonl", ".ndjson")

    def read(self, data: bytes, where: str) -> Iterator[SourceText | SourceError]:
        """The text of every object, from the key called text, content, 正文 …, else from the one with most Chinese.

        Lines that are no object and objects without text are named in SourceErrors after the others. Raises
        SourceError where the file is no text.
        """
        text, encoding = decode(data, where)
        wrong: list[tuple[int, str]] = []
        yield from _texts(_objects(text, wrong), where, encoding)
        if wrong:
            number, why = wrong[0]
            yield SourceError(
                f"{len(wrong)} lines are no JSON object, the first is line {number} ({why})",
                where=where,
                todo='write one object a line, such as {"title": …, "text": …}',
            )


_Record = tuple[int, Mapping[str, str]]


def _lines(text: str) -> Iterator[str]:
    """The lines with their ends, without a copy of the text; form feeds and U+2028 end no line here."""
    newline = "\n" if "\n" in text else "\r"
    start = 0
    while start < len(text):
        stop = text.find(newline, start) + 1 or len(text)
        yield text[start:stop]
        start = stop


def _mark(text: str) -> str:
    """What separates the columns: the mark that is most frequent in the first line, outside quotes."""
    head = next((line for line in _lines(text) if line.strip()), "")[:10_000]
    outside = "".join(head.split('"')[::2])
    return max(_MARKS[:4], key=outside.count)


def _chain(
    before: Iterable[tuple[int, list[str]]], rows: Iterable[tuple[int, list[str]]], header: Sequence[str]
) -> Iterator[_Record]:
    names = [name.strip().lower() for name in header]
    for part in (before, rows):
        for number, row in part:
            if any(row):
                yield number, dict(zip(names, row, strict=False))


def _objects(text: str, wrong: list[tuple[int, str]]) -> Iterator[_Record]:
    for number, line in enumerate(_lines(text), start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            wrong.append((number, str(error)[:80]))
            continue
        if isinstance(found, dict):
            yield number, {str(key).strip().lower(): _text(value) for key, value in found.items()}
        else:
            wrong.append((number, f"it is a {type(found).__name__}"))


def _text(value: object) -> str:
    """A value as a cell: a number counts as its digits, what is no text as empty."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _chinese(cell: str) -> int:
    return chinese_share(cell[:4000])[0]


def _texts(records: Iterator[_Record], where: str, encoding: str) -> Iterator[SourceText | SourceError]:
    sample = list(islice(records, _SAMPLE))
    column = _column([row for _, row in sample])
    if column is None:
        return
    empty: list[int] = []
    for part in (sample, records):
        for number, row in part:
            text = row.get(column, "")
            if not any(ch > " " for ch in text.strip()):
                empty.append(number)
                continue
            told = extracted(f"{where}#{number}", _titled(row, text), encoding)
            yield replace(told, single=True, hints=hints_of(row))
    if empty:
        rows = ", ".join(map(str, empty[:_LISTED])) + (" …" if len(empty) > _LISTED else "")
        yield SourceError(
            f"{len(empty)} rows have nothing in the column '{column}': {rows}",
            where=where,
            todo="fill them in or delete them",
        )


def _column(rows: Sequence[Mapping[str, str]]) -> str | None:
    """The column of texts: by its name, else the one with most Chinese; None where no cell could be a report."""
    amounts: dict[str, int] = {}
    largest: dict[str, int] = {}
    for row in rows:
        for name, cell in row.items():
            found = _chinese(cell)
            amounts[name] = amounts.get(name, 0) + found
            largest[name] = max(largest.get(name, 0), found)
    candidates = [name for name, most in largest.items() if most >= _LEAST_CHINESE]
    for name in TEXT_COLUMNS:
        if name in candidates:
            return name
    return max(candidates, key=lambda name: amounts[name], default=None)


def _titled(row: Mapping[str, str], text: str) -> str:
    """The text with its title before it, where the table has one that the text does not begin with."""
    title = next((" ".join(row[name].split()) for name in _TITLES if row.get(name, "").strip()), "")
    head = "".join(text[:600].split())
    return f"{title}\n{text}" if title and len(title) <= 100 and "".join(title.split()) not in head else text
