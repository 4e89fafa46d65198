"""Large tables are copied, not created row by row: everything must arrive all the same, and later rows must merge."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import ladybug
import pyarrow as pa
import pytest

from kg.errors import LoadError
from kg.graph.tables import GraphTables
from loaders.base import load
from loaders.ladybug import LadybugLoader

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def tables() -> GraphTables:
    """40,000 nodes and 150,000 relationships, some of each label and type."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        made: GraphTables = importlib.import_module("generate").generate(40_000, 150_000, seed=3)
    return made


def stored(path: Path, statement: str) -> pa.Table:
    database = ladybug.Database(str(path), read_only=True)
    connection: Any = ladybug.Connection(database)
    found = connection.execute(statement).get_as_arrow(10_000)
    connection.close()
    database.close()
    return found


def same(path: Path, tables: GraphTables) -> None:
    for label, node in tables.schema.nodes.items():
        said = ", ".join(f"n.`{one.name}` AS `{one.name}`" for one in node.properties)
        found = stored(path, f"MATCH (n:{label}) RETURN {said} ORDER BY n.id")
        assert found.to_pylist() == tables.nodes[label].to_pylist(), label
    for type, way in tables.schema.relationships.items():
        said = "".join(f", w.`{one.name}` AS `{one.name}`" for one in way.properties)
        ends = "w.rid AS rid, a.id AS `from`, b.id AS `to`"
        found = stored(path, f"MATCH (a)-[w:{type}]->(b) RETURN {ends}{said} ORDER BY rid")
        expected = tables.relationships[type].drop_columns(["from_label", "to_label"])
        assert found.to_pylist() == expected.to_pylist(), type
        (back,) = stored(path, f"MATCH (b)<-[w:{type}]-(a) RETURN count(w) AS n").to_pylist()
        assert back["n"] == expected.num_rows, type


@pytest.mark.parametrize("copy_from", [1, 500, 10**9], ids=["all copied", "some copied", "none copied"])
def test_every_value_arrives(
    copy_from: int, tables: GraphTables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LadybugLoader, "copy_from", copy_from)
    assert load(LadybugLoader(tmp_path / "a.lbdb"), tables) == tables.counts()
    same(tmp_path / "a.lbdb", tables)


def test_rows_that_come_twice_or_in_parts_are_there_once(tables: GraphTables, tmp_path: Path) -> None:
    path = tmp_path / "a.lbdb"
    loader = LadybugLoader(path)
    loader.open(tables.schema)
    small = {label: table.slice(0, 300) if label == "Indicator" else table for label, table in tables.nodes.items()}
    for label, table in small.items():
        half = table.num_rows // 2
        for rows in (table.slice(0, half), table.slice(half), table.slice(0, 50)):
            loader.write_nodes(label, rows)
    covers = tables.relationships["STATES"]
    for rows in (covers.slice(0, 15_000), covers.slice(14_000), covers.slice(0, 100)):
        loader.write_relationships("STATES", "Report", "Observation", rows)
    counted = loader.counts()
    loader.close()
    assert counted.nodes == {label: table.num_rows for label, table in small.items()}
    assert counted.relationships["STATES"] == covers.num_rows
    found = stored(path, "MATCH (n:Observation) RETURN n.id AS id, n.value AS value, n.text AS text ORDER BY id")
    assert found.to_pylist() == tables.nodes["Observation"].select(["id", "value", "text"]).to_pylist()


def test_a_missing_end_is_an_error_also_when_copied(
    tables: GraphTables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LadybugLoader, "copy_from", 1)
    nodes = {**tables.nodes, "Observation": tables.nodes["Observation"].slice(1)}
    with pytest.raises(LoadError, match="refused STATES"):
        load(LadybugLoader(tmp_path / "a.lbdb"), GraphTables(nodes, tables.relationships, tables.schema))
    assert list(tmp_path.iterdir()) == []
