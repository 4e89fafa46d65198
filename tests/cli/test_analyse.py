"""`kg analyse` as its users type it, also wrongly."""

from __future__ import annotations

import csv
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from matplotlib import font_manager

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def own(kg: Run, examples: Path, tmp_path: Path) -> Path:
    """A graph folder of the examples that the test may change."""
    built = kg("build", examples, "--graph", tmp_path / "graph")
    assert built.returncode == 0, built.stderr
    return tmp_path / "graph"


def test_what_there_is(kg: Run) -> None:
    rows = json.loads(kg("analyse").stdout)
    assert [row["name"] for row in rows] == sorted(row["name"] for row in rows)
    (similarity,) = (row for row in rows if row["name"] == "similarity")
    assert "neighbours=10" in similarity["parameters"] and "相似" in similarity["title"]


@pytest.mark.skipif(
    not any("wqy" in path or "CJK" in path for path in font_manager.findSystemFonts())
    and os.environ.get("KG_REQUIRE_ALL") != "1",
    reason="no font with Chinese is installed",
)
def test_rows_picture_and_nothing_else(kg: Run, graph: Path, tmp_path: Path) -> None:
    picture = tmp_path / "shared.svg"
    done = kg("analyse", "matrix", "--graph", graph, "-o", tmp_path / "rows.csv", "--plot", picture)
    assert done.returncode == 0, done.stderr
    assert f"drawn: {picture}" in done.stderr and done.stdout == ""
    with (tmp_path / "rows.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows and picture.read_bytes().startswith(b"<?xml")
    evidence = kg("evidence", rows[0]["initiative_id"], "--graph", graph)
    assert evidence.returncode == 0 and json.loads(evidence.stdout)


def test_the_same_bytes_each_time(kg: Run, graph: Path) -> None:
    for name in ("similarity", "communities", "bridges"):
        runs = {kg("analyse", name, "--graph", graph, env={"PYTHONHASHSEED": seed}).stdout for seed in ("1", "2", "3")}
        assert len(runs) == 1, name


def test_written_into_the_graph_once(kg: Run, own: Path) -> None:
    first = kg("analyse", "similarity", "-p", "min_shared=1", "--graph", own, "--write")
    assert first.returncode == 0 and "SIMILAR_TO written" in first.stderr
    second = kg("analyse", "similarity", "-p", "min_shared=1", "--graph", own, "--write")
    assert "SIMILAR_TO are there already; nothing changed" in second.stderr and second.stdout == first.stdout
    asked = kg("cypher", "MATCH (a:District)-[s:SIMILAR_TO]->(b:District) RETURN count(s) AS n", "--graph", own)
    assert json.loads(asked.stdout) == [{"n": len(json.loads(first.stdout))}]
    sentences = kg("evidence", json.loads(first.stdout)[0]["top_ids"][0], "--graph", own)
    assert json.loads(sentences.stdout)  # the source texts are still there


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["similar"], (2, "no analysis is called 'similar' — did you mean similarity")),
        (["similarity", "-p", "distrct=x"], (2, "no parameter 'distrct' — did you mean district")),
        (["similarity", "-p", "district=没有这个市"], (2, "no District in this graph is called '没有这个市'")),
        (["similarity", "-p", "neighbours=-1"], (2, "'neighbours' cannot be -1 — give 0 or more")),
        (["communities", "-p", "resolution=0"], (2, "'resolution' must be above 0")),
        (["spread", "--write"], (2, "nothing to write into the graph")),
        (["matrix", "--plot", "x.gif"], (2, "'.gif' does not say which picture")),
        (["matrix", "--plot", "x.png", "--font", "none.ttf"], (2, "none.ttf: no such font file")),
        (["--write"], (2, "which analysis?")),
        (["matrix", "--graph", "nowhere"], (3, "nowhere: no such folder")),
    ],
)
def test_wrong_use(kg: Run, graph: Path, tmp_path: Path, arguments: list[str], expected: tuple[int, str]) -> None:
    code, said = expected
    done = kg("analyse", *arguments, cwd=tmp_path, env={"KG_GRAPH": str(graph)})
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr and "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
