"""The bytes of a file, or a SourceError that says why there are none."""

from __future__ import annotations

from pathlib import Path

from kg.errors import SourceError

__all__ = ["file_content"]


def file_content(path: Path, where: str) -> bytes:
    """The file's bytes. `where` is its name in messages. Raises SourceError when it cannot be read."""
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
