"""The text of a Word file's main part: paragraphs with their numbers, tables, text boxes, as a reader sees them.

python-docx reads paragraphs, runs and tables. What it passes over (insertions, content controls, fields, formulas,
text boxes, symbols) is first brought into the form it reads, and what is not to be seen is taken out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from docx.oxml.ns import nsmap, qn
from docx.oxml.table import CT_Tbl
from docx.oxml.text.paragraph import CT_P
from lxml import etree

from kg.reading.formats.word_numbering import Numbering, Styles

__all__ = ["WordText", "plain", "xpath"]

# Deleted and moved text, properties, the small characters over others.
_REMOVED = [qn(f"w:{name}") for name in ("del", "moveFrom", "sdtPr", "sdtEndPr", "rubyPr", "rt")]
# Elements that only wrap what they hold.
_WRAPPERS = [
    *(qn(f"w:{name}") for name in ("ins", "moveTo", "sdt", "sdtContent", "smartTag", "fldSimple", "customXml", "bdo",
                                   "dir", "subDoc", "ruby", "rubyBase")),
    f"{{{nsmap['m']}}}*",
]  # fmt: skip
_UNSEEN = (
    "//w:sdt[w:sdtPr/w:docPartObj/w:docPartGallery/@w:val='Table of Contents']"
    "|//w:r[w:rPr/w:vanish[not(@w:val='0' or @w:val='false' or @w:val='off')]]"
)
_NO_SPACE_AFTER = "、，。．）)】」•·：:"


def xpath(element: Any, path: str) -> list[Any]:
    """What is on a path from any element; python-docx's own method is only there on those it has a class for."""
    return list(etree.XPath(path, namespaces=nsmap)(element))


def plain(root: Any) -> Any:
    """The same tree, changed so that paragraphs hold runs, runs hold text, and tables hold rows and cells."""
    for element in xpath(root, _UNSEEN):
        element.getparent().remove(element)
    etree.strip_elements(root, *_REMOVED, with_tail=False)
    for element in list(root.iter(qn("m:r"), qn("m:t"))):
        element.tag = qn(f"w:{etree.QName(element).localname}")
    for element in xpath(root, "//w:rubyBase/w:r"):
        element.tag = qn("w:rubyBase")
    for element in list(root.iter(qn("w:sym"))):
        element.text = _symbol(element.get(qn("w:char")))
        element.tag = qn("w:t")
    for element in root.iter(qn("w:br")):  # to python-docx, one that also ends a page is no line break
        element.attrib.clear()
    etree.strip_tags(root, *_WRAPPERS)
    for box in reversed(list(root.iter(qn("w:txbxContent")))):  # after the paragraph in which it is anchored
        paragraph = next(box.iterancestors(qn("w:p")), None)
        if paragraph is not None:
            for block in reversed(box):
                paragraph.addnext(block)
    return root


def _symbol(code: str | None) -> str:
    """A character of a symbol font: only its place in that font is known, unless it is an ordinary character."""
    try:
        number = int(code or "", 16)
    except ValueError:
        return ""
    return chr(number) if 0x20 <= number < 0xD800 else ""


class WordText:
    """Turns the blocks of one document into lines, in order."""

    def __init__(self, styles: Any, numbering: Any) -> None:
        self._styles = Styles(styles)
        self._numbering = Numbering(numbering, self._styles)

    def lines(self, blocks: Iterable[Any]) -> Iterator[str]:
        """The lines of paragraphs and tables, which `plain` has seen; other elements have none."""
        for block in blocks:
            if isinstance(block, CT_P):
                yield from self._paragraph(block)
            elif isinstance(block, CT_Tbl):
                for row in block.tr_lst:
                    yield from self._row(row)

    def _paragraph(self, paragraph: Any) -> Iterator[str]:
        label = self._numbering.label(paragraph.pPr)
        if self._styles.is_contents(paragraph.style):
            return
        text = paragraph.text
        if label and text.strip():
            gap = "" if label[-1] in _NO_SPACE_AFTER or (label[-1] == "." and not text[0].isdecimal()) else " "
            text = f"{label}{gap}{text}"
        yield text

    def _row(self, row: Any) -> Iterator[str]:
        """A row of a table of figures is one line; where cells hold whole texts, each paragraph is one."""
        cells = [[line for line in self.lines(cell) if line.strip()] for cell in row.tc_lst]
        if all(len(cell) <= 1 for cell in cells):
            yield "\t".join(cell[0] if cell else "" for cell in cells).strip("\t")
        else:
            for cell in cells:
                yield from cell
