"""CSV, Parquet, SQLite and Excel: read back by readers that are not ours, with the same rows."""

from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest
from openpyxl.utils.escape import unescape

import loaders.xlsx
from kg.errors import InputError, LoadError
from kg.graph.tables import GraphTables, build_tables
from kg.resolution import Graph, Node
from loaders.base import load
from loaders.csv import CsvExporter, guarded, unguarded
from loaders.flat import join_list, split_list
from loaders.parquet import ParquetExporter
from loaders.sqlite import SqliteExporter
from loaders.xlsx import XlsxExporter
from tests.loaders.hostile import ALIASES, EMPTY, HOSTILE, NAMES, TABLES, rows_by_id

BOTH = pytest.mark.parametrize("tables", [TABLES, HOSTILE], ids=["invented", "hostile"])


def sorted_rows(table: pa.Table) -> pa.Table:
    return table.sort_by(table.column_names[0])


@BOTH
def test_parquet_gives_the_tables_back(tables: GraphTables, tmp_path: Path) -> None:
    load(ParquetExporter(tmp_path / "out"), tables)
    for folder, group in (("nodes", tables.nodes), ("relationships", tables.relationships)):
        files = sorted(path.stem for path in (tmp_path / "out" / folder).iterdir())
        assert files == sorted(group)
        for name, table in group.items():
            found = pq.read_table(tmp_path / "out" / folder / f"{name}.parquet")
            assert sorted_rows(found).equals(sorted_rows(table))
            assert found.schema.equals(table.schema)
    assert (tmp_path / "out" / "README.md").read_text("utf-8") == tables.schema.columns_markdown()


@BOTH
@pytest.mark.parametrize("bom", ["yes", "no"])
def test_csv_gives_the_tables_back(tables: GraphTables, bom: str, tmp_path: Path) -> None:
    load(CsvExporter(tmp_path / "out", bom=bom), tables)
    for folder, group in (("nodes", tables.nodes), ("relationships", tables.relationships)):
        for name, table in group.items():
            path = tmp_path / "out" / folder / f"{name}.csv"
            assert path.read_bytes().startswith(b"\xef\xbb\xbf") == (bom == "yes")
            ends = {"from": "source", "to": "target"} if folder == "relationships" else {}
            schema = table.rename_columns([ends.get(one, one) for one in table.column_names])
            types = {one.name: pa.string() if pa.types.is_list(one.type) else one.type for one in schema.schema}
            found = pacsv.read_csv(
                path, parse_options=pacsv.ParseOptions(newlines_in_values=True),
                read_options=pacsv.ReadOptions(block_size=1 << 24),
                convert_options=pacsv.ConvertOptions(
                    column_types=types, strings_can_be_null=True, quoted_strings_can_be_null=False, null_values=[""]
                ),
            )  # fmt: skip
            assert found.column_names == schema.column_names
            columns = []
            for one in schema.schema:
                texts = found[one.name]
                texts = unguarded(texts) if pa.types.is_string(texts.type) else texts
                if pa.types.is_list(one.type):
                    texts = pa.chunked_array([pa.array([split_list(text) for text in texts.to_pylist()], one.type)])
                columns.append(texts)
            again = pa.table(columns, names=table.column_names).cast(table.schema)
            assert sorted_rows(again).equals(sorted_rows(table))


def test_csv_is_plain_to_other_readers(tmp_path: Path) -> None:
    """Python's csv: every cell that a spreadsheet would reckon with begins with an apostrophe."""
    load(CsvExporter(tmp_path / "out"), HOSTILE)
    with (tmp_path / "out" / "nodes" / "Indicator.csv").open(encoding="utf-8-sig", newline="") as file:
        csv.field_size_limit(1 << 24)
        names = {row["id"].removeprefix("ind-"): row["name"] for row in csv.DictReader(file)}
    for key, name in NAMES.items():
        assert names[key][:1] not in set("=+-@\t\r\n＝＋－＠")
        assert names[key] in (name, f"'{name}")
    for key in ("formula", "command", "minus", "plus", "wide", "guard", "tab"):
        assert names[key] == f"'{NAMES[key]}"
    with (tmp_path / "out" / "nodes" / "Observation.csv").open(encoding="utf-8-sig", newline="") as file:
        values = {row["id"]: row["value"] for row in csv.DictReader(file)}
    assert float(values["obs-tiny"]) == -5e-324  # a negative number is no formula
    assert values["obs-none"] == ""


def test_guard_and_list_are_reversible() -> None:
    texts = pa.chunked_array([["=1", "'=1", "''=1", "'", "'x", "x=1", "", None, "-", "\n=1"]])
    assert unguarded(guarded(texts)).equals(texts)
    assert guarded(texts).to_pylist()[0] == "'=1"
    for parts in (ALIASES, [], [""], ["", ""], ["a", "b"], [" ", ";", "; "], ["\\;", "e", "\\e"]):
        assert split_list(join_list(parts)) == parts
    assert join_list(["河长制", "河湖长制"]) == "河长制; 河湖长制"


def test_a_folder_of_the_users_is_never_replaced(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "photo.jpg").write_bytes(b"jpg")
    with pytest.raises(InputError, match="something else"):
        load(CsvExporter(out), TABLES)
    (out / "photo.jpg").unlink()
    load(CsvExporter(out), TABLES)
    (out / "nodes" / "mine.txt").write_text("x")
    with pytest.raises(InputError, match=r"a file of yours \(nodes/mine.txt\)"):
        load(ParquetExporter(out), TABLES)
    assert (out / "nodes" / "mine.txt").read_text() == "x"
    (out / "nodes" / "mine.txt").unlink()
    load(ParquetExporter(out), TABLES)  # another format takes the place of an export
    assert not list(out.rglob("*.csv"))
    (out / "kg-export.json").write_text("[]")
    with pytest.raises(InputError, match="something else"):
        load(ParquetExporter(out), TABLES)
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="this is a file"):
        load(ParquetExporter(tmp_path / "file"), TABLES)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "out"]


@BOTH
def test_sqlite_gives_the_rows_back(tables: GraphTables, tmp_path: Path) -> None:
    load(SqliteExporter(tmp_path / "a.sqlite"), tables)
    base = sqlite3.connect(tmp_path / "a.sqlite")
    base.row_factory = sqlite3.Row
    assert base.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    rows = rows_by_id(tables)
    for name, said in (*tables.schema.nodes.items(), *tables.schema.relationships.items()):
        kinds = {one.name: one.type for one in said.properties}
        found = {}
        for row in base.execute(f'SELECT * FROM "{name}"'):
            values = {
                {"from_id": "from", "to_id": "to"}.get(key, key): value for key, value in dict(row).items()
                if value is not None
            }  # fmt: skip
            for key, value in values.items():
                if kinds.get(key) == "list":
                    values[key] = json.loads(value)
                elif kinds.get(key) == "bool":
                    values[key] = bool(value)
            found[next(iter(values.values()))] = values
        assert found == rows[name]
    nodes = base.execute("SELECT count(*), count(DISTINCT id) FROM nodes").fetchone()
    assert set(nodes) == {sum(tables.counts().nodes.values())}
    base.close()


def test_sqlite_is_ready_to_ask(tmp_path: Path) -> None:
    load(SqliteExporter(tmp_path / "a.sqlite"), TABLES)
    base = sqlite3.connect(tmp_path / "a.sqlite")
    base.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        base.execute("INSERT INTO COVERS VALUES ('r', 'none', 'Report', 'none', 'District')")
    base.rollback()
    ask = (
        "SELECT d.name, count(*) FROM MENTIONS m JOIN COVERS c ON c.from_id = m.from_id "
        "JOIN District d ON d.id = c.to_id WHERE m.to_id = ? GROUP BY d.name"
    )
    plan = " ".join(str(row) for row in base.execute(f"EXPLAIN QUERY PLAN {ask}", ("x",)))
    assert "SCAN" not in plan.replace("SCAN CONSTANT ROW", "")
    one = TABLES.relationships["MENTIONS"].to_pylist()[0]["to"]
    assert base.execute(ask, (one,)).fetchall()
    meant = dict(base.execute('SELECT "column", zh FROM columns WHERE "table" = \'Report\''))
    assert meant["plan_year"] == "计划年度"
    base.close()


def excel(path: Path) -> dict[str, list[dict[str, object]]]:
    book = openpyxl.load_workbook(path, read_only=True)
    found = {}
    for sheet in book:
        head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        found[sheet.title] = [dict(zip(head, row, strict=False)) for row in rows]
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    book.close()
    return found


@BOTH
def test_excel_gives_the_rows_back(tables: GraphTables, tmp_path: Path) -> None:
    exporter = XlsxExporter(tmp_path / "a.xlsx")
    load(exporter, tables)
    sheets = excel(tmp_path / "a.xlsx")
    assert next(iter(sheets)) == "README"
    rows = {name: group for name, group in rows_by_id(tables).items() if group}
    assert set(sheets) == {"README", *rows}
    for name, group in rows.items():
        said = tables.schema.nodes.get(name) or tables.schema.relationships[name]
        kinds = {one.name: one.type for one in said.properties}
        for row in sheets[name]:
            values = {key: unescape(value) if isinstance(value, str) else value for key, value in row.items()}
            expected = dict(group[str(next(iter(row.values())))])
            for key, value in expected.items():
                found = values[key]
                if kinds.get(key) == "list":
                    assert split_list(str(found or "")) == value
                elif isinstance(value, str) and len(value) > loaders.xlsx.CELL:
                    assert len(str(found)) == loaders.xlsx.CELL
                    assert str(found).endswith("（已截断）")
                    assert value.startswith(str(found)[:32_000])
                elif isinstance(value, float):
                    assert found == pytest.approx(value, rel=1e-15)  # Excel itself keeps 15 digits
                else:
                    assert (found or "" if value == "" else found) == value
    assert exporter.notes == (["Indicator: 1 texts are longer than the 32,767 characters of a cell and were cut"]
                              if tables is HOSTILE else [])  # fmt: skip


def test_excel_counts_as_excel_does(tmp_path: Path) -> None:
    """A cell holds 32,767 UTF-16 units: an emoji takes two, and is never cut in half."""
    names = {"a": "😀" * 16_383, "b": "😀" * 16_384, "c": "x" * 32_767, "d": "x" * 32_768}
    nodes = tuple(Node("Indicator", key, {"name": name}) for key, name in names.items())
    load(XlsxExporter(tmp_path / "a.xlsx"), build_tables(Graph(nodes, ())))
    found = {str(row["id"]): str(row["name"]) for row in excel(tmp_path / "a.xlsx")["Indicator"]}
    assert found["a"] == names["a"]
    assert found["c"] == names["c"]
    for key in "bd":
        assert found[key].endswith("（已截断）")
        assert len(found[key].encode("utf-16-le")) <= 2 * 32_767
        assert len(found[key].encode("utf-16-le")) > 2 * 32_700


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loaders.xlsx, "ROWS", 51)
    load(XlsxExporter(tmp_path / "a.xlsx"), TABLES)
    sheets = excel(tmp_path / "a.xlsx")
    rows = TABLES.counts().relationships["MENTIONS"]
    assert rows > 100
    parts = [title for title in sheets if title.startswith("MENTIONS")]
    assert parts == ["MENTIONS", *(f"MENTIONS {number}" for number in range(2, len(parts) + 1))]
    assert [len(sheets[part]) for part in parts[:-1]] == [50] * (len(parts) - 1)
    assert sum(len(sheets[part]) for part in parts) == rows
    (said,) = [row["rows"] for row in sheets["README"] if row["sheet"] == "MENTIONS" and row["rows"]]
    assert said == rows


def test_an_empty_workbook_opens(tmp_path: Path) -> None:
    load(XlsxExporter(tmp_path / "a.xlsx"), EMPTY)
    assert excel(tmp_path / "a.xlsx") == {"README": []}


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    """A file that lost something between writing and counting is found out."""

    class Torn(ParquetExporter):
        def _finish(self) -> None:
            super()._finish()
            path = self._path / "nodes" / "Unit.parquet"
            pq.write_table(pq.read_table(path).slice(1), path)

    class Cut(SqliteExporter):
        def _finish(self) -> None:
            self._run("DELETE FROM Unit")
            super()._finish()

    for exporter in (Torn(tmp_path / "a"), Cut(tmp_path / "b.sqlite")):
        with pytest.raises(LoadError, match="Unit"):
            load(exporter, TABLES)
    assert list(tmp_path.iterdir()) == []
