"""`kg build` into a folder that holds a graph, and `kg diff` between what was and what is."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
CHANGED, GONE = "青岚区2023年政府工作报告.txt", "柏岭县民政局2023年工作总结.txt"


@pytest.fixture(scope="module")
def again(kg: Run, examples: Path, graph: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A graph that was built of the examples, and again after one changed and one went; what the second build said."""
    at = tmp_path_factory.mktemp("again")
    shutil.copytree(examples, at / "reports")
    shutil.copytree(graph, at / "graph")
    text = (at / "reports" / CHANGED).read_text("utf-8")
    (at / "reports" / CHANGED).write_text(text.replace("河长制", "林长制"), "utf-8")
    (at / "reports" / GONE).unlink()
    built = kg("build", at / "reports", "--graph", at / "graph")
    assert built.returncode == 0, built.stderr
    return at / "graph", built.stderr


def test_only_what_changed_is_extracted(again: tuple[Path, str]) -> None:
    assert "extracted 1 reports" in again[1]
    assert "8 are unchanged" in again[1]


def test_fresh_extracts_everything_and_changes_nothing(kg: Run, again: tuple[Path, str]) -> None:
    folder = again[0]
    before = (folder / "CURRENT").read_text()
    built = kg("build", folder.parent / "reports", "--graph", folder, "--fresh")
    assert "extracted 9 reports" in built.stderr
    assert "unchanged" not in built.stderr
    assert (folder / "CURRENT").read_text() == before


def test_a_damaged_cache_is_made_anew(kg: Run, again: tuple[Path, str]) -> None:
    folder = again[0]
    before = (folder / "CURRENT").read_text()
    first, second, *_ = sorted((folder / "cache" / "extractions").iterdir())
    first.write_bytes(b"[]")
    second.unlink()
    (folder / "cache" / "resolution.arrow").write_bytes(b"")
    built = kg("build", folder.parent / "reports", "--graph", folder)
    assert built.returncode == 0, built.stderr
    assert "extracted 2 reports" in built.stderr
    assert (folder / "CURRENT").read_text() == before


def differences(kg: Run, *words: str | Path) -> list[dict[str, object]]:
    done = kg("diff", *words, "--format", "json")
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    assert isinstance(rows, list)
    return rows


def test_diff_says_what_went_with_a_report(kg: Run, graph: Path, again: tuple[Path, str]) -> None:
    rows = differences(kg, graph, again[0], "--label", "Report")
    assert sorted((row["change"], row["report"]) for row in rows) == [
        ("appeared", CHANGED), ("vanished", GONE), ("vanished", CHANGED),
    ]  # fmt: skip
    gone = differences(kg, graph, again[0], "--report", GONE)
    assert {row["change"] for row in gone} >= {"vanished"}
    assert {"Report", "Observation", "Unit", "MENTIONS", "STATES", "MEASURES"} <= {str(row["kind"]) for row in gone}
    units = {row["name"] for row in gone if row["kind"] == "Unit" and row["change"] == "vanished"}
    assert "柏岭县民政局" in units


def test_diff_of_a_graph_and_itself_is_empty_and_turns_round(kg: Run, graph: Path, again: tuple[Path, str]) -> None:
    assert not differences(kg, graph, graph)
    there, back = differences(kg, graph, again[0]), differences(kg, again[0], graph)
    turned = {"appeared": "vanished", "vanished": "appeared", "changed": "changed"}
    assert sorted((str(row["id"]), str(row["property"]), turned[str(row["change"])]) for row in there) == sorted(
        (str(row["id"]), str(row["property"]), str(row["change"])) for row in back
    )


def test_diff_counts(kg: Run, graph: Path, again: tuple[Path, str]) -> None:
    rows, counts = differences(kg, graph, again[0]), differences(kg, graph, again[0], "--summary")
    for row in counts:
        found = [one for one in rows if one["kind"] == row["kind"]]
        for change in ("appeared", "vanished"):
            assert row[change] == sum(one["change"] == change for one in found)
        assert row["changed"] == len({one["id"] for one in found if one["change"] == "changed"})
        assert int(str(row["before"])) + int(str(row["appeared"])) - int(str(row["vanished"])) == row["after"]
    reports = {(row["report"], row["is"]): row for row in differences(kg, graph, again[0], "--by-report")}
    assert len(reports) == 11
    assert reports[GONE, "vanished"]["appeared"] == 0
    assert int(str(reports[CHANGED, "appeared"]["appeared"])) > 50


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("nowhere", "GRAPH"), 3, "nowhere"),
        (("GRAPH", "GRAPH", "--label", "Town"), 2, "Town"),
        (("GRAPH", "GRAPH", "--report", "no such report"), 2, "no such report"),
        (("GRAPH", "GRAPH", "--summary", "--by-report"), 2, "--summary"),
        (("GRAPH",), 2, "GRAPH_B"),
    ],
)
def test_diff_refuses(kg: Run, graph: Path, words: tuple[str, ...], code: int, said: str) -> None:
    done = kg("diff", *(str(graph) if word == "GRAPH" else word for word in words))
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
