"""In which rows two versions of a table differ."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["Difference", "difference"]


@dataclass(frozen=True, slots=True)
class Difference:
    """Of one table: rows that are gone and rows that came, by key; of one that changed the old row and the new."""

    gone: pa.Table
    came: pa.Table

    @property
    def rows(self) -> int:
        """How many."""
        return int(self.gone.num_rows + self.came.num_rows)


def difference(before: pa.Table, after: pa.Table) -> Difference:
    """Compare two tables of the same columns, of which the first is the key and sorts both."""
    if before is after:
        return Difference(before.slice(0, 0), after.slice(0, 0))
    key = before.column_names[0]
    stayed = [
        table.filter(pc.is_in(table[key], value_set=other[key].combine_chunks()))
        for table, other in ((before, after), (after, before))
    ]
    same = _same(*stayed)
    kept = stayed[0][key].filter(same).combine_chunks()
    gone, came = (table.filter(pc.invert(pc.is_in(table[key], value_set=kept))) for table in (before, after))
    return Difference(gone, came)


def _same(one: pa.Table, other: pa.Table) -> pa.Array:
    """Of tables with the same keys in the same order: which rows are equal."""
    same = pa.repeat(True, one.num_rows)
    for name in one.column_names[1:] if one.num_rows else ():
        mine, theirs = (table[name].combine_chunks() for table in (one, other))
        if pa.types.is_list(mine.type):
            same = pc.and_(same, _equal(pc.list_value_length(mine), pc.list_value_length(theirs)))
            mine, theirs = (pc.binary_join(column, "\x00") for column in (mine, theirs))
        same = pc.and_(same, _equal(mine, theirs))
    return same


def _equal(mine: pa.Array, theirs: pa.Array) -> pa.Array:
    equal = pc.fill_null(pc.equal(mine, theirs), fill_value=False)
    return pc.or_(equal, pc.and_(mine.is_null(), theirs.is_null()))
