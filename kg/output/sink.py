"""Where bytes go: standard output, or a file that appears complete or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from kg.errors import InputError

__all__ = ["Sink", "open_sink"]


class Sink:
    """Takes bytes; what the system refuses becomes an InputError that names the place."""

    def __init__(self, file: BinaryIO, where: str) -> None:
        """file: what to write to. where: for messages."""
        self.file, self._where = file, where

    def write(self, data: bytes) -> None:
        """Write bytes. A closed pipe passes as BrokenPipeError."""
        with _refused(self._where):
            self.file.write(data)


@contextlib.contextmanager
def open_sink(output: Path | None) -> Iterator[Sink]:
    """A sink: standard output when `output` is None or "-", else a file.

    The file is written under a temporary name beside its place, flushed to disk and renamed: readers see the old
    content or the new one. When anything fails, the temporary file goes and what was there stays.

    Raises InputError when the place cannot be written to (no such folder, no permission, disk full).
    """
    if output is None or str(output) == "-":
        yield Sink(sys.stdout.buffer, "standard output")
        with _refused("standard output"):
            sys.stdout.buffer.flush()
        return
    where = str(output)
    if output.is_dir():
        raise InputError("this is a folder, not a file", where=where, todo="name a file inside it")
    if output.exists() and not output.is_file():  # /dev/stdout, a named pipe: there is nothing to rename
        with _refused(where):
            device = output.open("wb", buffering=0)
        with device:
            yield Sink(device, where)
        return
    target = output.resolve() if output.is_symlink() else output
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    with _refused(where):
        file = temporary.open("xb")
    try:
        with file:
            yield Sink(file, where)
            with _refused(where):
                file.flush()
                os.fsync(file.fileno())
        with _refused(where):
            temporary.replace(target)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def _refused(where: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        todo = "check that the folder exists, may be written to and has room"
        raise InputError(f"cannot write ({error.strerror})", where=where, todo=todo) from error
