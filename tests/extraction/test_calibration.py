"""How sure the tagger is of a name, and that it is right as often as it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.extraction.pipeline import Extractor
from kg.extraction.tagger.calibration import Calibration
from kg.extraction.tagger.onnx_engine import OnnxEngine
from kg.gold import read_folder
from kg.reading import find_reports, read_sources
from kg.records import SourceText
from kg.training.calibrate import Judged, calibrate, judge, reliability

LATER = Path(__file__).resolve().parents[2] / "gold" / "later"
"""Invented reports that the shipped tagger has not learnt from."""


def test_a_well_calibrated_score_stays_as_it_is() -> None:
    judged = [Judged("Unit", score, at < score * 100) for score in (0.2, 0.5, 0.8, 0.9) for at in range(100)]
    fitted = calibrate(judged)
    for score in (0.2, 0.5, 0.8, 0.9):
        assert fitted.confidence("Unit", score) == pytest.approx(score, abs=0.05)


def test_an_overconfident_score_is_lowered() -> None:
    judged = [Judged("Unit", 0.95, at % 2 == 0) for at in range(400)]
    assert calibrate(judged).confidence("Unit", 0.95) == pytest.approx(0.5, abs=0.05)


def test_what_is_not_known_has_no_confidence() -> None:
    assert Calibration().confidence("Unit", 0.9) is None
    assert Calibration.of({"Unit": (1, 0)}).confidence("Unit", None) is None
    assert Calibration.of({"Unit": (1, 0)}).confidence("Unit", 1.0) == 1.0


def test_the_shipped_tagger_is_right_as_often_as_it_says() -> None:
    golds = read_folder(LATER)[::3]
    engine = OnnxEngine()
    rows = reliability(judge(engine, golds), engine.calibration)
    for name, count, said, right in rows:
        print(f"{name}  {count:5d} names  said {said:.3f}  right {right:.3f}")
    assert sum(count for _, count, _, _ in rows) > 400
    error = sum(count * abs(said - right) for _, count, said, right in rows) / sum(count for _, count, _, _ in rows)
    assert error < 0.05  # expected calibration error


def test_every_mention_has_its_confidence(tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    body = "一年来，县教育局开展安全生产月活动，推进“双减”政策，全县教育事业稳步发展。\n"
    path.write_text("某县教育局2023年工作总结\n" + body * 3, encoding="utf-8")
    (source,) = read_sources([path])
    assert isinstance(source, SourceText)
    extraction = Extractor().extract(source, find_reports(source)[0])
    assert extraction.mentions
    assert all(mention.confidence is not None and 0 < mention.confidence <= 1 for mention in extraction.mentions)
