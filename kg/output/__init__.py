"""Rows to a terminal, a pipe or a file: table, csv, tsv, json, ndjson, parquet."""

from kg.output.formats import FORMATS, Format, choose_format
from kg.output.rows import Rows, Value
from kg.output.sink import Sink, open_sink
from kg.output.write import write_rows

__all__ = ["FORMATS", "Format", "Rows", "Sink", "Value", "choose_format", "open_sink", "write_rows"]
