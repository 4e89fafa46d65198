"""Files that a later build may use and none needs: written whole or not at all, and named by what they depend on."""

from __future__ import annotations

import contextlib
import hashlib
import uuid
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

__all__ = ["keep_file", "version_hash"]


def keep_file(path: Path, parts: Iterable[bytes | memoryview], *, tidy: bool = False) -> None:
    """Write the parts one after the other so that a crash leaves the file from before.

    Not synced: whoever reads it checks what it reads. What the disk refuses is not kept and nothing is raised: the
    build itself says so, where it matters. tidy: first remove what killed processes left of this file.
    """
    temporary = path.with_name(f".{path.name}-{uuid.uuid4().hex}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for left in path.parent.glob(f".{path.name}-*.tmp") if tidy else ():
            left.unlink(missing_ok=True)
        with temporary.open("wb") as file:
            file.writelines(parts)
        temporary.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def version_hash(of: str, packages: Iterable[str], files: Iterable[Path]) -> str:
    """SHA-256, in hex, over a text, the versions of installed packages, and names and contents of files.

    Contents are hashed, not times: an installation that is the same elsewhere has the same version.
    """
    digest = hashlib.sha256(of.encode())
    for package in packages:
        with contextlib.suppress(PackageNotFoundError):
            digest.update(f"{package} {version(package)}\n".encode())
    for path in files:
        with path.open("rb") as file:
            digest.update(path.name.encode() + hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
