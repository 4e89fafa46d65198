"""Rows divided for a server that writes several transactions at once, so that none waits for another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["Block", "node_blocks", "relationship_rounds"]

Block: TypeAlias = list[pa.Table]
"""Batches to be written one after another; different blocks of a list may be written at once."""
# A server with little memory takes some 100 MB of changes in all transactions together; texts can be long.
_BATCH_BYTES = 2 << 20


def node_blocks(rows: pa.Table, batch: int) -> list[Block]:
    """Nodes in batches, in any order: each is a node of its own."""
    return [[part] for part in _batches(rows, batch)]


def relationship_rounds(rows: pa.Table, ways: int, batch: int) -> Iterator[list[Block]]:
    """Relationships (columns `from`, `to`) in rounds of at most so many blocks; no two blocks of a round share a node.

    The server locks both ends until the transaction ends: two transactions that meet at a node wait, or fail as a
    deadlock. So the nodes of either end are dealt into as many groups as there are ways; in round s, block w leads
    from group w to group w + s. Where both ends are of one label, ways must be 1.
    """
    # Rows of one report together: the server then finds most of what it needs where it just was.
    rows = rows.sort_by([("from", "ascending"), ("to", "ascending")])
    if ways == 1 or rows.num_rows <= batch:
        yield [list(_batches(rows, batch))]
        return
    begin, end = (_group(rows[name], ways) for name in ("from", "to"))
    for shift in range(ways):
        parts = [rows.filter(pa.array((begin == way) & (end == (way + shift) % ways))) for way in range(ways)]
        yield [list(_batches(part, batch)) for part in parts if part.num_rows]


def _group(ends: pa.ChunkedArray, ways: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    """For each row the group of its node."""
    # Ids are hashes, but another table's need not be: so by the order in which they come.
    numbers = pc.dictionary_encode(ends.combine_chunks()).indices.to_numpy()
    groups: np.ndarray[tuple[int], np.dtype[np.int32]] = numbers % ways
    return groups


def _batches(rows: pa.Table, batch: int) -> Iterator[pa.Table]:
    """The rows in parts of at most so many rows, and of a size that a server takes; one row is never divided."""
    for start in range(0, rows.num_rows, batch):
        yield from _small(rows.slice(start, batch))


def _small(rows: pa.Table) -> Iterator[pa.Table]:
    if rows.num_rows > 1 and rows.nbytes > _BATCH_BYTES:
        half = rows.num_rows // 2
        yield from _small(rows.slice(0, half))
        yield from _small(rows.slice(half))
    else:
        yield rows
