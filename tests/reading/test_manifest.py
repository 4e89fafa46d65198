"""The manifest, and that it wins over the text."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kg.errors import ManifestError
from kg.reading import Manifest, find_reports
from kg.records import SourceText

REPORT = (
    "青石县民政局2023年工作总结和2024年工作计划\n"
    "2023年，县民政局在县委、县政府的坚强领导下，坚持民政为民，扎实做好社会救助、养老服务各项工作。\n"
    "一、2023年工作情况\n发放救助金三百万元，惠及困难群众一千二百人。\n二、2024年工作计划\n新建养老服务站五处。\n"
)


def _source(text: str = REPORT, name: str = "a.txt") -> SourceText:
    return SourceText(source=f"in/{name}", name=name, text=text, sha256=hashlib.sha256(text.encode()).hexdigest())


def _manifest(tmp_path: Path, text: str) -> Manifest:
    path = tmp_path / "manifest.csv"
    path.write_text(text, encoding="utf-8")
    return Manifest.read(path)


def test_without_a_manifest_the_text_says(tmp_path: Path) -> None:
    (report,) = find_reports(_source())
    head = (report.unit, report.level, report.district, report.kind, report.year, report.plan_year)
    assert head == ("青石县民政局", "县区", "青石县", "summary", 2023, 2024)


def test_the_manifest_wins_and_empty_cells_do_not(tmp_path: Path) -> None:
    manifest = _manifest(
        tmp_path,
        "file,place,level,year,kind,code,unit,note\na.txt,临江,city,2024,政府工作报告,350100,,whatever\n",
    )
    (report,) = find_reports(_source(), manifest)
    # Lists of government reports give the year of delivery: the report looks back at the year before.
    assert (report.district, report.level, report.year, report.district_code) == ("临江", "市", 2023, "350100")
    assert (report.unit, report.plan_year, report.kind) == ("青石县民政局", 2024, "summary")
    assert dict(report.places) == {
        "unit": "title, line 1", "level": "manifest, row 2", "district": "manifest, row 2", "kind": "manifest, row 2",
        "year": "manifest, row 2", "plan_year": "manifest, row 2",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "values", "years"),
    [
        ("year,kind", "2024,总结", (2024, 2024)),  # any other kind: the year is the one looked back at
        ("year,kind", "2023,政府工作报告", (2023, 2024)),  # the text looks back at it, too
        ("year,plan_year,kind", "2021,2022,政府工作报告", (2021, 2022)),
        ("year,kind", "2030,政府工作报告", (2029, 2030)),
    ],
)
def test_the_year_of_a_government_report(tmp_path: Path, columns: str, values: str, years: tuple[int, int]) -> None:
    path = tmp_path / "manifest.csv"
    path.write_text(f"file,{columns}\na.txt,{values}\n", encoding="utf-8")
    (report,) = find_reports(_source(), Manifest.read(path))
    assert (report.year, report.plan_year) == years


def test_rows_are_found_by_path_or_by_name(tmp_path: Path) -> None:
    manifest = _manifest(tmp_path, "file,district\nsub/a.txt,甲县\nb.txt,乙县\n")
    assert [row.district for row in manifest.rows("sub/a.txt")] == ["甲县"]
    assert [row.district for row in manifest.rows("deep/b.txt")] == ["乙县"]
    assert not manifest.rows("a.txt")


@pytest.mark.parametrize(
    ("text", "where", "says"),
    [
        ("name,year\na.txt,2023\n", "row 1", "file"),
        ("file,year\na.txt,2023\nb.txt,23\n", "row 3", "23"),
        ("file,year\na.txt\n", "row 2", "columns"),
        ("file,year\n,2023\n", "row 2", "no file"),
        ("file,level\na.txt,galaxy\n", "row 2", "galaxy"),
        ("file,kind\na.txt,poem\n", "row 2", "poem"),
        ("file,code\na.txt,12x\n", "row 2", "12x"),
        ('file,title\na.txt,"open\n', "row 2", "CSV"),
    ],
)
def test_malformed_rows_are_named(tmp_path: Path, text: str, where: str, says: str) -> None:
    with pytest.raises(ManifestError, match=says) as caught:
        _manifest(tmp_path, text)
    assert where in str(caught.value)
    assert "manifest.csv" in str(caught.value)


def test_a_manifest_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="cannot be read"):
        Manifest.read(tmp_path / "manifest.csv")


@pytest.mark.shared
def test_the_manifest_of_the_cities(shared: Path) -> None:
    manifest = Manifest.read(shared / "corpus/cities-2024/manifest.csv")
    (row,) = manifest.rows("临沂.txt")
    assert (row.district, row.level, row.year, row.kind) == ("临沂", "市", 2024, "summary")
    assert len(manifest) == 72
