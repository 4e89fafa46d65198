"""Files of every format, made on the spot: the tests read what they wrote, and the fuzzer damages it."""

from __future__ import annotations

import html
import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["REPORT", "docx", "encrypted", "gbk_zip", "numbered_docx", "page", "pdf", "rezip", "scan", "zip_of"]

REPORT = (
    "青石县民政局2023年工作总结及2024年工作计划",
    "2023年，青石县民政局在县委、县政府的坚强领导下，认真落实各项民生政策，较好地完成了全年目标任务。现将有关情况报告如下。",
    "一、2023年工作总结",
    "（一）社会救助更加精准。全年发放低保金1286.5万元，保障困难群众3125户4870人，城乡低保标准分别提高到每月760元、620元，"
    "临时救助412人次，救助水平居全市前列。",
    "（二）养老服务持续加强。新建社区食堂12家，完成适老化改造360户，县中心敬老院改造工程主体完工，新增护理型床位150张。",
    "（三）基层治理不断深化。开展“和美社区”创建活动，评选示范社区8个，培育社会组织26家，募集善款53万元。",
    "二、存在问题",
    "农村养老设施利用率不高，专业社工人才仍然不足，部分项目推进慢于计划。",
    "三、2024年工作计划",
    "（一）健全分层分类救助体系，力争低保审核办理时限压缩到15个工作日以内。",
    "（二）实施养老服务提升行动，再建社区食堂10家，推动县中心敬老院投入使用。",
)
"""An invented report, a paragraph a string."""

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(paragraphs: Sequence[str] = REPORT, table: Sequence[Sequence[str]] = ()) -> bytes:
    """A Word file with paragraphs and, at its end, a table."""
    from docx import Document

    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        made = document.add_table(rows=len(table), cols=len(table[0]))
        for i, row in enumerate(table):
            for k, cell in enumerate(row):
                made.cell(i, k).text = cell
    return _saved(document)


def numbered_docx(
    items: Sequence[tuple[int, str]], levels: Sequence[tuple[str, str]], start: int = 1, through_style: bool = False
) -> bytes:
    """A Word file whose numbers stand in numbering.xml: (level, text), and for each level (format, pattern)."""
    from docx import Document
    from docx.oxml import parse_xml

    document = Document()
    numbering = document.part.numbering_part.element
    defined = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="{start if i == 0 else 1}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for i, (form, pattern) in enumerate(levels)
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum xmlns:w="{_W}" w:abstractNumId="90">{defined}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num xmlns:w="{_W}" w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    if through_style:
        style = document.styles["Heading 1"].element.get_or_add_pPr()
        style.append(parse_xml(f'<w:numPr xmlns:w="{_W}"><w:numId w:val="90"/></w:numPr>'))
    for level, text in items:
        paragraph = document.add_paragraph(text, style="Heading 1" if through_style and level == 0 else None)
        if level >= 0 and not (through_style and level == 0):
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = level
            properties.get_or_add_numId().val = 90
    return _saved(document)


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return rezip(out.getvalue(), {})


def rezip(data: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """A zip with some members replaced, added, or (None) left out: a valid archive with a strange part."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        files = {name: old.read(name) for name in old.namelist() if name not in changes}
    return zip_of({**files, **{name: content for name, content in changes.items() if content is not None}})


def zip_of(files: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive whose names, where they are Chinese, are marked as UTF-8."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content, compress_type=compression)
    return out.getvalue()


class _GbkInfo(zipfile.ZipInfo):
    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 (what zipfile calls it)
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def gbk_zip(files: Mapping[str, bytes]) -> bytes:
    """A zip archive as Windows makes it in China: names in GBK, not marked."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(_GbkInfo(name, (2024, 1, 1, 0, 0, 0)), content)
    return out.getvalue()


def pdf(
    paragraphs: Sequence[str] = REPORT,
    *,
    columns: int = 1,
    head: str = "",
    size: float = 12,
    password: str | None = None,
    compressed: bool = True,
) -> bytes:
    """A PDF with a text layer, its lines wrapped and first lines indented, with head and page number on each page."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    width, height = A4

    def decorate(canvas: Any, document: Any) -> None:
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(80, height - 40, head)
        canvas.drawCentredString(width / 2, 30, f"— {document.page} —")

    out = io.BytesIO()
    document = BaseDocTemplate(out, pagesize=A4, encrypt=password, pageCompression=int(compressed), invariant=1)
    room = (width - 120) / columns
    frames = [Frame(60 + i * room, 60, room - 12, height - 130, id=str(i)) for i in range(columns)]
    document.addPageTemplates([PageTemplate(frames=frames, onPage=decorate)])
    style = ParagraphStyle(
        "body", fontName="STSong-Light", fontSize=size, leading=1.6 * size, firstLineIndent=2 * size, wordWrap="CJK"
    )
    document.build([Paragraph(html.escape(text), style) for text in paragraphs])
    return out.getvalue()


def scan(pages: int = 2, text: str = "") -> bytes:
    """A PDF whose pages are pictures, with some text on the first."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    made = canvas.Canvas(out, invariant=1)
    picture = ImageReader(Image.frombytes("L", (60, 80), bytes(range(240)) * 20))
    for number in range(pages):
        made.drawImage(picture, 0, 0, 595, 842)
        if text and number == 0:
            pdf(())  # registers the font
            made.setFont("STSong-Light", 12)
            made.drawString(60, 700, text)
        made.showPage()
    made.save()
    return out.getvalue()


_NAVIGATION = (
    "首页",
    "政务公开",
    "办事服务",
    "互动交流",
    "走进青石",
    "领导之窗",
    "政策文件",
    "统计信息",
    "人事信息",
    "财政公开",
)
_RELATED = (
    "青石县2022年国民经济和社会发展统计公报",
    "青石县召开安全生产工作会议部署下半年重点任务",
    "关于做好2023年防汛抗旱工作的通知",
)
_FOOT = ("主办单位：青石县人民政府办公室", "网站标识码：0000000000", "地址：青石县人民路1号　邮编：000000")


def page(style: str, paragraphs: Sequence[str] = REPORT) -> str:
    """A web page as government sites have them: div, table, br, section (WeChat), word (saved by Word), semantic."""
    title, *rest = (html.escape(text) for text in paragraphs)
    links = "".join(f'<li><a href="/c{i}/">{name}</a></li>' for i, name in enumerate(_NAVIGATION))
    related = "".join(f'<li><a href="#">{name}</a><span>2023-05-01</span></li>' for name in _RELATED)
    foot = "".join(f"<p>{line}</p>" for line in _FOOT)
    if style == "word":
        body = "".join(f"<p class=MsoNormal><span lang=ZH-CN>{text}<o:p></o:p></span></p>\n" for text in (title, *rest))
        return f"<html><head><meta charset=utf-8></head><body><div class=WordSection1>{body}</div></body></html>"
    article = {
        "div": f"<div class='article'><h1>{title}</h1><div class='info'>浏览次数：121 字号：[大 小]</div>"
        "<div id='zoom'>"
        + "".join(f"<p style='text-indent:2em'><span>{text}</span></p>\n" for text in rest)
        + "</div><div class='share'>分享到：微信 微博</div></div>",
        "table": f"<table><tr><td><table>{related}</table></td><td><table><tr><td align=center><b>{title}</b></td></tr>"
        f"<tr><td class=content>{'<br>'.join('　　' + text for text in rest)}</td></tr></table></td></tr></table>",
        "br": f"<h1>{title}</h1><p>{'<br><br>'.join('&emsp;&emsp;' + text for text in rest)}</p>",
        "section": f"<h2 class='rich_media_title'>{title}</h2>"
        "<div class='rich_media_content' style='visibility:hidden'>"
        + "".join(f"<section><span>{text}</span></section>" for text in rest)
        + "</div><div class='qr_code'>微信扫一扫关注该公众号</div>",
        "semantic": f"<article><header><h1>{title}</h1></header>"
        + "".join(f"<h2>{text}</h2>" if text[1] == "、" else f"<p>{text}</p>" for text in rest)
        + "</article>",
    }[style]
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}_青石县人民政府</title>"
        f"<style>.a{{}}</style>"
        "<script>var a = '<p>不是正文，也不是别的什么，更不应当出现在正文里面。</p>';</script></head>"
        "<body>"
        f"<div class='top'><div class='logo'>青石县人民政府门户网站</div><ul>{links}</ul></div>"
        f"<div class='crumb'>您现在的位置：<a>首页</a> &gt; <a>政务公开</a></div>{article}"
        f"<div class='related'><h3>相关阅读</h3><ul>{related}</ul></div><div class='footer'>{foot}</div></body></html>"
    )


def encrypted(archive: bytes) -> bytes:
    """A zip whose members say that they are encrypted (bit 0 of their flags in both places)."""
    made = bytearray(archive)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := made.find(mark, at + 1)) >= 0:
            (flags,) = struct.unpack_from("<H", made, at + offset)
            struct.pack_into("<H", made, at + offset, flags | 1)
    return bytes(made)
