"""Work done by several threads at once, of which the caller sees the first error."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

__all__ = ["in_parallel"]

T = TypeVar("T")


def in_parallel(work: Callable[[T], None], items: Sequence[T], threads: int) -> None:
    """Call work(item) for every item, by so many threads at most.

    The first error is raised, and no further item is begun. Threads that still work then, or when the caller is
    interrupted, are not waited for: one that waits for a server would keep an interrupted command alive for minutes.
    """
    if threads < 2 or len(items) < 2:
        for item in items:
            work(item)
        return
    left, ended = iter(items), queue.SimpleQueue[BaseException | None]()
    taking, stopped = threading.Lock(), threading.Event()

    def run() -> None:
        try:
            while not stopped.is_set():
                with taking:
                    item = next(left)
                work(item)
        except StopIteration:
            ended.put(None)
        except BaseException as error:  # noqa: BLE001 (raised where it is waited for)
            ended.put(error)

    running = [threading.Thread(target=run, daemon=True) for _ in range(min(threads, len(items)))]
    for thread in running:
        thread.start()
    try:
        for _ in running:
            error = ended.get()
            if error is not None:
                raise error
    finally:
        stopped.set()
