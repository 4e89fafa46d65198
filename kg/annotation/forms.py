"""An annotation of one text, and the three files that gold is kept in (docs/annotating.md; kg.gold reads them)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.gold import STATUS, TYPES
from kg.records import INITIATIVES, Extraction

__all__ = ["CODES", "MARKS", "Annotation", "Tag", "annotation_of", "gold_files"]

# The tags that kg.gold reads, the other way round.
CODES = {kind: code for code, kind in TYPES.items()}
MARKS = {status: mark for mark, status in STATUS.items()}


@dataclass(frozen=True, slots=True)
class Tag:
    """text[start:end] tagged with a code (U, P?, C~ …); a figure has the code N and says what it counts."""

    start: int
    end: int
    code: str
    figure: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Annotation:
    """A text with its tags (disjoint, in order), acting units ({actor, role, of}) and the report's head."""

    text: str
    tags: tuple[Tag, ...]
    actors: tuple[Mapping[str, str], ...] = ()
    head: Mapping[str, Any] = field(default_factory=dict)


def annotation_of(text: str, extractions: Sequence[Extraction]) -> Annotation:
    """What was extracted from the reports of one text, as an annotation of it. The first report gives the head."""
    tags = []
    for extraction in extractions:
        for one in extraction.mentions:
            status = MARKS[one.status] if one.type in INITIATIVES else ""
            tags.append(Tag(one.start, one.end, CODES[one.type] + status))
        for figure in extraction.observations:
            said = {
                "value": figure.value, "measure": figure.measure, "approx": figure.approx,
                "indicator": _line(figure.indicator), "status": figure.status, "about": figure.about,
            }  # fmt: skip
            tags.append(Tag(figure.start, figure.end, "N", said))
    kept: list[Tag] = []
    for tag in sorted(tags, key=lambda tag: (tag.start, -tag.end)):
        if not kept or tag.start >= kept[-1].end:  # a figure inside a name is none by the guidelines
            kept.append(tag)
    actors = tuple(
        {"actor": one.actor, "role": str(one.role), "of": one.of} for each in extractions for one in each.actors
    )
    report = extractions[0].report if extractions else None
    head = {key: getattr(report, key, None) for key in ("unit", "kind", "year", "plan_year")}
    return Annotation(text, tuple(kept), actors, head)


def _line(text: str) -> str:
    return "".join(text.split())


def gold_files(annotation: Annotation) -> dict[str, str]:
    """The content of the files by their ending: .txt, .ann.txt, .obs.jsonl."""
    tagged: list[str] = []
    rows: list[Mapping[str, Any]] = []
    at = 0
    for tag in annotation.tags:
        code = tag.code
        if tag.figure is not None:
            rows.append({"n": len(rows) + 1, **tag.figure})
            code = f"N{len(rows)}"
        tagged.append(f"{annotation.text[at : tag.start]}⟦{code}:{annotation.text[tag.start : tag.end]}⟧")
        at = tag.end
    tagged.append(annotation.text[at:])
    rows += [*annotation.actors, {"report": dict(annotation.head)}]
    return {
        ".txt": annotation.text,
        ".ann.txt": "".join(tagged),
        ".obs.jsonl": "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows),
    }
