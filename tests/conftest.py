"""What every test can use: the shared inputs where they lie beside the checkout, and the shipped examples."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

import pytest

from tests.neo4j.fixtures import (  # noqa: F401 (fixtures for every test)
    NEO4J_FIXTURES,
    graph_name,
    missing_neo4j,
    neo4j_each,
    neo4j_own,
    neo4j_pool,
    neo4j_server,
)
from tests.rdf.jena import missing_java

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
STRICT = os.environ.get("KG_REQUIRE_ALL") == "1"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out tests whose inputs are missing, and say so; with KG_REQUIRE_ALL=1 (as .ci/run sets) they fail."""
    for item in items:
        if NEO4J_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("neo4j")
    if STRICT:
        return
    missing = {}
    if not SHARED.is_dir():
        missing["shared"] = "../shared is not here: the project's own inputs, not needed by users"
    if importlib.util.find_spec("hanlp") is None:
        missing["hanlp"] = "the extra kg-reports[hanlp] is not installed"
    if not any(map(shutil.which, ("soffice", "libreoffice"))):
        missing["office"] = "LibreOffice is not installed"
    if reason := missing_neo4j(own=False):
        missing["neo4j"] = reason
    if reason := missing_java():
        missing["java"] = reason
    own_missing = missing_neo4j(own=True)
    for item in items:
        if own_missing and "neo4j_own" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.skip(reason=own_missing))
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
