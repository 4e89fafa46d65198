"""What every loader and exporter that is installed keeps to, and the one that docs/loaders.md shows."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from kg.errors import KgError, LoadError
from kg.graph.tables import GraphTables
from loaders.base import Loader, load
from tests.loaders.hostile import EMPTY, HOSTILE, TABLES, snapshot

ROOT = Path(__file__).resolve().parents[2]
GROUPS = ("kg.exporters", "kg.loaders")
Make = Callable[[], Loader]


def _documented() -> Any:
    """The loader of the documentation, run as it stands there."""
    (code,) = re.findall(r"^```python\n(.*?)^```$", (ROOT / "docs" / "loaders.md").read_text("utf-8"), re.M | re.S)
    space: dict[str, Any] = {}
    exec(compile(code, "docs/loaders.md", "exec"), space)
    return space["JsonLinesLoader"]


def _installed() -> list[Any]:
    found = []
    for entry in (entry for group in GROUPS for entry in entry_points(group=group)):
        marks = [pytest.mark.neo4j] if entry.name == "neo4j" else []
        found.append(pytest.param(entry, marks=marks, id=f"{entry.group}:{entry.name}"))
    return [*found, pytest.param(None, id="docs/loaders.md")]


@pytest.fixture(params=_installed())
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """Makes the loader anew, each time for the same store, which is in tmp_path where it is a file or folder."""
    cls = request.param.load() if request.param else _documented()
    if cls.name == "neo4j":
        from kg.neo4j.connection import Connection

        server = request.getfixturevalue("neo4j_server")
        graph = request.getfixturevalue("graph_name")
        connection = Connection(server.uri, server.user, server.password)
        return lambda: cls(connection, graph=graph, prune=True)
    return lambda: cls(tmp_path / f"out{getattr(cls, 'suffix', '.store')}")


def test_ours_are_found_by_their_entry_points() -> None:
    exporters = {entry.name for entry in entry_points(group="kg.exporters")}
    assert {"csv", "cypher", "gexf", "graphml", "parquet", "sqlite", "xlsx"} <= exporters
    assert {"ladybug"} <= {entry.name for entry in entry_points(group="kg.loaders")}


@pytest.mark.parametrize("tables", [TABLES, HOSTILE, EMPTY], ids=["invented", "hostile", "empty"])
def test_everything_arrives_and_loading_again_changes_nothing(make: Make, tables: GraphTables, tmp_path: Path) -> None:
    assert load(make(), tables) == tables.counts()
    first = set(snapshot(tmp_path))
    assert load(make(), tables) == tables.counts()
    assert set(snapshot(tmp_path)) == first
    assert not [name for name in first if name.startswith(".") or "tmp" in name or "part" in name.split(".")]


def test_another_graph_takes_the_place_of_the_first(make: Make) -> None:
    load(make(), TABLES)
    assert load(make(), HOSTILE) == HOSTILE.counts()


def test_rows_that_come_twice_are_there_once(make: Make) -> None:
    loader = make()
    loader.open(TABLES.schema)
    for label in ("Report", "District"):
        rows = TABLES.nodes[label]
        loader.write_nodes(label, rows.slice(1))
        loader.write_nodes(label, rows)
    for _ in range(2):
        loader.write_relationships("COVERS", "Report", "District", TABLES.relationships["COVERS"])
    found = loader.counts()
    loader.close()
    expected = TABLES.counts()
    for label in ("Report", "District"):
        assert found.nodes[label] == expected.nodes[label]
    assert found.relationships["COVERS"] == expected.relationships["COVERS"]
    assert set(found.nodes) == set(TABLES.schema.labels)
    assert set(found.relationships) == set(TABLES.schema.types)


@pytest.mark.parametrize("moment", ["Report", "Observation", "MENTIONS", "SIMILAR_TO"])
def test_stopping_leaves_what_was_there(make: Make, moment: str, tmp_path: Path) -> None:
    loader = make()
    if loader.name == "neo4j":
        pytest.skip("a server keeps the batches it took; loading again completes them")
    load(loader, TABLES)
    before = snapshot(tmp_path)

    def stop(name: str, _rows: int) -> None:
        if name == moment:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(make(), HOSTILE, stop)
    assert snapshot(tmp_path) == before


def test_stopping_the_first_time_leaves_nothing(make: Make, tmp_path: Path) -> None:
    loader = make()
    if loader.name == "neo4j":
        pytest.skip("a server keeps the batches it took; loading again completes them")
    loader.open(TABLES.schema)
    loader.write_nodes("Report", TABLES.nodes["Report"])
    loader.abort()
    assert list(tmp_path.iterdir()) == []


def test_after_stopping_it_can_be_loaded(make: Make) -> None:
    loader = make()
    loader.open(TABLES.schema)
    loader.write_nodes("Report", TABLES.nodes["Report"])
    loader.abort()
    assert load(make(), TABLES) == TABLES.counts()


def test_only_what_the_schema_has(make: Make) -> None:
    loader = make()
    loader.open(TABLES.schema)
    with pytest.raises(LoadError, match="Person"):
        loader.write_nodes("Person", pa.table({"id": ["x"]}))
    with pytest.raises(LoadError, match="KNOWS"):
        loader.write_relationships("KNOWS", "Report", "Report", TABLES.relationships["COVERS"])
    loader.abort()


def test_not_open(make: Make) -> None:
    with pytest.raises(LoadError):
        make().write_nodes("Report", TABLES.nodes["Report"])


def test_a_relationship_without_its_end_is_not_lost_in_silence(make: Make) -> None:
    if make().name == "jsonl":
        pytest.skip("the loader of the documentation writes whatever comes")
    nodes = {**TABLES.nodes, "District": TABLES.nodes["District"].slice(1)}
    with pytest.raises(LoadError, match=r"District|COVERS|MENTIONS"):
        load(make(), GraphTables(nodes, TABLES.relationships, TABLES.schema))


def test_a_folder_that_is_not_there(make: Make, tmp_path: Path) -> None:
    loader = make()
    if loader.name in {"neo4j", "jsonl"}:
        pytest.skip("not a file, or the loader of the documentation")
    with pytest.raises(KgError, match="none"):
        load(type(loader)(tmp_path / "none" / "out"), TABLES)
    assert list(tmp_path.iterdir()) == []


def test_the_documented_loader_is_found_when_it_is_installed(examples: Path, tmp_path: Path) -> None:
    """Laid out as pip does, in a folder of its own on the path: then `kg export jsonl` is there."""
    text = (ROOT / "docs" / "loaders.md").read_text("utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    (toml,) = re.findall(r"^```toml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len([line for line in code.splitlines() if line.strip()]) <= 45
    site = tmp_path / "site"
    info = site / "kg_jsonl-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "kg_jsonl.py").write_text(code, encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: kg-jsonl\nVersion: 1.0\n", encoding="utf-8")
    points = re.search(r'^\[project\.entry-points\."([^"]+)"\]\n(\w+) = "([^"]+)"$', toml, re.MULTILINE)
    assert points
    (info / "entry_points.txt").write_text(f"[{points[1]}]\n{points[2]} = {points[3]}\n", encoding="utf-8")
    code = (
        f"import sys; sys.path.insert(0, {str(site)!r})\n"
        "from pathlib import Path\nfrom kg.export.plugins import exporters, make_exporter\n"
        "from loaders.base import load\nfrom tests.loaders.hostile import TABLES\n"
        "assert 'jsonl' in exporters()\n"
        "load(make_exporter('jsonl', Path(sys.argv[1]), {}), TABLES)\n"
    )
    target = tmp_path / "out.jsonl"
    done = subprocess.run(
        [sys.executable, "-c", code, str(target)], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    counts = TABLES.counts()
    rows = sum(counts.nodes.values()) + sum(counts.relationships.values())
    assert len(target.read_text("utf-8").split("\n")) == rows + 1
