"""PDF files with a text layer: in reading order, without running heads, lines joined to paragraphs.

PDFium reads them, the engine of Chrome (pypdfium2: a wheel without dependencies, BSD and Apache). Compared on Chinese
PDFs, pypdf did not know every encoding of Chinese fonts (GBKp-EUC-H), pdfminer.six did, and both took more than ten
times as long.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kg.errors import MissingExtraError, SourceError
from kg.reading.base import extracted
from kg.reading.formats.pdf_layout import Line, lines_of
from kg.reading.formats.pdf_page import page_text
from kg.reading.formats.pdf_text import paragraphs_of
from kg.records import SourceText

__all__ = ["PdfReader"]

_MOST_PAGES = 20_000
_MOST_CHARS = 20_000_000
_LISTED = 8
_SCANNED = "scan the pages with a program that recognises text (OCR), and give what it makes"


class PdfReader:
    """Reads .pdf: one file is one source text."""

    suffixes: Sequence[str] = (".pdf",)

    def read(self, data: bytes, where: str) -> Iterator[SourceText | SourceError]:
        """The file's text; pages without text or that cannot be read are named in a SourceError after it.

        Raises SourceError when it holds no text (a scan), is encrypted or damaged, MissingExtraError without
        pypdfium2.
        """
        try:
            import pypdfium2  # noqa: PLC0415 (an extra)
        except ImportError as error:
            raise MissingExtraError.of("pdf", "reading PDF files") from error
        document = _opened(pypdfium2, data, where)
        try:
            pages, faults = _pages(pypdfium2, document, where)
        finally:
            document.close()
        yield extracted(where, "\n".join(paragraphs_of(pages)))
        yield from faults


def _opened(pypdfium2: Any, data: bytes, where: str) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise SourceError(
                "the PDF is encrypted with a password", where=where, todo="save it without one (print it to a file)"
            ) from error
        raise SourceError(
            f"the PDF is damaged ({error})", where=where, todo="fetch it again, or open it and print it to a file"
        ) from error


def _pages(pypdfium2: Any, document: Any, where: str) -> tuple[list[list[Line]], list[SourceError]]:
    """The lines of every page, and what is to be said about those without any."""
    pages: list[list[Line]] = []
    scanned: list[int] = []
    broken: list[int] = []
    known = unknown = 0
    count = len(document)
    if count > _MOST_PAGES:
        raise SourceError(f"the PDF says it has {count} pages", where=where, todo="divide it into smaller files")
    for index in range(count):
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            broken.append(index + 1)
            continue
        try:
            found = page_text(pypdfium2.raw, page)
        except pypdfium2.PdfiumError:
            broken.append(index + 1)
            continue
        finally:
            page.close()
        known, unknown = known + len(found.chars), unknown + found.unknown
        if known > _MOST_CHARS:
            raise SourceError("the PDF holds too much text", where=where, todo="divide it into smaller files")
        if found.pictures:
            scanned.append(index + 1)
        pages.append(lines_of(found.chars, index, found.width))
    if unknown > known:
        raise SourceError(
            "the PDF does not say which characters its text consists of (its fonts have no Unicode table)",
            where=where,
            todo=f"print it to a file in another program, or {_SCANNED}",
        )
    if not known:
        what = "the PDF holds no text, its pages are pictures (a scan)" if scanned else "the PDF holds no text"
        raise SourceError(what, where=where, todo=_SCANNED)
    faults = []
    if scanned:
        faults.append(SourceError(f"{_named(scanned)} no text, only pictures", where=where, todo=_SCANNED))
    if broken:
        faults.append(SourceError(f"{_named(broken, 'is', 'are')} damaged", where=where, todo="fetch the file again"))
    return pages, faults


def _named(pages: Sequence[int], one: str = "has", more: str = "have") -> str:
    listed = ", ".join(map(str, pages[:_LISTED])) + (" …" if len(pages) > _LISTED else "")
    return f"page {listed} {one}" if len(pages) == 1 else f"pages {listed} {more}"
