"""How long a command takes, how much processor time, and how much memory it and its processes hold at most."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Measured", "measure"]

_EVERY = 0.1  # seconds between two looks at the memory


@dataclass(frozen=True)
class Measured:
    """What one run of a command took.

    seconds: from start to end. cpu: seconds of processor time of all its processes, None where the system does not
    say. peak: bytes of the whole tree of processes at the worst moment, pages that they share counted once (Linux);
    of the largest of them (macOS); None on Windows. said: its standard error. code: its exit code.
    """

    seconds: float
    cpu: float | None
    peak: int | None
    said: str
    code: int = 0


def measure(command: Sequence[str], *, failing: bool = False) -> Measured:
    """Run a command to its end. Raises SystemExit with what it said when it fails, unless it may (failing)."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        before = os.times()
        began = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors) as process:
            watch = _Watch(process.pid)
            code = process.wait()
            seconds = time.perf_counter() - began
        after = os.times()
        errors.seek(0)
        said = errors.read()
    if code and not failing:
        raise SystemExit(f"{' '.join(command)}\nended with exit code {code}:\n{said}")
    used = (after.children_user - before.children_user) + (after.children_system - before.children_system)
    return Measured(seconds, None if sys.platform == "win32" else used, watch.peak(), said, code)


class _Watch:
    """Looks at the memory of a process and its descendants until they have ended."""

    def __init__(self, pid: int) -> None:
        self._pid, self._most = pid, 0
        self._thread = threading.Thread(target=self._look, daemon=True)
        if Path("/proc/self/smaps_rollup").exists():
            self._thread.start()

    def peak(self) -> int | None:
        """The most that was seen, when the process has ended."""
        if self._thread.ident is not None:
            self._thread.join()
            return self._most
        if sys.platform == "win32":
            return None
        import resource  # noqa: PLC0415 (not on Windows)

        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024

    def _look(self) -> None:
        while now := sum(_memory(pid) for pid in _tree(self._pid)):
            self._most = max(self._most, now)
            time.sleep(_EVERY)


def _tree(pid: int) -> list[int]:
    """The process and its descendants."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            found += [int(child) for child in _text(task).split()]
    return found


def _memory(pid: int) -> int:
    """Bytes of a process, shared pages divided by how many share them; 0 when it has ended."""
    for line in _text(Path(f"/proc/{pid}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii")
    except OSError:  # it has just ended
        return ""
