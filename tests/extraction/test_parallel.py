"""Extraction in several processes: the same results, and an end in every case."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import InputError, KgError, SourceError
from kg.extraction.parallel import extract_all
from kg.extraction.pipeline import Extractor
from kg.extraction.slices import moved, sliced
from kg.reading import find_reports, read_sources
from kg.records import Extraction, Report, SourceText

Work = list[tuple[SourceText, Report]]


@pytest.fixture(scope="module")
def work(examples: Path) -> Work:
    sources = [source for source in read_sources([examples]) if not isinstance(source, SourceError)]
    return [(source, report) for source in sources for report in find_reports(source)]


def test_a_report_alone_says_what_it_says_in_its_file(work: Work) -> None:
    extractor = Extractor()
    inner = [(source, report) for source, report in work if report.start > 0]
    assert len({source.source for source, _ in inner}) < len(inner), "no file with several reports"
    for source, report in inner:
        assert moved(extractor.extract(*sliced(source, report)), report) == extractor.extract(source, report)


def ended(seconds: float = 10) -> bool:
    """Whether no child is left, or none soon."""
    until = time.monotonic() + seconds
    while multiprocessing.active_children() and time.monotonic() < until:
        time.sleep(0.05)
    return not multiprocessing.active_children()


def test_closing_early_ends_the_processes(work: Work) -> None:
    taken: list[int] = []

    def endless() -> Iterator[tuple[SourceText, Report]]:
        while True:
            taken.append(1)
            yield work[0]

    found = extract_all(endless(), jobs=2)
    assert isinstance(next(found), Extraction)
    assert len(taken) < 100, "reports are taken as they are needed"
    found.close()  # type: ignore[attr-defined]
    assert ended()


def test_what_goes_wrong_in_a_process_is_said_here(work: Work) -> None:
    with pytest.raises(InputError, match="no engine is called 'magic'"):
        list(extract_all(work, engine="magic", jobs=2))
    assert ended()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_process_that_is_killed_is_an_error_and_not_a_wait(work: Work) -> None:
    found = extract_all(work * 20, jobs=2)
    next(found)
    for child in multiprocessing.active_children():
        os.kill(child.pid or 0, signal.SIGKILL)
    with pytest.raises(KgError, match="was killed"):
        list(found)
    assert ended()


PARENT = """
import sys
from pathlib import Path
from kg.extraction.parallel import extract_all
from kg.reading import find_reports, read_sources
source, = read_sources([Path(sys.argv[1])])
work = [(source, report) for report in find_reports(source)]
for found in extract_all(work * 1000, jobs=2):
    print("one", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_processes_end_when_their_parent_is_killed(examples: Path, how: signal.Signals) -> None:
    command = [sys.executable, "-c", PARENT, str(examples / "青岚区2022年政府工作报告.txt")]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    assert parent.stdout.readline() == "one\n"
    parent.send_signal(how)
    # Its children write to the same pipe: it ends when the last of them has.
    parent.communicate(timeout=20)
    assert parent.returncode == -how
