"""The benchmark of large graphs runs, here on a small one, and prints what benchmarks/README.md says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_large_benchmark(environment: dict[str, str]) -> None:
    command = [
        sys.executable, str(ROOT / "benchmarks" / "large.py"), "--nodes", "3000", "--edges", "9000", "--only", "load",
        "plain", "analyses",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    for measure in (
        r"tables made in +[\d.]+ s  3,000 nodes, 9,000 relationships", r"embedded store, nodes +[\d,]+  rows/s",
        r"embedded store, relationships +[\d,]+  rows/s \(60,000 wanted\)", r"plain loop, nodes +[\d,]+  rows/s",
        r"plain loop, relationships +[\d,]+  rows/s", r"  similarity +\d+\.\d", r"  bridges +\d+\.\d",
    ):  # fmt: skip
        assert re.search(measure, done.stdout), measure


def test_the_benchmark_of_saved_queries(environment: dict[str, str], tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    size = ["--nodes", "3000", "--edges", "9000"]
    for command, more in (("generate.py", size), ("queries.py", ["who-leads", "reports"])):
        done = subprocess.run(
            [sys.executable, str(ROOT / "benchmarks" / command), "--graph", str(graph), *more],
            capture_output=True, encoding="utf-8", env=environment, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr + done.stdout
    assert re.search(r"  who-leads +\d+\.\d .*[\d.]+ s.* 180\n", done.stdout), done.stdout
    assert re.search(r"the slowest +\d+\.\d  0 slower than wanted", done.stdout)
