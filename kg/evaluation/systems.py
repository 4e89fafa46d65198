"""What is scored: the installed extraction, a file that `kg extract` wrote, or another annotation of the same texts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from kg.errors import SourceError
from kg.extraction.interchange import from_json
from kg.extraction.pipeline import Extractor
from kg.gold import GoldReport, read_folder
from kg.reading import find_reports
from kg.records import Actor, Extraction, Mention, Observation, SourceText

__all__ = ["System", "extracted_by_kg", "read_system"]


@dataclass
class System:
    """What one system says of one text; the reports of a text are pooled. head: unit, kind, year, plan_year."""

    mentions: list[Mention] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    head: Mapping[str, Any] = field(default_factory=dict)


def _pooled(extractions: Iterable[Extraction]) -> dict[str, System]:
    found: dict[str, System] = {}
    for extraction in extractions:
        report = extraction.report
        name = report.source.rsplit("/", 1)[-1].removesuffix(".txt")
        system = found.setdefault(name, System())
        system.mentions += extraction.mentions
        system.observations += extraction.observations
        system.actors += extraction.actors
        system.head = system.head or {
            "unit": report.unit, "kind": report.kind, "year": report.year, "plan_year": report.plan_year,
        }  # fmt: skip
    return found


def extracted_by_kg(golds: Sequence[GoldReport], engine: str = "onnx") -> dict[str, System]:
    """What the installed extraction says of annotated reports, by name. It sees their texts alone."""
    extractor = Extractor(engine)
    sources = [
        SourceText(f"{gold.name}.txt", f"{gold.name}.txt", gold.text, sha256(gold.text.encode()).hexdigest())
        for gold in golds
    ]
    return _pooled(extractor.extract(source, report) for source in sources for report in find_reports(source))


def read_system(path: Path) -> dict[str, System]:
    """What a file of `kg extract`, or a folder of annotations, says, by name of the text.

    Raises SourceError, with the line, where the file is of another form.
    """
    if path.is_dir():
        return {gold.name: _of_gold(gold) for gold in read_folder(path)}
    extractions = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"cannot be read ({error})", where=str(path), todo="give a file of kg extract") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                extractions.append(from_json(json.loads(line)))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise SourceError(
                    f"this line is no extraction ({type(error).__name__}: {error})",
                    where=f"{path}:{number}",
                    todo="give a file that kg extract wrote, or a folder of annotations",
                ) from error
    return _pooled(extractions)


def _of_gold(gold: GoldReport) -> System:
    observations = [
        Observation(
            start, end, gold.text[start:end], row["value"], row["measure"] or "", row["approx"], row["indicator"],
            row["status"], row["about"],
        )
        for (start, end), row in zip(gold.quantities, gold.observations, strict=True)
    ]  # fmt: skip
    actors = [Actor(row["actor"], row["role"], row["of"], 0, 0) for row in gold.actors]
    return System(list(gold.mentions), observations, actors, gold.head)

