"""The graph folder: old or new, never between, and clear words for everything that can be wrong with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import GraphBusyError, GraphError, GraphVersionError
from kg.graph.build import build_graph
from kg.graph.reader import open_graph
from kg.graph.store import run_query
from kg.records import Extraction, SourceText
from tests.resolution.invented import many

ONE, TWO = many(2, 15, seed=1), many(3, 15, seed=2)
COUNT = "MATCH (r:Report) RETURN count(r)"


def build(folder: Path, given: list[tuple[Extraction, SourceText]]) -> None:
    build_graph([said for said, _ in given], [text for _, text in given], folder)


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build(tmp_path / "graph", ONE)
    return tmp_path / "graph"


def reports(folder: Path) -> int:
    return int(run_query(folder, COUNT).rows[0][0])


def test_what_was_written_is_read(folder: Path) -> None:
    with open_graph(folder) as graph:
        assert graph.meta.counts.nodes["Report"] == 2
        assert graph.table("Report").num_rows == 2
        assert graph.tables().counts() == graph.meta.counts
        for row in graph.table("Report").to_pylist():
            text = graph.source_text(row["source_sha256"])
            assert text in {source.text for _, source in ONE}
        with pytest.raises(GraphError, match="no table 'Person'"):
            graph.table("Person")
        with pytest.raises(GraphError, match="missing"):
            graph.source_text("0" * 64)


def test_evidence_is_found_at_its_offsets(folder: Path) -> None:
    with open_graph(folder) as graph:
        texts = {
            row["id"]: graph.source_text(row["source_sha256"]) for row in graph.table("Report").to_pylist()
        }
        for row in graph.table("MENTIONS").to_pylist():
            assert texts[row["from"]][row["start"] : row["end"]] == row["text"]


def test_the_same_input_leaves_the_folder_as_it_is(folder: Path) -> None:
    before = files(folder)
    build(folder, ONE[::-1])
    assert files(folder) == before


def test_tables_are_the_same_bytes_in_another_folder_and_order(folder: Path, tmp_path: Path) -> None:
    build(tmp_path / "other", ONE[::-1])
    one, other = (
        {name: data for name, data in files(at).items() if name.endswith(".parquet")}
        for at in (folder, tmp_path / "other")
    )
    assert one == other
    assert one


def test_a_new_build_replaces_the_old_and_cleans_up(folder: Path) -> None:
    old = (folder / "CURRENT").read_text().strip()
    (folder / "versions" / ".building-00ff").mkdir()
    build(folder, TWO)
    assert reports(folder) == 3
    assert [path.name for path in (folder / "versions").iterdir()] == [
        (folder / "CURRENT").read_text().strip()
    ]
    assert (folder / "CURRENT").read_text().strip() != old
    assert len(list((folder / "sources").iterdir())) == 3


def test_a_reader_keeps_the_version_it_opened(folder: Path) -> None:
    with open_graph(folder) as graph:
        build(folder, TWO)
        assert graph.table("Report").num_rows == 2
        row = graph.table("Report").to_pylist()[0]
        assert graph.source_text(row["source_sha256"])
        assert reports(folder) == 3
    build(folder, ONE + TWO)
    assert len(list((folder / "versions").iterdir())) == 1


def test_a_folder_of_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(GraphError, match=r"something else \(letter\.txt\)"):
        build(tmp_path, ONE)
    assert files(tmp_path) == {"letter.txt": b"x"}
    with pytest.raises(GraphError, match="is a file"):
        build(tmp_path / "letter.txt", ONE)


def test_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="no such folder"):
        open_graph(tmp_path / "none")
    with pytest.raises(GraphError, match="no graph in this folder"):
        open_graph(tmp_path)
    (tmp_path / "versions").mkdir()
    with pytest.raises(GraphError, match="no build into this folder has finished"):
        open_graph(tmp_path)


def version(folder: Path) -> Path:
    return folder / "versions" / (folder / "CURRENT").read_text().strip()


def test_a_folder_that_was_cut_off(folder: Path) -> None:
    path = version(folder) / "nodes" / "Unit.parquet"
    path.write_bytes(path.read_bytes()[:50])
    with pytest.raises(GraphError, match=r"Unit\.parquet has 50 bytes"):
        open_graph(folder)
    path.unlink()
    with pytest.raises(GraphError, match=r"Unit\.parquet is missing"):
        open_graph(folder)
    build(folder, ONE)
    assert reports(folder) == 2


@pytest.mark.parametrize(
    ("text", "message"), [("", "damaged"), ("../../etc", "damaged"), ("0123456789abcdef", "missing")]
)
def test_a_damaged_pointer(folder: Path, text: str, message: str) -> None:
    (folder / "CURRENT").write_text(text)
    with pytest.raises(GraphError, match=message):
        open_graph(folder)
    build(folder, ONE)
    assert reports(folder) == 2


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"format": "kg graph"}', '{"format": "other", "schema_version": 1}']
)
def test_a_damaged_description(folder: Path, text: str) -> None:
    (version(folder) / "graph.json").write_text(text)
    with pytest.raises(GraphError, match=r"graph\.json is"):
        open_graph(folder)


def test_another_schema_version(folder: Path) -> None:
    path = version(folder) / "graph.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "schema_version": 0}), "utf-8")
    with pytest.raises(GraphVersionError, match="schema version 0"):
        open_graph(folder)


def test_an_altered_source_text(folder: Path) -> None:
    path = next((folder / "sources").iterdir())
    path.write_text("something else", "utf-8")
    with open_graph(folder) as graph, pytest.raises(GraphError, match="was altered"):
        graph.source_text(path.stem)


def test_a_damaged_store(folder: Path) -> None:
    path = version(folder) / "graph.lbdb"
    path.write_bytes(bytes(path.stat().st_size))
    with pytest.raises(GraphError, match=r"the store .* cannot be opened"):
        reports(folder)


HOLD = """
import sys, time
from pathlib import Path
from kg.graph.locks import writer_lock
with writer_lock(Path(sys.argv[1]) / ".lock", Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def python(code: str, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )


def test_a_second_build_is_refused_while_one_is_running(folder: Path) -> None:
    other = python(HOLD, str(folder))
    try:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(GraphBusyError, match="another build"):
            build(folder, TWO)
        assert reports(folder) == 2
    finally:
        other.kill()
        other.communicate()
    build(folder, TWO)  # the lock ended with the process that was killed
    assert reports(folder) == 3


LIMITED = """
import resource, sys
from kg.errors import GraphError
from kg.graph.build import build_graph
from tests.resolution.invented import many
given = many(3, 15, seed=2)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    build_graph([said for said, _ in given], [text for _, text in given], sys.argv[1])
except GraphError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
@pytest.mark.parametrize("limit", [100, 3_000, 100_000, 3_000_000])
def test_a_disk_that_takes_no_more(folder: Path, limit: int) -> None:
    """The limit on a file's size fails writes as a full disk does, at the tables, the log and the store itself."""
    run = python(LIMITED, str(folder), str(limit))
    said, _ = run.communicate(timeout=120)
    assert run.returncode == 0
    assert "unchanged" in said
    assert reports(folder) == 2
    assert not [path.name for path in (folder / "versions").iterdir() if path.name.startswith(".")]


def test_a_place_where_no_folder_can_be(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(GraphError, match="cannot be written"):
        build(tmp_path / "letter.txt" / "graph", ONE)
