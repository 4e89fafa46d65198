"""Rows come back from every format as they went in, and a file appears complete or not at all."""

from __future__ import annotations

import csv
import io
import json
import stat
import sys
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.output import Format, Rows, Sink, choose_format, open_sink, write_rows
from kg.output.table import table_text
from kg.output.text import write_csv, write_json, write_ndjson, write_tsv

ROWS = Rows.of(
    ("name", "value", "which", "open"),
    [("河长制", 4, ["禾川县", "青岚区"], True), ("“一案双罚”, 新", 2.5, [], None)],
)
texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=20)


def read(rows: Rows, format: Format, tmp_path: Path) -> str:
    path = tmp_path / "rows"
    write_rows(rows, format, path)
    return path.read_bytes().decode("utf-8")


def test_csv_cells(tmp_path: Path) -> None:
    assert read(ROWS, Format.CSV, tmp_path) == (
        'name,value,which,open\n河长制,4,禾川县|青岚区,true\n"“一案双罚”, 新",2.5,,\n'
    )


def test_json_and_ndjson_hold_the_values(tmp_path: Path) -> None:
    assert json.loads(read(ROWS, Format.JSON, tmp_path)) == ROWS.dicts()
    lines = read(ROWS, Format.NDJSON, tmp_path).splitlines()
    assert [json.loads(line) for line in lines] == ROWS.dicts()
    assert json.loads(read(Rows.of(("a",), []), Format.JSON, tmp_path)) == []


def test_parquet_keeps_types(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    write_rows(Rows.of(("n", "names", "mixed", "none"), [(1, ["a"], 1, None), (2, [], "x", None)]), None, path)
    table = pq.read_table(path)
    assert [str(kind) for kind in table.schema.types] == ["int64", "list<element: string>", "string", "string"]
    assert table.to_pylist()[1] == {"n": 2, "names": [], "mixed": "x", "none": None}


def test_table_shows_lists_and_right_aligns_numbers() -> None:
    lines = table_text(ROWS, None).splitlines()
    assert lines[0].split() == ["name", "value", "which", "open"]
    assert "禾川县、青岚区" in lines[2]
    narrow = table_text(ROWS, 30).splitlines()
    assert len(narrow) > len(lines)


def test_square_brackets_are_not_markup() -> None:
    assert "[red]三[/red]" in table_text(Rows.of(("text",), [("[red]三[/red]",)]), None)


@given(st.lists(st.tuples(texts, texts), max_size=8))
def test_separated_text_round_trips(pairs: list[tuple[str, str]]) -> None:
    rows = Rows.of(("a", "b"), pairs)
    for write, dialect in ((write_csv, "excel"), (write_tsv, "excel-tab")):
        out = io.BytesIO()
        write(rows, Sink(out, "memory"))
        back = list(csv.reader(io.StringIO(out.getvalue().decode("utf-8"), newline=""), dialect))
        assert back == [["a", "b"], *(list(pair) for pair in pairs)]


@given(st.lists(st.tuples(texts, st.none() | st.integers() | st.floats(allow_nan=False) | st.booleans()), max_size=8))
def test_json_round_trips(pairs: list[tuple[str, object]]) -> None:
    rows = Rows.of(("a", "b"), pairs)
    whole, lines = io.BytesIO(), io.BytesIO()
    write_json(rows, Sink(whole, "memory"))
    write_ndjson(rows, Sink(lines, "memory"))
    assert json.loads(whole.getvalue()) == rows.dicts()
    assert [json.loads(line) for line in lines.getvalue().decode().split("\n") if line] == rows.dicts()


def test_values_of_a_store_become_plain() -> None:
    node = {"_ID": {"offset": 0, "table": 1}, "_LABEL": "District", "name": "禾川县"}
    rows = Rows.of(("sum", "half", "node"), [(Decimal(12), Decimal("0.5"), node)])
    assert rows.rows == ((12, 0.5, {"_LABEL": "District", "name": "禾川县"}),)


def test_a_name_that_is_not_valid_in_its_encoding_is_still_valid_json(tmp_path: Path) -> None:
    assert json.loads(read(Rows.of(("source",), [("a\udc80.txt",)]), Format.JSON, tmp_path)) == [
        {"source": "a\udc80.txt"}
    ]


@pytest.mark.parametrize(
    ("asked", "output", "terminal", "expected"),
    [
        (None, None, True, Format.TABLE),
        (None, None, False, Format.JSON),
        (None, "rows.CSV", True, Format.CSV),
        (None, "rows.jsonl", False, Format.NDJSON),
        (Format.TSV, "rows.csv", False, Format.TSV),
        (Format.PARQUET, None, False, Format.PARQUET),
    ],
)
def test_which_format(asked: Format | None, output: str | None, terminal: bool, expected: Format) -> None:
    assert choose_format(asked, Path(output) if output else None, terminal) is expected


def test_a_format_that_cannot_be_told_is_an_error() -> None:
    with pytest.raises(InputError, match="does not say which format"):
        choose_format(None, Path("rows.xyz"), False)
    with pytest.raises(InputError, match="terminal"):
        choose_format(Format.PARQUET, None, True)


def test_a_file_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("before")
    with pytest.raises(RuntimeError), open_sink(path) as out:
        out.write(b"half")
        raise RuntimeError
    assert path.read_text() == "before"
    assert [found.name for found in tmp_path.iterdir()] == ["out.csv"]


def test_a_fault_of_another_file_is_not_laid_to_this_one(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="model"), open_sink(tmp_path / "out.csv"):
        (tmp_path / "model").read_bytes()
    assert not list(tmp_path.iterdir())


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot write"), open_sink(tmp_path / "no" / "out.csv"):
        pass
    with pytest.raises(InputError, match="folder, not a file"), open_sink(tmp_path):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="permissions and links of POSIX")
def test_a_link_is_written_through_and_permissions_are_usual(tmp_path: Path) -> None:
    target, link = tmp_path / "target.csv", tmp_path / "link.csv"
    target.write_text("before")
    link.symlink_to(target)
    with open_sink(link) as out:
        out.write(b"after")
    assert link.is_symlink()
    assert target.read_text() == "after"
    plain = tmp_path / "plain"
    plain.write_text("")
    assert stat.S_IMODE(target.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)
