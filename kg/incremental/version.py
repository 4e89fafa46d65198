"""By what a resolution was made: while it stays the same, what is remembered of one may be used."""

from __future__ import annotations

import hashlib
import sys
import unicodedata
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kg.resources import resource

__all__ = ["resolver_version"]

_CODE = ("resolution", "corrections", "graph", "incremental")
_PACKAGES = ("kg-reports", "pyarrow", "rapidfuzz", "ladybug")


@cache
def resolver_version() -> str:
    """A hash over the code, the data in schema/ and libraries that a graph depends on beside its extractions."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {unicodedata.unidata_version}".encode())
    for package in _PACKAGES:
        with suppress(PackageNotFoundError):
            digest.update(f"{package} {version(package)}\n".encode())
    package_folder, schema = Path(__file__).parent.parent, resource("schema")
    files = [path for name in _CODE for path in sorted((package_folder / name).rglob("*.py"))]
    files += [package_folder / "records.py", *sorted(schema.glob("*.tsv")), *sorted(schema.glob("*.yaml"))]
    for path in (*files, *sorted((schema / "thesaurus").glob("*.tsv"))):
        with path.open("rb") as file:
            digest.update(path.name.encode() + hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
