"""Saved web pages (.html, .mhtml): the article without the site around it.

lxml parses: it bounds the depth of tags, where HTML5 parsers take minutes over a page of unclosed tags. What the
article is, article.py decides.
"""

from __future__ import annotations

import codecs
import email
import email.message
import email.policy
import re
from collections.abc import Iterator, Sequence

from kg.errors import MissingExtraError, SourceError
from kg.reading.base import extracted
from kg.reading.decode import decode
from kg.reading.formats.article import Page, article, blocks
from kg.records import SourceText

__all__ = ["HtmlReader"]

_LARGEST = 64 << 20
_MOST_ATTRIBUTES = 4000
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]{0,80}?encoding\s*=\s*[\"']([\w-]+)", re.I
)
# A label is not always kept to: what is called gb2312 is GBK in most pages, and browsers read it so.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "big5-hkscs": "big5hkscs"}
_LEAST_READ = 0.995


class HtmlReader:
    """Reads .html, .htm, .xhtml and web archives (.mht, .mhtml): the article of a page is one source text."""

    suffixes: Sequence[str] = (".html", ".htm", ".xhtml", ".mht", ".mhtml")

    def read(self, data: bytes, where: str) -> Iterator[SourceText]:
        """The article's text, a block a line.

        Raises SourceError where there is none or the page is damaged, MissingExtraError without lxml.
        """
        if len(data) > _LARGEST:
            raise SourceError(
                f"the page is larger than {_LARGEST >> 20} MiB", where=where, todo="save its text as a .txt file"
            )
        found: tuple[str, str] = ("", "")
        for part, charset in _pages(data):
            text, encoding = _decoded(part, charset, where)
            lines = article(_parsed(text, where))
            found = max(found, ("\n".join(lines), encoding), key=lambda item: len(item[0]))
        yield extracted(where, found[0], found[1] or "utf-8")


def _pages(data: bytes) -> Iterator[tuple[bytes, str | None]]:
    """The page, or the pages of a web archive (frames may hold the article), each with the charset it is said to be."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        yield data, None
        return
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                yield payload, _charset(part)
    if not message.is_multipart() and message.get_content_type() != "text/html":
        yield data, None


def _charset(part: email.message.Message) -> str | None:
    try:
        return part.get_content_charset()
    except (LookupError, ValueError, UnicodeError):
        return None


def _decoded(data: bytes, charset: str | None, where: str) -> tuple[str, str]:
    """The page as text and its encoding: by its mark, as UTF-8, by the charset it names, else as Chinese text.

    Browsers show a page with a few broken characters, and so it is read: they become U+FFFD.
    """
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode(data, where)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    named = _CHARSET.search(data[:4096])
    names = [
        charset,
        *((group.decode() for group in named.groups() if group) if named else ()),
        "gb18030",
        "utf-8",
        "big5",
    ]
    for name in names:
        if name is None:
            continue
        try:
            codec = codecs.lookup(_WIDER.get(name.lower(), name.lower())).name
            text = data.decode(codec, "replace")
        except (LookupError, ValueError, UnicodeError):
            continue
        foreign = sum(ch > "\x7f" for ch in text)
        if text.count("\ufffd") <= (1 - _LEAST_READ) * foreign:
            return text, codec
    return decode(data, where)


def _parsed(text: str, where: str) -> Page:
    """The blocks of a page. Raises MissingExtraError without lxml, SourceError for what only an attack has."""
    try:
        from lxml import etree  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise MissingExtraError.of("html", "reading web pages") from error
    # The parser compares each attribute of a tag with all others.
    if any(tag.count("=") > _MOST_ATTRIBUTES for tag in re.findall(r"<[a-zA-Z/][^<>]{8000,}", text)):
        raise SourceError("a tag has thousands of attributes", where=where, todo="do not trust this page")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    # Encoded again, since a str that names its encoding is refused; a declaration inside is overruled.
    root = etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    if root is None:
        raise SourceError("the page holds no text", where=where, todo="leave it out, or fetch it again")
    if any(entry.type_name == "ERR_INTERNAL_ERROR" or "depth" in entry.message.lower() for entry in parser.error_log):
        raise SourceError(
            "the tags of the page lie in each other too deep to be read",
            where=where,
            todo="open it in a browser and save its text",
        )
    return blocks(etree.iterwalk(root, events=("start", "end")))
