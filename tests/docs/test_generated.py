"""The generated pages are current, and what is tested is what is installed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import kg
import loaders
from kg.resources import resource

ROOT = Path(__file__).resolve().parents[2]


def test_generated_pages_are_current() -> None:
    command = [sys.executable, str(ROOT / "docs" / "build.py"), "--check"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}: run python docs/build.py"


@pytest.mark.skipif(
    os.environ.get("KG_TEST_INSTALLED") != "1", reason="run_tests.py tests the wheel; this is a checkout"
)
def test_the_installed_wheel_is_what_is_tested() -> None:
    for package in (kg, loaders):
        assert "site-packages" in str(package.__file__)
    for shipped in (("schema", "graph.yaml"), ("queries", "reports.cypher"), ("examples",)):
        assert "site-packages" in str(resource(*shipped))
    assert not (Path(str(kg.__file__)).parents[1] / "schema").exists()
    assert not (Path(str(kg.__file__)).parents[1] / "tests").exists()
