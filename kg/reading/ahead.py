"""Files whose format takes a library long to read, read ahead of their turn on several processes where that pays."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from pathlib import Path

from kg.errors import SourceError
from kg.processors import processors
from kg.reading.content import file_content
from kg.reading.dispatch import read_bytes, suffix_of
from kg.records import SourceText

__all__ = ["SLOW", "Items", "Job", "read_file", "read_files"]

SLOW = frozenset({".docx", ".pdf", ".html", ".htm", ".mht", ".doc", ".wps", ".rtf", ".odt", ".zip"})
"""Endings of files that take milliseconds to minutes; text and tables are read faster than handed to a process."""

Job = tuple[Path, str]
"""A file, and its name for users (SourceText.source)."""
Items = Sequence[SourceText | SourceError]

_WORTH_FILES, _WORTH_BYTES = 24, 6 << 20
"""From so many slow files, or so many bytes of them, two processes pay for their start (half a second)."""
_AHEAD = 4
_LOOK = 0.25


def read_file(path: Path, where: str) -> Items:
    """What one file holds; whatever is wrong with it is a SourceError in the sequence."""
    try:
        data = file_content(path, where)
    except SourceError as error:
        return [error]
    return list(read_bytes(data, where))


def read_files(jobs: Sequence[Job], processes: int | None = None) -> Generator[Items, None, None]:
    """What each file holds, in the order given; the same however many processes read (None: as many as pay).

    At most a few files a process are held at once, so that memory is bounded by the largest files.
    """
    count = _processes(jobs) if processes is None else processes
    if count < 2:
        return (read_file(*job) for job in jobs)
    return _ahead(jobs, count)


def _processes(jobs: Iterable[Job]) -> int:
    slow = [path for path, _ in jobs if suffix_of(path.name) in SLOW]
    if len(slow) < 2 or (len(slow) < _WORTH_FILES and sum(map(_size, slow)) < _WORTH_BYTES):
        return 1
    return min(processors(), len(slow))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # reading it will say why


def _ahead(jobs: Sequence[Job], count: int) -> Generator[Items, None, None]:
    # Not forked: a progress bar's thread may hold a lock just now.
    executor = ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), initializer=_start)
    waiting: deque[tuple[Future[Items] | None, Job]] = deque()
    todo = iter(jobs)
    broken = False

    def hand_over(how_many: int) -> None:
        nonlocal broken
        for job in islice(todo, how_many):
            future = None
            if suffix_of(job[0].name) in SLOW and not broken:
                try:
                    future = executor.submit(read_file, *job)
                except BrokenProcessPool:
                    broken = True
            waiting.append((future, job))

    try:
        hand_over(_AHEAD * count)
        while waiting:
            future, job = waiting.popleft()
            try:
                items = future.result() if future is not None else read_file(*job)
            except BrokenProcessPool:  # a file took all memory: name it, and go on with the others here
                broken = True
                items = [SourceError("the process that read this file was killed, perhaps for want of memory",
                                     where=job[1], todo="divide it into smaller files")]  # fmt: skip
                waiting.extendleft([(None, other) for _, other in reversed(_taken(waiting))])
            yield items
            hand_over(1)
    except BaseException:
        for process in list((executor._processes or {}).values()):  # a file may take minutes more
            process.terminate()
        raise
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _taken(waiting: deque[tuple[Future[Items] | None, Job]]) -> list[tuple[Future[Items] | None, Job]]:
    taken = list(waiting)
    waiting.clear()
    return taken


def _start() -> None:
    """Get ready, in a new process: it leaves Ctrl-C to its parent, and ends when that is gone, however it ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what it has started (LibreOffice) ends, too
    threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    parent = multiprocessing.parent_process()
    while parent is None or parent.is_alive():
        time.sleep(_LOOK)
    os._exit(1)
