"""Where an export goes: a file or a folder that appears complete or not at all.

It is written under a temporary name beside its place, flushed to disk and renamed; when anything fails, the temporary
goes and what was there stays.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from kg.errors import InputError
from kg.graph.disk import sync_file, sync_folder

__all__ = ["MARKER", "FileTarget", "FolderTarget", "Target"]

MARKER = "kg-export.json"
"""The file in an exported folder that lists what kg wrote there."""
_NOT_CONTENT = {".DS_Store", "Thumbs.db", "desktop.ini", MARKER}
_ATTEMPTS = 10
_CHECK = "check that the folder exists, may be written to and has room"


class Target(Protocol):
    """A place that is filled as a whole."""

    def begin(self) -> Path:
        """The temporary path to write to. Raises InputError when the place cannot take an export."""

    def commit(self) -> None:
        """Put what was written in its place. Raises InputError or OSError when that cannot be done."""

    def discard(self) -> None:
        """Remove what was written so far; does nothing after commit."""


class _Place:
    """What files and folders have in common: the place, and a temporary name beside it."""

    def __init__(self, path: Path | str) -> None:
        self._path = Path(path)
        self._target = self._path.resolve() if self._path.is_symlink() else self._path.absolute()
        self._temporary: Path | None = None

    def _name(self) -> Path:
        if not self._target.name:
            raise InputError("this cannot be replaced", where=str(self._path), todo="name another place with -o")
        if not self._target.parent.is_dir():
            raise InputError(f"no folder {self._path.parent}", where=str(self._path), todo="make it, or name another")
        self._temporary = self._target.with_name(f".{self._target.name[:80]}.{secrets.token_hex(4)}.tmp")
        return self._temporary

    def _refused(self, error: OSError) -> InputError:
        return InputError(f"cannot write ({error.strerror or error})", where=str(self._path), todo=_CHECK)


class FileTarget(_Place):
    """One file; a file that was there is replaced."""

    def begin(self) -> Path:
        """The temporary file, which exists and is empty."""
        if self._target.is_dir():
            raise InputError("this is a folder, not a file", where=str(self._path), todo="name a file inside it")
        if self._target.exists() and not self._target.is_file():
            raise InputError("this is a device, not a file", where=str(self._path), todo="name a file with -o")
        temporary = self._name()
        try:
            temporary.open("xb").close()
        except OSError as error:
            raise self._refused(error) from error
        return temporary

    def commit(self) -> None:
        """Sync and rename over the target."""
        if self._temporary is None:
            return
        sync_file(self._temporary)
        self._temporary.replace(self._target)
        self._temporary = None
        sync_folder(self._target.parent)

    def discard(self) -> None:
        """Remove the temporary file."""
        if self._temporary is not None:
            with contextlib.suppress(OSError):
                self._temporary.unlink(missing_ok=True)
        self._temporary = None


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Let Ctrl-C come too late while a folder takes the place of another, which takes more than one step."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)


class FolderTarget(_Place):
    """A folder of files. One that was there is replaced only when it is an export and holds nothing else."""

    def __init__(self, path: Path | str, format: str) -> None:
        """format: the exporter's name, for the marker file."""
        super().__init__(path)
        self._format = format

    def begin(self) -> Path:
        """The temporary folder, which exists and is empty."""
        self._check()
        temporary = self._name()
        try:
            temporary.mkdir()
        except OSError as error:
            raise self._refused(error) from error
        return temporary

    def commit(self) -> None:
        """Write the marker, sync everything, and put the folder in the place of the one before."""
        if self._temporary is None:
            return
        files = sorted(path for path in self._temporary.rglob("*") if path.is_file())
        listed = [path.relative_to(self._temporary).as_posix() for path in files]
        marker = self._temporary / MARKER
        marker.write_text(json.dumps({"format": self._format, "files": listed}, indent=1) + "\n", encoding="utf-8")
        for path in (*files, marker):
            sync_file(path)
        for folder in {path.parent for path in (*files, marker)}:
            sync_folder(folder)
        with _undisturbed():
            self._swap(self._temporary)
            self._temporary = None
        sync_folder(self._target.parent)

    def discard(self) -> None:
        """Remove the temporary folder."""
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)
        self._temporary = None

    def _swap(self, temporary: Path) -> None:
        # No system renames a folder over one that is not empty. Two exports at once: whoever comes last stays.
        old = temporary.with_suffix(".old")
        for attempt in range(_ATTEMPTS):
            self._check()
            with contextlib.suppress(FileNotFoundError):
                self._target.rename(old)
            try:
                temporary.rename(self._target)
                break
            except OSError:
                if not self._target.exists():
                    with contextlib.suppress(OSError):
                        old.rename(self._target)
                    raise
                if attempt == _ATTEMPTS - 1:
                    raise
            finally:
                if self._target.exists():
                    shutil.rmtree(old, ignore_errors=True)

    def _check(self) -> None:
        """Raise InputError unless the place is free, empty, or an export without anything that kg did not write."""
        where, todo = str(self._path), "name a new or empty folder with -o"
        if self._target.exists() and not self._target.is_dir():
            raise InputError("this is a file, and the format is a folder of files", where=where, todo=todo)
        for attempt in range(_ATTEMPTS):
            try:
                foreign = self._foreign()
                break
            except FileNotFoundError:  # no marker; or another export took the folder away just now
                if attempt == _ATTEMPTS - 1:
                    raise InputError("the folder holds something else than an export", where=where, todo=todo) from None
            except (ValueError, KeyError, TypeError):
                raise InputError("the folder holds something else than an export", where=where, todo=todo) from None
            except OSError as error:
                raise self._refused(error) from error
        if foreign:
            raise InputError(f"the folder holds a file of yours ({foreign})", where=where, todo=todo)

    def _foreign(self) -> str | None:
        """A file in the folder that the marker does not list. Raises FileNotFoundError where there is no marker."""
        if not any(self._files()):
            return None
        listed = set(json.loads((self._target / MARKER).read_text("utf-8"))["files"])
        return next((name for name in self._files() if name not in listed), None)

    def _files(self) -> Iterator[str]:
        """The files in the folder but for the marker and what systems leave, one by one: it may be a whole disk."""
        for folder, _, names in os.walk(self._target):
            for name in names:
                if name not in _NOT_CONTENT:
                    yield (Path(folder) / name).relative_to(self._target).as_posix()
