"""Columns of a million rows at once, for generate.py: ids, names, draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kg.graph.model import NodeType, Property, RelationshipType

__all__ = ["Columns", "Ids", "named", "node_table", "picked", "relationship_table", "zipf"]

Ints = NDArray[np.int64]
Columns = Mapping[str, Any]
_HEX = np.frombuffer(b"".join(f"{byte:02x}".encode() for byte in range(256)), np.uint8).reshape(256, 2)
_SIGNS = list("安平长宁云清河林石桥东湖南岭泉塘新田柳溪高坪白沙金竹松江海山阳武文兴永和丰昌德信")
_PREFIXES = {"Report": "rep", "District": "dist", "Unit": "unit", "Program": "init", "Campaign": "init",
             "Document": "doc", "Indicator": "ind", "Observation": "obs"}  # fmt: skip


def _mixed(size: int, seed: int, salt: int) -> NDArray[np.uint64]:
    """So many different numbers that look random, sorted: SplitMix64's finaliser (Steele et al., 2014), a bijection."""
    with np.errstate(over="ignore"):
        mixed = np.arange(size, dtype=np.uint64) + np.uint64((seed << 40) + (salt << 32))
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return np.sort(mixed ^ (mixed >> np.uint64(31)))


def _hexed(prefix: str, numbers: NDArray[np.uint64]) -> pa.Array:
    """`prefix-` and 16 hex digits for each number."""
    said = f"{prefix}-".encode()
    signs = np.empty((len(numbers), len(said) + 16), np.uint8)
    signs[:, : len(said)] = np.frombuffer(said, np.uint8)
    signs[:, len(said) :] = _HEX[numbers.astype(">u8").view(np.uint8).reshape(-1, 8)].reshape(-1, 16)
    offsets = (np.arange(len(numbers) + 1) * signs.shape[1]).astype(np.int32)
    return pa.StringArray.from_buffers(len(numbers), pa.py_buffer(offsets), pa.py_buffer(signs.reshape(-1)))


class Ids:
    """The ids of one label, in order, as graph tables have them. text: the column."""

    def __init__(self, label: str, size: int, seed: int) -> None:
        """label: its place in the list keeps programs and campaigns, both init-, apart."""
        self.text = _hexed(_PREFIXES[label], _mixed(size, seed, 1 + list(_PREFIXES).index(label)))

    def __len__(self) -> int:
        """How many."""
        return len(self.text)


def zipf(dice: np.random.Generator, many: int, size: int, flat: float = 3.0) -> Ints:
    """Numbers below `many`, some often: the weight of rank r is 1 / (r + flat), as Zipf and Mandelbrot have it.

    Rank and number are not the same (else the first row of each table would be the most common): a fixed stride.
    """
    reach = np.cumsum(1 / (np.arange(many) + flat))
    rank = np.searchsorted(reach, dice.random(size) * reach[-1], side="right").clip(max=many - 1)
    stride = next(step for step in range(int(many * 0.618) | 1, 2 * many + 3) if np.gcd(step, many) == 1)
    numbers: Ints = (rank * stride % many).astype(np.int64)
    return numbers


def named(number: Ints, form: str, *more: Ints) -> pa.Array:
    """Invented names, one for each number; `form` is what stands around ({}), further {} take numbers."""
    signs, left = pa.array(_SIGNS), np.asarray(number)
    digits = []
    for _ in range(4):
        digits.append(signs.take(pa.array(left % len(_SIGNS))))
        left = left // len(_SIGNS)
    rest = [pa.array(values).cast(pa.string()) for values in more]
    parts: list[Any] = []
    for place, text in enumerate(form.split("{}")):
        parts += ([*digits] if place == 1 else [rest[place - 2]] if place > 1 else []) + [text]
    return pc.binary_join_element_wise(*parts, "")


def picked(values: Sequence[str], which: Ints) -> pa.Array:
    """values[which], as a column."""
    return pa.array(values).take(pa.array(which))


def node_table(said: NodeType, ids: Ids, columns: Columns) -> pa.Table:
    """A node table; what `columns` leaves out is null, or empty lists."""
    return pa.Table.from_arrays(
        [ids.text if one.key else _column(one, columns, len(ids)) for one in said.properties], schema=said.arrow
    )


def relationship_table(
    said: RelationshipType, ids: Mapping[str, Ids], rows: Sequence[tuple[str, str, Ints, Ints, Columns]], seed: int
) -> pa.Table:
    """A relationship table of several pairs of labels, its rows by rid and so in no order of what they say."""
    parts = []
    for source, target, begin, end, columns in rows:
        size = len(begin)
        none = np.zeros(size, np.int64)
        ends = [pa.nulls(size, pa.string()), ids[source].text.take(pa.array(begin)), picked([source], none),
                ids[target].text.take(pa.array(end)), picked([target], none)]  # fmt: skip
        parts.append(
            pa.Table.from_arrays(
                [*ends, *(_column(one, columns, size) for one in said.properties)],
                schema=pa.schema([one.with_nullable(True) for one in said.arrow]),
            )
        )
    if not parts:
        return said.arrow.empty_table()
    table = pa.concat_tables(parts)
    order = np.random.default_rng(seed).permutation(len(table))
    salt = 100 + sum(map(ord, said.type)) % 100
    table = table.take(pa.array(order)).set_column(0, "rid", _hexed("rel", _mixed(len(table), seed, salt)))
    return table.cast(said.arrow).combine_chunks()


def _column(said: Property, columns: Columns, size: int) -> pa.Array:
    if said.name in columns:
        return pa.array(columns[said.name]).cast(said.arrow.type)
    if said.type == "list":
        return pa.ListArray.from_arrays(np.zeros(size + 1, np.int32), pa.array([], pa.string()))
    return pa.nulls(size, said.arrow.type)
