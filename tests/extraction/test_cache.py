"""The extraction cache gives back what was extracted, from wherever the report lies now, and nothing that is stale."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.extraction.cache import ExtractionCache, extractor_version
from kg.extraction.pipeline import Extractor
from kg.extraction.slices import moved
from kg.reading import find_reports, read_sources
from kg.records import Extraction, SourceText


@pytest.fixture(scope="module")
def extraction(examples: Path) -> Extraction:
    """Of a report that does not begin its file."""
    extractor = Extractor()
    for source in read_sources([examples]):
        assert isinstance(source, SourceText)
        if len(found := find_reports(source)) > 1:
            return extractor.extract(source, found[1])
    pytest.fail("no example holds several reports")


def test_what_was_put_comes_back(extraction: Extraction, tmp_path: Path) -> None:
    cache = ExtractionCache(tmp_path / "made" / "when needed")
    assert cache.get(extraction.report) is None
    cache.put(extraction)
    found = ExtractionCache(tmp_path / "made" / "when needed").get(extraction.report)
    assert found == extraction
    assert repr(found) == repr(extraction)  # 1 is not 1.0


def test_a_report_that_moved_is_known_with_its_new_offsets(extraction: Extraction, tmp_path: Path) -> None:
    cache = ExtractionCache(tmp_path)
    cache.put(extraction)
    old = extraction.report
    report = replace(old, start=old.start + 7, end=old.end + 7, start_line=9, source="elsewhere.txt", name="b.txt")
    found = cache.get(report)
    assert found is not None
    assert found.report == report
    assert [one.start for one in found.mentions] == [one.start + 7 for one in extraction.mentions]
    assert moved(found, replace(report, start=-7)).observations == extraction.observations


@pytest.mark.parametrize("change", [{"sha256": "0" * 64}, {"kind": "plan"}, {"year": 1999}, {"unit": "别的局"}])
def test_another_text_or_head_is_another_entry(
    extraction: Extraction, tmp_path: Path, change: dict[str, object]
) -> None:
    cache = ExtractionCache(tmp_path)
    cache.put(extraction)
    assert cache.get(replace(extraction.report, **change)) is None  # type: ignore[arg-type]
    assert (cache.hits, cache.misses) == (0, 1)


def test_another_extractor_knows_nothing_of_it(
    extraction: Extraction, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ExtractionCache(tmp_path).put(extraction)
    assert ExtractionCache(tmp_path, "hanlp").get(extraction.report) is None
    model = tmp_path / "model"
    model.mkdir()
    (model / "tagger.int8.onnx").write_bytes(b"one")
    monkeypatch.setenv("KG_MODEL", str(model))
    first = extractor_version("onnx", str(model))
    assert ExtractionCache(tmp_path).get(extraction.report) is None
    (model / "tagger.int8.onnx").write_bytes(b"other")
    extractor_version.cache_clear()
    assert extractor_version("onnx", str(model)) != first


@pytest.mark.parametrize("damage", ["cut", "empty", "altered", "binary", "folder"])
def test_a_damaged_entry_is_as_good_as_none(extraction: Extraction, tmp_path: Path, damage: str) -> None:
    cache = ExtractionCache(tmp_path)
    cache.put(extraction)
    (path,) = tmp_path.iterdir()
    data = path.read_bytes()
    if damage == "folder":
        path.unlink()
        path.mkdir()
    else:
        other = {"cut": data[:-5], "empty": b"", "altered": data.replace(b"done", b"mend", 1), "binary": b"\xff" * 99}
        assert other[damage] != data
        path.write_bytes(other[damage])
    assert cache.get(extraction.report) is None
    cache.put(extraction)
    if damage != "folder":
        assert cache.get(extraction.report) == extraction


def test_what_was_not_asked_for_is_removed(extraction: Extraction, tmp_path: Path) -> None:
    cache = ExtractionCache(tmp_path)
    cache.put(extraction)
    cache.put(replace(extraction, report=replace(extraction.report, year=1999)))
    (tmp_path / ".0123-left-by-a-kill.tmp").write_bytes(b"")
    later = ExtractionCache(tmp_path)
    assert later.get(extraction.report) == extraction
    later.prune()
    assert len(list(tmp_path.iterdir())) == 1
    assert later.get(extraction.report) == extraction


def test_a_folder_that_cannot_be_written_stops_nothing(extraction: Extraction, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = ExtractionCache(tmp_path / "file" / "cache")
    cache.put(extraction)
    cache.prune()
    assert cache.get(extraction.report) is None
