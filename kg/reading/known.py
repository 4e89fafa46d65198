"""Reports found before: where they begin and end in a text that did not change, and their heads.

One file for all texts, with its hash in the first line; when it is damaged, the reports are looked for again.
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

from kg.kept import keep_file, version_hash
from kg.reading.manifest import Manifest
from kg.reading.reports import find_reports
from kg.records import Report, SourceText

__all__ = ["KnownReports"]

_OF_FILE = ("source", "name")
_FIELDS = tuple(one.name for one in fields(Report) if one.name not in _OF_FILE)


class KnownReports:
    """What find_reports said of each text, kept in a file. Nothing is raised for what cannot be read or written."""

    def __init__(self, path: Path, *, read: bool = True) -> None:
        """path: the file; it need not be there. read: whether to give what it holds; if not, it is written anew."""
        self._path = path
        self._before = _read(path) if read else {}
        self._now: dict[str, list[list[Any]]] = {}

    def find(self, source: SourceText, manifest: Manifest | None = None) -> tuple[Report, ...]:
        """As find_reports."""
        rows = () if manifest is None else tuple(manifest.rows(source.name))
        made_of = (_reader_version(), source.sha256, source.name, source.single, source.hints, rows)
        key = hashlib.sha256(repr(made_of).encode("utf-8", "surrogatepass")).hexdigest()[:32]
        known = self._before.get(key)
        if known is None:
            found = find_reports(source, manifest)
            self._now[key] = [[getattr(one, name) for name in _FIELDS] for one in found]
            return found
        self._now[key] = known
        return tuple(_report(source, row) for row in known)

    def save(self) -> None:
        """Keep what was asked for, and no more. A crash leaves the file from before."""
        if self._now.keys() == self._before.keys():
            return
        body = json.dumps(self._now, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        keep_file(self._path, (hashlib.sha256(body).hexdigest().encode(), b"\n", body), tidy=True)


def _report(source: SourceText, row: list[Any]) -> Report:
    said = dict(zip(_FIELDS, row, strict=True))
    places = tuple((field, place) for field, place in said.pop("places"))
    return Report(source=source.source, name=source.name, places=places, **said)


def _read(path: Path) -> dict[str, list[list[Any]]]:
    try:
        digest, _, body = path.read_bytes().partition(b"\n")
        if digest != hashlib.sha256(body).hexdigest().encode():
            return {}
        found: dict[str, list[list[Any]]] = json.loads(body.decode("utf-8", "surrogatepass"))
    except (OSError, ValueError):
        return {}
    return found


@cache
def _reader_version() -> str:
    """A hash over the code that finds reports, which has no other data."""
    folder = Path(__file__).parent
    files = (*sorted(folder.rglob("*.py")), folder.parent / "records.py")
    return version_hash(str(sys.version_info[:2]), ("kg-reports",), files)
