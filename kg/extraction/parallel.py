"""Extraction over many reports, on several processes where that pays, with the results in the order of the reports."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor

from kg.extraction.pipeline import Extractor
from kg.extraction.tagger.features import load_dictionary
from kg.records import Extraction, Report, SourceText

__all__ = ["extract_all", "jobs_for"]

_WORTH = 60_000
"""Characters from which a second process pays for its start."""

_worker: Extractor | None = None


def jobs_for(characters: int, engine: str = "onnx") -> int:
    """How many processes to use: one for little text or for HanLP's own runtime (torch has threads of its own)."""
    if engine != "onnx" or characters < _WORTH:
        return 1
    return max(1, min(os.cpu_count() or 1, 8))


def extract_all(work: Iterable[tuple[SourceText, Report]], engine: str = "onnx", jobs: int = 1) -> Iterator[Extraction]:
    """The extraction of each report, in the order given; the same whatever `jobs` is.

    Raises what Extractor raises. Closing the iterator early stops the processes.
    """
    if jobs == 1:
        extractor = Extractor(engine)
        for source, report in work:
            yield extractor.extract(source, report)
        return
    # A forked process shares the dictionary that is loaded here; elsewhere each loads its own.
    fork = sys.platform == "linux"
    if fork:
        load_dictionary()
    context = multiprocessing.get_context("fork" if fork else "spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_start, initargs=(engine,))
    try:
        yield from pool.map(_extract, work)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)




def _start(engine: str) -> None:
    global _worker  # noqa: PLW0603 (one extractor a process, loaded once)
    _worker = Extractor(engine)


def _extract(job: tuple[SourceText, Report]) -> Extraction:
    assert _worker is not None
    return _worker.extract(*job)
