"""Calibrating a tagger: `python -m kg.training.calibrate MODEL_FOLDER GOLD_DIR...` writes slopes into tagger.json.

Fitted on the reports that training kept aside (HELD) unless others are named, and shown as a reliability table: of the
names said to be so sure, how many are right.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kg.extraction.names import settle
from kg.extraction.tagger.calibration import Calibration, logit
from kg.extraction.tagger.engine import tag_text
from kg.extraction.tagger.labels import TYPES
from kg.extraction.tagger.onnx_engine import OnnxEngine
from kg.gold import GoldReport, read_folder
from kg.reading.joined import analyse
from kg.training.held import HELD

__all__ = ["Judged", "calibrate", "calibrate_folder", "judge", "reliability"]

_STEPS, _PRIOR, _SMALL = 50, 1.0, 1e-9
_BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)


@dataclass(frozen=True, slots=True)
class Judged:
    """A name that the tagger found: its type, its score, and whether the gold has it (span and type)."""

    kind: str
    score: float
    right: bool


def judge(engine: OnnxEngine, golds: Iterable[GoldReport]) -> list[Judged]:
    """Every name that the tagger finds in annotated reports, after settling, with the gold's verdict."""
    found: list[Judged] = []
    for gold in golds:
        analysis = analyse(gold.text)
        names = [span for span in tag_text(analysis.text, engine) if span.type != "Quantity"]
        true = {(mention.type, mention.start, mention.end) for mention in gold.mentions}
        found += [
            Judged(span.type, span.score, (span.type, *analysis.source_span(span.start, span.end)) in true)
            for span in settle(analysis.text, names)
            if span.score is not None
        ]
    return found


def calibrate(judged: Sequence[Judged]) -> Calibration:
    """Slope and offset of each type by penalised logistic regression (few names leave the tagger's own score)."""
    names = [kind for kind in TYPES if kind != "Quantity"]
    return Calibration({kind: _fit([one for one in judged if one.kind == kind]) for kind in names})


def _fit(judged: Sequence[Judged]) -> tuple[float, float]:
    """Newton's method with step halving on the log-likelihood, with a normal prior around slope 1 and offset 0."""
    x = np.array([[logit(one.score), 1.0] for one in judged]).reshape(-1, 2)
    y = np.array([one.right for one in judged], dtype=float)
    start = np.array([1.0, 0.0])

    def loss(line: npt.NDArray[np.float64]) -> float:
        z = x @ line
        return float(np.logaddexp(0, z).sum() - y @ z + _PRIOR / 2 * ((line - start) ** 2).sum())

    line = start
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ line, -30, 30)))
        gradient = x.T @ (y - p) - _PRIOR * (line - start)
        hessian = (x * (p * (1 - p))[:, None]).T @ x + _PRIOR * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        while loss(line + step) > loss(line) and np.abs(step).max() > _SMALL:
            step = step / 2
        line = line + step
    return round(float(line[0]), 4), round(float(line[1]), 4)


def reliability(judged: Sequence[Judged], calibration: Calibration) -> list[tuple[str, int, float, float]]:
    """(range of confidence, names, mean confidence, share that is right) for each range that has names."""
    pairs = [(calibration.confidence(one.kind, one.score) or 0.0, one.right) for one in judged]
    rows = []
    for low, high in itertools.pairwise(_BINS):
        inside = [pair for pair in pairs if low <= pair[0] < high or (high == 1.0 and pair[0] == 1.0)]
        if inside:
            said, right = np.mean([p for p, _ in inside]), np.mean([r for _, r in inside])
            rows.append((f"{low:.2f}-{high:.2f}", len(inside), float(said), float(right)))
    return rows


def calibrate_folder(folder: Path, golds: Iterable[GoldReport]) -> list[tuple[str, int, float, float]]:
    """Calibrate the model in a folder on reports it did not learn from; gives the reliability table."""
    judged = judge(OnnxEngine(folder), golds)
    calibration = calibrate(judged)
    path = folder / "tagger.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["calibration"] = {kind: list(line) for kind, line in calibration.lines.items()}
    path.write_text(json.dumps(data, ensure_ascii=False) + "\n", encoding="utf-8")
    return reliability(judged, calibration)


def main() -> None:
    """Read the command line, calibrate, print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("model", type=Path, help="folder with tagger.int8.onnx, tagger.json, vocab.txt")
    parser.add_argument("gold", nargs="+", type=Path, help="folders of annotated reports")
    parser.add_argument("--reports", nargs="*", default=list(HELD), help="names of the reports that were kept aside")
    parser.add_argument("--show", action="store_true", help="print the table of the calibration that is there")
    options = parser.parse_args()
    golds = [gold for folder in options.gold for gold in read_folder(folder) if gold.name in options.reports]
    engine = OnnxEngine(options.model)
    rows = (
        reliability(judge(engine, golds), engine.calibration)
        if options.show
        else calibrate_folder(options.model, golds)
    )
    for name, count, said, right in rows:
        print(f"{name}  {count:5d} names  said {said:.3f}  right {right:.3f}")


if __name__ == "__main__":
    main()
