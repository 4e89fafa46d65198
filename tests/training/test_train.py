"""`kg train`: from annotated reports to a model that kg uses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app

INVENTED = Path(__file__).resolve().parents[2] / "gold" / "invented"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gold")
    for name in ("ng00", "ng01", "ng03"):
        for suffix in (".txt", ".ann.txt", ".obs.jsonl"):
            shutil.copy(INVENTED / f"{name}{suffix}", folder / f"{name}{suffix}")
    return folder


@pytest.mark.hanlp
@pytest.mark.slow
def test_a_model_of_ones_own(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "model"
    args = ["train", str(small), "--out", str(out), "--epochs", "1", "--held", "ng03", "--work", str(tmp_path / "work")]
    result = CliRunner().invoke(app, args)
    assert result.exit_code == 0, result.output
    about = json.loads((out / "onnx" / "tagger.json").read_text(encoding="utf-8"))
    assert about["about"]["gold"] == 3
    assert set(about["calibration"]) == {"Unit", "District", "Program", "Campaign", "Document"}
    monkeypatch.setenv("KG_MODEL", str(out / "onnx"))
    found = CliRunner().invoke(app, ["extract", str(small / "ng03.txt")])
    assert found.exit_code == 0, found.output
    assert json.loads(found.stdout)["report"]["title"]
    again = CliRunner().invoke(app, args)
    assert again.exit_code == 2
    assert "not empty" in again.stderr


def test_a_model_that_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KG_MODEL", str(tmp_path))
    found = CliRunner().invoke(app, ["extract", str(INVENTED / "ng03.txt")])
    assert found.exit_code == 2
    assert "KG_MODEL" in found.stderr


def test_gold_that_is_none(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["train", str(tmp_path), "--out", str(tmp_path / "model")])
    assert result.exit_code == 2
    assert "annotated report" in result.stderr
