"""One decision of a reviewer, and which of many are in force."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

__all__ = ["ACTIONS", "COLUMNS", "Correction", "active", "in_force", "iso_day", "make_correction"]

ACTIONS = ("merge", "split", "rename", "accept", "reject", "defer", "undo")
_TWO = ("merge", "accept", "reject", "defer")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
COLUMNS = ("id", "action", "a", "b", "label", "new", "place", "place_b", "who", "when", "why")


@dataclass(frozen=True, slots=True, order=True)
class Correction:
    """One row of decisions.csv; "" where it says nothing.

    action: one of ACTIONS. a, b: names (or ids) of what it is about; of `undo`, a is the id of another row. label: of
    both, where the name alone does not say. new: the preferred name of `rename`; of `defer` the ISO date until when.
    place, place_b: name of the area that a, b belong to (units and local drives). when: ISO date or date and time.
    """

    id: str
    action: str
    a: str
    b: str = ""
    label: str = ""
    new: str = ""
    place: str = ""
    place_b: str = ""
    who: str = ""
    when: str = ""
    why: str = ""

    def missing(self) -> str:
        """The name of the column that the action needs and that is empty, or ""."""
        needed = ["a", *(["b"] if self.action in _TWO else ()), *(["new"] if self.action == "rename" else ())]
        return next((name for name in needed if not getattr(self, name)), "")

    def said(self) -> str:
        """It in a few words, for messages: `merge 甲 乙 (d-0123456789)`."""
        parts = (self.action, self.a, self.b, f"→ {self.new}" if self.new else "", f"({self.id})")
        return " ".join(part for part in parts if part)

    def reason(self) -> str:
        """Who and why, with the id, as the evidence in the table `identity`."""
        return f"{'：'.join(part for part in (self.who, self.why) if part)} [{self.id}]".strip()

    @property
    def order(self) -> tuple[str, str]:
        """Of two that contradict each other the one with the larger value is in force: the later one."""
        return self.when, self.id


def make_correction(action: str, a: str, *, taken: Collection[str] = (), **said: str) -> Correction:
    """A row with an id made of what it says, and none of the ids in `taken`."""
    values = {"action": action, "a": a, **said}
    text = "\0".join(values.get(name, "") for name in COLUMNS[1:])
    for number in range(len(taken) + 1):
        id = "d-" + hashlib.sha256(f"{number or ''}{text}".encode()).hexdigest()[:10]
        if id not in taken:
            break
    return Correction(id, **values)


def iso_day(text: str) -> str:
    """The date as 2025-01-31, also where a spreadsheet wrote 2025/1/31 or 2025年1月31日; "" where it is none."""
    found = _DAY.fullmatch(text.strip())
    try:
        return date(*map(int, found.groups())).isoformat() if found else ""
    except ValueError:
        return ""


def in_force(rows: Iterable[Correction]) -> list[Correction]:
    """The active rows that change a graph: all but `defer`."""
    return [row for row in active(rows) if row.action != "defer"]


def active(rows: Iterable[Correction]) -> list[Correction]:
    """The rows in force, each once, sorted: without `undo` and what one of these takes back."""
    found = set(rows)
    undone = {row.a for row in found if row.action == "undo"}
    return sorted(row for row in found if row.action != "undo" and row.id not in undone)
