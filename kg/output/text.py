"""Rows as csv, tsv, json and ndjson: UTF-8 with line feeds, whatever the platform."""

from __future__ import annotations

import csv
import json

from kg.output.rows import Rows, Value
from kg.output.sink import Sink

__all__ = ["cell", "write_csv", "write_json", "write_ndjson", "write_tsv"]


def cell(value: Value) -> str:
    """A value in a csv or tsv cell: null is empty, true and false in lower case, a list joined by |."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "|".join(cell(part) for part in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _encode(text: str) -> bytes:
    # A file name that is not valid in its encoding holds lone surrogates; \udc80 is also valid JSON.
    return text.encode("utf-8", errors="backslashreplace")


def _separated(rows: Rows, out: Sink, dialect: str) -> None:
    writer = csv.writer(_Lines(out), dialect)
    writer.writerow(rows.columns)
    writer.writerows([cell(value) for value in row] for row in rows.rows)


class _Lines:
    """Takes the lines of csv, which end in CRLF: only so is a cell with a lone carriage return quoted."""

    def __init__(self, out: Sink) -> None:
        self._out = out

    def write(self, line: str) -> None:
        self._out.write(_encode(line.removesuffix("\r\n") + "\n"))


def write_csv(rows: Rows, out: Sink) -> None:
    """Comma-separated, a header first, quoted where needed (RFC 4180, but with line feeds)."""
    _separated(rows, out, "excel")


def write_tsv(rows: Rows, out: Sink) -> None:
    """Tab-separated, a header first, quoted where a cell holds a tab, a line break or a quotation mark."""
    _separated(rows, out, "excel-tab")


def write_json(rows: Rows, out: Sink) -> None:
    """One array, one object a line."""
    lines = ",\n ".join(json.dumps(row, ensure_ascii=False) for row in rows.dicts())
    out.write(_encode(f"[{lines}]\n"))


def write_ndjson(rows: Rows, out: Sink) -> None:
    """One object a line."""
    for row in rows.dicts():
        out.write(_encode(json.dumps(row, ensure_ascii=False) + "\n"))
