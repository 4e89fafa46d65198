"""Reports that were found before are the same when they are looked up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.reading import Manifest, find_reports, read_sources
from kg.reading.known import KnownReports
from kg.records import SourceText


@pytest.fixture(scope="module")
def sources(examples: Path) -> list[SourceText]:
    return [source for source in read_sources([examples]) if isinstance(source, SourceText)]


def keep(path: Path, sources: list[SourceText], manifest: Manifest | None = None) -> None:
    known = KnownReports(path)
    for source in sources:
        known.find(source, manifest)
    known.save()


def test_the_same_reports(sources: list[SourceText], tmp_path: Path) -> None:
    path = tmp_path / "made" / "reports.json"
    keep(path, sources)
    known = KnownReports(path)
    for source in sources:
        assert known.find(source) == find_reports(source)
        moved = replace(source, source=f"elsewhere/{source.source}")
        assert known.find(moved) == find_reports(moved)


def test_it_is_the_file_that_answers(sources: list[SourceText], tmp_path: Path) -> None:
    path = tmp_path / "reports.json"
    keep(path, sources)
    other = replace(sources[0], text="")  # in which no report could be found
    assert KnownReports(path).find(other) == find_reports(sources[0])
    assert KnownReports(path, read=False).find(other) == ()


def test_another_text_name_or_manifest_is_looked_at_again(sources: list[SourceText], tmp_path: Path) -> None:
    path = tmp_path / "reports.json"
    keep(path, sources)
    source = next(one for one in sources if len(find_reports(one)) == 1)
    (tmp_path / "manifest.csv").write_text(f"file,unit,year\n{source.name},乙县人民政府,2011\n", "utf-8")
    manifest = Manifest.read(tmp_path / "manifest.csv")
    for other, rows in ((source, manifest), (replace(source, name="丙县2010年工作总结.txt"), None)):
        assert KnownReports(path).find(other, rows) == find_reports(other, rows)
    assert KnownReports(path).find(source, manifest)[0].year == 2011


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff\xfe"])
def test_a_damaged_file_is_as_good_as_none(sources: list[SourceText], tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "reports.json"
    path.write_bytes(damage)
    assert KnownReports(path).find(sources[0]) == find_reports(sources[0])
    keep(path, sources[:1])
    assert path.read_bytes() != damage


def test_only_what_was_asked_for_is_kept(sources: list[SourceText], tmp_path: Path) -> None:
    path = tmp_path / "reports.json"
    keep(path, sources)
    size = path.stat().st_size
    keep(path, sources[:1])
    assert path.stat().st_size < size / 2
    assert [one.name for one in tmp_path.iterdir()] == ["reports.json"]
