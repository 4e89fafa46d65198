"""Locks of the operating system on files: one writer a graph folder, and pins that keep a version while it is read.

They end with the process that holds them, also when it is killed, so nothing can be left locked.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from kg.errors import GraphBusyError

if sys.platform == "win32":
    import msvcrt

    def _try_exclusive(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _try_shared(handle: int) -> bool:
        return True  # an open file cannot be removed there: being open is the pin

else:
    import fcntl

    def _try(handle: int, operation: int) -> bool:
        try:
            fcntl.flock(handle, operation | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # a file system without locks (some network mounts): work without
        return True

    def _try_exclusive(handle: int) -> bool:
        return _try(handle, fcntl.LOCK_EX)

    def _try_shared(handle: int) -> bool:
        return _try(handle, fcntl.LOCK_SH)


__all__ = ["Pin", "is_pinned", "writer_lock"]

_ATTEMPTS, _PAUSE = 5, 0.05


@contextlib.contextmanager
def writer_lock(path: Path, folder: Path) -> Iterator[None]:
    """Hold the lock file `path` of a graph folder. Raises GraphBusyError when another process holds it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if not _taken(handle):
            raise GraphBusyError(
                "another build is writing into this graph folder",
                where=str(folder),
                todo="wait until it has ended, or build into another folder",
            )
        yield
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    """Whether the lock could be had. It is asked for more than once: who only looks holds it for a moment."""
    for _ in range(_ATTEMPTS):
        if _try_exclusive(handle):
            return True
        time.sleep(_PAUSE)
    return False


class Pin:
    """Keeps a version folder from being removed while it is read; `path` is a file in it."""

    def __init__(self, path: Path) -> None:
        """Raises FileNotFoundError when the file is gone or about to be."""
        self._handle: int | None = os.open(path, os.O_RDONLY)
        try:
            held = _try_shared(self._handle) and os.path.samestat(os.fstat(self._handle), path.stat())
        except BaseException:
            self.release()
            raise
        if not held:
            self.release()
            raise FileNotFoundError(path)

    def release(self) -> None:
        """Let go; more than once does nothing."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


@contextlib.contextmanager
def is_pinned(path: Path) -> Iterator[bool]:
    """Whether someone reads the version folder that holds the file; new readers are kept out meanwhile."""
    if sys.platform == "win32":
        yield False  # a version with an open file cannot be renamed there, which is how its removal begins
        return
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        yield False  # cut off: nobody can have opened it
        return
    try:
        yield not _try_exclusive(handle)
    finally:
        os.close(handle)
