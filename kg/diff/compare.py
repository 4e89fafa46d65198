"""Two tables of the same columns, compared by their key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["CHANGES", "Difference", "compare_tables"]

CHANGES = ("appeared", "vanished", "changed")
_SEPARATOR = "\x1f"  # no surface holds it: readers take control characters out


@dataclass(frozen=True)
class Difference:
    """What tells one table from another.

    appeared: the rows of the later table whose key the earlier lacks; vanished: the other way round. before, after: the
    rows that both have and that differ, in the same order; properties: for each property that differs somewhere, a mask
    over these rows.
    """

    appeared: pa.Table
    vanished: pa.Table
    before: pa.Table
    after: pa.Table
    properties: dict[str, pa.ChunkedArray]

    def changes(self) -> Iterator[tuple[int, str, object, object]]:
        """(row of before and after, property, value before, value after), in the order of the rows."""
        found = [
            (row, name)
            for name, mask in self.properties.items()
            for row in pc.indices_nonzero(mask).to_pylist()
        ]
        for row, name in sorted(found, key=lambda one: one[0]):
            yield row, name, self.before[name][row].as_py(), self.after[name][row].as_py()


def compare_tables(before: pa.Table, after: pa.Table, key: str) -> Difference:
    """Compare two tables that have the same columns and no key twice; no row is looked at in Python."""
    keys = before[key].combine_chunks(), after[key].combine_chunks()
    there = pc.index_in(keys[0], value_set=keys[1])
    kept = pc.is_valid(there)
    old, new = before.filter(kept), after.take(there.drop_null())
    masks = {name: _differ(old[name], new[name]) for name in before.column_names if name != key}
    masks = {name: mask for name, mask in masks.items() if pc.any(mask).as_py()}
    differs = pa.chunked_array([pa.repeat(False, old.num_rows)])
    for mask in masks.values():
        differs = pc.or_(differs, mask)
    return Difference(
        after.filter(pc.invert(pc.is_in(keys[1], value_set=keys[0]))),
        before.filter(pc.invert(kept)),
        old.filter(differs),
        new.filter(differs),
        {name: mask.filter(differs) for name, mask in masks.items()},
    )


def _differ(one: pa.ChunkedArray, other: pa.ChunkedArray) -> pa.ChunkedArray:
    """Where two columns differ; null is like null and unlike everything else."""
    if pa.types.is_list(one.type):
        one, other = (pc.binary_join(column, _SEPARATOR) for column in (one, other))
    unlike = pc.fill_null(pc.not_equal(one, other), False)
    return pc.or_(unlike, pc.xor(pc.is_null(one), pc.is_null(other)))
