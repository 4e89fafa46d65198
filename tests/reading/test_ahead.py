"""Files read on several processes: the same texts in the same order, and an end in every case."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import docx
import pytest

from kg.errors import SourceError
from kg.reading.ahead import Items, read_files
from kg.reading.sources import read_sources
from kg.records import SourceText


def _word(path: Path, text: str) -> None:
    document = docx.Document()
    document.add_paragraph("某县教育局2023年工作总结")
    document.add_paragraph(text)
    document.save(str(path))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(9):
        _word(tmp_path / f"r{number}.docx", f"第{number}份：开展安全生产月活动，排查隐患{number}处。")
        (tmp_path / f"r{number}.txt").write_text(f"某镇2023年工作总结\n第{number}份：推进河长制。\n", encoding="utf-8")
    (tmp_path / "r4.docx").write_bytes(b"PK\x03\x04 damaged")
    return tmp_path


def _shown(items: Items) -> list[str]:
    return [item.text if isinstance(item, SourceText) else f"! {item}" for item in items]


def test_the_same_in_the_same_order(folder: Path) -> None:
    jobs = [(path, path.name) for path in sorted(folder.iterdir())]
    alone = [_shown(items) for items in read_files(jobs, 1)]
    together = [_shown(items) for items in read_files(jobs, 2)]
    assert together == alone
    assert len(together) == 18
    assert [jobs[i][1] for i, shown in enumerate(together) if shown[0].startswith("!")] == ["r4.docx"]


def test_named_files_are_read_once_and_in_their_order(folder: Path) -> None:
    paths = [folder / "r2.docx", folder / "r1.txt", folder / "r2.docx", folder / "missing.docx", folder / "r0.docx"]
    found = list(read_sources(paths))
    assert [Path(item.source).name if isinstance(item, SourceText) else type(item) for item in found] == [
        "r2.docx", "r1.txt", SourceError, "r0.docx",
    ]  # fmt: skip


def test_closing_early_ends_the_processes(folder: Path) -> None:
    reading = read_files([(path, path.name) for path in sorted(folder.iterdir())], 2)
    next(reading)
    began = time.monotonic()
    reading.close()
    assert time.monotonic() - began < 10


_WAITS = """
import sys
from pathlib import Path
from kg.reading.ahead import read_files
if __name__ == "__main__":
    jobs = [(path, path.name) for path in sorted(Path(sys.argv[1]).iterdir())]
    reading = read_files(jobs, 2)
    next(reading)
    children = [process.pid for process in __import__("multiprocessing").active_children()]
    print(*children, flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="asks /proc or kill -0 whether a process lives")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_processes_end_when_their_parent_is_killed(folder: Path, tmp_path: Path, how: signal.Signals) -> None:
    script = tmp_path / "waits.py"
    script.write_text(_WAITS, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, str(script), str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        children = [int(number) for number in process.stdout.readline().split()]
        assert len(children) == 2
        process.send_signal(how)
        process.wait(timeout=20)
    deadline = time.monotonic() + 20
    while any(_alive(child) for child in children):
        assert time.monotonic() < deadline, "a process outlived its parent"
        time.sleep(0.1)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"
