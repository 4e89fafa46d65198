"""The shipped examples as their annotation says, as extractions and as a graph folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from relations import with_relations

from kg.gold import GoldReport, read_gold
from kg.graph.folder import write_graph
from kg.graph.tables import build_tables
from kg.reading.sources import read_sources
from kg.records import Actor, Extraction, Mention, Observation, Report, SourceText
from kg.resolution import resolve
from kg.resources import resource


def _nearest(mentions: Sequence[Mention], surface: str | None, at: int) -> Mention | None:
    found = [mention for mention in mentions if mention.text == surface]
    return min(found, key=lambda mention: abs(mention.start - at), default=None)


def _extraction(source: SourceText, row: dict[str, Any], gold: GoldReport) -> Extraction:
    """The annotation as an extraction, its offsets moved to where the report begins in its file."""
    shift = source.text.index(gold.text)
    report = Report(
        source.source, source.name, shift, shift + len(gold.text), row["start_line"], row["end_line"], row["title"],
        row["unit"], row["kind"], row["year"], row["plan_year"], row["level"], row["district"],
        hashlib.sha256(gold.text.encode()).hexdigest(),
    )  # fmt: skip
    mentions = tuple(
        Mention(mention.type, mention.start + shift, mention.end + shift, mention.text, mention.status)
        for mention in gold.mentions
    )
    observations = []
    for (start, end), seen in zip(gold.quantities, gold.observations, strict=True):
        about = _nearest(mentions, seen["about"], start + shift)
        observations.append(
            Observation(
                start + shift, end + shift, gold.text[start:end], seen["value"], seen["measure"], seen["approx"],
                seen["indicator"], seen["status"], about and about.text, about and about.start,
            )
        )  # fmt: skip
    actors = []
    for seen in gold.actors:
        # The annotation names the two surfaces; of all their places the closest pair is meant.
        pairs = [
            (abs(actor.start - of.start), actor, of)
            for actor in mentions
            for of in mentions
            if actor.text == seen["actor"] and of.text == seen["of"]
        ]
        if pairs:
            _, actor, of = min(pairs, key=lambda pair: pair[0])
            actors.append(Actor(actor.text, seen["role"], of.text, actor.start, of.start))
    return Extraction(report, mentions, tuple(observations), tuple(actors))


def build_gold_graph(folder: Path) -> None:
    """Build the graph of the examples' annotation, and of relations.py, in `folder`."""
    annotated = Path(__file__).parents[1] / "gold_examples"
    rows = [json.loads(line) for line in (annotated / "reports.jsonl").read_text("utf-8").splitlines()]
    found = read_sources([resource("examples")])
    sources = {source.name: source for source in found if isinstance(source, SourceText)}
    extractions = [_extraction(sources[row["file"]], row, read_gold(annotated, row["name"])) for row in rows]
    tables = build_tables(resolve(extractions, text_hashes={one.source: one.sha256 for one in sources.values()}))
    write_graph(folder, with_relations(tables), sources.values())
