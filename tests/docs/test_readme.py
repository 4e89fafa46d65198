"""Every command and code block of the README, in both languages, does what it says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.zh-CN.md")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
posix = pytest.mark.skipif(sys.platform == "win32", reason="the lines are those of a POSIX shell")


def blocks(name: str, *languages: str) -> list[str]:
    """The code blocks of these languages, in order."""
    found = _BLOCK.findall((ROOT / name).read_text("utf-8"))
    return [text for language, text in found if language in languages]


def commands(name: str) -> list[str]:
    """Every line of the sh blocks after the two lines that set up, without comments."""
    lines = [line for block in blocks(name, "sh")[2:] for line in block.splitlines()]
    return [re.sub(r"\s+#.*", "", line) for line in lines if line.strip()]


def environment(folder: Path) -> dict[str, str]:
    """The environment with the installed kg first on the path, and nothing of kg's own set."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    path = os.pathsep.join([str(Path(sys.executable).parent), own.get("PATH", "")])
    return {**own, "PATH": path, "XDG_CACHE_HOME": str(folder / "cache"), "HOME": str(folder)}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, examples: Path) -> Path:
    """A folder as the README supposes: my-reports with reports, my-queries with the query it shows."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "my-reports").mkdir()
    for path in examples.glob("*.txt"):
        shutil.copy(path, folder / "my-reports")
    (folder / "my-queries").mkdir()
    (query,) = blocks("README.md", "cypher")
    (folder / "my-queries" / "my-question.cypher").write_text(query, encoding="utf-8")
    return folder


def test_only_languages_that_are_tested() -> None:
    for name in READMES:
        languages = {language for language, _ in _BLOCK.findall((ROOT / name).read_text("utf-8"))}
        assert languages <= {"sh", "powershell", "cypher", "python"}
        fences = re.findall(r"^```", (ROOT / name).read_text("utf-8"), re.MULTILINE)
        assert len(fences) == 2 * len(_BLOCK.findall((ROOT / name).read_text("utf-8")))


@posix
@pytest.mark.parametrize("name", READMES)
def test_every_command_runs(name: str, desk: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    shutil.copytree(desk, work)
    graph = {"KG_GRAPH": str(work / "my-graph")}  # as the README says where --graph is left out
    assert len(commands(name)) >= 10
    for line in commands(name):
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", line], cwd=work, env={**environment(tmp_path), **graph},
            capture_output=True, encoding="utf-8", timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{line}\n{done.stderr}"
        assert done.stdout or " -o " in line or " build " in line, line
    assert (work / "rivers.csv").read_text("utf-8").startswith("initiative_id,")


@posix
def test_the_python_block_runs_on_the_graph(desk: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    shutil.copytree(desk, work)
    for step in (
        ["-m", "kg.cli", "build", "my-reports", "--graph", "my-graph"],
        ["-c", blocks("README.md", "python")[0]],
    ):
        done = subprocess.run(
            [sys.executable, *step],
            cwd=work,
            env=environment(tmp_path),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert "['" in done.stdout


def test_commands_named_in_the_text_exist() -> None:
    """`kg …` in inline code: the command and its options are in its help."""
    for name in READMES:
        for code in re.findall(r"`(kg [^`]+)`", (ROOT / name).read_text("utf-8")):
            words = [word for word in code.split()[1:] if re.match(r"[a-z0-9-]+$", word) and not word.startswith("-")]
            options = [word for word in code.split() if word.startswith("--")]
            depth = 2 if {"query", "load", "import", "review"} & set(words[:1]) and len(words) > 1 else 1
            shown = subprocess.run(
                [sys.executable, "-m", "kg.cli", *words[:depth], "--help"],
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
            assert shown.returncode == 0, code
            for option in options:
                assert option.partition("=")[0] in shown.stdout, code


def test_the_lines_that_set_up_are_the_same_everywhere() -> None:
    for name in READMES:
        first, second = (block.strip() for block in blocks(name, "sh")[:2])
        assert first == "python3 -m venv .venv && .venv/bin/python -m pip install . && .venv/bin/kg demo"
        assert second == "python3 run_tests.py"
        (windows,) = blocks(name, "powershell")
        steps = first.replace("python3 ", "py ").replace("/bin/", "/Scripts/").replace(" && ", "; ")
        # Backslashes begin a path that PowerShell can call; a module's name has none.
        assert windows.splitlines() == [steps.replace(".venv/Scripts/", ".venv\\Scripts\\"), "py run_tests.py"]


@posix
def test_the_test_command_is_what_ci_runs() -> None:
    run = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "set -euo pipefail" in run
    assert "KG_REQUIRE_ALL=1" in run
    assert run.strip().splitlines()[-1] == 'exec python3 run_tests.py --all "$@"'
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    (_, second) = blocks("README.md", "sh")[:2]
    line = second.strip().replace("python3", sys.executable) + " --dry-run"
    done = subprocess.run(line, shell=True, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    for step in ("wheel", "ruff", "mypy", "pytest"):
        assert step in done.stdout


@posix
@pytest.mark.slow
def test_the_line_that_sets_up_works_in_a_copy(tmp_path: Path) -> None:
    """The first line as it stands, in a copy of the project: an environment, an installation, an answer."""
    copy = tmp_path / "kg"
    left_out = shutil.ignore_patterns(
        ".git", ".venv*", "build", "dist", "gold", "__pycache__", ".*_cache", ".hypothesis"
    )
    shutil.copytree(ROOT, copy, ignore=left_out)
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("KG_", "PYTHON", "VIRTUAL"))}
    done = subprocess.run(
        ["bash", "-c", blocks("README.md", "sh")[0].strip()], cwd=copy, capture_output=True, encoding="utf-8",
        env={**variables, "XDG_CACHE_HOME": str(tmp_path / "cache")}, timeout=900, check=False,
    )  # fmt: skip
    offline = "No matching distribution found" in done.stderr or "Failed to establish a new connection" in done.stderr
    if done.returncode and offline and os.environ.get("KG_REQUIRE_ALL") != "1":
        pytest.skip("no package index can be reached from here")
    assert done.returncode == 0, done.stderr[-2000:]
    assert "districts:" in done.stdout
    installed = subprocess.run(
        [copy / ".venv" / "bin" / "python", "-m", "pip", "list"], capture_output=True, encoding="utf-8", check=True
    ).stdout
    assert not re.search(r"^(torch|hanlp|transformers|nvidia\S*) ", installed, re.MULTILINE)


def test_links_lead_to_files() -> None:
    for name in (*READMES, "CONTRIBUTING.md", "CHANGELOG.md"):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", (ROOT / name).read_text("utf-8")):
            assert (ROOT / target).exists(), f"{name}: {target}"


def test_exit_codes_of_readme_and_errors_agree() -> None:
    from kg import errors

    documented = set(map(int, re.findall(r"^\| (\d+) \|", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)))
    used = {getattr(errors, name).exit_code for name in errors.__all__}
    assert used | {0, 6, 130} == documented


def test_readme_names_only_queries_that_exist() -> None:
    for name in READMES:
        text = (ROOT / name).read_text("utf-8")
        for row in re.findall(r"^\| ([a-z][a-z-]+(?:[,、] ?[a-z-]+)*) \|", text, re.MULTILINE):
            for query in re.split("[,、] ?", row):
                assert (ROOT / "queries" / f"{query}.cypher").is_file() or query in {"query", "code"}, query


def test_versions_in_contributing_are_those_of_the_extra() -> None:
    extra = re.findall(r'"([\w-]+)[=>]=([\d.]+)"', (ROOT / "pyproject.toml").read_text("utf-8"))
    table = dict(
        re.findall(
            r"^\| (\w+) \| ([\d.]+)(?: or newer)? \|", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE
        )
    )
    for package in ("hanlp", "transformers", "tokenizers", "torch"):
        assert (package, table[package]) in extra


def test_the_query_in_the_readme_keeps_to_the_schema(desk: Path) -> None:
    from kg.graph.schema import load_schema
    from kg.library import parse_query
    from kg.library.lint import lint_query

    assert lint_query(parse_query(desk / "my-queries" / "my-question.cypher"), load_schema()) == []
