"""Which format a file has, by its first bytes; the suffix decides only where they do not."""

from __future__ import annotations

import codecs
import io
import json
import re
import zipfile

from kg.errors import SourceError
from kg.reading.decode import decode

__all__ = ["SNIFFED", "TEXT_COLUMNS", "sniff"]

_BINARY = frozenset({".pdf", ".docx", ".docm", ".doc", ".wps", ".rtf", ".odt", ".zip", ".mht", ".mhtml"})
SNIFFED = _BINARY | {".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".csv", ".tsv", ".jsonl", ".ndjson"}
"""Suffixes that are not believed: those of a plug-in's format are."""

TEXT_COLUMNS = (
    "text", "content", "正文", "内容", "全文", "full_text", "fulltext", "文本", "报告全文", "报告内容", "报告正文",
    "文章内容", "正文内容", "body", "article", "report", "contents", "报告", "原文",
)  # fmt: skip
"""What the column that holds a table's texts is called, in the order in which it is looked for."""

_HEAD = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_MIME = re.compile(r"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){1,20}", re.I)
_WORD_XML = re.compile(r'\s*<\?xml.{0,300}?progid="Word\.Document"', re.I | re.S)
# What the main part of an Office file is called; a zip that holds one is no archive.
_OFFICE = (("word/", ".docx"), ("xl/", ".xlsx"), ("ppt/", ".pptx"))
_FOREIGN = {
    b"Rar!\x1a\x07": ".rar",
    b"7z\xbc\xaf\x27\x1c": ".7z",
    b"\x1f\x8b": ".gz",
    b"\x89PNG": ".png",
    b"\xff\xd8\xff": ".jpg",
}


def sniff(data: bytes, suffix: str) -> str:
    """The suffix of the format that a file has: ".docx" for a Word file called .doc, ".html" for a page called .txt.

    `suffix` is that of its name, in lower case with the dot, "" where there is none (standard input); it is given
    back where the content says nothing.
    """
    found = _by_magic(data)
    if found is not None:
        return found
    if suffix in _BINARY and _is_text(data):
        return ".txt"  # a text that somebody gave the ending of a Word file
    if suffix:
        return suffix
    return _table(data) or ".txt"


def _by_magic(data: bytes) -> str | None:
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data)
    if data.startswith(_OLE):
        return ".doc"
    if data.lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(b"%PDF-"):
        return ".pdf"
    if data.startswith(b"{\\rtf"):
        return ".rtf"
    for mark, suffix in _FOREIGN.items():
        if data.startswith(mark):
            return suffix
    head = _head(data)
    if _HTML.match(head):
        return ".html"
    if _WORD_XML.match(head):
        return ".doc"
    mime = _MIME.match(head)
    if mime and "mime-version:" in mime.group().lower() and "multipart/" in mime.group().lower():
        return ".mhtml"
    return None


def _head(data: bytes) -> str:
    """The first characters, good enough for looking at tags."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return data[:_HEAD].decode("utf-16" if wide else "latin-1", "replace").removeprefix("ï»¿")


def _zipped(data: bytes) -> str:
    """Whether a zip is an Office file or an archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except Exception:  # noqa: BLE001 (damaged: what zipfile raises then is not declared; the reader will say it)
        # The first names stand in the local headers too.
        return ".docx" if b"word/document" in data or b"[Content_Types].xml" in data[:_HEAD] else ".zip"
    if "[Content_Types].xml" in names:
        for folder, suffix in _OFFICE:
            if any(name.startswith(folder) for name in names):
                return suffix
        return ".docx"  # the main part may lie anywhere: its reader looks it up
    if names and names[0] == "mimetype" and "content.xml" in names:
        return ".odt"
    return ".zip"


def _is_text(data: bytes) -> bool:
    try:
        decode(data, "")
    except SourceError:
        return False
    return True


def _table(data: bytes) -> str | None:
    """Whether text without a name is lines of JSON, or a table: two lines or more with as many separators."""
    line = data.lstrip(b"\xef\xbb\xbf \t\r\n")[: 1 << 20].split(b"\n", 1)[0].strip()
    if line.startswith(b"{"):
        try:
            return ".jsonl" if isinstance(json.loads(line), dict) else None
        except (ValueError, RecursionError):
            return ".jsonl" if re.match(rb'\{\s*"[^"\\]{1,40}"\s*:', line) else None
    header = line.decode("utf-8", "replace")
    if len(header) > 400 or re.search("[。；！？]", header):
        return None
    for mark, suffix in (("\t", ".tsv"), (",", ".csv")):
        names = [name.strip(" \"'") for name in header.split(mark)]
        if len(names) > 1 and all(names) and any(name.lower() in TEXT_COLUMNS for name in names):
            return suffix
    return None
