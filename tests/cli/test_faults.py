"""Bad input, stopped commands, full disks: one line that says what, where and what to do, and the right exit code."""

from __future__ import annotations

import json
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
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals, pipes and permissions of POSIX")


def assert_said(done: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    """The exit code, every word on standard error, one error line, no traceback."""
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr
    assert sum(line.startswith(("error:", "Error:")) for line in done.stderr.splitlines()) <= 1


@pytest.fixture
def report(examples: Path, tmp_path: Path) -> Path:
    """One good report in a folder of its own."""
    folder = tmp_path / "reports"
    folder.mkdir()
    return Path(shutil.copy(examples / "某镇2022年工作总结.txt", folder))


@pytest.mark.parametrize(("content", "word"), [(b"", "empty"), (b"\x00\x01\x02PK\x03\x04" * 50, "binary")])
@pytest.mark.parametrize("command", ["reports", "extract", "build"])
def test_a_file_that_is_no_report(kg: Run, tmp_path: Path, command: str, content: bytes, word: str) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(content)
    extra = ("--graph", tmp_path / "graph") if command == "build" else ()
    assert_said(kg(command, path, *extra), 2, "bad.txt", word, " — ")
    assert not (tmp_path / "graph" / "CURRENT").exists()


def test_a_text_without_any_report(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "english.txt").write_text("hello, this is no report at all. " * 20)
    assert_said(kg("reports", tmp_path), 2, "english.txt", "no report")


def test_a_path_that_is_not_there(kg: Run, tmp_path: Path) -> None:
    assert_said(kg("reports", tmp_path / "missing"), 2, "missing", "no such file")


def test_a_folder_without_reports(kg: Run, tmp_path: Path) -> None:
    assert_said(kg("build", tmp_path, "--graph", tmp_path / "graph"), 2, "no file of reports")


def test_an_unknown_format(kg: Run, tmp_path: Path) -> None:
    path = tmp_path / "report.xyz"
    path.write_text("…")
    assert_said(kg("reports", path), 2, "report.xyz", ".txt")


def test_the_others_are_read_and_the_bad_ones_listed(kg: Run, report: Path, tmp_path: Path) -> None:
    (report.parent / "a-empty.txt").write_bytes(b"")
    (report.parent / "z-binary.txt").write_bytes(b"\0" * 100)
    done = kg("reports", report.parent)
    assert_said(done, 6, "2 could not be read", "a-empty.txt", "z-binary.txt")
    assert [Path(row["source"]).name for row in json.loads(done.stdout)] == [report.name]
    built = kg("build", report.parent, "--graph", tmp_path / "graph")
    assert_said(built, 6, "a-empty.txt")
    assert kg("info", "--graph", tmp_path / "graph").returncode == 0


@posix
def test_no_permission(kg: Run, report: Path) -> None:
    other = report.with_name("secret.txt")
    other.write_bytes(report.read_bytes())
    other.chmod(0)
    prefix: tuple[str, ...] = ()
    if os.geteuid() == 0:  # root may read everything, unless it is told not to
        if shutil.which("setpriv") is None and os.environ.get("KG_REQUIRE_ALL") != "1":
            pytest.skip("running as root, and setpriv is not here to take its rights away")
        prefix = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
    assert_said(kg("reports", report.parent, prefix=prefix), 6, "secret.txt", "ermission")
    assert_said(kg("reports", other, prefix=prefix), 2, "secret.txt", "ermission")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("district\n云溪镇\n", ("manifest.csv", "'file' is missing")),
        ("file,year\n某镇2022年工作总结.txt,soon\n", ("manifest.csv, row 2", "soon")),
        ("file,year\n某镇2022年工作总结.txt\n", ("manifest.csv, row 2", "columns")),
    ],
)
def test_a_malformed_manifest(kg: Run, report: Path, text: str, words: tuple[str, ...]) -> None:
    (report.parent / "manifest.csv").write_text(text, encoding="utf-8")
    assert_said(kg("reports", report.parent), 2, *words)


def test_usage(kg: Run) -> None:
    assert_said(kg("reprots"), 2, "reports")
    assert_said(kg("build"), 2, "PATH")
    assert_said(kg("query", "run", "reports", "--format", "xml"), 2, "xml")


def test_queries_and_parameters(kg: Run, graph: Path) -> None:
    run = ("query", "run")
    assert_said(kg(*run, "shared-initiative", "--graph", graph), 2, "shared-initiatives")
    bad = kg(*run, "shared-initiatives", "--param", "min_district=2", "--graph", graph)
    assert_said(bad, 2, "min_district", "did you mean min_districts?")
    assert_said(kg(*run, "shared-initiatives", "-p", "min_districts=two", "--graph", graph), 2, "whole number")
    assert_said(kg(*run, "district-profile", "--graph", graph), 2, "'district' is missing")
    assert_said(kg(*run, "reports", "--queries", "nowhere", "--graph", graph), 2, "nowhere")
    assert_said(kg("evidence", "没有这个名称", "--graph", graph), 2, "没有这个名称")


@pytest.mark.parametrize(
    "statement",
    [
        "MATCH (d:District) SET d.name = 'x'",
        "MATCH (d:District) DETACH DELETE d",
        "CREATE (:District {id: 'x', name: 'x', placeholder: false})",
        "DROP TABLE District",
        "COPY (MATCH (d:District) RETURN d.name) TO 'out.csv'",
        "LOAD FROM '/etc/passwd' RETURN *",
        "MATCH (d:District) RETURN d.name; MATCH (d:District) RETURN d.name",
        "MATCH (d:Distric) RETURN d.name",
        "MATCH (",
        "",
    ],
)
def test_a_statement_that_is_not_a_read_or_not_cypher(kg: Run, graph: Path, statement: str, tmp_path: Path) -> None:
    (store,) = graph.glob("versions/*/graph.lbdb")
    before = store.read_bytes()
    assert_said(kg("cypher", statement, "--graph", graph, cwd=tmp_path), 2, "error:")
    assert not list(tmp_path.iterdir())
    assert store.read_bytes() == before


def test_no_graph(kg: Run, tmp_path: Path) -> None:
    for command in (("info",), ("query", "run", "reports"), ("cypher", "RETURN 1 AS x"), ("evidence", "x")):
        assert_said(kg(*command, "--graph", tmp_path / "none"), 3, "none", "kg build")
    assert_said(kg("info", "--graph", tmp_path), 3, "kg build")


def test_a_graph_folder_that_was_cut_off(kg: Run, graph: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(graph, whole)
    version = whole / "versions" / (whole / "CURRENT").read_text().strip()
    for number, damage in enumerate(("graph.lbdb", "nodes/Report.parquet", "graph.json")):
        folder = tmp_path / f"cut{number}"
        shutil.copytree(whole, folder)
        path = folder / "versions" / version.name / damage
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        assert_said(kg("info", "--graph", folder), 3, folder.name, "kg build")
    (whole / "CURRENT").write_text("")
    assert_said(kg("query", "run", "reports", "--graph", whole), 3, "kg build")


def test_a_folder_that_holds_something_else_is_not_built_into(kg: Run, report: Path, tmp_path: Path) -> None:
    other = tmp_path / "photos"
    other.mkdir()
    (other / "photo.jpg").write_bytes(b"jpg")
    assert_said(kg("build", report, "--graph", other), 3, "photos")
    assert [path.name for path in other.iterdir()] == ["photo.jpg"]


def test_output_that_cannot_be_written(kg: Run, report: Path, tmp_path: Path) -> None:
    assert_said(kg("reports", report, "-o", tmp_path / "no" / "rows.csv"), 2, "rows.csv", "cannot write")
    assert_said(kg("reports", report, "-o", tmp_path / "rows.doc"), 2, "rows.doc", "--format")
    assert_said(kg("reports", report, "-o", tmp_path, "--format", "csv"), 2, "folder")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is a device of Linux")
def test_a_full_disk(kg: Run, report: Path) -> None:
    assert_said(kg("extract", report, "-o", "/dev/full"), 2, "/dev/full", "No space left")


@posix
def test_a_reader_that_has_had_enough_is_no_error(kg_script: str, graph: Path, environment: dict[str, str]) -> None:
    command = [kg_script, "query", "run", "initiatives-in-time", "--graph", str(graph)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read().decode()
        assert process.wait(60) == 0
    assert said == ""


@posix
def test_ctrl_c_stops_and_leaves_what_was_there(
    kg_script: str, graph: Path, examples: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    folder = tmp_path / "graph"
    shutil.copytree(graph, folder)
    before = (folder / "CURRENT").read_text()
    many = tmp_path / "many"
    many.mkdir()
    text = (examples / "青岚区2022年政府工作报告.txt").read_text("utf-8")
    for number in range(400):
        (many / f"{number}.txt").write_text(text.replace("青岚区", f"青{number}区"), encoding="utf-8")
    out = tmp_path / "found.jsonl"
    out.write_text("before")
    for command in (["extract", str(many), "-o", str(out)], ["build", str(many), "--graph", str(folder)]):
        process = subprocess.Popen(
            [kg_script, *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            start_new_session=True,
        )
        deadline = time.monotonic() + 30
        if command[0] == "extract":
            while not list(tmp_path.glob(".found.jsonl.*")) and time.monotonic() < deadline:
                time.sleep(0.05)
        time.sleep(2)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the whole group
        said = process.communicate(timeout=60)[1].decode()
        assert process.returncode == 130, said
        assert "stopped" in said
        assert "Traceback" not in said
    assert (folder / "CURRENT").read_text() == before
    assert out.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_debug_shows_the_traceback(kg: Run, tmp_path: Path) -> None:
    done = kg("--debug", "info", "--graph", tmp_path / "none")
    assert done.returncode == 3
    assert "Traceback" in done.stderr
    assert "GraphError" in done.stderr
