"""Extractions as plain JSON objects, the form that the scorer of the gold reads, and back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from kg.records import Actor, Extraction, Mention, Observation, Report

__all__ = ["from_json", "to_json"]


def to_json(extraction: Extraction) -> dict[str, Any]:
    """One JSON object for one report: {"report", "mentions", "observations", "actors"}, fields as in kg.records."""
    return {
        "report": {**asdict(extraction.report), "places": [list(pair) for pair in extraction.report.places]},
        "mentions": [asdict(mention) for mention in extraction.mentions],
        "observations": [asdict(observation) for observation in extraction.observations],
        "actors": [asdict(actor) for actor in extraction.actors],
    }


def from_json(row: dict[str, Any]) -> Extraction:
    """The extraction that `to_json` wrote. Raises TypeError or KeyError for an object of another form."""
    places = tuple((field, place) for field, place in row["report"].get("places", ()))
    return Extraction(
        Report(**{**row["report"], "places": places}),
        tuple(Mention(**each) for each in row["mentions"]),
        tuple(Observation(**each) for each in row["observations"]),
        tuple(Actor(**each) for each in row["actors"]),
    )
