"""A graph follows its folder: whatever was added, changed and removed before, it is what the reports now say."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.graph.followed import TEXTS, build, stored, tables, write

states = st.dictionaries(st.sampled_from(sorted(TEXTS)), st.integers(0, 1), min_size=1)
Chosen = tuple[tuple[str, int], ...]


@cache
def alone(chosen: Chosen) -> dict[str, bytes]:
    """The tables of these files, built into an empty folder."""
    with tempfile.TemporaryDirectory() as at:
        write(Path(at) / "reports", dict(chosen))
        build(Path(at) / "reports", Path(at) / "graph")
        return tables(Path(at) / "graph")


def follow(*steps: dict[str, int]) -> list[dict[str, bytes]]:
    """The tables after each step, each built into the same graph folder."""
    found = []
    with tempfile.TemporaryDirectory() as at:
        for step in steps:
            write(Path(at) / "reports", step)
            build(Path(at) / "reports", Path(at) / "graph")
            found.append(tables(Path(at) / "graph"))
        stored(Path(at) / "graph")
        kept = list((Path(at) / "graph" / "cache" / "extractions").iterdir())
        assert len(kept) == len(steps[-1])  # bounded: what is gone is not kept
    return found


@settings(max_examples=6, deadline=None, derandomize=True)
@given(st.lists(states, min_size=2, max_size=4))
def test_a_history_leaves_no_trace(history: list[dict[str, int]]) -> None:
    for step, found in zip(history, follow(*history), strict=True):
        assert found == alone(tuple(sorted(step.items())))


@settings(max_examples=3, deadline=None, derandomize=True)
@given(states, states)
def test_the_order_of_additions_does_not_matter(one: dict[str, int], other: dict[str, int]) -> None:
    both = {**other, **one}
    assert follow(one, both)[-1] == follow({name: both[name] for name in other}, both)[-1]


@settings(max_examples=3, deadline=None, derandomize=True)
@given(states, states)
def test_there_and_back_is_as_before(one: dict[str, int], other: dict[str, int]) -> None:
    first, between, back = follow(one, other, one)
    assert first == back
    assert (between == first) == (other == one)
