"""Tables with a column of texts: csv, tsv, lines of JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.reading import dropped_lines, find_reports, read_sources
from kg.reading.formats.tables import JsonLinesReader, TableReader
from kg.records import SourceText
from tests.reading.formats import making

TEXT = "\n".join(making.REPORT[1:])


def _csv(*rows: Sequence[str], mark: str = ",") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=mark).writerows(rows)
    return out.getvalue().encode()


def _texts(data: bytes, where: str = "t.csv") -> dict[str, str]:
    reader = JsonLinesReader() if where.endswith("l") else TableReader()
    found = list(reader.read(data, where))
    assert all(isinstance(item, SourceText) for item in found), found
    return {item.source: item.text for item in found if isinstance(item, SourceText)}


@pytest.mark.shared
def test_every_province_is_found_in_its_table(shared: Path) -> None:
    found = list(read_sources([shared / "corpus/provinces-2026"]))
    assert len(found) == 31
    for item in found:
        assert isinstance(item, SourceText)
        assert item.name.endswith("_政府工作报告.csv#2")
        assert len(item.text) > 9000


@pytest.mark.shared
def test_every_year_is_found_in_the_lines_of_json(shared: Path) -> None:
    path = shared / "corpus/national/reports.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = [item for item in read_sources([path]) if isinstance(item, SourceText)]
    assert [item.name for item in found] == [f"reports.jsonl#{i}" for i in range(1, len(rows) + 1)]
    for item, row in zip(found, rows, strict=True):
        assert "".join(row["text"].split()) in "".join(item.text.split())
        assert row["title"] in item.text[:600].replace("\n", "")


def test_a_row_is_a_text_counted_as_a_spreadsheet_does() -> None:
    data = _csv(("id", "text"), ("1", TEXT), ("2", TEXT + "完"))
    assert _texts(data) == {"t.csv#2": TEXT, "t.csv#3": TEXT + "完"}


@pytest.mark.shared
@pytest.mark.parametrize(("path", "count"), [("provinces-2026", 31), ("national/reports.jsonl", 43)])
def test_a_row_of_the_corpus_is_one_report(shared: Path, path: str, count: int) -> None:
    found = [find_reports(item) for item in read_sources([shared / "corpus" / path]) if isinstance(item, SourceText)]
    assert [len(reports) for reports in found] == [1] * count


@pytest.mark.parametrize("where", ["t.csv", "t.tsv", "t.jsonl"])
def test_a_row_that_looks_like_several_reports_is_one(where: str) -> None:
    text = "各单位工作总结汇编（2篇）\n" + "\n\n".join("\n".join(making.REPORT) for _ in range(2))
    table = _csv(("id", "text"), ("1", text), mark="\t" if where == "t.tsv" else ",")
    data = json.dumps({"text": text}).encode() if where == "t.jsonl" else table
    (source,) = (JsonLinesReader() if where == "t.jsonl" else TableReader()).read(data, where)
    assert isinstance(source, SourceText)
    several = find_reports(replace(source, single=False))
    assert len(several) == 2
    (report,) = find_reports(source)
    assert (report.start, report.end) == (several[0].start, several[-1].end)
    assert [line.text for line in dropped_lines(source)] == ["各单位工作总结汇编（2篇）"]


@pytest.mark.parametrize(
    ("name", "mark"), [("t.csv", ","), ("t.csv", ";"), ("t.csv", "\t"), ("t.csv", "|"), ("t.tsv", "\t")]
)
def test_columns_may_be_separated_by_other_marks(name: str, mark: str) -> None:
    assert _texts(_csv(("id", "text", "年份"), ("1", TEXT, "2023"), mark=mark), name) == {f"{name}#2": TEXT}


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_any_encoding_of_text_will_do(codec: str) -> None:
    data = _csv(("编号", "正文"), ("1", TEXT)).decode().encode(codec)
    assert _texts(data) == {"t.csv#2": TEXT}


@pytest.mark.parametrize("column", ["text", "Content", "正文", "内容", "全文", "full_text"])
def test_the_column_is_found_by_its_name(column: str) -> None:
    longer = TEXT * 3
    assert _texts(_csv(("摘录", column), (longer, TEXT))) == {"t.csv#2": TEXT}


def test_without_a_name_it_is_the_column_with_most_chinese() -> None:
    url = "https://example.invalid/" + "a" * 5000
    assert _texts(_csv(("地址", "内文", "备注"), (url, TEXT, "无"))) == {"t.csv#2": TEXT}
    assert _texts(_csv(("1", TEXT), ("2", TEXT + "完"))) == {"t.csv#1": TEXT, "t.csv#2": TEXT + "完"}


def test_a_title_column_stands_before_a_text_that_does_not_show_it() -> None:
    title = making.REPORT[0]
    (source,) = TableReader().read(_csv(("title", "text"), (title, TEXT)), "t.csv")
    assert isinstance(source, SourceText)
    assert source.text == f"{title}\n{TEXT}"
    (report,) = find_reports(source)
    assert report.title == title
    assert _texts(_csv(("title", "text"), (title, f"{title}\n{TEXT}"))) == {"t.csv#2": f"{title}\n{TEXT}"}


def test_a_field_larger_than_the_limit_of_csv_is_read() -> None:
    assert _texts(_csv(("text",), (TEXT * 500,))) == {"t.csv#2": TEXT * 500}
    assert len(TEXT) * 500 > 131_072


def test_rows_without_text_are_named_once() -> None:
    data = _csv(("text", "n"), (TEXT, "1"), ("", "2"), (" ", "3"), (TEXT, "4"))
    *texts, fault = TableReader().read(data, "t.csv")
    assert [item.source for item in texts if isinstance(item, SourceText)] == ["t.csv#2", "t.csv#5"]
    assert isinstance(fault, SourceError)
    assert "2 rows have nothing in the column 'text': 3, 4" in str(fault)


def test_a_table_of_figures_is_passed_over_in_a_folder_and_an_error_when_named(tmp_path: Path) -> None:
    table = tmp_path / "figures.csv"
    table.write_bytes(_csv(("指标", "2023"), ("低保对象", "4870")))
    (tmp_path / "marks.jsonl").write_text('{"text": "低保"}\n', encoding="utf-8")
    assert list(read_sources([tmp_path])) == []
    (fault,) = read_sources([table])
    assert "figures.csv: nothing in this file is a text of a report" in str(fault)


def test_lines_of_json_that_are_no_objects_are_named_and_the_others_read() -> None:
    lines = [json.dumps({"text": TEXT}), "", "{broken", "[1]", "[" * 100_000, json.dumps({"text": TEXT + "完", "n": 1})]
    first, second, fault = JsonLinesReader().read("\n".join(lines).encode(), "t.jsonl")
    assert isinstance(first, SourceText)
    assert isinstance(second, SourceText)
    assert (first.source, second.source) == ("t.jsonl#1", "t.jsonl#6")
    assert "3 lines are no JSON object, the first is line 3" in str(fault)


def test_half_of_a_character_and_a_null_become_text_that_can_be_stored() -> None:
    (text,) = _texts((json.dumps({"text": TEXT + "\ud800\0末"}) + "\n").encode(), "t.jsonl").values()
    assert text == TEXT + "\ufffd末"


@pytest.mark.parametrize(
    ("data", "says"), [(b"\n\n", "empty"), (b",,\n,,\n", "empty"), (bytes(range(32)) * 40, "binary")]
)
def test_what_is_no_table_says_so(data: bytes, says: str) -> None:
    with pytest.raises(SourceError, match=says) as caught:
        list(TableReader().read(data, "folder/t.csv"))
    assert "folder/t.csv" in str(caught.value)


@pytest.mark.parametrize(
    ("columns", "values", "said"),
    [
        (("省份", "年份"), ("云海省", "2022"), ("云海省", 2022, "table, column '省份'")),
        (("county", "province", "year"), ("青石县", "云海省", "2021年度"), ("青石县", 2021, "table, column 'county'")),
    ],
)
def test_other_columns_fill_in_what_the_text_leaves_open(
    columns: tuple[str, ...], values: tuple[str, ...], said: tuple[str, int, str]
) -> None:
    text = "一年来，全体干部职工共同努力，各项工作扎实推进。\n一、主要工作\n发放救助金，惠及困难群众一千二百人。\n" * 3
    (source,) = TableReader().read(_csv((*columns, "text"), (*values, text)), "t.csv")
    assert isinstance(source, SourceText)
    (report,) = find_reports(source)
    assert (report.district, report.year, dict(report.places)["district"]) == said


def test_other_columns_never_win_over_the_text() -> None:
    whole = "\n".join(making.REPORT)
    (source,) = TableReader().read(_csv(("district", "year", "text"), ("别处县", "1999", whole)), "t.csv")
    (plain,) = TableReader().read(_csv(("text",), (whole,)), "t.csv")
    assert isinstance(source, SourceText)
    assert isinstance(plain, SourceText)
    (report,), (other,) = find_reports(source), find_reports(plain)
    assert other.year is not None
    assert other.district is not None
    assert (report.district, report.year) == (other.district, other.year)


def test_a_table_of_government_reports_gives_the_year_of_delivery() -> None:
    text = "各位代表：\n现在，我代表市人民政府向大会报告工作，请予审议。\n" + "全市上下团结一心，经济稳中有进。\n" * 20
    row = {"text": text, "title": "政府工作报告", "year": 2024}
    (source,) = JsonLinesReader().read(json.dumps(row, ensure_ascii=False).encode(), "t.jsonl")
    assert isinstance(source, SourceText)
    (report,) = find_reports(source)
    assert (report.year, report.plan_year) == (2023, 2024)
