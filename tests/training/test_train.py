"""`kg train`: from annotated reports to a model that kg uses."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.training.soft import SoftTargets

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
    twice = ["train", str(small), str(small), "--out", str(out)]
    args = [*twice, "--epochs", "1", "--held", "ng03", "--work", str(tmp_path / "work")]
    result = CliRunner().invoke(app, args)
    assert result.exit_code == 0, result.output
    about = json.loads((out / "onnx" / "tagger.json").read_text(encoding="utf-8"))
    assert about["about"]["gold"] == 5  # two learnt from twice, one kept aside once
    assert set(about["calibration"]) == {"Unit", "District", "Program", "Campaign", "Document"}
    monkeypatch.setenv("KG_MODEL", str(out / "onnx"))
    found = CliRunner().invoke(app, ["extract", str(small / "ng03.txt")])
    assert found.exit_code == 0, found.output
    assert json.loads(found.stdout)["report"]["title"]
    again = CliRunner().invoke(app, args)
    assert again.exit_code == 2
    assert "not empty" in again.stderr


def _run(*command: str) -> None:
    """A command in a process of its own: HanLP's log keeps the first stream it wrote to."""
    done = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.hanlp
@pytest.mark.slow
def test_learning_from_a_teacher(small: Path, tmp_path: Path) -> None:
    """Any component of these tags can teach: here one trained for an epoch, by what it thinks of four texts."""
    plain, soft = tmp_path / "plain.txt", tmp_path / "soft.npz"
    lines = ["某县教育局2023年工作总结"] * 200 + ["县教育局牵头开展“雨露计划”，资助学生120人。"] * 30
    plain.write_text("\n".join(lines), encoding="utf-8")
    train = [
        "kg.cli",
        "train",
        str(small),
        "--epochs",
        "1",
        "--held",
        "ng03",
        "--work",
        str(tmp_path / "work"),
        "--out",
    ]
    _run(*train, str(tmp_path / "teacher"))
    teacher = ["--teacher", str(tmp_path / "teacher" / "hanlp")]
    _run("kg.training.distill", str(small), *teacher, "--unlabelled", str(plain), "--out", str(soft))
    targets = SoftTargets.load(soft)
    assert len(targets.texts) == 4
    assert len(targets.excerpts) == 1
    _run(*train, str(tmp_path / "student"), "--soft", str(soft), "--unlabelled", str(plain))
    about = json.loads((tmp_path / "student" / "onnx" / "tagger.json").read_text(encoding="utf-8"))["about"]
    assert about["excerpts"] == 1


def test_a_model_that_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KG_MODEL", str(tmp_path))
    found = CliRunner().invoke(app, ["extract", str(INVENTED / "ng03.txt")])
    assert found.exit_code == 2
    assert "KG_MODEL" in found.stderr


def test_gold_that_is_none(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["train", str(tmp_path), "--out", str(tmp_path / "model")])
    assert result.exit_code == 2
    assert "annotated report" in result.stderr
