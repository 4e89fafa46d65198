"""The tagger on HanLP's own runtime (torch): needs the extra kg[hanlp]."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from kg.errors import InputError, MissingExtraError
from kg.extraction.tagger.calibration import Calibration
from kg.extraction.tagger.engine import Window, by_length
from kg.extraction.tagger.labels import Span
from kg.extraction.tagger.vocabulary import Vocabulary
from kg.resources import resource

__all__ = ["HanlpEngine"]

_BATCH = 16


def _component_folder() -> Path:
    """Where HanLP's component lies: KG_HANLP_MODEL, or models/hanlp in a checkout (for its size not in the wheel)."""
    named = os.environ.get("KG_HANLP_MODEL")
    if named:
        if Path(named).is_dir():
            return Path(named)
        raise InputError("KG_HANLP_MODEL names no folder", where=named, todo="correct it, or unset it")
    try:
        return resource("models", "hanlp")
    except FileNotFoundError as error:
        raise InputError(
            "HanLP's component is not part of the installed package",
            where="models/hanlp",
            todo="set KG_HANLP_MODEL to the folder models/hanlp of a checkout, or to one that you trained",
        ) from error


class HanlpEngine:
    """Runs the component as HanLP trained and saved it.

    Raises MissingExtraError without the extra, InputError when the component's folder is not there.
    """

    calibration = Calibration()  # predict() gives spans alone: no confidence

    def __init__(self, folder: Path | None = None) -> None:
        try:
            from kg.training.export import load_component  # noqa: PLC0415 (torch is an extra)
        except ImportError as error:
            raise MissingExtraError.of("hanlp", "HanLP's own runtime") from error
        folder = _component_folder() if folder is None else folder
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
