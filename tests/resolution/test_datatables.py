"""The tables of schema/: what is read, and what is said of a malformed one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.datatables import read_table, read_whole_table
from kg.errors import SchemaError
from kg.resources import resource


def test_columns_are_read_in_the_order_asked_for_and_quotation_marks_are_text(tmp_path: Path) -> None:
    path = tmp_path / "table.tsv"
    path.write_bytes('name\tnote\tid\r\n"甲"\t\t1\r\n\r\n乙\t无\t2'.encode())
    assert list(read_table(path, ("id", "name"))) == [(2, ["1", '"甲"']), (4, ["2", "乙"])]
    assert list(read_table(path, ("id",), ("level", "note"))) == [(2, ["1", "", ""]), (4, ["2", "", "无"])]
    assert list(read_whole_table(path))[1] == {"name": "乙", "note": "无", "id": "2"}


@pytest.mark.parametrize(
    ("text", "where", "says"),
    [
        ("id\n1\n", "", "columns missing: name"),
        ("id\tname\n1\t甲\n2\n", ":3", "1 cells instead of 2"),
        ("id\tname\n1\t甲\t\n", ":2", "3 cells instead of 2"),
    ],
)
def test_a_malformed_table_is_named_with_the_line(tmp_path: Path, text: str, where: str, says: str) -> None:
    path = tmp_path / "table.tsv"
    path.write_text(text, "utf-8")
    with pytest.raises(SchemaError, match=says) as caught:
        list(read_table(path, ("id", "name")))
    assert str(caught.value).startswith(f"{path}{where}")


def test_every_table_of_the_schema_has_as_many_cells_in_each_row_as_in_its_heading() -> None:
    tables = sorted(resource("schema").rglob("*.tsv"))
    assert len(tables) >= 10
    for path in tables:
        assert list(read_whole_table(path)), path
