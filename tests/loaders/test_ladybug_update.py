"""A store that is made from another holds every node and relationship, with all properties, of one loaded anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ladybug
import pytest

from kg.graph.difference import Difference, difference
from kg.graph.tables import GraphTables
from loaders import ladybug_update
from loaders.base import load
from loaders.ladybug import LadybugLoader
from loaders.ladybug_update import update_store
from tests.incremental.said import NAMES, said, whole

PLACES = ("青石县", "兰山区", None)
REPORTS = [said(number, range(number, len(NAMES), 3), range(number % 7), PLACES[number % 3]) for number in range(9)]
OLD, NEW = whole(REPORTS[:7])[0], whole(REPORTS[1:])[0]


def differences(before: GraphTables, after: GraphTables) -> dict[str, Difference]:
    both = ((before.nodes, after.nodes), (before.relationships, after.relationships))
    return {name: difference(old[name], table) for old, new in both for name, table in new.items()}


def content(path: Path, tables: GraphTables) -> dict[str, Any]:
    """Every row of the store, by label and type."""
    database = ladybug.Database(str(path), read_only=True)
    connection: Any = ladybug.Connection(database)
    found: dict[str, Any] = {}
    for label, table in tables.nodes.items():
        columns = ", ".join(f"n.`{name}`" for name in table.column_names)
        found[label] = connection.execute(f"MATCH (n:{label}) RETURN {columns} ORDER BY n.id").get_all()
    for type, table in tables.relationships.items():
        columns = ", ".join(f"r.`{name}`" for name in ("rid", *table.column_names[5:]))
        ends = "label(a), a.id, label(b), b.id"
        statement = f"MATCH (a)-[r:{type}]->(b) RETURN {ends}, {columns} ORDER BY r.rid"
        found[type] = connection.execute(statement).get_all()
    connection.close()
    database.close()
    return found


@pytest.mark.parametrize(("before", "after"), [(OLD, NEW), (NEW, OLD), (OLD, OLD)])
def test_it_holds_what_a_store_loaded_anew_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: GraphTables, after: GraphTables
) -> None:
    monkeypatch.setattr(ladybug_update, "SHARE", 2.0)
    load(LadybugLoader(tmp_path / "old"), before)
    load(LadybugLoader(tmp_path / "new"), after)
    untouched = (tmp_path / "old").read_bytes()
    assert update_store(tmp_path / "old", tmp_path / "made", after, differences(before, after))
    assert content(tmp_path / "made", after) == content(tmp_path / "new", after)
    assert (tmp_path / "old").read_bytes() == untouched


@pytest.mark.parametrize("case", ["much differs", "damaged", "of other tables"])
def test_where_it_had_better_be_loaded_anew_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    monkeypatch.setattr(ladybug_update, "SHARE", 0.0 if case == "much differs" else 2.0)
    load(LadybugLoader(tmp_path / "old"), OLD if case != "of other tables" else NEW)
    if case == "damaged":
        (tmp_path / "old").write_bytes(b"\xff" * 99_999)
    assert not update_store(tmp_path / "old", tmp_path / "made", NEW, differences(OLD, NEW))
    assert [path.name for path in tmp_path.iterdir()] == ["old"]
