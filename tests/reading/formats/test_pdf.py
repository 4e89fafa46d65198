"""PDF files with a text layer: as one reads them, page after page, without what is printed around the text."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from kg.errors import SourceError
from kg.reading import find_reports, read_sources
from kg.reading.formats import office
from kg.reading.formats.pdf import PdfReader
from kg.records import SourceText
from tests.reading.formats import making

LONG = (making.REPORT[0], *making.REPORT[1:] * 6)


def _text(data: bytes) -> str:
    (source,) = PdfReader().read(data, "a.pdf")
    assert isinstance(source, SourceText)
    return source.text


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("size", [9, 12, 15])
def test_paragraphs_are_whole_across_lines_columns_and_pages(columns: int, size: int) -> None:
    data = making.pdf(LONG, columns=columns, size=size, head="青石县人民政府公报2024年第1期")
    assert _text(data).replace(" ", "").split("\n") == [text.replace(" ", "") for text in LONG]


def test_a_report_is_found() -> None:
    (source,) = PdfReader().read(making.pdf(head="青石县民政局文件"), "a.pdf")
    assert isinstance(source, SourceText)
    (report,) = find_reports(source)
    assert (report.unit, report.year, report.plan_year) == ("青石县民政局", 2023, 2024)


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.office
def test_a_pdf_that_libreoffice_makes_of_a_word_file_says_the_same(shared: Path, tmp_path: Path) -> None:
    words = [shared / "corpus/cities-2024-docx" / f"{name}.docx" for name in ("黔南", "长沙", "南京")]
    command = [office._program() or "", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    made = ["--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, words)]
    subprocess.run([*command, *made], check=True, capture_output=True)
    for word in words:
        (expected,) = read_sources([word])
        (found,) = read_sources([tmp_path / f"{word.stem}.pdf"])
        assert isinstance(expected, SourceText)
        assert isinstance(found, SourceText)
        # LibreOffice leaves out marks that hang over the end of a line; nothing else may differ.
        assert re.sub(r"\W", "", found.text) == re.sub(r"\W", "", expected.text)
        paragraphs = {re.sub(r"\W", "", line) for line in expected.text.split("\n")}
        same = sum(re.sub(r"\W", "", line) in paragraphs for line in found.text.split("\n"))
        assert same >= 0.9 * len(found.text.split("\n"))


def _drawn(draw: Any) -> bytes:
    """One page on which something is drawn."""
    from reportlab.pdfgen import canvas

    making.pdf(())  # registers the font
    out = io.BytesIO()
    page = canvas.Canvas(out, invariant=1)
    page.setFont("STSong-Light", 12)
    draw(page)
    page.save()
    return out.getvalue()


def test_columns_are_read_one_after_the_other_though_the_file_has_them_line_by_line() -> None:
    left = [f"左栏第{i}行的文字一直写到这一栏边上" for i in "一二三四五六"]
    right = [f"右栏第{i}行的文字一直写到这一栏边上" for i in "一二三四五六"]

    def draw(page: Any) -> None:
        page.drawCentredString(297, 790, "两栏排印的一份公报的标题在上面")
        for i, (one, other) in enumerate(zip(left, right, strict=True)):
            page.drawString(60, 750 - 20 * i, one)
            page.drawString(310, 750 - 20 * i, other)

    assert _text(_drawn(draw)).replace("\n", "") == "两栏排印的一份公报的标题在上面" + "".join(left + right)


def test_a_table_is_read_row_by_row() -> None:
    def draw(page: Any) -> None:
        for i in range(8):
            page.drawString(60, 750 - 20 * i, f"指标{i}")
            page.drawString(200, 750 - 20 * i, f"{i}00人")
            page.drawString(340, 750 - 20 * i, f"增长{i}.5%")

    assert _text(_drawn(draw)).split("\n") == [f"指标{i}\t{i}00人\t增长{i}.5%" for i in range(8)]


def test_bold_by_printing_twice_a_watermark_and_a_turned_page_do_not_disturb() -> None:
    def draw(page: Any) -> None:
        for shift in (0, 0.4):
            page.drawString(60 + shift, 750, "加粗的标题人人有责")
        page.saveState()
        page.rotate(45)
        page.drawString(500, 100, "内部资料")
        page.restoreState()

    assert _text(_drawn(draw)) == "加粗的标题人人有责"

    def turned(page: Any) -> None:
        page.translate(300, 100)
        page.rotate(90)
        page.drawString(0, 0, "横放的一页，第一行。")
        page.drawString(0, -20, "第二行。")

    assert _text(_drawn(turned)).replace("\n", "") == "横放的一页，第一行。第二行。"


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (("inter-", "national trade grew."), "international trade grew."),
        (("words", "and a second line of words"), "words and a second line of words"),
        (("达到341", "2亿元，比上年增长百分"), "达到3412亿元，比上年增长百分"),
    ],
)
def test_words_and_numbers_that_a_line_end_divides_are_joined(lines: tuple[str, str], whole: str) -> None:
    def draw(page: Any) -> None:
        page.drawString(60, 750, "前面的文字从这一行的开头写起，一直写到它最后的几个字，" + lines[0])
        page.drawString(60, 730, lines[1])

    assert _text(_drawn(draw)).endswith(whole)


def test_a_single_page_number_goes_and_a_number_in_the_text_stays() -> None:
    def draw(page: Any) -> None:
        page.drawString(60, 750, "全年新增就业人数")
        page.drawString(60, 730, "2023")
        page.drawCentredString(297, 40, "第 1 页 共 1 页")

    assert _text(_drawn(draw)).split("\n") == ["全年新增就业人数", "2023"]


def test_pages_that_are_pictures_are_named_and_the_others_read() -> None:
    source, fault = PdfReader().read(making.scan(3, "青石县民政局工作总结"), "a.pdf")
    assert isinstance(source, SourceText)
    assert source.text == "青石县民政局工作总结"
    assert isinstance(fault, SourceError)
    assert "pages 2, 3 have no text" in str(fault)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (making.scan(), "scan"),
        (making.pdf(password="geheim"), "encrypted"),
        (making.pdf()[:400], "damaged"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 9, "damaged"),
        (_drawn(lambda page: page.rect(60, 60, 100, 100)), "no text"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(data: bytes, says: str) -> None:
    with pytest.raises(SourceError, match=says) as caught:
        list(PdfReader().read(data, "folder/a.pdf"))
    assert "folder/a.pdf" in str(caught.value)
    assert caught.value.todo
