"""Following what came and went gives the tables, and the memory, of a whole resolution of what is there now."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph.difference import difference
from kg.graph.tables import GraphTables
from kg.incremental.follow import Keyed, follow, resolver_of
from kg.incremental.memory import Memory
from kg.incremental.tables import changed_tables
from kg.records import Extraction
from kg.resolution.ids import report_id
from tests.incremental.said import NAMES, key_of, said, whole

PLACES = ("青石县", "兰山区", "郯城县", None)
reports = st.builds(
    said,
    st.integers(0, 5),
    st.sets(st.integers(0, len(NAMES) - 1), min_size=1, max_size=14),
    st.sets(st.integers(0, 6), max_size=4),
    st.sampled_from(PLACES),
)
folders = st.dictionaries(st.integers(0, 5), reports, min_size=1, max_size=6).map(
    lambda found: {report_id(one.report): one for one in found.values()}
)


def stepped(
    tables: GraphTables, memory: Memory, before: dict[str, Extraction], now: dict[str, Extraction]
) -> tuple[GraphTables, Memory]:
    """The tables and the memory after a step, with the differences that it named put to the test."""
    resolver = resolver_of(memory)
    came = [
        Keyed(resolver.part(one), key_of(one), (1, 1)) for id, one in sorted(now.items()) if before.get(id) != one
    ]
    change = follow(memory, resolver, before.keys() - now.keys(), came)
    assert change is not None
    found, differences = changed_tables(tables, change, memory.about["decided"])
    for old, new in ((tables.nodes, found.nodes), (tables.relationships, found.relationships)):
        for name, table in new.items():
            whole_difference = difference(old[name], table)
            assert differences[name].gone.equals(whole_difference.gone)
            assert differences[name].came.equals(whole_difference.came)
    return found, change.memory


def same(found: tuple[GraphTables, Memory], wanted: tuple[GraphTables, Memory]) -> None:
    """See that both are the same; the memory in any order."""
    for one, other in (
        (found[0].nodes, wanted[0].nodes),
        (found[0].relationships, wanted[0].relationships),
        (found[0].extra, wanted[0].extra),
    ):
        for name, table in other.items():
            assert one[name].to_pylist() == table.to_pylist(), name
            assert one[name].schema.equals(table.schema, check_metadata=True)
    for name, table in wanted[1].tables.items():
        order = [(column, "ascending") for column in table.column_names]
        rows = [one.sort_by(order).combine_chunks() for one in (found[1].tables[name], table)]
        assert rows[0].equals(rows[1]), name


@settings(max_examples=10, deadline=None, derandomize=True)
@given(st.lists(folders, min_size=2, max_size=4))
def test_a_history_leaves_no_trace(history: list[dict[str, Extraction]]) -> None:
    before = history[0]
    tables, memory = whole(before.values())
    for now in history[1:]:
        tables, memory = stepped(tables, memory, before, now)
        same((tables, memory), whole(now.values()))
        before = now


def test_a_kind_that_turns_takes_the_drives_of_all_places_with_it() -> None:
    drive = [number for number, name in enumerate(NAMES) if name.endswith("雪亮清河大整治")]
    campaign, program = sorted(drive, key=lambda number: NAMES[number])
    both = said(0, {campaign}, (), "青石县"), said(1, {program}, (), "兰山区")
    others = said(2, {program}, (), "郯城县"), said(3, {program}, (), "兰山区")
    first, more = ({report_id(one.report): one for one in some} for some in (both, others))
    tables, memory = whole(first.values())
    turned, after = stepped(tables, memory, first, first | more)
    same((turned, after), whole((first | more).values()))
    back, _ = stepped(turned, after, first | more, first)
    same((back, memory), (tables, memory))
