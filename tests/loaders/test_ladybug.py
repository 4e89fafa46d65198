"""The embedded store's loader: everything arrives, once, and a difference is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ladybug
import pyarrow as pa
import pytest

from kg.errors import LoadError
from kg.graph.tables import Counts, GraphTables, build_tables
from kg.resolution import Graph, Node, resolve
from loaders.base import load
from loaders.ladybug import LadybugLoader
from tests.resolution.invented import extraction, many

TABLES = build_tables(resolve([said for said, _ in many(3, 40)]))


def ask(path: Path, statement: str) -> list[list[object]]:
    database = ladybug.Database(str(path), read_only=True)
    connection: Any = ladybug.Connection(database)
    rows: list[list[object]] = connection.execute(statement).get_all()
    connection.close()
    database.close()
    return rows


def test_everything_arrives_and_loading_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.lbdb"
    assert load(LadybugLoader(path), TABLES) == TABLES.counts()
    assert load(LadybugLoader(path), TABLES) == TABLES.counts()
    assert [file.name for file in tmp_path.iterdir()] == ["a.lbdb"]
    stored = ask(path, "MATCH (n:Program) RETURN n.id, n.name, n.aliases, n.concept, n.masked ORDER BY n.id")
    expected = [
        [row[key] for key in ("id", "name", "aliases", "concept", "masked")]
        for row in TABLES.nodes["Program"].to_pylist()
    ]
    assert stored == expected


def test_relationships_keep_ends_and_properties(tmp_path: Path) -> None:
    load(LadybugLoader(tmp_path / "a.lbdb"), TABLES)
    stored = ask(
        tmp_path / "a.lbdb",
        "MATCH (r:Report)-[m:MENTIONS]->(x) "
        "RETURN m.rid, r.id, labels(x), x.id, m.start, m.`end`, m.text, m.status ORDER BY m.rid",
    )
    columns = ("rid", "from", "to_label", "to", "start", "end", "text", "status")
    assert stored == [[row[key] for key in columns] for row in TABLES.relationships["MENTIONS"].to_pylist()]


def test_writing_the_same_rows_twice_writes_them_once(tmp_path: Path) -> None:
    loader = LadybugLoader(tmp_path / "a.lbdb")
    loader.open(TABLES.schema)
    for _ in range(2):
        loader.write_nodes("Report", TABLES.nodes["Report"])
        loader.write_nodes("District", TABLES.nodes["District"])
        loader.write_relationships("COVERS", "Report", "District", TABLES.relationships["COVERS"])
    found = loader.counts()
    loader.close()
    assert found.nodes["Report"] == found.relationships["COVERS"] == 3


def test_values_with_every_kind_of_sign(tmp_path: Path) -> None:
    name = "`\"'\\ \n\t\u0060$x {}; DROP 😀 " + "长" * 100_000
    said = resolve([extraction([])])
    graph = Graph((*said.nodes, Node("Indicator", "ind-1", {"name": name})), said.relationships)
    load(LadybugLoader(tmp_path / "a.lbdb"), build_tables(graph))
    assert ask(tmp_path / "a.lbdb", "MATCH (n:Indicator) RETURN n.name") == [[name]]


class Forgetful(LadybugLoader):
    """A loader whose store loses units."""

    def counts(self) -> Counts:
        self._run("MATCH (u:Unit) DETACH DELETE u", "Unit")
        return super().counts()


def test_a_difference_is_an_error_that_names_it_and_leaves_the_file_from_before(tmp_path: Path) -> None:
    path = tmp_path / "a.lbdb"
    load(LadybugLoader(path), TABLES)
    before = path.read_bytes()
    with pytest.raises(
        LoadError, match=rf"Unit {TABLES.counts().nodes['Unit']} in the tables, 0 in the store"
    ):
        load(Forgetful(path), TABLES)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["a.lbdb"]


def test_a_relationship_without_its_end_is_not_lost_in_silence(tmp_path: Path) -> None:
    nodes = {**TABLES.nodes, "District": TABLES.nodes["District"].slice(1)}
    tables = GraphTables(nodes, TABLES.relationships, TABLES.schema)
    with pytest.raises(LoadError, match=r"COVERS 3 in the tables, 2 in the store|MENTIONS .* in the tables"):
        load(LadybugLoader(tmp_path / "a.lbdb"), tables)


def test_only_what_the_schema_has(tmp_path: Path) -> None:
    loader = LadybugLoader(tmp_path / "a.lbdb")
    loader.open(TABLES.schema)
    with pytest.raises(LoadError, match="'Person' is not in the schema"):
        loader.write_nodes("Person", pa.table({"id": ["x"]}))
    loader.abort()


def test_not_open(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="not open"):
        LadybugLoader(tmp_path / "a.lbdb").write_nodes("Report", TABLES.nodes["Report"])


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="opening the file"):
        load(LadybugLoader(tmp_path / "none" / "a.lbdb"), TABLES)
