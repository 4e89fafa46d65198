"""What is remembered of a build is used when it is whole and of this graph, and leads nowhere else when it is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.incremental import remembered
from kg.incremental.file import read_tables, write_tables
from tests.graph.followed import TEXTS, build, stored, tables, write

FIRST, *OTHERS = sorted(TEXTS)
OLD = dict.fromkeys(sorted(TEXTS), 0)
NEW = {**OLD, FIRST: 1}
MEMORY = Path("cache") / "resolution.arrow"


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The tables of the new reports, built into an empty folder."""
    at = tmp_path_factory.mktemp("wanted")
    write(at / "reports", NEW)
    build(at / "reports", at / "graph")
    return tables(at / "graph")


@pytest.fixture
def at(tmp_path: Path) -> Path:
    """A folder with a graph of the old reports; its reports are the new ones by now."""
    write(tmp_path / "reports", OLD)
    build(tmp_path / "reports", tmp_path / "graph")
    write(tmp_path / "reports", NEW)
    return tmp_path


def test_it_is_used(at: Path, wanted: dict[str, bytes]) -> None:
    with remembered.remembered(at / "graph") as found:
        assert found is not None
    before = (at / "graph" / MEMORY).read_bytes()
    build(at / "reports", at / "graph")
    assert tables(at / "graph") == wanted
    stored(at / "graph")
    assert (at / "graph" / MEMORY).read_bytes() != before
    versions = [path.name for path in (at / "graph" / "versions").iterdir()]
    assert versions == [(at / "graph" / "CURRENT").read_text().strip()]


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def _altered(path: Path) -> None:
    data = path.read_bytes()
    middle = len(data) // 2
    path.write_bytes(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :])


def _another(path: Path) -> None:
    about, found = read_tables(path) or ({}, {})
    write_tables(path, {**about, "resolver": "of another kg"}, found)


def _of_another_graph(path: Path) -> None:
    about, found = read_tables(path) or ({}, {})
    write_tables(path, {**about, "graph": "0" * 64}, found)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    "damage", [Path.unlink, lambda path: path.write_bytes(b""), _cut, _altered, _another, _of_another_graph, _folder]
)
def test_damaged_or_foreign_it_is_as_good_as_none(
    at: Path, wanted: dict[str, bytes], damage: Callable[[Path], object]
) -> None:
    damage(at / "graph" / MEMORY)
    with remembered.remembered(at / "graph") as found:
        assert found is None
    build(at / "reports", at / "graph")
    assert tables(at / "graph") == wanted


def test_a_table_that_was_altered_is_not_built_upon(at: Path, wanted: dict[str, bytes]) -> None:
    (path,) = (at / "graph" / "versions").glob("*/nodes/Unit.parquet")
    _altered(path)
    with remembered.remembered(at / "graph") as found:
        assert found is None
    build(at / "reports", at / "graph")
    assert tables(at / "graph") == wanted


def test_a_store_that_is_damaged_is_loaded_anew(at: Path, wanted: dict[str, bytes]) -> None:
    (path,) = (at / "graph" / "versions").glob("*/graph.lbdb")
    path.write_bytes(b"\xff" * path.stat().st_size)
    build(at / "reports", at / "graph")
    assert tables(at / "graph") == wanted
    stored(at / "graph")
