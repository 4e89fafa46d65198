"""Paths to source texts: folders are walked, each file goes to the reader of its format, faults are passed on."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import SourceError
from kg.reading.ahead import Items, read_files
from kg.reading.dispatch import DECISIONS, MANIFEST, is_report_file, printable, read_bytes, readers
from kg.records import SourceText

__all__ = ["MANIFEST", "STANDARD_INPUT", "read_sources", "readers"]

STANDARD_INPUT = "-"
"""The path that stands for standard input."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file to be read. named: the user named just this one, so that it must hold something."""

    path: Path
    name: str
    named: bool

    @property
    def where(self) -> str:
        return printable(self.path.as_posix())


def read_sources(paths: Sequence[Path | str]) -> Iterator[SourceText | SourceError]:
    """The source texts of files and folders, in the order of `paths`, inside a folder in sorted order.

    "-" is standard input. A file that cannot be read gives a SourceError in its place (it is yielded, not raised),
    so that the others are still read. In a folder, hidden files, files of other formats, tables without a column
    of text, `manifest.csv` and links that leave the folder are passed over; named directly, such a file is an
    error. A file named twice is read once. Slow formats are read on several processes where there are many.
    """
    found = list(_found(paths))
    with closing(read_files([(item.path, item.where) for item in found if isinstance(item, _File)])) as contents:
        for item in found:
            if isinstance(item, SourceError):
                yield item
            elif item is None:
                yield from _or_nothing(read_bytes(sys.stdin.buffer.read(), STANDARD_INPUT), "standard input")
            else:
                named = _named(next(contents), item)
                yield from _or_nothing(named, item.where) if item.named else named


def _found(paths: Sequence[Path | str]) -> Iterator[_File | SourceError | None]:
    """What is to be read, each once; None is standard input."""
    seen: set[Path] = set()
    folders: dict[Path, Path] = {}
    for given in paths:
        root = Path(given)
        try:
            for item in _below(root):
                real = _real(item.path, folders) if isinstance(item, _File) else Path(STANDARD_INPUT)
                if isinstance(item, SourceError):
                    yield item
                elif real not in seen:
                    seen.add(real)
                    yield item
        except PermissionError:
            yield SourceError(
                "no permission to look into this path",
                where=printable(root.as_posix()),
                todo="allow reading it or leave it out",
            )


def _real(path: Path, folders: dict[Path, Path]) -> Path:
    """What path.resolve() gives, which looks at every folder above every file; here each folder is looked at once."""
    if path.is_symlink():
        return path.resolve()
    if (folder := folders.get(path.parent)) is None:
        folder = folders[path.parent] = path.parent.resolve()
    return folder / path.name


def _below(root: Path) -> Iterator[_File | SourceError | None]:
    where = printable(root.as_posix())
    if where == STANDARD_INPUT:
        yield None
    elif root.is_dir():
        for item in _walk(root):
            if isinstance(item, SourceError):
                yield item
            else:
                yield _File(item, printable(item.relative_to(root).as_posix()), named=False)
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
    elif root.name == DECISIONS:
        yield SourceError(
            "these are decisions of kg review, not a report", where=where, todo="name the file with --decisions"
        )
    else:
        yield _File(root, printable(root.name), named=True)


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


def _named(items: Items, file: _File) -> Iterator[SourceText | SourceError]:
    """The items; what follows a file's own path in a source is the place inside it (a zip member, a table row)."""
    for item in items:
        if isinstance(item, SourceText):
            yield replace(item, name=file.name + item.source.removeprefix(file.where))
        else:
            yield item
