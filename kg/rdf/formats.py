"""The formats by suffix, compressed or not."""

from __future__ import annotations

import contextlib
import gzip
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import pyarrow as pa

from kg.errors import InputError

__all__ = ["COMPRESSIONS", "FORMATS", "RdfFormat", "format_of", "open_read", "open_write"]


@dataclass(frozen=True, slots=True)
class RdfFormat:
    """A format: its suffix without the dot, media type, whether it keeps named graphs."""

    name: str
    title: str
    media: str
    named_graphs: bool


FORMATS: Mapping[str, RdfFormat] = {
    one.name: one
    for one in (
        RdfFormat("ttl", "Turtle", "text/turtle", False),
        RdfFormat("nt", "N-Triples", "application/n-triples", False),
        RdfFormat("nq", "N-Quads", "application/n-quads", True),
        RdfFormat("trig", "TriG", "application/trig", True),
        RdfFormat("jsonld", "JSON-LD", "application/ld+json", True),
        RdfFormat("rdf", "RDF/XML", "application/rdf+xml", False),
    )
}
COMPRESSIONS = ("gz", "zst")
_OTHERS = {
    "turtle": "ttl", "ntriples": "nt", "nquads": "nq", "json": "jsonld", "xml": "rdf", "owl": "rdf", "zstd": "zst",
}  # fmt: skip


def format_of(path: Path, said: str | None = None) -> tuple[RdfFormat, str | None]:
    """The format and the compression of a file, by its suffixes; `said` (a suffix such as "ttl") wins over them.

    Raises InputError when neither says it.
    """
    words = [suffix[1:].lower() for suffix in path.suffixes[-2:]]
    words = [_OTHERS.get(word, word) for word in words]
    compression = words.pop() if words and words[-1] in COMPRESSIONS else None
    name = said.lower().lstrip(".") if said else (words[-1] if words else "")
    name = _OTHERS.get(name, name)
    if name not in FORMATS:
        known = ", ".join(f".{one}" for one in FORMATS)
        raise InputError(
            f"{said!r} is no format of RDF" if said else "the suffix says no format of RDF",
            where=str(path),
            todo=f"there are {known}, each also with .gz or .zst behind it",
        )
    return FORMATS[name], compression


@contextlib.contextmanager
def open_write(path: Path, compression: str | None) -> Iterator[IO[bytes]]:
    """The file to write to, compressed on the way. The same content gives the same bytes."""
    with path.open("wb") as file:
        if compression == "gz":
            with gzip.GzipFile("", "wb", compresslevel=6, fileobj=file, mtime=0) as packed:
                yield cast(IO[bytes], packed)
        elif compression == "zst":
            with pa.CompressedOutputStream(pa.PythonFile(file, "w"), "zstd") as packed:
                yield packed
        else:
            yield file


@contextlib.contextmanager
def open_read(path: Path, compression: str | None) -> Iterator[IO[bytes]]:
    """The file's content, unpacked on the way. Raises OSError when it cannot be read or unpacked."""
    with path.open("rb") as file:
        if compression == "gz":
            with gzip.GzipFile(fileobj=file) as packed:
                yield cast(IO[bytes], packed)
        elif compression == "zst":
            with pa.CompressedInputStream(pa.PythonFile(file, "r"), "zstd") as packed:
                yield io.BufferedReader(_Raw(packed), 1 << 20)
        else:
            yield file


class _Raw(io.RawIOBase):
    """An Arrow stream as Python's."""

    def __init__(self, stream: pa.NativeFile) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self._stream.read(len(view))
        view[: len(data)] = data
        return len(data)
