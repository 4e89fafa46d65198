"""Districts that were: names and codes that ended, and what took their place (schema/divisions-changes.tsv)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.datatables import read_table
from kg.errors import SchemaError
from kg.resources import resource

__all__ = ["Change", "Changes", "load_changes", "read_changes"]

_COLUMNS = ("year", "kind", "old_code", "old", "new_code", "new")
BASIS = {"renamed": "更名", "status": "撤并改设", "merged": "并入"}
"""What the property `basis` of SUCCEEDS says for each kind of change."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change: code and name before and after, the year of the first code table that has it.

    kind: renamed · status (县改区, 地改市 …) · merged (it went up in the other) · recoded (the same area and name under
    another code).
    """

    year: int
    kind: str
    old_code: str
    old: str
    new_code: str
    new: str


class Changes:
    """All changes, by what they ended."""

    def __init__(self, rows: tuple[Change, ...] = ()) -> None:
        """An index of these."""
        ordered = sorted(rows, key=lambda row: (row.year, row.old_code, row.old, row.new_code))
        self._recoded = {row.old_code: row for row in ordered if row.kind == "recoded"}
        self._ended: dict[tuple[str, str], list[Change]] = {}
        for row in ordered:
            if row.kind != "recoded":
                self._ended.setdefault((row.old_code, row.old), []).append(row)

    def code_now(self, code: str) -> str:
        """The code that the area of this code has after all recodings (itself when there was none)."""
        seen = {code}
        while (change := self._recoded.get(code)) is not None and change.new_code not in seen:
            code = change.new_code
            seen.add(code)
        return code

    def ended(self) -> Iterator[tuple[str, str, int]]:
        """(code, name, year) of every division that ended by a change of name or status, or went up in another."""
        for (code, name), rows in self._ended.items():
            yield code, name, rows[-1].year

    def after(self, code: str, name: str) -> list[Change]:
        """What took over from the division of this code and name."""
        return self._ended.get((code, name), [])


def read_changes(path: Path) -> Changes:
    """The rows of a table of changes (tab-separated). Raises SchemaError with the line of a malformed row."""
    rows = []
    for number, (year, *cells) in read_table(path, _COLUMNS):
        if not year.isdecimal():
            raise SchemaError("a row needs a year", where=f"{path}:{number}", todo="install kg again")
        rows.append(Change(int(year), *cells))
    return Changes(tuple(rows))


@cache
def load_changes() -> Changes:
    """The table that ships with kg (empty where the installation has none)."""
    try:
        path = resource("schema", "divisions-changes.tsv")
    except FileNotFoundError:
        return Changes()
    return read_changes(path)
