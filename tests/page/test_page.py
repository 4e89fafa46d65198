"""The page that shows a report: the text as it is, and every mark at its place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.extraction.pipeline import Extractor
from kg.page import page_of
from kg.page.marks import marks_of
from kg.reading import find_reports, read_sources
from kg.records import Extraction, Mention, Report, SourceText

INVENTED = Path(__file__).resolve().parents[2] / "gold" / "invented"


def _pairs(path: Path) -> list[tuple[SourceText, Extraction]]:
    extractor = Extractor()
    sources = [source for source in read_sources([path]) if isinstance(source, SourceText)]
    return [(source, extractor.extract(source, report)) for source in sources for report in find_reports(source)]


@pytest.fixture(scope="module")
def pairs() -> list[tuple[SourceText, Extraction]]:
    return _pairs(INVENTED / "ng03.txt")


def test_the_text_is_there_unchanged_and_every_mark_on_its_words(pairs: list[tuple[SourceText, Extraction]]) -> None:
    (source, extraction) = pairs[0]
    tree = lxml.html.fromstring("".join(page_of(pairs)))
    (shown,) = tree.xpath('//div[@class="text"]')
    report = extraction.report
    assert shown.text_content() == source.text[report.start : report.end]
    for mark in marks_of(extraction):
        stretches = shown.xpath(f'.//mark[@data-start="{mark.start}"][contains(@class, "{mark.kind}")]')
        assert "".join(stretch.text_content() for stretch in stretches) == source.text[mark.start : mark.end]


def test_acting_units_and_figures_are_listed(pairs: list[tuple[SourceText, Extraction]]) -> None:
    tree = lxml.html.fromstring("".join(page_of(pairs)))
    rows = [table.xpath("count(.//tr)") - 1 for table in tree.xpath("//table")]
    extraction = pairs[0][1]
    assert rows == [len(extraction.actors), len(extraction.observations)]


def test_overlapping_marks_and_hostile_text() -> None:
    text = '<script>alert(1)</script>"双减"&政策'
    report = Report("a&b<.txt", "a.txt", 0, len(text), 1, 1, "<b>题</b>", None, None, None, None, None, None, "0")
    mentions = (
        Mention("Program", 25, 31, text[25:31], "planned", 0.5),
        Mention("Document", 27, len(text), text[27:], "done"),
    )
    source = SourceText("a&b<.txt", "a.txt", text, "0")
    tree = lxml.html.fromstring("".join(page_of([(source, Extraction(report, mentions))])))
    (shown,) = tree.xpath('//div[@class="text"]')
    assert shown.text_content() == text
    assert len(tree.xpath("//script")) == 1  # the page's own
    assert next(mark.get("title") for mark in shown.xpath(".//mark")).endswith("50%")
    both = shown.xpath('.//mark[contains(@class, "Program")]/mark[contains(@class, "Document")]')
    assert "".join(mark.text_content() for mark in both) == text[27:31]


def test_from_the_command_line(tmp_path: Path) -> None:
    page = tmp_path / "found.html"
    result = CliRunner().invoke(app, ["extract", str(INVENTED / "ng03.txt"), "--html", str(page)])
    assert result.exit_code == 0, result.output
    assert len(lxml.html.parse(str(page)).xpath("//section")) == 1
    both = CliRunner().invoke(app, ["extract", str(INVENTED / "ng03.txt"), "--html", str(page), "-o", "x.jsonl"])
    assert both.exit_code == 2


def test_nothing_is_left_when_there_is_no_report(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("no report here", encoding="utf-8")
    page = tmp_path / "found.html"
    result = CliRunner().invoke(app, ["extract", str(tmp_path / "a.txt"), "--html", str(page)])
    assert result.exit_code == 2
    assert not page.exists()


def test_a_report_without_marks(pairs: list[tuple[SourceText, Extraction]]) -> None:
    source, extraction = pairs[0]
    bare = replace(extraction, mentions=(), observations=(), actors=())
    tree = lxml.html.fromstring("".join(page_of([(source, bare)])))
    assert not tree.xpath('//div[@class="text"]//mark')
