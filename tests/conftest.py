"""What every test can use: the shared inputs where they lie beside the checkout, and the shipped examples."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
STRICT = os.environ.get("KG_REQUIRE_ALL") == "1"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out tests whose inputs are missing, and say so; with KG_REQUIRE_ALL=1 (as .ci/run sets) they fail."""
    if STRICT:
        return
    missing = {}
    if not SHARED.is_dir():
        missing["shared"] = "../shared is not here: the project's own inputs, not needed by users"
    if importlib.util.find_spec("hanlp") is None:
        missing["hanlp"] = "the extra kg-reports[hanlp] is not installed"
    if not any(map(shutil.which, ("soffice", "libreoffice"))):
        missing["office"] = "LibreOffice is not installed"
    for item in items:
        for marker, reason in missing.items():
            if marker in item.keywords:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared inputs."""
    if not SHARED.is_dir():
        pytest.fail(f"{SHARED} is missing")
    return SHARED


@pytest.fixture(scope="session")
def hanlp_model() -> Path:
    """The folder of the component as HanLP saved it."""
    return ROOT / "models" / "hanlp"


@pytest.fixture(scope="session")
def examples() -> Path:
    """The folder of example reports that ship with kg."""
    return ROOT / "kg" / "examples"
