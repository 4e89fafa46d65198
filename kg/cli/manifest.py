"""The manifest that goes with given paths, and the one that is written to be corrected."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.console import say

if TYPE_CHECKING:
    from kg.reading import Manifest
    from kg.records import Report

__all__ = ["MANIFEST", "manifest_for", "write_manifest_of"]

MANIFEST = "manifest.csv"
_COLUMNS = ("file", "start_line", "title", "unit", "district", "code", "level", "kind", "year", "plan_year")


def manifest_for(path: Path, given: Path | None) -> Manifest | None:
    """The manifest for one path: the one given, else the manifest.csv in the folder (said on standard error).

    Raises ManifestError when it is malformed or missing.
    """
    from kg.reading import Manifest

    if given is not None:
        return Manifest.read(given)
    found = path / MANIFEST
    if not found.is_file():
        return None
    say(f"using {found}")
    return Manifest.read(found)


def write_manifest_of(reports: Sequence[Report], output: Path) -> None:
    """Write what was found as a manifest, one row a report, to be corrected and given back."""
    from kg.output import Rows, open_sink
    from kg.output.text import write_csv

    rows = [
        (
            report.name, report.start_line, report.title, report.unit, report.district, report.district_code,
            report.level, report.kind, report.year, report.plan_year,
        )
        for report in reports
    ]  # fmt: skip
    with open_sink(output) as out:
        write_csv(Rows.of(_COLUMNS, rows), out)
    say(f"wrote {output}: {len(rows)} reports; correct it and give it back with --manifest {output}")
