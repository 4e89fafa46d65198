"""Saved web pages: the article, whole, and nothing of the site."""

from __future__ import annotations

import pytest

from kg.errors import SourceError
from kg.reading import find_reports
from kg.reading.formats.html import HtmlReader
from tests.reading.formats import making

STYLES = ("div", "table", "br", "section", "word", "semantic")


def _lines(data: bytes) -> list[str]:
    (source,) = HtmlReader().read(data, "a.html")
    return source.text.split("\n")


@pytest.mark.parametrize("style", STYLES)
def test_the_article_is_read_whole_and_the_site_is_not(style: str) -> None:
    assert _lines(making.page(style).encode()) == list(making.REPORT)


@pytest.mark.parametrize("style", STYLES)
def test_a_report_is_found(style: str) -> None:
    (source,) = HtmlReader().read(making.page(style).encode(), "a.html")
    (report,) = find_reports(source)
    assert (report.title, report.unit, report.year) == (making.REPORT[0], "青石县民政局", 2023)


@pytest.mark.parametrize(
    ("codec", "label", "encoding"),
    [
        ("gb18030", "gb2312", "gb18030"),
        ("gb18030", "", "gb18030"),
        ("utf-8", "gb2312", "utf-8"),
        ("utf-16", "utf-8", "utf-16-le"),
    ],
)
def test_the_encoding_is_the_one_that_fits_whatever_the_page_says(codec: str, label: str, encoding: str) -> None:
    data = making.page("div").replace("charset='utf-8'", f"charset='{label}'" if label else "").encode(codec)
    (source,) = HtmlReader().read(data, "a.html")
    assert source.encoding == encoding
    assert source.text.split("\n") == list(making.REPORT)


def test_one_broken_character_does_not_lose_the_page() -> None:
    data = (
        making.page("div")
        .replace("utf-8", "gbk")
        .encode("gb18030")
        .replace("县委".encode("gb18030"), b"\xff\xff\xce\xaf", 1)
    )
    assert _lines(data)[2:] == list(making.REPORT)[2:]


def test_a_table_of_figures_in_the_article_is_a_line_a_row() -> None:
    table = "<table><tr><th>指标</th><th>2023年</th></tr><tr><td>低保对象</td><td>4870人</td></tr></table>"
    data = making.page("div").replace("</div><div class='share'>", f"{table}</div><div class='share'>")
    assert _lines(data.encode())[-2:] == ["指标\t2023年", "低保对象\t4870人"]


def test_line_ends_in_the_source_are_no_spaces_between_chinese_characters() -> None:
    data = "<html><body><p>全县完成固定\n   资产投资，增长5%，\nGDP growth\nis stable。</p></body></html>"
    assert _lines(data.encode()) == ["全县完成固定资产投资，增长5%， GDP growth is stable。"]


def test_a_page_that_labels_its_whole_body_as_footer_or_links_every_paragraph_keeps_its_article() -> None:
    labelled = making.page("div").replace("<body>", "<body class='has-fixed-footer'><form id='nav'>")
    assert _lines(labelled.encode()) == list(making.REPORT)
    linked = making.page("word").replace("<span lang=ZH-CN>", "<a href='#'>").replace("<o:p></o:p></span>", "</a>")
    assert _lines(linked.encode()) == list(making.REPORT)


def test_long_texts_beside_the_article_do_not_push_its_short_paragraphs_out() -> None:
    comment = (
        "<div class='comments'><p>"
        + "这位网友说，报告写得不错，希望继续努力，把好事办好、实事办实。" * 3
        + "</p></div>"
    )
    data = making.page("section").replace("<div class='footer'>", comment + "<div class='footer'>")
    assert _lines(data.encode()) == list(making.REPORT)


def test_a_web_archive_is_read_by_its_page() -> None:
    import email.message

    archive = email.message.EmailMessage()
    archive["From"] = "<Saved by Blink>"
    archive.set_content("<html><body><p>框架</p></body></html>", subtype="html")
    archive.add_related(making.page("div").encode("gbk"), "text", "html", cid="<frame>")
    archive.add_related(b"\x89PNG", "image", "png", cid="<picture>")
    assert _lines(archive.as_bytes()) == list(making.REPORT)


def test_reading_twice_gives_the_same() -> None:
    data = making.page("table").encode()
    assert list(HtmlReader().read(data, "a.html")) == list(HtmlReader().read(data, "a.html"))


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("", "no text"),
        ("<script>var a = 1;</script>", "no text"),
        ("<div>甲" * 5000, "too deep"),
        ("<p " + " ".join(f"a{i}=1" for i in range(50_000)) + ">甲</p>", "attributes"),
    ],
)
def test_a_page_that_cannot_be_read_says_why_and_what_to_do(body: str, says: str) -> None:
    with pytest.raises(SourceError, match=says) as caught:
        list(HtmlReader().read(f"<html><body>{body}".encode(), "folder/a.html"))
    assert "folder/a.html" in str(caught.value)
    assert caught.value.todo
