"""What the commands print, where, and in which form."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer import Context
from typer.main import get_group

from kg.cli import COMMANDS, app
from kg.library import load_library, query_folders

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_help_is_quick_and_names_every_command(kg: Run) -> None:
    kg("--help")  # warm the disk cache
    took = []
    for _ in range(5):
        began = time.perf_counter()
        shown = kg("--help")
        took.append(time.perf_counter() - began)
    assert shown.returncode == 0
    for command in ("demo", "reports", "extract", "build", "query", "cypher", "evidence", "info"):
        assert f"  {command} " in shown.stdout
    assert "Exit codes:" in shown.stdout
    # 0.3 s on a quiet machine; a machine that runs other tests at the same time gets some leave.
    assert min(took) < 0.6


def test_help_imports_nothing_heavy(kg: Run, environment: dict[str, str]) -> None:
    code = (
        "import sys, kg.cli; heavy = {'pyarrow', 'ladybug', 'onnxruntime', 'numpy', 'torch', 'yaml', 'rich'}; "
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr


def test_a_query_imports_no_torch_and_no_model(graph: Path, environment: dict[str, str]) -> None:
    code = (
        "import sys; from pathlib import Path; from kg.library import *; "
        "run_saved(Path(sys.argv[1]), load_library(query_folders())['reports']); "
        "sys.exit(', '.join(sorted({'torch', 'onnxruntime', 'hanlp'} & set(sys.modules))) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(graph)], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "command", ["demo", "reports", "extract", "build", "query", "query run", "cypher", "evidence", "info"]
)
def test_every_command_has_help_with_examples(kg: Run, command: str) -> None:
    shown = kg(*command.split(), "--help")
    assert shown.returncode == 0
    assert "Examples:" in shown.stdout
    assert f"kg {command.partition(' ')[0]}" in shown.stdout.partition("Examples:")[2]


def test_every_module_of_commands_is_registered() -> None:
    group = get_group(app)
    context = Context(group)
    names = group.list_commands(context)
    assert names == [name.rstrip("_") for name in COMMANDS]  # a module cannot be called import
    for name in names:
        command = group.get_command(context, name)
        assert command is not None and command.name == name


def test_a_command_imports_no_other_commands_module() -> None:
    code = "import sys; from kg.cli import main\ntry: main()\nfinally: print(*sorted(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code, "info", "--help"], capture_output=True, text=True, check=True)
    modules = set(done.stderr.split())
    assert "kg.cli.info" in modules and not {"kg.cli.train", "kg.cli.review"} & modules


def test_version(kg: Run) -> None:
    assert kg("--version").stdout.startswith("kg 0.")


def test_shell_completion_offers_commands(kg: Run) -> None:
    shown = kg(env={"_KG_COMPLETE": "complete_bash", "COMP_WORDS": "kg ev", "COMP_CWORD": "1"})
    assert "evidence" in shown.stdout


def test_demo_says_what_it_does_and_ends_in_an_answer(kg: Run, tmp_path: Path) -> None:
    shown = kg("demo", "--graph", tmp_path / "demo")
    assert shown.returncode == 0, shown.stderr
    for step in ("reading", "extracted 10 reports", "found", "built", "asking"):
        assert step in shown.stderr
    assert "districts:" in shown.stdout
    assert "【" in shown.stdout
    assert ".txt, line " in shown.stdout
    assert "kg query list" in shown.stdout
    # What it says to try next works as it stands.
    for line in shown.stdout.partition("Next:")[2].splitlines():
        command = line.partition("#")[0].split()
        if command and "YOUR-REPORTS" not in command:
            assert kg(*command[1:]).returncode == 0, line


def test_demo_uses_the_cache_folder_and_can_be_repeated(kg: Run, environment: dict[str, str]) -> None:
    first, second = kg("demo"), kg("demo")
    assert (first.returncode, second.returncode) == (0, 0)
    assert first.stdout == second.stdout
    assert any(Path(environment["XDG_CACHE_HOME"]).rglob("CURRENT"))


def test_reports_columns_and_rows(kg: Run, examples: Path) -> None:
    rows = json.loads(kg("reports", examples).stdout)
    assert list(rows[0]) == [
        "source", "start_line", "end_line", "title", "unit", "kind", "year", "plan_year", "district", "chars",
    ]  # fmt: skip
    assert len(rows) == 10
    places = {(Path(row["source"]).name, row["start_line"], row["end_line"]) for row in rows}
    assert ("各单位2023年工作总结汇编.txt", 41, 75) in places


def test_reports_places_say_what_says_so(kg: Run, examples: Path) -> None:
    name = "各单位2023年工作总结汇编.txt"
    rows = json.loads(kg("reports", examples / name, "--places").stdout)
    assert list(rows[0])[-2:] == ["chars", "places"]
    lines = (examples / name).read_text("utf-8").split("\n")
    for row in rows:
        said = dict(part.split(": ") for part in row["places"].split("; "))
        assert {field for field in ("unit", "kind", "year", "plan_year", "district") if row[field]} <= set(said)
        place, _, line = said["unit"].partition(", line ")
        assert place in ("title", "byline", "opening", "body")
        assert row["unit"] in lines[int(line) - 1]


def test_reports_dropped_lists_what_is_in_no_report(kg: Run, examples: Path) -> None:
    shown = kg("reports", examples / "各单位2023年工作总结汇编.txt", "--dropped", "--format", "tsv")
    lines = list(csv.DictReader(io.StringIO(shown.stdout), dialect="excel-tab"))
    assert [line["line"] for line in lines] == ["1", "3", "111"]


def test_a_manifest_is_written_corrected_and_used(kg: Run, examples: Path, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    name = "某镇2022年工作总结.txt"
    (folder / name).write_bytes((examples / name).read_bytes())
    manifest = folder / "manifest.csv"
    written = kg("reports", folder, "--write-manifest", manifest)
    assert written.returncode == 0, written.stderr
    rows = list(csv.DictReader(io.StringIO(manifest.read_text("utf-8"))))
    assert [row["file"] for row in rows] == [name]
    rows[0]["district"], rows[0]["year"] = "云溪镇", "2021"
    with manifest.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    again = kg("reports", folder)
    assert f"using {manifest}" in again.stderr
    (row,) = json.loads(again.stdout)
    assert (row["district"], row["year"]) == ("云溪镇", 2021)
    named = kg("reports", folder / name, "--manifest", manifest)
    assert json.loads(named.stdout)[0]["district"] == "云溪镇"


def test_extract_offsets_lead_back_to_the_file(kg: Run, examples: Path, tmp_path: Path) -> None:
    out = tmp_path / "found.jsonl"
    done = kg("extract", examples, "-o", out)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert len(rows) == 10
    assert all(set(row) == {"report", "mentions", "observations", "actors"} for row in rows)
    starts = [(row["report"]["source"], row["report"]["start"]) for row in rows]
    assert starts == sorted(starts)
    for row in rows:
        path = Path(row["report"]["source"])
        text = path.read_bytes().decode("gb18030" if path.name.startswith("松河市") else "utf-8")
        for found in (*row["mentions"], *row["observations"]):
            assert text[found["start"] : found["end"]] == found["text"]


def test_the_same_file_named_twice_is_read_once(kg: Run, examples: Path) -> None:
    path = examples / "某镇2022年工作总结.txt"
    assert len(json.loads(kg("reports", path, examples, path).stdout)) == 10


def test_info_counts_are_those_of_the_tables(kg: Run, graph: Path) -> None:
    rows = json.loads(kg("info", "--graph", graph).stdout)
    version = (graph / "CURRENT").read_text().strip()
    for kind, folder in (("node", "nodes"), ("relationship", "relationships")):
        counts = {row["name"]: row["value"] for row in rows if row["what"] == kind}
        tables = {
            path.stem: pq.read_metadata(path).num_rows for path in graph.glob(f"versions/{version}/{folder}/*.parquet")
        }
        assert counts == tables
    assert sum(row["what"] == "source characters" for row in rows) == 8


@pytest.mark.parametrize("name", load_library(query_folders()[:1]))
def test_every_query_runs_on_what_was_built(kg: Run, graph: Path, name: str) -> None:
    named = {"District": "禾川县", "Program": "家庭医生签约服务", "Unit": "县应急管理局"}
    query = load_library(query_folders()[:1])[name]
    parameters = [
        word
        for parameter in query.parameters
        if parameter.required
        for word in ("--param", f"{parameter.name}={named[parameter.of[0]]}")
    ]
    done = kg("query", "run", name, *parameters, "--graph", graph)
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    if name == "no-evidence":
        assert rows == []


def test_the_formats_say_the_same(kg: Run, graph: Path, tmp_path: Path) -> None:
    run = ("query", "run", "shared-initiatives", "--graph", graph)
    rows = json.loads(kg(*run).stdout)
    assert rows
    ndjson = [json.loads(line) for line in kg(*run, "--format", "ndjson").stdout.splitlines()]
    assert ndjson == rows
    for format in ("csv", "tsv"):
        dialect = "excel" if format == "csv" else "excel-tab"
        cells = list(csv.DictReader(io.StringIO(kg(*run, "--format", format).stdout), dialect=dialect))
        assert [row["which"].split("|") for row in cells] == [row["which"] for row in rows]
    table = kg(*run, "--format", "table").stdout
    assert all(row["initiative"] in table for row in rows)
    path = tmp_path / "rows.parquet"
    assert kg(*run, "-o", path).returncode == 0
    assert pq.read_table(path).to_pylist() == rows


def test_graph_and_queries_from_the_environment(kg: Run, graph: Path, tmp_path: Path) -> None:
    query = (query_folders()[0] / "reports.cypher").read_text("utf-8").replace("id: reports", "id: mine")
    (tmp_path / "mine.cypher").write_text(query, encoding="utf-8")
    named = kg("query", "run", "mine", "--queries", tmp_path, "--graph", graph)
    by_environment = kg("query", "run", "mine", env={"KG_GRAPH": str(graph), "KG_QUERIES": str(tmp_path)})
    assert named.returncode == by_environment.returncode == 0
    assert named.stdout == by_environment.stdout != ""
    assert "mine" in kg("query", "list", "--queries", tmp_path).stdout


def test_show_gives_the_file(kg: Run) -> None:
    shown = kg("query", "show", "who-leads").stdout
    assert shown == (query_folders()[0] / "who-leads.cypher").read_text("utf-8")


def test_cypher_with_parameters(kg: Run, graph: Path) -> None:
    statement = "MATCH (r:Report) WHERE r.year = $year AND r.name CONTAINS $word RETURN count(r) AS n"
    done = kg("cypher", statement, "--param", "year=2023", "-p", "word=松河", "--graph", graph)
    assert json.loads(done.stdout) == [{"n": 1}]


def test_evidence_limits_and_says_so(kg: Run, graph: Path) -> None:
    done = kg("evidence", "家庭医生签约服务", "--limit", "2", "--graph", graph)
    assert len(json.loads(done.stdout)) == 2
    assert "2 of " in done.stderr
    every = json.loads(kg("evidence", "家庭医生签约服务", "--limit", "0", "--graph", graph).stdout)
    assert len(every) > 2
    assert all("【" in row["sentence"] for row in every)


def test_output_is_utf8_whatever_the_locale(kg: Run) -> None:
    done = kg("query", "list", env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"})
    assert "行政区" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal of POSIX")
def test_a_table_on_a_terminal(kg_script: str, graph: Path, environment: dict[str, str]) -> None:
    import pty

    leader, follower = pty.openpty()
    command = [kg_script, "query", "run", "reports", "--graph", str(graph)]
    process = subprocess.Popen(command, stdout=follower, stderr=follower, env=environment)
    os.close(follower)
    shown = b""
    while True:
        try:
            part = os.read(leader, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not part:
            break
        shown += part
    os.close(leader)
    assert process.wait(60) == 0
    text = shown.decode("utf-8")
    assert text.lstrip().startswith("report_id")
    assert "(10 rows)" in text
