"""What runs in a process that extracts: one extractor, which ends when it is told to or when its parent is gone."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from ctypes import c_bool

from kg.extraction.pipeline import Extractor
from kg.records import Extraction, Report, SourceText

__all__ = ["Worker", "extract_slice", "start"]

_LOOK = 0.25  # seconds between looks at the parent

_worker: Worker | None = None


class Worker:
    """The one of this process. stop: true when what is being extracted is of no use any more."""

    def __init__(self, engine: str, stop: c_bool) -> None:
        self._engine, self._stop = engine, stop
        self._extractor: Extractor | None = None
        self._change = threading.Lock()
        self._extracting = False
        threading.Thread(target=self._watch, daemon=True).start()

    def extract(self, source: SourceText, report: Report) -> Extraction:
        """What the report says; nothing after `stop`."""
        with self._change:
            if self._stop.value:
                return Extraction(report)
            self._extracting = True
        try:
            if self._extractor is None:  # here and not at the start: so the caller gets what this raises
                self._extractor = Extractor(self._engine)
            return self._extractor.extract(source, report)
        finally:
            with self._change:
                self._extracting = False

    def _watch(self) -> None:
        """End this process when the parent is gone, and, if it extracts, when told to stop.

        While it does not extract it may hold a queue's lock, and is about to end by itself. (A parent that is killed
        tells nothing, and each child keeps the queue open for the others: they would wait for ever.)
        """
        parent = multiprocessing.parent_process()
        while parent is None or parent.is_alive():
            time.sleep(_LOOK)
            with self._change:
                if self._stop.value and self._extracting:
                    break
        os._exit(1)


def start(engine: str, stop: c_bool) -> None:
    """Get ready, in a new process."""
    global _worker  # noqa: PLW0603 (one a process)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent gets Ctrl-C too, and says what to do
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    gc.freeze()  # memory that is shared since the fork would be copied by looking through it
    _worker = Worker(engine, stop)


def extract_slice(source: SourceText, report: Report) -> Extraction:
    """What the report says, in the process that `start` got ready."""
    assert _worker is not None
    return _worker.extract(source, report)
