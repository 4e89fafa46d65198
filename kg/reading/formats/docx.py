"""Word files (.docx): paragraphs with their automatic numbers, tables, text boxes, footnotes at the end.

The standard library reads them: a zip, and XML. python-docx was left aside: it resolves no numbering, passes over
content controls and text boxes, unpacks every part without a limit, and cannot open a file in which a picture is
missing.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from kg.errors import SourceError
from kg.reading.base import extracted
from kg.reading.formats.safe_xml import check, damaged, parse
from kg.reading.formats.word_names import children, value
from kg.reading.formats.word_text import WordText
from kg.reading.formats.zipped import Budget, open_zip, read_member
from kg.records import SourceText

__all__ = ["DocxReader"]

_BLOCK_DEPTH = 2  # w:document / w:body / a block
_LARGEST_PART = 96 << 20  # a report is a tenth of a MiB; so much takes seconds to parse


class DocxReader:
    """Reads .docx, also in the strict form and with macros (which are not run): one file is one source text."""

    suffixes: Sequence[str] = (".docx", ".docm")

    def read(self, data: bytes, where: str) -> Iterator[SourceText]:
        """The file's text. Raises SourceError when it is damaged, encrypted, a bomb, or holds no text."""
        package = _Package(data, where)
        lines = list(package.lines())
        yield extracted(where, "\n".join(lines))


class _Package:
    """The parts of one file that hold text."""

    def __init__(self, data: bytes, where: str) -> None:
        self._where = where
        self._budget = Budget(member=_LARGEST_PART)
        self._archive = open_zip(data, where, self._budget)
        self._infos = {info.filename.lower(): info for info in self._archive.infolist()}
        self._main = self._target("", "officeDocument") or "word/document.xml"

    def lines(self) -> Iterator[str]:
        """The lines of the body, then of footnotes and endnotes."""
        body = self._part(self._main)
        if body is None:
            raise SourceError(
                "the Word file has no main document, it is damaged or something else",
                where=self._where,
                todo="open it in Word and save it again",
            )
        check(body, self._where)
        text = WordText(self._related("styles"), self._related("numbering"))
        for block in self._blocks(body):
            yield from text.lines(block)
        for notes, tag in (("footnotes", "w:footnote"), ("endnotes", "w:endnote")):
            for note in children(self._related(notes), tag):
                if value(note, "type") in (None, "normal"):
                    yield from text.lines(note)

    def _blocks(self, body: bytes) -> Iterator[Element]:
        """The blocks one by one, so that a document of many reports is never in memory as a tree."""
        open_elements: list[Element] = []
        try:
            for event, element in ElementTree.iterparse(io.BytesIO(body), events=("start", "end")):
                if event == "start":
                    open_elements.append(element)
                    continue
                open_elements.pop()
                if len(open_elements) == _BLOCK_DEPTH:
                    yield element
                    open_elements[-1].clear()
        except (ElementTree.ParseError, ValueError, LookupError) as error:
            raise damaged(error, self._where) from error

    def _related(self, role: str) -> Element | None:
        """The root of the part that plays a role for the main part; None where there is none."""
        name = self._target(self._main, role) or posixpath.join(posixpath.dirname(self._main), f"{role}.xml")
        part = self._part(name)
        return None if part is None else parse(part, self._where)

    def _target(self, part: str, role: str) -> str | None:
        """What a part's relationships name for a role (the last word of the relationship's type)."""
        folder, name = posixpath.split(part)
        relations = self._part(posixpath.join(folder, "_rels", f"{name}.rels"))
        if relations is None:
            return None
        for relation in parse(relations, self._where):
            if (relation.get("Type") or "").endswith(f"/{role}") and relation.get("TargetMode") != "External":
                return posixpath.normpath(posixpath.join("/", folder, relation.get("Target") or "")).lstrip("/")
        return None

    def _part(self, name: str) -> bytes | None:
        info: zipfile.ZipInfo | None = self._infos.get(name.lower())
        return None if info is None else read_member(self._archive, info, self._where, self._budget)
