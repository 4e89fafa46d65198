"""One function that writes rows anywhere in any format."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from kg.output import parquet, table, text
from kg.output.formats import Format, choose_format
from kg.output.rows import Rows
from kg.output.sink import Sink, open_sink

__all__ = ["write_rows"]

_WRITERS: Mapping[Format, Callable[[Rows, Sink], None]] = {
    Format.TABLE: table.write_table,
    Format.CSV: text.write_csv,
    Format.TSV: text.write_tsv,
    Format.JSON: text.write_json,
    Format.NDJSON: text.write_ndjson,
    Format.PARQUET: parquet.write_parquet,
}


def write_rows(rows: Rows, format: Format | None = None, output: Path | None = None) -> None:
    """Write rows to standard output or, atomically, to a file; `choose_format` tells the format if none is.

    Raises InputError when the format cannot be told or the file cannot be written.
    """
    to_stdout = output is None or str(output) == "-"
    chosen = choose_format(format, None if to_stdout else output, to_stdout and sys.stdout.isatty())
    with open_sink(output) as out:
        _WRITERS[chosen](rows, out)
