"""`kg build` stopped at any moment, refused before it works in vain, and the same wherever it runs."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and permissions of POSIX")


@pytest.fixture(scope="module")
def many(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """So many reports that several processes extract for a long time."""
    folder = tmp_path_factory.mktemp("many")
    text = (examples / "青岚区2022年政府工作报告.txt").read_text("utf-8")
    for number in range(200):
        (folder / f"{number}.txt").write_text(text.replace("青岚区", f"青{number}区"), "utf-8")
    return folder


@posix
@pytest.mark.parametrize("when", ["0.4 group", "1.0 alone", "1.4 group", "1.8 alone", "2.2 group", "4.0 alone"])
def test_ctrl_c_leaves_no_process_and_no_traceback(
    kg_script: str, graph: Path, many: Path, environment: dict[str, str], when: str
) -> None:
    """A terminal sends Ctrl-C to the whole group, a supervisor to kg alone."""
    seconds, _, whom = when.partition(" ")
    before = (graph / "CURRENT").read_text()
    process = subprocess.Popen(
        [kg_script, "build", str(many), "--graph", str(graph)],
        stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True,
    )  # fmt: skip
    time.sleep(float(seconds))
    if whom == "group":
        os.killpg(process.pid, signal.SIGINT)
    else:
        process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=30)[1]  # ends when no process holds the pipe any more
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert (graph / "CURRENT").read_text() == before
    assert [path.name for path in (graph / "versions").iterdir()] == [before.strip()]


HOLD = """
import sys, time
from pathlib import Path
from kg.graph.locks import writer_lock
with writer_lock(Path(sys.argv[1]) / ".lock", Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_folder_that_cannot_be_built_into_is_said_before_the_work(kg: Run, examples: Path, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    (photos / "photo.jpg").write_bytes(b"jpg")
    (tmp_path / "letter").write_text("x")
    for folder, word in ((photos, "photo.jpg"), (tmp_path / "letter", "is a file")):
        done = kg("build", examples, "--graph", folder)
        assert done.returncode == 3
        assert word in done.stderr
        assert "reading" not in done.stderr


def test_a_second_build_is_refused_before_the_work(kg: Run, examples: Path, graph: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(graph)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        done = kg("build", examples, "--graph", graph)
        other.kill()
    assert done.returncode == 3
    assert "another build" in done.stderr
    assert "reading" not in done.stderr


@posix
def test_a_folder_that_may_not_be_written_is_said_before_the_work(kg: Run, examples: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(0o500)
    prefix: tuple[str, ...] = ()
    if os.geteuid() == 0:  # root may write everywhere, unless it is told not to
        if shutil.which("setpriv") is None:
            pytest.skip("running as root, and setpriv is not here to take its rights away")
        prefix = ("setpriv", "--bounding-set", "-dac_override")
    done = kg("build", examples, "--graph", locked / "graph", prefix=prefix)
    assert done.returncode == 3
    assert "ermission" in done.stderr
    assert "reading" not in done.stderr


def test_another_order_and_place_give_the_same_bytes(kg: Run, examples: Path, graph: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "some where"
    shutil.copytree(examples, elsewhere / "reports")
    names = sorted((f"reports/{path.name}" for path in examples.glob("*.txt")), reverse=True)
    built = kg("build", *names, "--graph", "graph", cwd=elsewhere)
    assert built.returncode == 0, built.stderr
    assert tables(elsewhere / "graph") == tables(graph)


def tables(graph: Path) -> dict[str, bytes]:
    """Every table of a graph's current version."""
    version = graph / "versions" / (graph / "CURRENT").read_text().strip()
    found = {path.name: path.read_bytes() for path in sorted(version.glob("*/*.parquet"))}
    assert len(found) > 10
    return found
