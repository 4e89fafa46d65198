"""Extractions made of gold annotations, so that resolution and graph are tested without an extractor."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.records import Actor, EntityType, Extraction, Mention, MentionStatus, Observation, Report, SourceText

_TYPES: dict[str, EntityType] = {
    "U": "Unit",
    "D": "District",
    "P": "Program",
    "C": "Campaign",
    "L": "Document",
}
_STATUS: dict[str, MentionStatus] = {"": "done", "?": "planned", "~": "mentioned"}
_TAG = re.compile(r"⟦(?:(?P<type>[UDPCL])(?P<status>[?~]?)|N\d+):(?P<surface>[^⟧]*)⟧")


def read_gold(folder: Path) -> Iterator[tuple[Extraction, SourceText]]:
    """Every annotated report of a gold folder, as an extraction and its source text."""
    for path in sorted(folder.glob("*.ann.txt")):
        name = path.name.removesuffix(".ann.txt")
        rows = [
            json.loads(line)
            for line in (folder / f"{name}.obs.jsonl").read_text("utf-8").splitlines()
            if line
        ]
        yield _convert(f"{name}.txt", path.read_bytes().decode("utf-8"), rows)


def _convert(name: str, tagged: str, rows: list[dict[str, Any]]) -> tuple[Extraction, SourceText]:
    text, mentions, figures = "", [], []
    where = 0
    for match in _TAG.finditer(tagged):
        text += tagged[where : match.start()]
        start, surface = len(text), match["surface"]
        text += surface
        where = match.end()
        if match["type"]:
            mentions.append(
                Mention(_TYPES[match["type"]], start, len(text), surface, _STATUS[match["status"] or ""])
            )
        else:
            figures.append((start, len(text), surface))
    text += tagged[where:]
    head = next(row["report"] for row in rows if "report" in row)
    observed = [row for row in rows if "n" in row]
    observations = []
    for (start, end, surface), row in zip(figures, observed, strict=True):
        about = _nearest(mentions, row["about"], start)
        observations.append(
            Observation(
                start, end, surface, row["value"], row["measure"], row["approx"], row["indicator"], row["status"],
                row["about"], about.start if about else None,
            )
        )  # fmt: skip
    actors = []
    for row in rows:
        if "actor" in row:
            of = _nearest(mentions, row["of"], 0)
            actor = _nearest(mentions, row["actor"], of.start if of else 0)
            if of and actor:
                actors.append(Actor(actor.text, row["role"], of.text, actor.start, of.start))
    digest = hashlib.sha256(text.encode()).hexdigest()
    report = Report(
        f"gold/{name}", name, 0, len(text), 1, text.count("\n") + 1, None, head["unit"], head["kind"], head["year"],
        head["plan_year"], None, None, digest,
    )  # fmt: skip
    return (
        Extraction(report, tuple(mentions), tuple(observations), tuple(actors)),
        SourceText(f"gold/{name}", name, text, digest),
    )


def _nearest(mentions: list[Mention], surface: str | None, at: int) -> Mention | None:
    found = [mention for mention in mentions if mention.text == surface]
    return min(found, key=lambda mention: abs(mention.start - at), default=None)
