"""Which part of a web page is its article: the smallest element that holds nearly all of its prose.

Known extractors (trafilatura, readability) were measured on pages in the styles of Chinese government sites: they
drop short paragraphs, titles and salutations of an article, or keep the whole navigation of pages built of tables.
Here nothing inside the article is dropped but lists of links and what its own label says is no text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Page", "article", "blocks"]

_SKIPPED = {
    "script", "style", "noscript", "template", "svg", "iframe", "object", "select", "button", "textarea", "head",
    "datalist", "canvas", "audio", "video", "map", "input", "math",
}  # fmt: skip
_NO_TEXT = {"nav", "footer", "aside"}
_BLOCKS = {
    "html", "body", "address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
    "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    "caption", "frameset", "noframes",
}  # fmt: skip
_LABELS = {
    "nav", "navbar", "navigation", "menu", "crumb", "crumbs", "breadcrumb", "breadcrumbs", "footer", "foot",
    "copyright", "header", "sidebar", "side", "aside", "related", "relevant", "relate", "recommend", "recommended",
    "hot", "rank", "ranking", "share", "bdsharebuttonbox", "qrcode", "qr", "comment", "comments", "pager",
    "pagination", "toolbar", "login", "search", "ad", "ads", "advert", "banner", "friendlink", "friendlinks",
    "disclaimer", "print", "weixin", "position", "location", "xgyd", "xgwz", "dqwz", "topbar", "prevnext", "prev",
    "next", "hidden",
}  # fmt: skip
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_WHITE = re.compile(r"[ \t\r\n\f]+")
# A line end in the source of a page between two Chinese characters is no space.
_WRAPPED = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t\f]*[\r\n][ \t\r\n\f]*(?=[\u3000-\u9fff\uff00-\uffef])")
_PROSE = re.compile("[，。；：、！？,;]")
_BLANK = " \u3000\xa0\u2002\u2003\u2009\u200b\ufeff\t\n"
_LONG = 40
_CELL = 100


@dataclass(slots=True)
class _Element:
    parent: int
    tag: str
    boilerplate: bool
    prose: int = 0
    blocks: int = 0


@dataclass(slots=True)
class _Block:
    """A line of the page: its text, how many characters of it are in links, the element it lies in."""

    text: str
    linked: int
    element: int


@dataclass(slots=True)
class Page:
    """What is visible of a page, in order."""

    elements: list[_Element] = field(default_factory=lambda: [_Element(-1, "", False)])
    blocks: list[_Block] = field(default_factory=list)
    title: str = ""


def blocks(walk: Iterable[tuple[str, Any]]) -> Page:
    """The blocks of a page from its (event, element) pairs, as lxml's iterwalk gives them."""
    return _Walk().run(walk)


class _Walk:
    """One pass over the elements of a page."""

    def __init__(self) -> None:
        self.page = Page()
        self.open = [0]
        self.rows: list[list[int]] = []  # for each open row, at which block its cells begin
        self.pieces: list[str] = []
        self.linked = 0
        self.links = self.preformatted = self.skipped = 0

    def run(self, walk: Iterable[tuple[str, Any]]) -> Page:
        for event, element in walk:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                self._start(tag, element)
            else:
                self._end(tag, element)
        self._flush()
        return self.page

    def _start(self, tag: str, element: Any) -> None:
        if tag == "title" and not self.page.title and "svg" not in (parent.tag for parent in element.iterancestors()):
            self.page.title = "".join(element.itertext())
        if self.skipped or tag in _SKIPPED or tag == "":
            self.skipped += 1
            return
        if tag in _BLOCKS:
            self._flush()
            self.page.elements.append(_Element(self.open[-1], tag, _is_boilerplate(tag, element)))
            self.open.append(len(self.page.elements) - 1)
            if tag == "tr":
                self.rows.append([])
            elif tag in ("td", "th") and self.rows:
                self.rows[-1].append(len(self.page.blocks))
        elif tag == "br":
            self._flush()
        self.links += tag == "a"
        self.preformatted += tag == "pre"
        self._text(element.text)

    def _end(self, tag: str, element: Any) -> None:
        if self.skipped:
            self.skipped -= 1
        else:
            self.links -= tag == "a"
            self.preformatted -= tag == "pre"
            if tag in _BLOCKS:
                self._flush()
                if tag == "tr" and self.rows:
                    self._join_row(self.rows.pop())
                self.open.pop()
        if not self.skipped:
            self._text(element.tail)

    def _text(self, text: str | None) -> None:
        if text:
            self.pieces.append(text)
            if self.links:
                self.linked += len(text.strip())

    def _flush(self) -> None:
        text = "".join(self.pieces)
        linked, self.pieces, self.linked = self.linked, [], 0
        for line in text.split("\n") if self.preformatted else (text,):
            clean = _WHITE.sub(" ", _WRAPPED.sub("", line)).strip(_BLANK)
            if clean:
                self.page.blocks.append(_Block(clean, min(linked, len(clean)), self.open[-1]))

    def _join_row(self, cells: Sequence[int]) -> None:
        """Makes one line of a row of figures; a row that holds the page's layout stays as it is."""
        made = self.page.blocks
        if len(cells) < 2 or len(made) - cells[0] < 2 or len(made) - cells[0] > len(cells):
            return
        row = made[cells[0] :]
        bounds = [*cells[1:], len(made)]
        if any(stop - start > 1 for start, stop in zip(cells, bounds, strict=True)) or any(
            len(b.text) > _CELL for b in row
        ):
            return
        text = "\t".join(made[start].text if stop > start else "" for start, stop in zip(cells, bounds, strict=True))
        made[cells[0] :] = [_Block(text.strip("\t"), sum(b.linked for b in row), self.open[-1])]


def _is_boilerplate(tag: str, element: Any) -> bool:
    """Whether an element says of itself that it is no text: by its tag, its label, or that it is not shown."""
    if tag in _NO_TEXT or element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return True
    label = f"{element.get('id') or ''} {element.get('class') or ''}"[:300]
    return any(token.lower() in _LABELS for token in _TOKEN.findall(label))


def article(page: Page) -> list[str]:
    """The lines of a page's article, with the title over it."""
    made, elements = page.blocks, page.elements
    prose = [_prose(block, 3) for block in made]
    linked = not any(prose)  # a page on which every paragraph is a link has an article all the same
    if linked:
        prose = [_prose(block, 0) for block in made]
    for block, amount in zip(made, prose, strict=True):
        elements[block.element].prose += amount
        elements[block.element].blocks += 1
    for element in reversed(elements[1:]):  # parents come before their children
        elements[element.parent].prose += element.prose
        elements[element.parent].blocks += element.blocks
    total = elements[0].prose
    left_out = _left_out(elements, total)
    container = _container(elements, left_out, total)
    inside = _descendants(elements, container)
    kept = [
        i
        for i, block in enumerate(made)
        if inside[block.element]
        and not left_out[block.element]
        and (linked or prose[i] or 2 * block.linked <= len(block.text))
    ]
    lines = [made[i].text for i in kept]
    title = _title(page, kept[0] if kept else 0, "".join("".join(lines[:12]).split()))
    return [title, *lines] if title else lines


def _prose(block: _Block, link_weight: int) -> int:
    """How many characters of sentences a block has."""
    size = len(block.text)
    return size if size >= _LONG and block.linked * link_weight < size and _PROSE.search(block.text) else 0


def _left_out(elements: Sequence[_Element], total: int) -> list[bool]:
    """Which elements lie in one that says it is no text, unless it holds much of the page's text."""
    found: list[bool] = []
    for element in elements:
        inherited = element.parent >= 0 and found[element.parent]
        found.append(inherited or (element.boilerplate and 10 * element.prose < 3 * max(total, 1)))
    return found


def _container(elements: Sequence[_Element], left_out: Sequence[bool], total: int) -> int:
    """The smallest element that holds nearly all prose: what it may miss is less than a long paragraph."""
    outside = sum(
        element.prose for element, out in zip(elements, left_out, strict=True) if out and not left_out[element.parent]
    )
    needed = (total - outside) - max(150, (total - outside) // 50)
    if needed <= 0:
        return 0
    best = 0
    for index, element in enumerate(elements):  # the last of a chain of ever smaller ones
        if element.parent == best and not left_out[index] and element.prose >= needed and element.blocks > 2:
            best = index
    return best


def _descendants(elements: Sequence[_Element], root: int) -> list[bool]:
    found: list[bool] = []
    for index, element in enumerate(elements):
        found.append(index == root or (element.parent >= 0 and found[element.parent]))
    return found


def _title(page: Page, first: int, head: str) -> str | None:
    """The article's title where it stands before the article: a heading, or what the page's own title begins with."""
    own = "".join(page.title.split())
    best: tuple[int, str] | None = None
    for block in _before(page, first):
        text = "".join(block.text.split())
        if not 4 <= len(text) <= 100 or block.linked:
            continue
        heading = page.elements[block.element].tag in ("h1", "h2", "h3")
        worth = 3 * own.startswith(text) + (text in own) + heading
        if worth and (best is None or worth > best[0]):
            best = (worth, block.text)
    return best[1] if best and "".join(best[1].split()) not in head else None


def _before(page: Page, first: int) -> Iterator[_Block]:
    for i in range(first - 1, max(-1, first - 60), -1):
        yield page.blocks[i]
