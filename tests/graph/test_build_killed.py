"""A build that is killed at any moment leaves the old graph or the new one, and the next build finishes.

As a program, for more moments: python -m tests.graph.test_build_killed ROUNDS SEED
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from kg.graph.build import build_graph
from kg.graph.reader import open_graph
from kg.graph.store import run_query
from kg.records import Extraction, SourceText
from tests.resolution.invented import many

OLD, NEW = many(2, 20, seed=1), many(4, 60, seed=2)
BUILD = """
import sys
from kg.graph.build import build_graph
from tests.resolution.invented import many
given = many(4, 60, seed=2)
print("ready", flush=True)
build_graph([said for said, _ in given], [text for _, text in given], sys.argv[1])
print("built", flush=True)
"""


def start(folder: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    child = subprocess.Popen(
        [sys.executable, "-c", BUILD, str(folder)], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def build(folder: Path, given: list[tuple[Extraction, SourceText]]) -> None:
    build_graph([said for said, _ in given], [text for _, text in given], folder)


def check(folder: Path) -> int:
    """The number of reports, seen to be the same in tables and store, with every source text there."""
    (((count,),),) = [run_query(folder, "MATCH (r:Report) RETURN count(r)").rows]
    with open_graph(folder) as graph:
        rows = graph.table("Report").to_pylist()
        assert len(rows) == count
        assert all(graph.source_text(row["source_sha256"]) for row in rows)
    return int(count)


def rounds(folder: Path, number: int, seed: int) -> tuple[int, int]:
    """Kill so many builds at random moments. Returns how often the old and the new graph were found."""
    dice = random.Random(seed)
    build(folder, OLD)
    whole = start(folder)
    began = time.perf_counter()
    assert whole.communicate()[0] == "built\n"
    length = time.perf_counter() - began
    found = {len(OLD): 0, len(NEW): 0}
    for _ in range(number):
        build(folder, OLD)
        child = start(folder)
        time.sleep(dice.random() * length)
        child.kill()
        child.communicate()
        found[check(folder)] += 1
        build(folder, NEW)
        assert check(folder) == len(NEW)
        left = [path.name for path in (folder / "versions").iterdir()]
        assert left == [(folder / "CURRENT").read_text().strip()]
    return found[len(OLD)], found[len(NEW)]


@pytest.mark.slow
def test_killed_builds(tmp_path: Path) -> None:
    old, new = rounds(tmp_path / "graph", 4, seed=7)
    assert old + new == 4


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as at:
        print("old graph, new graph:", rounds(Path(at) / "graph", int(sys.argv[1]), int(sys.argv[2])))
