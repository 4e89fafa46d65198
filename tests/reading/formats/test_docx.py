"""Word files: what a person sees in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.reading import find_reports, read_sources
from kg.reading.formats.docx import DocxReader
from kg.reading.formats.numerals import number_text
from kg.records import SourceText
from tests.reading.formats import making

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCUMENT = "word/document.xml"


def _lines(data: bytes) -> list[str]:
    (source,) = DocxReader().read(data, "a.docx")
    return source.text.split("\n")


def _body(inner: str) -> bytes:
    """A Word file whose body is this XML."""
    xml = (
        f'<w:document xmlns:w="{W}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
        f'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>{inner}</w:body></w:document>'
    )
    return making.rezip(making.docx(()), {DOCUMENT: xml.encode()})


def _p(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def _r(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


@pytest.mark.shared
def test_the_word_files_of_the_corpus_say_what_their_texts_say(shared: Path) -> None:
    files = sorted((shared / "corpus/cities-2024-docx").glob("*.docx"))
    assert len(files) == 8
    for path in files:
        (word,) = read_sources([path])
        (text,) = read_sources([shared / "corpus/cities-2024" / f"{path.stem}.txt"])
        assert isinstance(word, SourceText)
        assert isinstance(text, SourceText)
        assert "".join(word.text.split()) == "".join(text.text.split()), path.name


def test_a_report_is_found_with_its_paragraphs() -> None:
    (source,) = DocxReader().read(making.docx(), "folder/a.docx")
    assert source.text.split("\n") == list(making.REPORT)
    assert (source.source, source.name, source.encoding) == ("folder/a.docx", "a.docx", "utf-8")
    (report,) = find_reports(source)
    assert (report.unit, report.year, report.plan_year) == ("青石县民政局", 2023, 2024)


@pytest.mark.parametrize("through_style", [False, True])
def test_numbers_that_word_counts_are_written_out(through_style: bool) -> None:
    items = [(0, "总结"), (1, "救助"), (1, "养老"), (2, "设施"), (0, "计划"), (1, "救助"), (-1, "完")]
    levels = [("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")]
    assert _lines(making.numbered_docx(items, levels, through_style=through_style)) == [
        "一、总结", "（一）救助", "（二）养老", "1.设施", "二、计划", "（一）救助", "完",
    ]  # fmt: skip


def test_a_number_may_begin_anywhere_and_show_the_ones_above() -> None:
    levels = [("decimal", "%1"), ("decimal", "%1.%2")]
    found = _lines(making.numbered_docx([(0, "甲"), (1, "乙"), (1, "5G建设"), (0, "丙")], levels, start=9))
    assert found == ["9 甲", "9.1 乙", "9.2 5G建设", "10 丙"]


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        (
            "chineseCountingThousand",
            {1: "一", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 105: "一百零五", 110: "一百一十"},
        ),
        ("ideographDigital", {12: "一二", 20: "二〇"}),
        ("chineseLegalSimplified", {3: "叁", 12: "壹拾贰"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "㉑", 50: "㊿"}),
        ("upperRoman", {4: "IV", 1990: "MCMXC"}),
        ("lowerLetter", {1: "a", 27: "aa"}),
        ("decimalFullWidth", {12: "１２"}),
        ("unheard of", {7: "7"}),
    ],
)
def test_forms_of_numbers(form: str, numbers: dict[int, str]) -> None:
    assert {number: number_text(number, form) for number in numbers} == numbers


def test_a_table_of_figures_is_a_line_a_row_and_a_table_of_texts_a_line_a_paragraph() -> None:
    figures = making.docx(["附表"], table=[["指标", "2023年"], ["低保对象", "4870人"]])
    assert _lines(figures) == ["附表", "指标\t2023年", "低保对象\t4870人"]
    texts = making.docx([], table=[["工作", "第一段。\n第二段。"]])
    assert _lines(texts) == ["工作\t第一段。", "第二段。"]


def test_what_is_deleted_hidden_or_a_field_code_is_not_read_and_what_wraps_text_is() -> None:
    inner = (
        _p(
            _r("留下")
            + "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
            + f"<w:moveFrom>{_r('移走')}</w:moveFrom><w:ins>{_r('加上')}</w:ins><w:hyperlink>{_r('链接')}</w:hyperlink>"
            + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
            + "<w:r><w:instrText>PAGE</w:instrText></w:r>"
            + f"<w:sdt><w:sdtContent>{_r('控件')}</w:sdtContent></w:sdt>"
            + "<w:r><w:tab/><w:t>后</w:t><w:br/><w:t>行</w:t></w:r>"
            + "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"
        )
        + f"<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
        f"<w:sdtContent>{_p(_r('目录'))}</w:sdtContent></w:sdt><w:sdt><w:sdtContent>{_p(_r('块'))}</w:sdtContent></w:sdt>"
    )
    assert _lines(_body(inner)) == ["留下加上链接控件\t后", "行x", "块"]


def test_a_text_box_is_read_once_though_it_is_there_for_old_programs_too() -> None:
    box = f"<w:txbxContent>{_p(_r('框中'))}</w:txbxContent>"
    inner = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><x>{box}</x></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert _lines(_body(_p(_r("正文") + inner))) == ["正文", "框中"]


def test_footnotes_stand_at_the_end() -> None:
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator" w:id="0">{_p(_r("线"))}</w:footnote>'
        f'<w:footnote w:id="1">{_p(_r("“两不愁”：吃穿不愁。"))}</w:footnote></w:footnotes>'
    )
    data = making.rezip(_body(_p(_r("正文"))), {"word/footnotes.xml": notes.encode()})
    assert _lines(data) == ["正文", "“两不愁”：吃穿不愁。"]


def test_a_web_page_put_into_a_word_file_is_read() -> None:
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    inner = _p(_r("前")) + f'<w:altChunk xmlns:r="{relation}" r:id="chunk"/>' + _p(_r("后"))
    related = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="chunk" Type="{relation}/aFChunk" Target="/word/page.mht"/></Relationships>'
    )
    page = making.page("word").encode()
    data = making.rezip(_body(inner), {"word/_rels/document.xml.rels": related.encode(), "word/page.mht": page})
    assert _lines(data) == ["前", *making.REPORT, "后"]


def test_a_missing_picture_and_missing_styles_are_no_obstacle() -> None:
    broken = making.rezip(making.docx(), {"word/styles.xml": None, "docProps/thumbnail.jpeg": None})
    assert _lines(broken) == list(making.REPORT)


def test_the_strict_form_of_the_standard_is_read() -> None:
    data = making.docx(())
    xml = _strict(f'<w:document xmlns:w="{W}"><w:body>{_p(_r("严格"))}</w:body></w:document>')
    assert _lines(making.rezip(data, {DOCUMENT: xml})) == ["严格"]


def _strict(xml: str) -> bytes:
    return xml.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main").encode()


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9))
    + b']><w:document xmlns:w="%s"><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>' % W.encode()
)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (making.docx()[:3000], "damaged"),
        (b"PK\x03\x04" + bytes(200), "damaged"),
        (making.rezip(making.docx(), {DOCUMENT: BOMB}), "entity bomb"),
        (making.rezip(making.docx(), {"word/styles.xml": BOMB}), "entity bomb"),
        (making.rezip(making.docx(), {DOCUMENT: b"<w:document>"}), "XML is damaged"),
        (making.rezip(making.docx(), {DOCUMENT: None, "_rels/.rels": None}), "no main document"),
        (making.rezip(making.docx(), {DOCUMENT: b" " * (8 << 20)}), "bomb"),
        (making.encrypted(making.docx()), "encrypted"),
        (making.docx(()), "no text"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(data: bytes, says: str) -> None:
    with pytest.raises(SourceError, match=says) as caught:
        list(DocxReader().read(data, "folder/a.docx"))
    assert "folder/a.docx" in str(caught.value)
    assert caught.value.todo
