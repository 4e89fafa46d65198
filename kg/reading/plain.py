"""The built-in reader: plain text and Markdown, as they are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from kg.reading.decode import decode
from kg.records import SourceText

__all__ = ["PlainTextReader"]


class PlainTextReader:
    """Reads .txt and .md: one file is one source text."""

    suffixes: Sequence[str] = (".txt", ".text", ".md")

    def read(self, data: bytes, where: str) -> Iterator[SourceText]:
        """The file's text. Raises SourceError when it is empty, binary or not decodable."""
        text, encoding = decode(data, where)
        # A lone surrogate cannot get here: every decoder is strict.
        sha256 = hashlib.sha256(data if encoding == "utf-8" else text.encode()).hexdigest()
        yield SourceText(source=where, name=where.rpartition("/")[2], text=text, sha256=sha256, encoding=encoding)
