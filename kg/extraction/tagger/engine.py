"""What a runtime of the tagger offers, and how windows go through it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from kg.extraction.tagger.calibration import Calibration
from kg.extraction.tagger.features import Dictionaries, feature_ids
from kg.extraction.tagger.labels import Span
from kg.extraction.tagger.windows import windows

__all__ = ["Engine", "Window", "by_length", "tag_text"]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of analysis text with a feature number for each character."""

    text: str
    features: Sequence[int]


class Engine(Protocol):
    """A runtime of the tagger."""

    calibration: Calibration

    def tag(self, batch: Sequence[Window]) -> list[list[Span]]:
        """The spans of each window, disjoint and in order, in offsets of the window."""
        ...


def by_length(batch: Sequence[Window], size: int) -> Iterator[list[int]]:
    """Indexes of the windows in batches of similar length, so that little is padded. Deterministic."""
    order = sorted(range(len(batch)), key=lambda i: (len(batch[i].text), i))
    for at in range(0, len(order), size):
        yield order[at : at + size]


_dictionaries = Dictionaries()


def tag_text(text: str, engine: Engine) -> list[Span]:
    """The spans of an analysis text, disjoint and in order."""
    features = feature_ids(text, _dictionaries.of(text))
    cuts = windows(text)
    found = engine.tag([Window(text[a:b], features[a:b]) for a, b in cuts])
    return [
        Span(start + span.start, start + span.end, span.type, span.score)
        for (start, _), spans in zip(cuts, found, strict=True)
        for span in spans
    ]
