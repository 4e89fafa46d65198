"""The tagger on HanLP's own runtime (torch): needs the extra kg[hanlp]."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.errors import MissingExtraError, SchemaError
from kg.extraction.tagger.engine import Window, by_length
from kg.extraction.tagger.labels import Span
from kg.extraction.tagger.vocabulary import Vocabulary
from kg.resources import resource

__all__ = ["HanlpEngine"]

_BATCH = 16


class HanlpEngine:
    """Runs the component as HanLP trained and saved it.

    Raises MissingExtraError without the extra, SchemaError when the component's folder is not there (it lies in the
    source repository and not in the wheel, for its size).
    """

    def __init__(self, folder: Path | None = None) -> None:
        try:
            from kg.training.export import load_component  # noqa: PLC0415 (torch is an extra)
        except ImportError as error:
            raise MissingExtraError.of("hanlp", "HanLP's own runtime") from error
        try:
            folder = resource("models", "hanlp") if folder is None else folder
        except FileNotFoundError as error:
            raise SchemaError(
                "HanLP's component is not part of the installed package",
                where="models/hanlp",
                todo="run in a checkout of the repository, or train one with: kg train",
            ) from error
        self._component = load_component(folder)
        self._vocabulary = Vocabulary.load(folder / "encoder" / "vocab.txt")

    def tag(self, batch: Sequence[Window]) -> list[list[Span]]:
        """The spans of each window; see kg.extraction.tagger.engine.Engine."""
        found: list[list[Span]] = [[] for _ in batch]
        for rows in by_length(batch, _BATCH):
            data = [
                {"token": [self._vocabulary.token(ch) for ch in batch[i].text], "feature": list(batch[i].features)}
                for i in rows
            ]
            for i, spans in zip(rows, self._component.predict(data), strict=True):
                found[i] = [Span(start, end, kind) for _, kind, start, end in spans]
        return found
