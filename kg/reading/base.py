"""What a reader is: it turns the bytes of one file into source texts. Entry points of the group "kg.readers" name them.

Readers get bytes, not paths, so that a file in a zip or from standard input is read as any other.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import Protocol, runtime_checkable

from kg.errors import SourceError
from kg.records import SourceText

__all__ = ["READERS", "Reader", "extracted"]

READERS = "kg.readers"
"""The entry point group; an entry's value is a class that is called without arguments and gives a Reader."""

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_NEWLINE = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


@runtime_checkable
class Reader(Protocol):
    """Reads files of one format."""

    @property
    def suffixes(self) -> Sequence[str]:
        """The file name endings it reads, in lower case with the dot: (".txt", ".md")."""
        ...

    def read(self, data: bytes, where: str) -> Iterator[SourceText | SourceError]:
        """The source texts in a file, in order.

        `where` names the file. The `source` of a text is `where`, with the place inside appended where one file
        holds several (archive.zip!/a.txt, table.csv#2); `name` is left to the caller, which knows the folder that
        was named. A part that cannot be read is yielded as a SourceError, so that the others are still read. A
        file in which nothing is a text (a table of figures) yields nothing. Raises SourceError where the file
        cannot be read at all, and MissingExtraError where the library that reads the format is not installed.
        """
        ...


def extracted(where: str, text: str, encoding: str = "utf-8") -> SourceText:
    """The source text of a format that is not text itself.

    The one place where text is changed, before any offset exists: line ends become line feeds, control characters and
    blank ends of lines go, lone surrogates (no UTF-8 can hold them) become U+FFFD. Raises SourceError where
    nothing is left.
    """
    text = _CONTROL.sub("", _LONE_SURROGATE.sub("\ufffd", _NEWLINE.sub("\n", text)))
    text = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
    if not text.strip():
        raise SourceError("the file holds no text", where=where, todo="leave it out, or fetch it again")
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return SourceText(source=where, name=where.rpartition("/")[2], text=text, sha256=sha256, encoding=encoding)
