"""Extraction as a whole, on the shipped examples and on hostile texts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import InputError, SourceError
from kg.extraction.interchange import from_json, to_json
from kg.extraction.parallel import extract_all, jobs_for
from kg.extraction.pipeline import Extractor, load_engine
from kg.reading import find_reports, read_sources
from kg.records import Extraction, Report, SourceText


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def _work(folder: Path) -> Iterator[tuple[SourceText, Report]]:
    for source in read_sources(sorted(folder.glob("*.txt"))):
        assert not isinstance(source, SourceError)
        for report in find_reports(source):
            yield source, report


def _source(text: str) -> tuple[SourceText, Report]:
    sha = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    lines = text.count("\n") + 1
    report = Report("t.txt", "t.txt", 0, len(text), 1, lines, None, None, "summary", 2023, None, None, None, sha)
    return SourceText("t.txt", "t.txt", text, sha), report


def test_every_offset_leads_back_to_the_source(extractor: Extractor, examples: Path) -> None:
    seen = 0
    for source, report in _work(examples):
        found = extractor.extract(source, report)
        starts = {mention.start for mention in found.mentions}
        for item in (*found.mentions, *found.observations):
            assert source.text[item.start : item.end] == item.text
            assert report.start <= item.start < item.end <= report.end
        for observation in found.observations:
            assert (observation.about is None) == (observation.about_start is None)
            assert observation.about_start is None or observation.about_start in starts
        for actor in found.actors:
            assert {actor.actor_start, actor.of_start} <= starts
        assert list(found.mentions) == sorted(found.mentions, key=lambda m: m.start)
        seen += len(found.mentions)
    assert seen > 300


def test_names_broken_over_lines_are_found_whole(extractor: Extractor) -> None:
    text = (
        "一、主要工作\n今年以来，市卫健委牵头开展爱国卫生运\n\n动，全县全面推行河长制，压实各级责任，河长\n\n"
        "制工作走在前列，全年共计发放明白册5\n\n76份。\n"
    )
    found = extractor.extract(*_source(text))
    assert "爱国卫生运\n\n动" in {mention.text for mention in found.mentions}
    assert "河长\n\n制" in {mention.text for mention in found.mentions}
    assert [(o.value, o.measure) for o in found.observations] == [(576, "份")]


def test_the_interchange_gives_back_the_extraction(extractor: Extractor, examples: Path) -> None:
    source, report = next(_work(examples))
    found = extractor.extract(source, report)
    assert found.report.places
    assert from_json(to_json(found)) == found
    written = json.loads(json.dumps(to_json(found)))
    assert written["report"]["places"] == [list(pair) for pair in report.places]
    assert from_json(written) == found


def test_processes_and_order_change_nothing(examples: Path) -> None:
    work = list(_work(examples))
    alone = list(extract_all(work))
    assert list(extract_all(work, jobs=2)) == alone
    assert list(extract_all(reversed(work))) == alone[::-1]


def test_little_text_and_hanlps_runtime_use_one_process() -> None:
    assert jobs_for(1000) == 1
    assert jobs_for(10**7, "hanlp") == 1


@pytest.mark.parametrize(
    "text",
    [
        "😀" * 300,
        "⟦U:县委⟧⟧⟦" * 20,
        "\n\n\n",
        "a b c",
        "县" * 20_000,
        "1" * 20_000,
        "“" * 5_000,
        "一、\n" * 500,
        "\u0000县委",
    ],
    ids=["emojis", "brackets", "blank", "latin", "one character", "digits", "quotes", "headings", "null"],
)
def test_hostile_texts_end_in_a_result(extractor: Extractor, text: str) -> None:
    found = extractor.extract(*_source(text))
    assert isinstance(found, Extraction)


def test_an_unknown_engine_is_named() -> None:
    with pytest.raises(InputError, match="no engine is called 'magic'"):
        load_engine("magic")
