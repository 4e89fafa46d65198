"""The real `kg` in a process of its own, and a graph it built from the shipped examples."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

KG = shutil.which("kg", path=str(Path(sys.executable).parent))
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def kg_script() -> str:
    """The path of the installed script."""
    if KG is None:
        pytest.fail("kg is not installed beside this Python: pip install -e .")
    return KG


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment without kg's own variables, with a cache folder of the test's own."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    cache = str(tmp_path_factory.mktemp("cache"))
    return {**own, "XDG_CACHE_HOME": cache, "LOCALAPPDATA": cache, "HOME": cache, "COLUMNS": "120"}


@pytest.fixture(scope="session")
def kg(kg_script: str, environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run `kg ARGUMENTS…` with its output in pipes; `prefix` comes before, `env` is added, `cwd` is where it runs."""
    home = tmp_path_factory.mktemp("cwd")

    def run(
        *arguments: str | Path, prefix: tuple[str, ...] = (), cwd: Path = home, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*prefix, kg_script, *map(str, arguments)],
            capture_output=True, encoding="utf-8", cwd=cwd, env={**environment, **(env or {})}, timeout=300,
            check=False,
        )  # fmt: skip

    return run


@pytest.fixture(scope="session")
def graph(kg: Run, examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph folder that `kg build` made of the examples."""
    folder = tmp_path_factory.mktemp("graph") / "graph"
    built = kg("build", examples, "--graph", folder)
    assert built.returncode == 0, built.stderr
    return folder
