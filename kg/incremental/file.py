"""A few Arrow tables in one file with its hash in the first line: damaged, it is as good as none."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from kg.kept import keep_file

__all__ = ["read_tables", "write_tables"]

_ALIGN = 64
_HEAD = 128
"""Bytes before the tables: the hash, a line end, blanks."""


def write_tables(path: Path, about: Mapping[str, Any], tables: Mapping[str, pa.Table]) -> None:
    """Write them so that a crash leaves the file from before. What the disk refuses is not kept, and nothing raised."""
    parts: list[pa.Buffer | bytes] = []
    index, at = {}, 0
    for name, table in tables.items():
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table.combine_chunks())
        buffer = sink.getvalue()
        blank = bytes(-buffer.size % _ALIGN)
        index[name] = (at, buffer.size)
        at += buffer.size + len(blank)
        parts += [buffer, blank]
    said = json.dumps({"about": about, "index": index}).encode()
    parts.append(said)
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    head = f"{digest.hexdigest()} {len(said):>16}\n".encode().ljust(_HEAD)
    keep_file(path, (head, *parts), tidy=True)


def read_tables(path: Path) -> tuple[dict[str, Any], dict[str, pa.Table]] | None:
    """(about, tables) as they were written, None where the file is missing or not what was written."""
    try:
        data = path.read_bytes()
        digest, size = data[:_HEAD].decode("ascii").split()
        if hashlib.sha256(memoryview(data)[_HEAD:]).hexdigest() != digest:
            return None
        said = json.loads(data[len(data) - int(size) :])
        body = pa.py_buffer(data).slice(_HEAD)
        tables = {
            name: pa.ipc.open_stream(body.slice(at, length)).read_all()
            for name, (at, length) in said["index"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        return None
    return said["about"], tables
