"""The tagger on ONNX Runtime: no torch needed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime

from kg.errors import SchemaError
from kg.extraction.tagger.calibration import Calibration
from kg.extraction.tagger.engine import Window, by_length
from kg.extraction.tagger.labels import Span, spans_of
from kg.extraction.tagger.viterbi import Transitions, decode
from kg.extraction.tagger.vocabulary import Vocabulary
from kg.resources import resource

__all__ = ["OnnxEngine"]

_BATCH = 8
"""Windows at once. Of 4, 8, 16 and 32 the fastest by a few parts in a hundred: what is larger leaves the cache."""
_DECODED = 8 * _BATCH
"""Windows whose best tags are sought at once: numpy's overhead is paid for each character of the longest."""


class OnnxEngine:
    """Runs a model folder as kg.training.export writes it: tagger.int8.onnx (or tagger.onnx), tagger.json, vocab.txt.

    threads: how many threads one call uses; results do not depend on it.
    """

    def __init__(self, folder: Path | None = None, *, file: str = "tagger.int8.onnx", threads: int = 1) -> None:
        folder = resource("model") if folder is None else folder
        try:
            data: dict[str, Any] = json.loads((folder / "tagger.json").read_text(encoding="utf-8"))
            self._vocabulary = Vocabulary.load(folder / "vocab.txt")
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = threads
            options.inter_op_num_threads = 1
            options.log_severity_level = 3
            self._session = onnxruntime.InferenceSession(
                str(folder / file), options, providers=["CPUExecutionProvider"]
            )
        except (OSError, KeyError, ValueError, RuntimeError) as error:
            raise SchemaError(f"the tagger's model cannot be read: {error}", where=str(folder)) from error
        self.tags: list[str] = data["tags"]
        self.about: dict[str, Any] = data["about"]
        arrays = (np.asarray(data[key], dtype=np.float32) for key in ("between", "begin", "end"))
        self._transitions = Transitions(*arrays)
        self.calibration = Calibration.of(data.get("calibration"))

    def scores(self, batch: Sequence[Window]) -> npt.NDArray[np.float32]:
        """Scores of each tag for each character: windows × longest window × tags."""
        width = max(len(window.text) for window in batch) + 2
        token = np.zeros((len(batch), width), dtype=np.int64)
        feature = np.zeros((len(batch), width), dtype=np.int64)
        for row, window in enumerate(batch):
            ids = self._vocabulary.encode(window.text)
            token[row, : len(ids)] = ids
            feature[row, 1 : len(ids) - 1] = window.features
        scores: npt.NDArray[np.float32] = self._session.run(["scores"], {"token": token, "feature": feature})[0]
        return scores

    def tag(self, batch: Sequence[Window]) -> list[list[Span]]:
        """The spans of each window; see kg.extraction.tagger.engine.Engine."""
        found: list[list[Span]] = [[] for _ in batch]
        for rows in by_length(batch, _DECODED):
            lengths = [len(batch[i].text) for i in rows]
            scores = np.zeros((len(rows), max(lengths), len(self.tags)), dtype=np.float32)
            for at in range(0, len(rows), _BATCH):
                part = self.scores([batch[i] for i in rows[at : at + _BATCH]])
                scores[at : at + len(part), : part.shape[1]] = part
            paths = decode(scores, lengths, self._transitions)
            scores -= scores.max(axis=2, keepdims=True)
            total = np.exp(scores).sum(axis=2)
            for row, (i, path) in enumerate(zip(rows, paths, strict=True)):
                at_each = np.arange(len(path))
                sure = np.exp(scores[row, at_each, path]) / total[row, at_each]
                found[i] = spans_of([self.tags[tag] for tag in path], sure.tolist())
        return found
