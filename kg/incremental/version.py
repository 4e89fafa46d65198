"""By what a resolution was made: while it stays the same, what is remembered of one may be used."""

from __future__ import annotations

import sys
import unicodedata
from functools import cache
from pathlib import Path

from kg.kept import version_hash
from kg.resources import resource

__all__ = ["resolver_version"]

_CODE = ("resolution", "corrections", "graph", "incremental")
_PACKAGES = ("kg-reports", "pyarrow", "rapidfuzz", "ladybug")


@cache
def resolver_version() -> str:
    """A hash over the code, the data in schema/ and libraries that a graph depends on beside its extractions."""
    package_folder, schema = Path(__file__).parent.parent, resource("schema")
    files = [path for name in _CODE for path in sorted((package_folder / name).rglob("*.py"))]
    files += [package_folder / "records.py", *sorted(schema.glob("*.tsv")), *sorted(schema.glob("*.yaml"))]
    files += sorted((schema / "thesaurus").glob("*.tsv"))
    return version_hash(f"{sys.version_info[:2]} {unicodedata.unidata_version}", _PACKAGES, files)
