"""Which format rows are written in: the one asked for, else by the file's suffix, else by where they go."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from kg.errors import InputError

__all__ = ["FORMATS", "Format", "choose_format"]


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    NDJSON = "ndjson"
    PARQUET = "parquet"


FORMATS = tuple(Format)
_SUFFIXES = {
    ".txt": Format.TABLE,
    ".csv": Format.CSV,
    ".tsv": Format.TSV,
    ".tab": Format.TSV,
    ".json": Format.JSON,
    ".ndjson": Format.NDJSON,
    ".jsonl": Format.NDJSON,
    ".parquet": Format.PARQUET,
    ".pq": Format.PARQUET,
}


def choose_format(asked: Format | None, output: Path | None, terminal: bool) -> Format:
    """The format for rows.

    asked: what --format says. output: the file of -o. terminal: whether standard output is one: there a
    table, in a pipe JSON (a habit of sqlite-utils and its like: people read tables, programs read JSON).

    Raises InputError when a file's suffix does not say the format, or binary rows would go to a terminal.
    """
    if asked is Format.PARQUET and output is None and terminal:
        raise InputError(
            "parquet is binary and would garble the terminal", todo="write it to a file with -o FILE.parquet"
        )
    if asked is not None:
        return asked
    if output is None:
        return Format.TABLE if terminal else Format.JSON
    try:
        return _SUFFIXES[output.suffix.lower()]
    except KeyError:
        raise InputError(
            f"the suffix '{output.suffix}' does not say which format to write",
            where=str(output),
            todo=f"name the file {' '.join(sorted(_SUFFIXES))}, or add --format {'|'.join(FORMATS)}",
        ) from None
