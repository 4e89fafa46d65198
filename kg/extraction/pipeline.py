"""From a report to what it says: the stages of extraction in their order.

analysis text → tagger (names) → grammar (figures) → relations (status, about, acting units) → source offsets
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from kg.errors import InputError
from kg.extraction.about import abouts
from kg.extraction.actors import actors
from kg.extraction.indicators import indicators_of
from kg.extraction.names import settle
from kg.extraction.passages import passages
from kg.extraction.quantities import find_quantities
from kg.extraction.sections import sections
from kg.extraction.status import mention_statuses, observation_statuses
from kg.extraction.tagger.calibration import Calibration
from kg.extraction.tagger.engine import Engine, tag_text
from kg.extraction.tagger.labels import Span
from kg.reading.joined import AnalysisText, analyse
from kg.records import Actor, EntityType, Extraction, Mention, Observation, Report, SourceText

__all__ = ["Extractor", "load_engine"]


def load_engine(name: str = "onnx", *, threads: int = 1) -> Engine:
    """The tagger's runtime: "onnx" (int8, ships with kg) or "hanlp" (HanLP's own, with the extra kg[hanlp]).

    The environment variable KG_MODEL names the folder of a model that you trained (kg train), for "onnx".
    Raises InputError for another name or a folder that holds no model, MissingExtraError when the extra is missing.
    """
    if name == "onnx":
        from kg.extraction.tagger.onnx_engine import OnnxEngine  # noqa: PLC0415 (heavy, and only one is needed)

        return OnnxEngine(_own_model(), threads=threads)
    if name == "hanlp":
        from kg.extraction.tagger.hanlp_engine import HanlpEngine  # noqa: PLC0415

        return HanlpEngine()
    raise InputError(f"no engine is called {name!r}", todo="choose onnx or hanlp")


def _own_model() -> Path | None:
    named = os.environ.get("KG_MODEL")
    if not named:
        return None
    if not (Path(named) / "tagger.int8.onnx").is_file():
        todo = "name the folder that holds tagger.int8.onnx (kg train writes it), or unset KG_MODEL"
        raise InputError("KG_MODEL names no folder of a model", where=named, todo=todo)
    return Path(named)


class Extractor:
    """Extraction with one runtime of the tagger, loaded once.

    engine: a runtime, or the name of one (see load_engine). The result does not depend on what was extracted before.
    """

    def __init__(self, engine: Engine | str = "onnx") -> None:
        self._engine = load_engine(engine) if isinstance(engine, str) else engine

    def extract(self, source: SourceText, report: Report) -> Extraction:
        """What one report of a source text says; offsets count code points of source.text."""
        analysis = analyse(source.text, report.start, report.end)
        tagged = tag_text(analysis.text, self._engine)
        names = settle(analysis.text, [span for span in tagged if span.type != "Quantity"])
        return _assemble(source, report, analysis, names, self._engine.calibration)


def _assemble(
    source: SourceText, report: Report, analysis: AnalysisText, names: Sequence[Span], calibration: Calibration
) -> Extraction:
    """Relations between names and figures, everything in source offsets."""
    text = analysis.text
    quantities = find_quantities(text, [(span.start, span.end) for span in names])
    figures = [Span(quantity.start, quantity.end, "Quantity") for quantity in quantities]
    spans = sorted([*names, *figures])
    parts = sections(text, report.kind == "plan", report.year)
    places = passages(text)
    initiative_status = mention_statuses(text, spans, parts, places)
    figure_status = observation_statuses(text, spans, parts, places)
    about = abouts(text, spans, parts, places)
    named = {}
    for span in names:
        start, end = analysis.source_span(span.start, span.end)
        named[span] = Mention(
            cast(EntityType, span.type), start, end, source.text[start:end], initiative_status.get(span, "done"),
            calibration.confidence(span.type, span.score),
        )  # fmt: skip
    observations = []
    for quantity, figure, indicator in zip(quantities, figures, indicators_of(text, quantities), strict=True):
        initiative = about.get(figure)
        start, end = analysis.source_span(figure.start, figure.end)
        observations.append(
            Observation(
                start,
                end,
                source.text[start:end],
                quantity.value,
                quantity.measure,
                quantity.approx,
                indicator,
                figure_status[figure],
                named[initiative].text if initiative else None,
                named[initiative].start if initiative else None,
            )
        )
    acting = tuple(
        Actor(named[unit].text, role, named[of].text, named[unit].start, named[of].start)
        for unit, role, of in actors(text, spans, report.unit, parts, places)
    )
    return Extraction(report, tuple(named.values()), tuple(observations), acting)

