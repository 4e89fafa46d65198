"""From the bytes of a file to the reader of its format, and no fault of a file beyond it."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from functools import cache
from importlib.metadata import entry_points

from kg.errors import KgError, MissingExtraError, SourceError
from kg.reading.base import READERS, Reader
from kg.reading.plain import PlainTextReader
from kg.reading.sniff import SNIFFED, sniff
from kg.records import SourceText

__all__ = ["DECISIONS", "MANIFEST", "is_report_file", "printable", "read_bytes", "readers", "suffix_of"]

MANIFEST = "manifest.csv"
DECISIONS = "decisions.csv"
# Files about a folder rather than of it: read when named, passed over when a folder is walked.
_ABOUT = {"readme", "license", "licence", "changelog", "contributing", "notice"}


@cache
def readers() -> dict[str, Reader]:
    """The reader for each suffix. Plug-ins win over the built-in reader, which needs no installation.

    A plug-in that cannot be imported is left out, so that the other formats can still be read.
    """
    plain = PlainTextReader()
    found: dict[str, Reader] = dict.fromkeys(plain.suffixes, plain)
    for entry in sorted(entry_points(group=READERS), key=lambda entry: entry.name):
        try:
            reader = entry.load()()
        except ImportError:
            continue
        if not isinstance(reader, PlainTextReader):
            found.update(dict.fromkeys(reader.suffixes, reader))
    return found


def suffix_of(name: str) -> str:
    """The ending of a file's name, in lower case with the dot; "" where there is none."""
    return posixpath.splitext(name)[1].lower()


def is_report_file(name: str) -> bool:
    """Whether a file that was found, not named, may hold reports: a known format, not hidden, not about a folder."""
    base = posixpath.basename(name)
    stem, suffix = posixpath.splitext(base.lower())
    hidden = base.startswith((".", "~$")) or "__MACOSX/" in name
    return suffix in readers() and base not in (MANIFEST, DECISIONS) and stem not in _ABOUT and not hidden


def printable(name: str) -> str:
    """A file name as text: one whose bytes are no UTF-8 (made on a Chinese Windows) is read as GB18030."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", "replace")
    return name


def read_bytes(data: bytes, where: str) -> Iterator[SourceText | SourceError]:
    """The source texts in a file's content; `where` names it, and by its ending the format it claims to have.

    Nothing is raised: whatever is wrong with the file, and a library that is missing, is yielded as a SourceError.
    """
    suffix = suffix_of(where)
    kind = suffix if suffix in readers() and suffix not in SNIFFED else sniff(data, suffix)
    reader = readers().get(kind)
    if reader is None:
        known = " ".join(sorted(readers()))
        yield SourceError(
            f"files of the format '{kind}' cannot be read",
            where=where,
            todo=f"save it in one of these formats: {known}",
        )
        return
    try:
        yield from reader.read(data, where)
    except SourceError as error:
        yield error
    except MissingExtraError as error:
        yield SourceError(error.what, where=where, todo=error.todo)
    except MemoryError:
        yield SourceError("there is not enough memory for this file", where=where, todo="divide it into smaller files")
    except KgError:
        raise
    except Exception as error:  # noqa: BLE001 (what a library raises for a damaged file is not declared)
        detail = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        fault = SourceError(
            f"the file is damaged, or not what its ending says: {_one_line(detail)}",
            where=where,
            todo="open it in the program that made it and save it again",
        )
        fault.__cause__ = error
        yield fault


def _one_line(text: str) -> str:
    """A library's message in one line, not too long and safe to print."""
    return " ".join(text.encode("utf-8", "replace").decode().split())[:200]
