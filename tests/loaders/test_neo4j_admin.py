"""Files for the bulk import: the real neo4j-admin makes a database of them that holds what `kg load neo4j` writes."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import LoadError
from kg.graph.tables import GraphTables, build_tables
from kg.resolution import Graph, Node, resolve
from loaders.base import load
from loaders.neo4j_admin import AFTER, SCRIPT, Neo4jAdminExporter
from tests.neo4j.graphs import graph_of, load_into
from tests.neo4j.jars import VERSIONS
from tests.neo4j.server import OwnServer, admin_command
from tests.resolution.invented import many

ODD = ("`", "'\"\\", '""', "\\u0060", "a\r\nb\n", "😀𠀀", ",;|\t", "", " x ", "\x00\x07", "长" * 2_000_000)


def odd_tables() -> GraphTables:
    """A graph with every kind of sign in values and in lists, and lists of every length."""
    said = resolve([said for said, _ in many(2, 12)])
    indicators = [Node("Indicator", f"ind-{at}", {"name": value}) for at, value in enumerate(ODD)]
    lists: list[list[str]] = [[], ["a"], ["", ""], list(ODD[:-1])]
    units = [Node("Unit", f"unit-{at}", {"name": "n", "aliases": value}) for at, value in enumerate(lists)]
    values = (1e300, -0.1, float("inf"), float("-inf"), 5e-324, 123456789.123)
    base = {"masked": False, "status": "done", "text": "5"}
    figures = [
        Node("Observation", f"obs-{at}", {**base, "value": value, "year": -at}) for at, value in enumerate(values)
    ]
    return build_tables(Graph((*said.nodes, *indicators, *units, *figures), said.relationships))


def import_into(version: str, home: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the script of the export as a user does, with the neo4j-admin of the version."""
    command, environment = admin_command(version, home)
    tool = home / "neo4j-admin"
    tool.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n', encoding="utf-8")
    tool.chmod(0o755)
    return subprocess.run(
        ["sh", str(folder / SCRIPT)], capture_output=True, encoding="utf-8", timeout=300, check=False,
        cwd=home, env={**os.environ, **environment, "NEO4J_ADMIN": str(tool)},
    )  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="import.sh is for a POSIX shell")
@pytest.mark.parametrize("version", VERSIONS)
def test_the_imported_database_is_the_loaded_one(
    version: str, neo4j_own: Callable[..., OwnServer], tmp_path: Path
) -> None:
    import neo4j

    tables = odd_tables()
    exporter = Neo4jAdminExporter(tmp_path / "an export", "张 \\' 三")
    assert load(exporter, tables) == tables.counts()
    assert any(SCRIPT in note for note in exporter.notes)
    home = tmp_path / "home"
    home.mkdir()
    done = import_into(version, home, tmp_path / "an export")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    server = neo4j_own(version=version, home=home)
    for statement in (tmp_path / "an export" / AFTER).read_text(encoding="utf-8").split(";\n")[:-1]:
        with neo4j.GraphDatabase.driver(server.uri, auth=server.auth) as driver, driver.session() as session:
            session.run(statement).consume()
    load_into(server, "loaded", tables)
    imported, loaded = graph_of(server, "张 \\' 三"), graph_of(server, "loaded")
    for row in loaded:
        row["properties"]["_graph"] = "张 \\' 三"  # type: ignore[index]
    assert len(imported) == len(loaded)
    assert [row for row, other in zip(imported, loaded, strict=True) if row != other] == []
    # Loading over what was imported finds it all.
    assert load_into(server, "张 \\' 三", tables) == tables.counts()
    assert len(graph_of(server, "张 \\' 三")) == len(loaded)


@pytest.mark.parametrize("parts", [["a\x1fb"], [""]])
def test_a_list_that_cannot_be_written_is_refused(tmp_path: Path, parts: list[str]) -> None:
    said = resolve([said for said, _ in many(1, 5)])
    unit = Node("Unit", "unit-1", {"name": "n", "aliases": parts})
    tables = build_tables(Graph((*said.nodes, unit), said.relationships))
    with pytest.raises(LoadError, match=r"Unit: the list .*kg load neo4j"):
        load(Neo4jAdminExporter(tmp_path / "out"), tables)
    assert list(tmp_path.iterdir()) == []


def test_rows_written_twice_are_there_once(tmp_path: Path) -> None:
    tables = odd_tables()
    exporter = Neo4jAdminExporter(tmp_path / "out")
    exporter.open(tables.schema)
    for _ in range(2):
        exporter.write_nodes("Indicator", tables.nodes["Indicator"])
    assert exporter.counts().nodes["Indicator"] == tables.nodes["Indicator"].num_rows
    exporter.close()
