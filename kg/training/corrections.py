"""Corrections of annotated reports that are not ours to change: kept apart from them, as offsets, with the reason.

A tab-separated table with the columns report, action (add, remove), type, start, end, reason; start and end are code
points of the report's text. A type of an initiative that is added may be followed by its status: Program/planned.
It holds no text, so it can be given away where the reports cannot.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from kg.errors import InputError
from kg.gold import STATUS, TYPES, GoldReport
from kg.records import EntityType, Mention, MentionStatus

__all__ = ["MentionCorrection", "corrected", "read_corrections"]

_COLUMNS = ["report", "action", "type", "start", "end", "reason"]


@dataclass(frozen=True, slots=True)
class MentionCorrection:
    """One mention that is to be added to a report's annotation or removed from it. where: file and line of the row."""

    action: str
    type: EntityType
    status: MentionStatus
    start: int
    end: int
    where: str


def read_corrections(path: Path) -> Mapping[str, Sequence[MentionCorrection]]:
    """The corrections of each report. Raises InputError with the line of a row that cannot be used."""
    found: dict[str, list[MentionCorrection]] = defaultdict(list)
    todo = f"correct the row; the columns are {', '.join(_COLUMNS)}"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        what = f"cannot be read as UTF-8 text ({error})"
        raise InputError(what, where=str(path), todo="name another file") from error
    for number, row in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
        where = f"{path}:{number}"
        if number == 1 and row == _COLUMNS:
            continue
        if len(row) != len(_COLUMNS) or not row[3].isdecimal() or not row[4].isdecimal():
            raise InputError("not a correction", where=where, todo=todo)
        report, action, said, start, end, _ = row
        type, _, status = said.partition("/")
        known = type in TYPES.values() and (status or "done") in STATUS.values()
        if action not in ("add", "remove") or not known or int(start) >= int(end):
            raise InputError(f"unknown action, type or span: {action} {said} {start}-{end}", where=where, todo=todo)
        kind, means = cast(EntityType, type), cast(MentionStatus, status or "done")
        found[report].append(MentionCorrection(action, kind, means, int(start), int(end), where))
    return found


def corrected(gold: GoldReport, corrections: Sequence[MentionCorrection]) -> GoldReport:
    """The report with its mentions corrected.

    Raises InputError for a mention to be removed that is not there, and for one to be added that overlaps another one
    or a figure or ends after the text: the corrections are then of another version of the report.
    """
    todo = "see that the corrections are of this version of the report"
    mentions = {(one.type, one.start, one.end): one for one in gold.mentions}
    for one in corrections:
        if one.action == "remove" and mentions.pop((one.type, one.start, one.end), None) is None:
            raise InputError(f"{gold.name} has no such {one.type}", where=one.where, todo=todo)
    for one in (one for one in corrections if one.action == "add"):
        taken = [(there.start, there.end) for there in mentions.values()] + list(gold.quantities)
        if one.end > len(gold.text) or any(start < one.end and one.start < end for start, end in taken):
            raise InputError(f"something else is annotated there in {gold.name}", where=one.where, todo=todo)
        text = gold.text[one.start : one.end]
        mentions[one.type, one.start, one.end] = Mention(one.type, one.start, one.end, text, one.status)
    return replace(gold, mentions=tuple(sorted(mentions.values(), key=lambda one: one.start)))
