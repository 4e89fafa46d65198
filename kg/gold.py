"""Reading annotated reports (gold): NAME.txt, NAME.ann.txt with inline tags, NAME.obs.jsonl.

The form is defined in docs/annotating.md; a tag is ⟦TYPE:surface⟧ and never nested.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from kg.errors import SourceError
from kg.records import EntityType, Mention, MentionStatus

__all__ = ["STATUS", "TYPES", "GoldReport", "names_in", "read_folder", "read_gold"]

TYPES: dict[str, EntityType] = {
    "U": "Unit", "D": "District", "P": "Program", "C": "Campaign", "L": "Document",
}  # fmt: skip
STATUS: dict[str, MentionStatus] = {"": "done", "?": "planned", "~": "mentioned"}
_TAG = re.compile(r"⟦(?:(?P<type>[UDPCL])(?P<status>[?~]?)|N(?P<number>\d+)):(?P<surface>[^⟦⟧]+)⟧")


@dataclass(frozen=True)
class GoldReport:
    """One annotated report. `observations[i]` belongs to `quantities[i]`; `head` is the report's own line."""

    name: str
    text: str
    mentions: tuple[Mention, ...]
    quantities: tuple[tuple[int, int], ...]
    observations: tuple[dict[str, Any], ...]
    actors: tuple[dict[str, Any], ...]
    head: dict[str, Any]


def names_in(folder: Path) -> list[str]:
    """The names of the annotated reports in a folder, sorted."""
    return sorted(p.name.removesuffix(".ann.txt") for p in folder.glob("*.ann.txt"))


def read_gold(folder: Path, name: str) -> GoldReport:
    """Read one annotated report.

    Raises SourceError where the annotation does not give back its text or its observations do not match its tags.
    """
    where = str(folder / name)
    try:
        text = (folder / f"{name}.txt").read_bytes().decode("utf-8")
        tagged = (folder / f"{name}.ann.txt").read_bytes().decode("utf-8")
        rows = [json.loads(line) for line in (folder / f"{name}.obs.jsonl").read_text("utf-8").splitlines() if line]
    except (OSError, ValueError) as error:
        raise SourceError(f"cannot read the annotation: {error}", where=where) from error
    mentions: list[Mention] = []
    quantities: list[tuple[int, int]] = []
    plain: list[str] = []
    at = read = 0
    for match in _TAG.finditer(tagged):
        plain.append(tagged[read : match.start()])
        at += match.start() - read
        surface = match["surface"]
        span = (at, at + len(surface))
        if match["type"]:
            kind: Literal["Unit", "District", "Program", "Campaign", "Document"] = TYPES[match["type"]]
            mentions.append(Mention(kind, *span, surface, STATUS[match["status"]]))
        else:
            quantities.append(span)
        plain.append(surface)
        at, read = span[1], match.end()
    plain.append(tagged[read:])
    if "".join(plain) != text:
        raise SourceError("the annotation without its tags is not the text", where=where, todo="annotate it again")
    observations = tuple(cast(dict[str, Any], row) for row in rows if "n" in row)
    if len(observations) != len(quantities):
        raise SourceError(f"{len(quantities)} figures are tagged, {len(observations)} described", where=where)
    head: dict[str, Any] = next((row["report"] for row in rows if "report" in row), {})
    actors = tuple(row for row in rows if "actor" in row)
    return GoldReport(name, text, tuple(mentions), tuple(quantities), observations, actors, head)


def read_folder(folder: Path) -> list[GoldReport]:
    """Every annotated report in a folder, in order of name. Raises SourceError when there is none."""
    found = [read_gold(folder, name) for name in names_in(folder)]
    if not found:
        raise SourceError("no annotated report (NAME.ann.txt) here", where=str(folder))
    return found
