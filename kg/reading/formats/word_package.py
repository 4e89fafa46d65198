"""The parts of a Word file that hold text, unzipped within limits and parsed by python-docx."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docx.opc.oxml import parse_xml as parse_relations
from docx.opc.packuri import PACKAGE_URI, PackURI
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml import etree

from kg.errors import SourceError
from kg.reading.dispatch import read_bytes
from kg.reading.formats.word_text import WordText, plain, xpath
from kg.reading.formats.zipped import Budget, open_zip, read_member

__all__ = ["Package"]

_LARGEST_PART = 16 << 20  # a report is a tenth of a MiB; as a tree this takes 0.1 GiB, of nothing but tags 0.8 GiB
# "Strict Open XML" (ISO 29500) differs in the names of namespaces and relations, which Word writes by a rule.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/"
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


class Package:
    """The parts of one file. Every method raises SourceError for what is unsafe, and python-docx's and lxml's own."""

    def __init__(self, data: bytes, where: str) -> None:
        self._where = where
        self._budget = Budget(member=_LARGEST_PART)
        self._archive = open_zip(data, where, self._budget)
        self._infos = {f"/{info.filename.lower()}": info for info in self._archive.infolist()}

    def lines(self) -> Iterator[str]:
        """The lines of the body, then of footnotes and endnotes."""
        main = self._target(PACKAGE_URI, "officeDocument") or PackURI("/word/document.xml")
        document = self._root(main)
        if document is None:
            raise SourceError(
                "the Word file has no main document, it is damaged or something else",
                where=self._where,
                todo="open it in Word and save it again",
            )
        styles, numbering, *notes = (
            self._root(self._target(main, role) or PackURI.from_rel_ref(main.baseURI, f"{role}.xml"))
            for role in ("styles", "numbering", "footnotes", "endnotes")
        )
        text = WordText(styles, numbering)
        for block in xpath(plain(document), "w:body/*"):
            yield from self._chunk(main, block) if block.tag == qn("w:altChunk") else text.lines([block])
        for root in notes:
            if root is not None:
                for note in xpath(plain(root), "*[not(@w:type) or @w:type='normal']"):
                    yield from text.lines(note)

    def _target(self, part: PackURI, role: str, named: str = "") -> PackURI | None:
        """What a part's relations name for a role (the last word of their type), or by an identifier."""
        relations = self._xml(part.rels_uri)
        for relation in () if relations is None else parse_relations(relations).iterchildren("{*}*"):
            found = relation.get("Id") == named if named else relation.get("Type", "").endswith(f"/{role}")
            if found and relation.get("TargetMode") != "External":
                return PackURI.from_rel_ref(part.baseURI, relation.get("Target", ""))
        return None

    def _chunk(self, main: PackURI, block: Any) -> Iterator[str]:
        """The text of a web page that some programs put into a Word file as a whole, for Word to take over."""
        name = self._target(main, "aFChunk", block.get(qn("r:id"), ""))
        part = None if name is None else self._part(name)
        for item in () if part is None else read_bytes(part, f"{self._where}!{name}"):
            if isinstance(item, SourceError):
                raise item
            yield item.text

    def _root(self, name: PackURI) -> Any:
        """The root element of a part, of alternatives for newer and older programs the first; None without the part."""
        part = self._xml(name)
        if part is None:
            return None
        root = parse_xml(_STRICT.sub(_TRANSITIONAL, part))
        etree.strip_tags(root, etree.Comment, etree.PI)
        for alternatives in list(root.iter(f"{_ALTERNATIVES}AlternateContent")):  # they say the same
            for other in alternatives[1:]:
                alternatives.remove(other)
        etree.strip_tags(root, f"{_ALTERNATIVES}*")
        return root

    def _xml(self, name: PackURI) -> bytes | None:
        """A part of XML. Raises SourceError where it declares a document type, with which come entities.

        In an encoding in which this is not seen, the parser's own limit to what entities expand to holds.
        """
        part = self._part(name)
        if part is not None and b"<!DOCTYPE" in part.replace(b"\0", b""):
            raise SourceError(
                "its XML declares a document type, which no such file needs; it is taken for an entity bomb",
                where=self._where,
                todo="do not trust this file; get it from its author again",
            )
        return part

    def _part(self, name: PackURI) -> bytes | None:
        info = self._infos.get(name.lower())
        return None if info is None else read_member(self._archive, info, self._where, self._budget)
