"""`kg export` as a user runs it: every format, parts, wrong arguments, stopped, on a full disk, two at once."""

from __future__ import annotations

import csv
import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.export.plugins import make_exporter
from kg.graph.folder import write_graph
from kg.graph.reader import open_graph
from kg.graph.tables import build_tables
from kg.resolution import resolve
from loaders.base import load
from tests.loaders.hostile import TABLES, snapshot
from tests.resolution.invented import many

Run = Callable[..., subprocess.CompletedProcess[str]]
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")
FORMATS = {
    "csv": "", "cypher": ".cypher", "gexf": ".gexf", "graphml": ".graphml", "parquet": "", "sqlite": ".sqlite",
    "xlsx": ".xlsx",
}  # fmt: skip


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph whose export takes seconds."""
    folder = tmp_path_factory.mktemp("large") / "graph"
    write_graph(folder, build_tables(resolve([said for said, _ in many(60, 150)])))
    return folder


@pytest.fixture(scope="module")
def graphs(graph: Path, large: Path) -> list[Path]:
    """A small one and a large one."""
    return [graph, large]


@pytest.mark.parametrize("format", FORMATS)
def test_every_format(kg: Run, graph: Path, format: str, tmp_path: Path) -> None:
    target = tmp_path / f"图谱{FORMATS[format]}"
    with open_graph(graph) as folder:
        counts = folder.meta.counts
    said = f"{sum(counts.nodes.values()):,} nodes, {sum(counts.relationships.values()):,} relationships"
    for _ in range(2):
        done = kg("export", format, "-o", target, "--graph", graph)
        assert done.returncode == 0, done.stderr
        assert done.stderr == f"{target}: {said}\n"
        assert done.stdout == ""
        assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_the_list_of_formats(kg: Run) -> None:
    rows = json.loads(kg("export", "--list").stdout)
    assert set(FORMATS) <= {row["format"] for row in rows}
    assert all(row["what"] for row in rows)
    (of_csv,) = [row for row in rows if row["format"] == "csv"]
    assert of_csv["options"][0].startswith("bom: ")


def test_a_part_for_gephi(kg: Run, graph: Path, tmp_path: Path) -> None:
    """A district's reports without figures."""
    out = tmp_path / "a.gexf"
    more = ("--where", "district=青岚区", "--where", "year=2022", "--without", "observation,Indicator")
    done = kg("export", "gexf", "-o", out, "--graph", graph, *more)
    assert done.returncode == 0, done.stderr
    read = nx.read_gexf(out)
    labels = {data["node_label"] for _, data in read.nodes(data=True)}
    assert "Program" in labels
    assert not labels & {"Observation", "Indicator"}
    reports = [data for _, data in read.nodes(data=True) if data["node_label"] == "Report"]
    assert [data["year"] for data in reports] == [2022]
    assert min(dict(read.degree()).values()) > 0


def test_csv_without_a_mark_and_an_option_in_chinese_commas(kg: Run, graph: Path, tmp_path: Path) -> None:
    more = ("--where", "label=Program，Campaign", "--option", "bom=no")
    done = kg("export", "csv", "-o", tmp_path / "out", "--graph", graph, *more)
    assert done.returncode == 0, done.stderr
    with (tmp_path / "out" / "nodes" / "Program.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file))[:2] == ["id", "name"]
    assert (tmp_path / "out" / "nodes" / "Unit.csv").read_text("utf-8").count("\n") == 1


def test_notes(kg: Run, graph: Path, tmp_path: Path) -> None:
    done = kg("export", "gexf", "-o", tmp_path / "a.xml", "--graph", graph)
    assert "note: programs know this format by the ending .gexf" in done.stderr
    done = kg("export", "csv", "-o", tmp_path / "out", "--graph", graph, "--where", "type=SIMILAR_TO")
    assert done.returncode == 0
    assert "the export is empty" in done.stderr


WRONG = [
    (("gefx", "-o", "a.gexf"), 2, "did you mean gexf"),
    (("gexf",), 2, "-o OUT is missing"),
    (("-o", "a.gexf"), 2, "FORMAT is missing"),
    (("gexf", "-o", "-"), 2, "cannot go to standard output"),
    (("gexf", "-o", "none/a.gexf"), 2, "no folder none"),
    (("gexf", "-o", "taken"), 2, "this is a folder, not a file"),
    (("gexf", "-o", "/dev/null"), 2, "this is a device"),
    (("gexf", "-o", "/"), 2, "folder"),
    (("csv", "-o", "/"), 2, "something else"),
    (("csv", "-o", "."), 2, "something else"),
    (("csv", "-o", "taken"), 2, "something else than an export"),
    (("csv", "-o", "taken/photo.jpg"), 2, "this is a file"),
    (("csv", "-o", "taken/photo.jpg/out"), 2, "no folder"),
    (("csv", "-o", "out", "--option", "bim=no"), 2, "no option 'bim' — did you mean bom"),
    (("csv", "-o", "out", "--option", "bom"), 2, "--option NAME=VALUE"),
    (("csv", "-o", "out", "--option", "bom=perhaps"), 2, "bom=yes or bom=no"),
    (("gexf", "-o", "a.gexf", "--option", "bom=no"), 2, "leave it out"),
    (("gexf", "-o", "a.gexf", "--where", "district=青岚"), 2, "did you mean 青岚区"),
    (("gexf", "-o", "a.gexf", "--without", "Figure"), 2, "no such label or type"),
    (("gexf", "-o", "a.gexf", "--graph", "nowhere"), 3, "no such folder"),
    (("cypher", "-o", "a.cypher", "--option", "graph= "), 2, "name of the graph"),
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: " ".join(wrong[0])[:40])
def test_wrong_arguments(
    graph: Path, wrong: tuple[tuple[str, ...], int, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments, code, message = wrong
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "photo.jpg").write_bytes(b"jpg")
    before = snapshot(tmp_path)
    monkeypatch.chdir(tmp_path)
    of_graph = () if "--graph" in arguments else ("--graph", str(graph))
    done = CliRunner().invoke(app, ["export", *arguments, *of_graph])
    assert done.exit_code == code, done.stderr
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert snapshot(tmp_path) == before


@posix
@pytest.mark.parametrize("format", FORMATS)
def test_a_full_disk_leaves_what_was_there(kg: Run, large: Path, format: str, tmp_path: Path) -> None:
    """The limit of a file's size stands for the disk: the system refuses to write on in the same way."""
    target = tmp_path / f"a{FORMATS[format]}"
    load(make_exporter(format, target, {}), TABLES)
    before = snapshot(tmp_path)
    # In blocks of 1 kB; what openpyxl gathers elsewhere comes under it too.
    limited = ("bash", "-c", 'ulimit -f 60; exec "$@"', "-")
    done = kg("export", format, "-o", target, "--graph", large, prefix=limited)
    assert done.returncode == 4, done.stderr
    assert "the disk is full" in done.stderr or "disk" in done.stderr
    assert "what was there is unchanged" in done.stderr
    assert done.stderr.count("\n") == 1
    assert snapshot(tmp_path) == before


@posix
@pytest.mark.parametrize("format", ["gexf", "csv", "xlsx"])
def test_ctrl_c_leaves_the_old_or_the_new(
    kg_script: str, environment: dict[str, str], large: Path, format: str, tmp_path: Path
) -> None:
    target = tmp_path / f"a{FORMATS[format]}"
    load(make_exporter(format, target, {}), TABLES)
    before = snapshot(tmp_path)
    command = [kg_script, "export", format, "-o", str(target), "--graph", str(large)]
    stopped = 0
    for number in range(12):
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
        # As soon as something is written beside the target, then later and later.
        while process.poll() is None and len(list(tmp_path.iterdir())) == 1:
            time.sleep(0.002)
        time.sleep(0.05 * 2**number)
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)[1]
        assert "Traceback" not in said
        if snapshot(tmp_path) != before:  # it was done, or too late to stop
            break
        assert process.returncode == 130, said
        stopped += 1
    assert stopped
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    assert sum(map(len, snapshot(tmp_path).values())) > 2 * sum(map(len, before.values()))


@pytest.mark.parametrize("suffix", [".sqlite", ""])
def test_two_at_once(
    kg_script: str, environment: dict[str, str], graphs: list[Path], suffix: str, tmp_path: Path
) -> None:
    """Both end well; what is there is the whole export of one of them."""
    target = tmp_path / f"a{suffix}"
    format = "sqlite" if suffix else "csv"
    processes = [
        subprocess.Popen(
            [kg_script, "export", format, "-o", str(target), "--graph", str(of)],
            stderr=subprocess.PIPE, text=True, env=environment,
        )
        for of in [*graphs, *graphs]
    ]  # fmt: skip
    for process in processes:
        said = process.communicate(timeout=120)[1]
        assert process.returncode == 0, said
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    counts = []
    for of in graphs:
        with open_graph(of) as folder:
            counts.append(folder.meta.counts.nodes["Unit"])
    if format == "sqlite":
        base = sqlite3.connect(target)
        (found,) = base.execute("SELECT count(*) FROM Unit").fetchone()
        base.close()
    else:
        with (target / "nodes" / "Unit.csv").open(encoding="utf-8-sig", newline="") as file:
            found = sum(1 for _ in csv.DictReader(file))
    assert found in counts


def test_without_openpyxl_it_is_said_which_extra(kg: Run, graph: Path, tmp_path: Path) -> None:
    (tmp_path / "openpyxl").mkdir()
    (tmp_path / "openpyxl" / "__init__.py").write_text("raise ImportError('left out')")
    done = kg("export", "xlsx", "-o", tmp_path / "a.xlsx", "--graph", graph, env={"PYTHONPATH": str(tmp_path)})
    assert done.returncode == 5
    assert "the extra 'xlsx'" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["openpyxl"]


def test_a_plug_in_that_cannot_be_imported_is_named(kg: Run, graph: Path, tmp_path: Path) -> None:
    info = tmp_path / "site" / "broken-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[kg.exporters]\nbroken = not_there:Exporter\n", encoding="utf-8")
    path = {"PYTHONPATH": str(tmp_path / "site")}
    done = kg("export", "broken", "-o", tmp_path / "a", "--graph", graph, env=path)
    assert done.returncode == 1
    assert "the exporter broken cannot be imported" in done.stderr
    rows = json.loads(kg("export", "--list", env=path).stdout)
    assert "cannot be used" in next(row["what"] for row in rows if row["format"] == "broken")
    assert set(FORMATS) <= {row["format"] for row in rows}
