"""Extraction over many reports, on several processes where that pays, with the results in the order of the reports."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import warnings
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from ctypes import c_bool
from itertools import islice

from kg.errors import KgError
from kg.extraction.pipeline import Extractor
from kg.extraction.slices import moved, sliced
from kg.extraction.tagger.features import load_dictionary
from kg.extraction.worker import extract_slice, start
from kg.processors import processors
from kg.records import Extraction, Report, SourceText

__all__ = ["extract_all", "jobs_for"]

_WORTH = 60_000
"""Characters from which a second process pays for its start."""
_AHEAD = 16
"""How many reports wait for each process: enough that none is idle behind a long report, few enough to be small."""


def jobs_for(characters: int, engine: str = "onnx") -> int:
    """How many processes to use: one for little text or for HanLP's own runtime (torch has threads of its own)."""
    if engine != "onnx" or characters < _WORTH:
        return 1
    return processors()


def extract_all(work: Iterable[tuple[SourceText, Report]], engine: str = "onnx", jobs: int = 1) -> Iterator[Extraction]:
    """The extraction of each report, in the order given; the same whatever `jobs` is.

    What is needed is loaded, and the processes are started, before this returns: a process must not be forked while
    another thread (a progress bar's) may hold a lock. Closing the iterator early stops the processes at once.

    Raises what Extractor raises, and KgError when a process is killed from outside.
    """
    if jobs == 1:
        extractor = Extractor(engine)
        return (extractor.extract(source, report) for source, report in work)
    return _in_order(_Pool(engine, jobs), iter(work))


def _in_order(pool: _Pool, work: Iterator[tuple[SourceText, Report]]) -> Iterator[Extraction]:
    waiting: deque[tuple[Future[Extraction], Report]] = deque()
    try:
        waiting.extend(pool.submit(*job) for job in islice(work, pool.ahead))
        while waiting:
            result, report = waiting.popleft()
            extraction = result.result()
            waiting.extend(pool.submit(*job) for job in islice(work, 1))
            yield moved(extraction, report)
    except BrokenProcessPool as error:
        raise KgError(
            "a process that extracts was killed, perhaps for want of memory", todo="free memory, then run it again"
        ) from error
    except BaseException:
        pool.stop()
        raise
    finally:
        pool.shut()


class _Pool:
    """Processes that extract. They end with their parent, however it ends, and leave Ctrl-C to it."""

    def __init__(self, engine: str, jobs: int) -> None:
        # A forked process shares the dictionary that is loaded here; elsewhere each loads its own.
        fork = sys.platform == "linux"
        if fork:
            load_dictionary()
        context = multiprocessing.get_context("fork" if fork else "spawn")
        self.ahead = _AHEAD * jobs
        self._stop = context.RawValue(c_bool, False)
        self._executor = ProcessPoolExecutor(jobs, context, initializer=start, initargs=(engine, self._stop))
        with _held_back(), warnings.catch_warnings():
            # Python 3.12 and newer warn of threads: here there are numpy's, which know what a fork is.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._executor.submit(os.getpid)  # all of them are forked with the first task
        load_dictionary.cache_clear()  # 90 MB that are of use only there

    def submit(self, source: SourceText, report: Report) -> tuple[Future[Extraction], Report]:
        """Hand over one report; only its own text goes to the process."""
        with _held_back():
            return self._executor.submit(extract_slice, *sliced(source, report)), report

    def stop(self) -> None:
        """Give up what is being extracted."""
        self._stop.value = True

    def shut(self) -> None:
        """Wait until all have ended."""
        self._executor.shutdown(wait=True, cancel_futures=True)


@contextlib.contextmanager
def _held_back() -> Iterator[None]:
    """Ctrl-C comes after this, not inside: a process in the making would print a traceback of its own.

    A new process inherits this and lets Ctrl-C through when it is ready for it (kg.extraction.worker).
    """
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
