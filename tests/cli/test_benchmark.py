"""The benchmark that README names runs, and prints what it says it prints."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_benchmark(environment: dict[str, str]) -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "run.py"), "--copies", "2", "--repeat", "1"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    for measure in (
        r"kg build +\d+\.\d s  20 reports, [\d,]+ characters", r"characters each second +[\d,]+",
        r"tables and store written to disk +\d+\.\d\d s  \d+\.\d% of kg build",
        r"tagger alone, one thread +[\d,]+  characters/s",
        r"tables into the store +[\d,]+  rows/s", r"kg --help +\d\.\d\d s",
        r"kg query run shared-initiatives +\d\.\d\d s", r"  initiative-districts +\d\.\d{3}  [1-9]\d*",
        r"  figures-of-an-initiative +\d\.\d{3}  [1-9]\d* initiative=\w+",
    ):  # fmt: skip
        assert re.search(measure, done.stdout), measure
    if sys.platform != "win32":
        assert re.search(r"memory at most, all processes +\d+ MB", done.stdout)
