"""Kills builds at random moments, and sees what they leave.

    python -m tests.graph.killed --count 200 --seed 1

After each kill the graph answers as before the build or as after it, and the next build finishes with the same tables
and store as one that was left alone, the same sources and the same cache: nothing is lost, doubled or left over.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from kg.graph.reader import open_graph
from kg.graph.store import run_query
from tests.graph.followed import TEXTS, build, stored, tables, write

NAMES = sorted(TEXTS)
OLD = {NAMES[0]: 0, NAMES[1]: 0, NAMES[2]: 0}
NEW = {NAMES[0]: 0, NAMES[1]: 1, NAMES[3]: 0}
"""One stays, one changes, one goes, one comes."""
BUILD = """
import sys
from pathlib import Path
import kg.graph.build, kg.extraction.parallel, kg.reading
from tests.graph.followed import build
print("ready", flush=True)
build(Path(sys.argv[1]), Path(sys.argv[2]))
print("built", flush=True)
"""


class Killer:
    """A folder with the old and the new reports, and a graph of each that nobody disturbed."""

    def __init__(self, folder: Path) -> None:
        """folder: an empty one."""
        self._at = folder
        self.seen: Counter[str] = Counter()
        for name, chosen in (("old", OLD), ("new", NEW)):
            write(folder / f"{name}-reports", chosen)
            build(folder / f"{name}-reports", folder / name)
        self._tables = {name: tables(folder / name) for name in ("old", "new")}
        self._graph = folder / "graph"
        self._length = self._whole()

    def kill(self, dice: random.Random) -> None:
        """Kill one build of the new reports over a graph of the old ones, and check."""
        self._reset(with_cache=dice.random() < 0.7)
        child = self._start()
        time.sleep(dice.random() * self._length)
        child.kill()
        child.communicate()
        self.seen[self._found()] += 1
        reports = self._at / "new-reports"
        with contextlib.redirect_stderr(io.StringIO()):
            build(reports, self._graph)
        assert self._found() == "new"
        stored(self._graph)
        assert self._inventory(self._graph) == self._inventory(self._at / "new")

    def _found(self) -> str:
        """Which graph a reader sees: all of it must be there."""
        now = tables(self._graph)
        (name,) = [name for name, said in self._tables.items() if said == now]
        with open_graph(self._graph) as graph:
            rows = graph.table("Report").to_pylist()
            assert all(graph.source_text(row["source_sha256"]) for row in rows)
        assert run_query(self._graph, "MATCH (r:Report) RETURN count(r)").rows == [(len(rows),)]
        return name

    @staticmethod
    def _inventory(graph: Path) -> list[list[str]]:
        """The names of all that a graph folder keeps, but for the files of its one version, which are compared."""
        assert [path.name for path in (graph / "versions").iterdir()] == [(graph / "CURRENT").read_text().strip()]
        folders = (graph, graph / "sources", graph / "cache" / "extractions")
        return [sorted(path.name for path in folder.iterdir()) for folder in folders]

    def _reset(self, *, with_cache: bool) -> None:
        shutil.rmtree(self._graph, ignore_errors=True)
        shutil.copytree(self._at / "old", self._graph)
        if not with_cache:
            shutil.rmtree(self._graph / "cache")

    def _start(self) -> subprocess.Popen[str]:
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        child = subprocess.Popen(
            [sys.executable, "-c", BUILD, str(self._at / "new-reports"), str(self._graph)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment,
        )  # fmt: skip
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        return child

    def _whole(self) -> float:
        """How many seconds a build takes here that is left alone."""
        self._reset(with_cache=True)
        child = self._start()
        began = time.perf_counter()
        assert child.communicate()[0] == "built\n"
        return time.perf_counter() - began


def main() -> None:
    """Kill as many builds as asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as at:
        killer = Killer(Path(at))
        for number in range(options.count):
            killer.kill(dice)
            print(f"\r{number + 1} killed, {dict(killer.seen)} seen", end="", file=sys.stderr, flush=True)
    print(f"\n{options.count} builds killed: {killer.seen['old']} times the old graph was there, "
          f"{killer.seen['new']} times the new; every next build finished as one left alone")  # fmt: skip


if __name__ == "__main__":
    main()
