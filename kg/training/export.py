"""From a trained HanLP component to the files that kg ships: ONNX, its int8 form, vocabulary and transitions."""

from __future__ import annotations

import copy
import json
import shutil
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from kg.extraction.tagger.engine import Window
from kg.extraction.tagger.vocabulary import Vocabulary
from kg.training.component import DictionaryRecognizer
from kg.training.smooth import smooth

__all__ = ["export", "load_component"]


class _HalfEmbedding(torch.nn.Module):
    """Word vectors stored in float16: half the size, and nearer to the originals than one scale in int8 for all."""

    def __init__(self, weight: torch.Tensor) -> None:
        super().__init__()
        self.weight = torch.nn.Parameter(weight.detach().half(), requires_grad=False)

    def forward(self, token: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.embedding(token, self.weight).float()


class _Graph(torch.nn.Module):
    """Token ids and feature numbers → scores of each tag for each character (the marks at both ends left out)."""

    def __init__(self, component: DictionaryRecognizer) -> None:
        super().__init__()
        self.transformer = copy.deepcopy(component.model.encoder.transformer)
        words = self.transformer.embeddings.word_embeddings
        self.transformer.embeddings.word_embeddings = _HalfEmbedding(words.weight)
        self.classifier = component.model.classifier

    def forward(self, token: torch.Tensor, feature: torch.Tensor) -> torch.Tensor:
        hidden = self.transformer(token, token.ne(0), feature)[0]
        scores: torch.Tensor = self.classifier(hidden[:, 1:-1])
        return scores


_EXAMPLE = (torch.full((2, 16), 7), torch.zeros(2, 16, dtype=torch.long))


def _tensors(window: Window, vocabulary: Vocabulary) -> tuple[torch.Tensor, torch.Tensor]:
    return torch.tensor([vocabulary.encode(window.text)]), torch.tensor([[0, *window.features, 0]])


def _write_onnx(graph: torch.nn.Module, path: Path) -> None:
    axes = {0: "window", 1: "character"}
    with warnings.catch_warnings():
        # torch announces its newer exporter, which needs a further package; and traces fixed sizes, which axes undo.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            graph,
            _EXAMPLE,
            str(path),
            input_names=["token", "feature"],
            output_names=["scores"],
            dynamic_axes={"token": axes, "feature": axes, "scores": axes},
            opset_version=17,
            dynamo=False,
        )


def load_component(folder: Path) -> DictionaryRecognizer:
    """A component that `kg train` saved, with its encoder's configuration taken from the same folder."""
    component = DictionaryRecognizer()
    component.load(str(folder), devices=-1, verbose=False, transformer=str(folder / "encoder"))
    component.config.mixed_precision = False
    return component


def export(
    component: DictionaryRecognizer, folder: Path, about: dict[str, Any], typical: Sequence[Window] = ()
) -> None:
    """Write tagger.onnx (fp32), tagger.int8.onnx, tagger.json and vocab.txt into `folder`.

    tagger.json holds the tags, the transitions (from × to, begin, end) and `about`: where the model comes from.
    typical: windows that show which activations are usual, so that int8 loses less (see kg.training.smooth).
    """
    folder.mkdir(parents=True, exist_ok=True)
    component.model.eval()
    _write_onnx(_Graph(component).eval(), folder / "tagger.onnx")
    encoder = Path(component.config.transformer)
    vocabulary = Vocabulary.load(encoder / "vocab.txt")
    smoothed = _Graph(component).eval()
    smooth(smoothed.transformer, [_tensors(window, vocabulary) for window in typical] or [_EXAMPLE])
    _write_onnx(smoothed, folder / "smooth.onnx")
    # The classifier is small and every tag hangs on it: it stays in float.
    last = [node.name for node in onnx.load(folder / "smooth.onnx").graph.node if node.op_type == "MatMul"][-1:]
    quantize_dynamic(
        folder / "smooth.onnx",
        folder / "tagger.int8.onnx",
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul"],
        nodes_to_exclude=last,
    )
    (folder / "smooth.onnx").unlink()
    learnt = component.transitions()
    data = {
        "tags": list(component.vocabs["tag"].idx_to_token),
        "between": np.round(learnt.between.astype(float), 5).tolist(),
        "begin": np.round(learnt.begin.astype(float), 5).tolist(),
        "end": np.round(learnt.end.astype(float), 5).tolist(),
        "about": about,
    }
    (folder / "tagger.json").write_text(json.dumps(data, ensure_ascii=False) + "\n", encoding="utf-8")
    shutil.copy(encoder / "vocab.txt", folder / "vocab.txt")
