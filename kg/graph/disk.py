"""Writing so that a crash leaves old or new: synced files, renames, and errors that say what happened."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from kg.errors import GraphError, LoadError

__all__ = [
    "hash_file",
    "need_space",
    "remove_tree",
    "replace",
    "sync_file",
    "sync_folder",
    "write_synced",
    "writing",
]

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


def need_space(folder: Path, size: int) -> None:
    """Raises GraphError when the disk of the folder has less than `size` bytes free."""
    free = shutil.disk_usage(folder).free
    if free < size:
        raise GraphError(
            f"the disk is full: {free >> 20} MB free, about {size >> 20} MB needed",
            where=str(folder),
            todo="free space, then build again; a graph built before is unchanged",
        )


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn errors of the operating system into GraphError, which says that the graph from before is as it was.

    The engine's own input/output errors (it has none for a full disk) too.
    """
    try:
        yield
    except OSError as error:
        what = "the disk is full" if error.errno in _FULL else f"cannot be written: {error.strerror or error}"
        todo = "free space" if error.errno in _FULL else "see the permissions of the folder"
        raise GraphError(
            what,
            where=str(error.filename or folder),
            todo=f"{todo}, then build again; a graph built before is unchanged",
        ) from error
    except LoadError as error:
        if "IO exception" not in error.what:
            raise
        todo = "see that the disk is not full, then build again; a graph built before is unchanged"
        raise GraphError(
            f"the store cannot be written ({error.what})", where=str(folder), todo=todo
        ) from error


def write_synced(path: Path, data: bytes) -> None:
    """Write a file so that all or nothing of it is there under its name."""
    temporary = path.with_name(f".{path.name}.tmp")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    replace(temporary, path)


def replace(source: Path, target: Path) -> None:
    """Rename over the target. On Windows a reader may hold the target open for a moment: try again for two seconds."""
    for attempt in range(20):
        try:
            source.replace(target)
            break
        except PermissionError:
            if sys.platform != "win32" or attempt == 19:
                raise
            time.sleep(0.1)
    sync_folder(target.parent)


def sync_file(path: Path) -> None:
    """See that the file's bytes are on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """See that the folder's names are on the disk (Windows has no such call)."""
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def hash_file(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def remove_tree(path: Path) -> bool:
    """Remove a folder; False when something in it is held open (it is left for the next build)."""
    try:
        shutil.rmtree(path)
    except OSError:
        return not path.exists()
    return True
