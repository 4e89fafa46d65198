"""The short run of the fuzzer, and that the fuzzer would notice."""

from __future__ import annotations

import os
import time

import pytest

from tests.reading import fuzz

pytestmark = pytest.mark.skipif(os.name != "posix", reason="memory is limited and measured by means of POSIX")


def test_damaged_files_end_in_reports_or_in_errors_that_name_them() -> None:
    outcome = fuzz.run(200, seed=int(os.environ.get("KG_FUZZ_SEED", "4")))
    assert outcome.failures == []
    assert sum(outcome.counts.values()) == 200
    for suffix in (".txt", ".docx", ".html", ".pdf", ".zip", ".csv", ".jsonl"):
        ends = {kind.split()[1] for kind in outcome.counts if kind.startswith(f"{suffix} ")}
        assert {"reports", "error"} <= ends, suffix


def test_the_same_seed_makes_the_same_files() -> None:
    first = dict(fuzz.damaged_files(24, 3))
    assert first == dict(fuzz.damaged_files(24, 3))
    assert first != dict(fuzz.damaged_files(24, 5))


def test_a_hang_and_a_crash_are_noticed() -> None:
    reader = fuzz._Reader()
    try:
        begun = time.perf_counter()
        assert reader.read("a.txt", b"x", 0.0)[0] == "! it hangs"
        assert time.perf_counter() - begun < 5
        reader.process.kill()
        assert "died" in reader.read("a.txt", b"x", 10)[0]
    finally:
        reader.end()
    reader = fuzz._Reader()
    try:
        kind, memory = reader.read("a.zip", b"PK\x03\x04", 60)
        assert kind == "error"
        assert memory > 1 << 20
    finally:
        reader.end()
