"""Results in the graph: as a new version, whole, once, with everything else as it was."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kg.analysis import Written, find_analysis, run_analysis, write_back, written_into
from kg.analysis.model import Pair
from kg.errors import GraphBusyError, SchemaError
from kg.graph.folder import write_graph
from kg.graph.reader import open_graph
from kg.graph.store import run_query
from kg.graph.tables import GraphTables
from kg.records import SourceText
from kg.resolution.ids import make_id
from tests.analysis.invented import graph, named

TABLES = graph(
    ("临沂市", ["P:蓝湾港工程", "P:清溪河工程", "C:青林专项行动"], [], []),
    ("日照市", ["P:蓝湾港工程", "P:清溪河工程"], ["C:青林专项行动"], []),
    ("南昌市", ["P:丁泉工程"], [], []),
    acting={"山东省水利厅": ["P:甲湾工程", "P:乙岭工程"]},
)  # fmt: skip
TEXT = "第一份。\r\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A graph folder with one source text."""
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    write_graph(tmp_path / "graph", TABLES, [SourceText("0.txt", "0.txt", TEXT, digest, "gb18030")])
    return tmp_path / "graph"


def state(folder: Path) -> tuple[str, GraphTables]:
    with open_graph(folder) as opened:
        return opened.version.name, opened.tables()


def write(folder: Path, *names: str) -> list[bool]:
    changed = []
    for name in names:
        version, tables = state(folder)
        written = run_analysis(find_analysis(name), tables).written
        assert written is not None
        changed.append(write_back(folder, version, written))
    return changed


def test_written_results_are_in_tables_and_store_and_a_second_time_changes_nothing(folder: Path) -> None:
    everything = ("similarity", "communities", "bridges")
    assert write(folder, *everything) == [True, True, True]
    version, after = state(folder)
    assert write(folder, *everything) == [False, False, False]
    assert state(folder)[0] == version
    a, b = sorted(named(TABLES, "District", name) for name in ("临沂市", "日照市"))
    (row,) = after.relationships["SIMILAR_TO"].to_pylist()
    assert (row["from"], row["to"], row["shared"]) == (a, b, 3)
    assert row["rid"] == make_id("rel", "SIMILAR_TO", a, b)
    asked = run_query(folder, "MATCH (a:District)-[s:SIMILAR_TO]->(b:District) RETURN a.id, b.id, s.shared, s.top").rows
    assert asked == [(a, b, 3, row["top"])] and len(row["top"]) == 3
    said = dict(run_query(folder, "MATCH (d:District) RETURN d.name, d.community").rows)
    assert said["临沂市"] == said["日照市"] == 1 and said["南昌市"] is None
    bridging = (("Program", "蓝湾港工程", 1 / 9), ("Program", "丁泉工程", 0.0), ("Unit", "山东省水利厅", 1.0))
    for label, name, expected in bridging:
        (found,) = run_query(folder, f"MATCH (n:{label} {{name: $name}}) RETURN n.bridging", {"name": name}).rows
        assert found[0] == pytest.approx(expected, abs=1e-6), name
    for table in ("MENTIONS", "COVERS", "LEADS"):
        assert after.relationships[table] == TABLES.relationships[table]
    assert after.extra.keys() == TABLES.extra.keys()
    with open_graph(folder) as opened:
        (entry,) = opened.meta.sources
        assert (entry.name, entry.encoding, opened.source_text(entry.sha256)) == ("0.txt", "gb18030", TEXT)
    assert len(list((folder / "versions").iterdir())) == 1


def test_what_an_analysis_set_before_goes(folder: Path) -> None:
    write(folder, "similarity", "communities")
    version, tables = state(folder)
    written = run_analysis(find_analysis("similarity"), tables, {"min_shared": 4}).written
    assert written is not None and write_back(folder, version, written)
    assert state(folder)[1].relationships["SIMILAR_TO"].num_rows == 0
    assert run_query(folder, "MATCH (d:District) WHERE d.community = 1 RETURN count(d)").rows == [(2,)]


def test_a_graph_that_was_built_meanwhile_is_left_alone(folder: Path) -> None:
    version, tables = state(folder)
    written = run_analysis(find_analysis("similarity"), tables).written
    assert written is not None
    write_graph(folder, graph(("青岛市", ["P:蓝湾港工程"], [], [])))
    newer = state(folder)[0]
    with pytest.raises(GraphBusyError, match="built anew while it was analysed"):
        write_back(folder, version, written)
    assert state(folder)[0] == newer


def test_what_does_not_fit_the_schema_is_refused() -> None:
    with pytest.raises(SchemaError):
        written_into(TABLES, Written(relationships={"SIMILAR_TO": (_to_nowhere(),)}))


def _to_nowhere() -> Pair:
    district = named(TABLES, "District", "临沂市")
    return Pair(district, "District", "dist-0000000000000000", "District", {"score": 0.5, "shared": 1, "top": []})
