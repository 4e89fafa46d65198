"""The text of a Word file's main part: paragraphs with their numbers, tables, text boxes, as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from kg.reading.formats.word_names import child, kind, value
from kg.reading.formats.word_numbering import Numbering, Styles

__all__ = ["WordText"]

# Elements that only wrap what they hold. Deleted and moved text (w:del, w:moveFrom) is not among them.
_WRAPPERS = {
    "w:hyperlink", "w:ins", "w:moveTo", "w:smartTag", "w:sdtContent", "w:fldSimple", "w:bdo", "w:dir", "w:customXml",
    "w:ruby", "w:rubyBase", "m:oMath", "m:oMathPara", "mc:Choice", "w:subDoc", "w:body",
}  # fmt: skip
_CHARACTERS = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
_NO_SPACE_AFTER = "、，。．）)】」•·：:"


class WordText:
    """Turns the blocks of one document into lines, in order."""

    def __init__(self, styles: Element | None, numbering: Element | None) -> None:
        self._styles = Styles(styles)
        self._numbering = Numbering(numbering, self._styles)

    def lines(self, block: Element) -> Iterator[str]:
        """The lines of a block: a paragraph, a table, or what wraps some."""
        name = kind(block)
        if name == "w:p":
            yield from self._paragraph(block)
        elif name == "w:tbl":
            for row in _deep(block, "w:tr"):
                yield from self._row(row)
        elif name == "w:sdt":
            if value(child(block, "w:sdtPr", "w:docPartObj", "w:docPartGallery")) != "Table of Contents":
                yield from self._inside(child(block, "w:sdtContent"))
        elif name == "mc:AlternateContent":
            yield from self._inside(_alternative(block))
        elif name in _WRAPPERS or name in ("w:footnote", "w:endnote", "w:txbxContent"):
            yield from self._inside(block)

    def _inside(self, element: Element | None) -> Iterator[str]:
        for block in element if element is not None else ():
            yield from self.lines(block)

    def _paragraph(self, paragraph: Element) -> Iterator[str]:
        properties = child(paragraph, "w:pPr")
        label = self._numbering.label(properties)
        if self._styles.is_contents(value(child(properties, "w:pStyle"))):
            return
        boxes: list[Element] = []
        text = "".join(_runs(paragraph, boxes))
        if label and text.strip():
            gap = "" if label[-1] in _NO_SPACE_AFTER or (label[-1] == "." and not text[0].isdecimal()) else " "
            text = f"{label}{gap}{text}"
        yield text
        for box in boxes:
            yield from self._inside(box)

    def _row(self, row: Element) -> Iterator[str]:
        """A row of a table of figures is one line; where cells hold whole texts, each paragraph is one."""
        cells = [list(self._inside(cell)) for cell in _deep(row, "w:tc")]
        cells = [[line for line in cell if line.strip()] for cell in cells]
        if all(len(cell) <= 1 for cell in cells):
            yield "\t".join(cell[0] if cell else "" for cell in cells).strip("\t")
        else:
            for cell in cells:
                yield from cell


def _deep(element: Element, of: str) -> Iterator[Element]:
    """The rows of a table or cells of a row, also those in content controls and insertions."""
    for found in element:
        name = kind(found)
        if name == of:
            yield found
        elif name in ("w:sdt", "w:sdtContent", "w:ins", "w:customXml"):
            yield from _deep(found, of)


def _alternative(element: Element) -> Element | None:
    """One of the alternatives for newer and older programs: they say the same."""
    choice = child(element, "mc:Choice")
    return child(element, "mc:Fallback") if choice is None else choice


def _runs(element: Element, boxes: list[Element]) -> Iterator[str]:
    """The pieces of text in a paragraph; text boxes anchored in it are collected."""
    for found in element:
        name = kind(found)
        if name == "w:r":
            hidden = child(found, "w:rPr", "w:vanish")
            if hidden is None or value(hidden) in ("0", "false", "off"):
                yield from _run(found, boxes)
        elif name == "w:sdt":
            yield from _runs_of(child(found, "w:sdtContent"), boxes)
        elif name == "mc:AlternateContent":
            yield from _runs_of(_alternative(found), boxes)
        elif name in ("m:r", "m:t"):
            yield "".join(found.itertext())
        elif name in _WRAPPERS or name.startswith("m:"):
            yield from _runs(found, boxes)


def _runs_of(element: Element | None, boxes: list[Element]) -> Iterator[str]:
    if element is not None:
        yield from _runs(element, boxes)
        yield from _run(element, boxes)


def _run(run: Element, boxes: list[Element]) -> Iterator[str]:
    for found in run:
        name = kind(found)
        if name == "w:t":
            yield found.text or ""
        elif name in _CHARACTERS:
            yield _CHARACTERS[name]
        elif name == "w:sym":
            yield _symbol(value(found, "char"))
        elif name == "w:ruby":
            yield from _runs(found, boxes)
        elif name in ("w:drawing", "w:pict", "w:object"):
            boxes.extend(_boxes(found))
        elif name == "mc:AlternateContent":
            yield from _run_alternative(found, boxes)


def _run_alternative(element: Element, boxes: list[Element]) -> Iterator[str]:
    chosen = _alternative(element)
    if chosen is not None:
        yield from _run(chosen, boxes)


def _boxes(element: Element) -> Iterator[Element]:
    """The contents of text boxes in a drawing; those inside another box belong to it."""
    for found in element:
        if kind(found) == "w:txbxContent":
            yield found
        elif kind(found) == "mc:AlternateContent":
            chosen = _alternative(found)
            if chosen is not None:
                yield from _boxes(chosen)
        else:
            yield from _boxes(found)


def _symbol(code: str | None) -> str:
    """A character of a symbol font: only its place in that font is known, unless it is an ordinary character."""
    try:
        number = int(code or "", 16)
    except ValueError:
        return ""
    return chr(number) if 0x20 <= number < 0xD800 else ""
