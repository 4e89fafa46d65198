"""Tables compared by key, against a comparison row by row."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from kg.diff import compare_tables

SCHEMA = pa.schema(
    [("id", pa.string()), ("name", pa.string()), ("aliases", pa.list_(pa.string())), ("value", pa.float64()),
     ("year", pa.int64()), ("masked", pa.bool_())]
)  # fmt: skip
names = st.sampled_from(["甲", "乙", "丙"])
rows = st.dictionaries(
    st.sampled_from("abcdef"),
    st.fixed_dictionaries({
        "name": st.none() | names, "aliases": st.none() | st.lists(names, max_size=2),
        "value": st.none() | st.sampled_from([0.0, 1.5]), "year": st.none() | st.integers(2020, 2021),
        "masked": st.none() | st.booleans(),
    }),
)  # fmt: skip
Said = dict[str, dict[str, object]]


def table(said: Said) -> pa.Table:
    return pa.Table.from_pylist([{"id": id, **said[id]} for id in sorted(said)], schema=SCHEMA)


@given(rows, rows)
def test_as_row_by_row(before: Said, after: Said) -> None:
    found = compare_tables(table(before), table(after), "id")
    assert found.appeared.to_pylist() == table({id: row for id, row in after.items() if id not in before}).to_pylist()
    assert found.vanished.to_pylist() == table({id: row for id, row in before.items() if id not in after}).to_pylist()
    both = sorted(before.keys() & after.keys())
    expected = [
        (id, name, before[id][name], after[id][name])
        for id in both
        for name in SCHEMA.names[1:]
        if before[id][name] != after[id][name]
    ]
    ids = found.after["id"].to_pylist()
    assert ids == found.before["id"].to_pylist() == [id for id in both if before[id] != after[id]]
    changes = [(ids[row], *rest) for row, *rest in found.changes()]
    assert sorted(changes, key=str) == sorted(expected, key=str)
