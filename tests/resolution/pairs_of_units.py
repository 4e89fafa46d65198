"""Reads labelled pairs of units and of indicators, and says what resolution makes of each."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

from kg.records import Extraction, Mention, Observation, Report
from kg.resolution import Graph, resolve

__all__ = ["PAIRS", "indicator_verdict", "read_pairs", "unit_verdict"]

PAIRS = Path(__file__).parent / "pairs"


def read_pairs(name: str) -> list[dict[str, str]]:
    """The rows of a file of pairs. Lines that begin with # are comments."""
    with (PAIRS / name).open(encoding="utf-8", newline="") as lines:
        kept = [line for line in lines if not line.startswith("#")]
    return list(csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE))


def _report(place: str, text: str) -> Report:
    """A report of a place as the pairs write it: own name (* masked), level, number of the place, reporting unit."""
    name, level, *more = place.split(" ")
    unit = next((word for word in more if not word.isdecimal()), None)
    masked = any(sign in name for sign in "*xX")
    digest = hashlib.sha256(f"{place}\n{text}".encode()).hexdigest()
    return Report(
        f"in/{place}.txt", f"{place}.txt", 0, len(text), 1, 1, None, unit or (name if masked else None), "summary",
        2023, 2024, level, None if masked else name, digest,
    )  # fmt: skip


def _mention(name: str, start: int) -> Mention:
    return Mention("Unit", start, start + len(name), name)


def unit_verdict(row: dict[str, str]) -> str:
    """same, successor, part or different, as the graph of one report (or two, of two places) says."""
    a, b = row["a"], row["b"]
    if row["place_a"] == row["place_b"]:
        text = f"{a}。{b}。"
        given = [Extraction(_report(row["place_a"], text), (_mention(a, 0), _mention(b, len(a) + 1)))]
    else:
        given = [
            Extraction(_report(place, f"{name}。"), (_mention(name, 0),))
            for name, place in ((a, row["place_a"]), (b, row["place_b"]))
        ]
    graph = resolve(given)
    one, other = _mentioned(graph, a), _mentioned(graph, b)
    if row["place_a"] != row["place_b"] and a == b:
        ids = sorted({said.target for said in graph.relationships if said.type == "MENTIONS"})
        one, other = ids[0], ids[-1]
    if one == other:
        return "same"
    said = {
        relationship.type
        for relationship in graph.relationships
        if (relationship.source, relationship.target) == (one, other)
    }
    return "successor" if "SUCCEEDS" in said else "part" if "PART_OF" in said else "different"


def _mentioned(graph: Graph, surface: str) -> str:
    return next(
        said.target
        for said in graph.relationships
        if said.type == "MENTIONS" and said.properties["text"] == surface
    )


def indicator_verdict(row: dict[str, str]) -> str:
    """same, look-alike or different, as the graph of one report says."""
    text = f"1{row['measure_a']}，2{row['measure_b']}。"
    figures = tuple(
        Observation(start, start + 1, str(start), float(start), measure, None, name)
        for start, (name, measure) in enumerate(
            ((row["a"], row["measure_a"]), (row["b"], row["measure_b"])), start=1
        )
    )
    graph = resolve([Extraction(_report("临沂 市", text), (), figures)])
    targets = [said.target for said in graph.relationships if said.type == "MEASURES"]
    if len(set(targets)) == 1:
        return "same"
    return "look-alike" if any(said.type == "LOOKS_LIKE" for said in graph.relationships) else "different"
