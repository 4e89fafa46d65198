"""Rows as Parquet."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

from kg.output.rows import Rows, Value
from kg.output.sink import Sink
from kg.output.text import cell

__all__ = ["write_parquet"]


def write_parquet(rows: Rows, out: Sink) -> None:
    """One column for each column; a column of mixed types, or without any value, becomes text."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrays = [_array([row[number] for row in rows.rows]) for number in range(len(rows.columns))]
    table = pa.Table.from_arrays(arrays, names=list(rows.columns))
    # pyarrow closes what it writes to; standard output must stay open, so the bytes go through a buffer.
    buffer = pa.BufferOutputStream()
    pq.write_table(table, buffer)
    out.write(buffer.getvalue().to_pybytes())


def _array(values: list[Value]) -> object:
    import pyarrow as pa

    try:
        array = pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        array = pa.array([None if value is None else cell(value) for value in values], pa.string())
    if pa.types.is_null(array.type):
        return array.cast(pa.string())
    if pa.types.is_list(array.type) and pa.types.is_null(array.type.value_type):
        return array.cast(pa.list_(pa.string()))
    return array
