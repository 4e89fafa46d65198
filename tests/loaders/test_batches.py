"""Rows divided for several transactions at once: every row once, and no node in two blocks of a round."""

from __future__ import annotations

import random
import threading

import pyarrow as pa
import pytest

from loaders.batches import node_blocks, relationship_rounds
from loaders.parallel import in_parallel


def ways(number: int, seed: int) -> pa.Table:
    dice = random.Random(seed)
    ends = [(f"r{dice.randrange(50)}", f"p{min(dice.randrange(400), dice.randrange(400))}") for _ in range(number)]
    return pa.table({"rid": range(number), "from": [a for a, _ in ends], "to": [b for _, b in ends]})


@pytest.mark.parametrize("number", [0, 1, 99, 100, 101, 5000])
@pytest.mark.parametrize("together", [1, 2, 3, 4])
def test_no_two_blocks_of_a_round_share_a_node(number: int, together: int) -> None:
    rows = ways(number, together)
    seen: list[int] = []
    for blocks in relationship_rounds(rows, together, 100):
        assert len(blocks) <= together
        nodes: set[str] = set()
        for block in blocks:
            assert all(part.num_rows <= 100 for part in block)
            mine = {id for part in block for end in ("from", "to") for id in part[end].to_pylist()}
            assert not mine & nodes
            nodes |= mine
            seen += [rid for part in block for rid in part["rid"].to_pylist()]
    assert sorted(seen) == list(range(number))


def test_long_texts_make_small_batches() -> None:
    rows = pa.table({"id": [f"n{number}" for number in range(20)], "text": ["长" * 200_000] * 20})
    blocks = node_blocks(rows, 1000)
    assert [id for block in blocks for part in block for id in part["id"].to_pylist()] == rows["id"].to_pylist()
    assert max(part.nbytes for block in blocks for part in block) < 3 << 20
    one = pa.table({"id": ["n"], "text": ["长" * 3_000_000]})
    assert [[part.num_rows for part in block] for block in node_blocks(one, 1000)] == [[1]]


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_work_in_parallel_is_done_once_each(threads: int) -> None:
    done: list[int] = []
    in_parallel(done.append, range(50), threads)
    assert sorted(done) == list(range(50))


@pytest.mark.parametrize("threads", [1, 3])
def test_the_first_error_is_raised_and_ends_the_work(threads: int) -> None:
    begun: list[int] = []

    def work(item: int) -> None:
        begun.append(item)
        if item == 2:
            raise ValueError(item)
        if item > 2:
            failed.wait(5)

    failed = threading.Event()
    with pytest.raises(ValueError, match="2"):
        in_parallel(work, range(1000), threads)
    failed.set()
    assert len(begun) < 10
