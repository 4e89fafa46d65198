"""Paths to source texts: folders are walked, each file goes to the reader of its format, faults are passed on."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kg.errors import SourceError
from kg.reading.dispatch import MANIFEST, is_report_file, printable, read_bytes, readers
from kg.records import SourceText

__all__ = ["MANIFEST", "STANDARD_INPUT", "read_sources", "readers"]

STANDARD_INPUT = "-"
"""The path that stands for standard input."""


def read_sources(paths: Sequence[Path | str]) -> Iterator[SourceText | SourceError]:
    """The source texts of files and folders, in the order of `paths`, inside a folder in sorted order.

    "-" is standard input. A file that cannot be read gives a SourceError in its place (it is yielded, not raised),
    so that the others are still read. In a folder, hidden files, files of other formats, tables without a column
    of text, `manifest.csv` and links that leave the folder are passed over; named directly, such a file is an
    error. A file named twice is read once.
    """
    seen: set[Path] = set()
    for given in paths:
        root = Path(given)
        try:
            yield from _read(root, seen)
        except PermissionError:
            yield SourceError(
                "no permission to look into this path",
                where=printable(root.as_posix()),
                todo="allow reading it or leave it out",
            )


def _read(root: Path, seen: set[Path]) -> Iterator[SourceText | SourceError]:
    where = printable(root.as_posix())
    if where == STANDARD_INPUT:
        yield from _standard_input(seen)
    elif root.is_dir():
        for item in _walk(root):
            if isinstance(item, SourceError):
                yield item
            else:
                yield from _file(item, printable(item.relative_to(root).as_posix()), seen)
    elif not root.exists():
        yield SourceError("there is no such file or folder", where=where, todo="check the path")
    elif not root.is_file():
        yield SourceError("this is neither a file nor a folder", where=where, todo="give a file or a folder")
    elif root.name == MANIFEST:
        yield SourceError(
            "this is a manifest, not a report",
            where=where,
            todo="give the folder it lies in, or name it as the manifest",
        )
    elif root.resolve() not in seen:
        yield from _or_nothing(_file(root, printable(root.name), seen), where)


def _standard_input(seen: set[Path]) -> Iterator[SourceText | SourceError]:
    if Path(STANDARD_INPUT) not in seen:
        seen.add(Path(STANDARD_INPUT))
        yield from _or_nothing(read_bytes(sys.stdin.buffer.read(), STANDARD_INPUT), "standard input")


def _or_nothing(items: Iterator[SourceText | SourceError], where: str) -> Iterator[SourceText | SourceError]:
    """The items; a SourceError where there is none, because the user named just this file."""
    empty = True
    for item in items:
        empty = False
        yield item
    if empty:
        yield SourceError(
            "nothing in this file is a text of a report",
            where=where,
            todo="give a table with a column of texts (text, content, 正文), or an archive of reports",
        )


def _walk(root: Path) -> Iterator[Path | SourceError]:
    """The files below a folder that have a reader, in sorted order; a subfolder without permission gives an error."""
    inside = root.resolve()
    stack = [root]
    while stack:
        path = stack.pop()
        if path != root and path.name.startswith("."):
            continue
        if path.is_dir():
            if path != root and path.is_symlink():
                continue  # a linked folder leaves this one, or is walked anyway under its own name
            try:
                stack.extend(sorted(path.iterdir(), key=lambda child: child.name, reverse=True))
            except OSError as error:
                yield SourceError(
                    f"the folder cannot be opened ({error.strerror})",
                    where=printable(path.as_posix()),
                    todo="allow reading it (chmod u+rx) or leave it out",
                )
        elif (
            is_report_file(path.name)
            and path.is_file()
            and (not path.is_symlink() or path.resolve().is_relative_to(inside))
        ):
            yield path


def _file(path: Path, name: str, seen: set[Path]) -> Iterator[SourceText | SourceError]:
    real = path.resolve()
    if real in seen:
        return
    seen.add(real)
    where = printable(path.as_posix())
    try:
        data = _content(path, where)
    except SourceError as error:
        yield error
        return
    for item in read_bytes(data, where):
        if isinstance(item, SourceText):
            # What follows the file's own path is the place inside it (a zip member, a table row).
            yield replace(item, name=name + item.source.removeprefix(where))
        else:
            yield item


def _content(path: Path, where: str) -> bytes:
    try:
        return path.read_bytes()
    except PermissionError as error:
        raise SourceError(
            "no permission to read this file",
            where=where,
            todo="allow reading it (chmod u+r) or leave it out",
        ) from error
    except FileNotFoundError as error:
        raise SourceError("there is no such file", where=where, todo="check the path") from error
    except (OSError, MemoryError) as error:
        raise SourceError(
            f"the file cannot be read ({getattr(error, 'strerror', None) or error or 'it is too large'})",
            where=where,
            todo="check the disk or leave it out",
        ) from error
