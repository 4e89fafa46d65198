"""The characters of a PDF page with their places, as PDFium finds them."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Char", "PageText", "page_text"]

_TURN = math.pi / 2
_STRAIGHT = 0.05  # of a quarter turn
_MOST = 100_000  # characters on one page: a newspaper page has a tenth
_OVERPRINTED = 6  # how many times smaller than a character the shift is that makes it bold
_PRIVATE = range(0xE000, 0xF900)


@dataclass(frozen=True, slots=True)
class Char:
    """A visible character: its box in points (y grows downwards), its size, and its place in the order of the file."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class PageText:
    """The characters of a page in the file's order, how many have no known meaning, and whether it has pictures."""

    chars: Sequence[Char]
    unknown: int
    pictures: bool


def page_text(pdfium: Any, page: Any) -> PageText:
    """What is written on a page. `pdfium` is the module pypdfium2.raw, `page` a page of pypdfium2.

    Text that stands in another direction than most of the page (a watermark across it) is left out; a page that is
    turned as a whole is turned back.
    """
    textpage = page.get_textpage()
    try:
        found, unknown = _read(pdfium, textpage.raw, page.get_height())
    finally:
        textpage.close()
    pictures = not found and any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    return PageText(found, unknown, pictures)


def _read(pdfium: Any, text: Any, height: float) -> tuple[list[Char], int]:
    box = pdfium.FS_RECTF()
    pointer = ctypes.byref(box)
    made: list[tuple[int, Char]] = []
    turns: Counter[int] = Counter()
    unknown = 0
    high = 0
    for index in range(min(pdfium.FPDFText_CountChars(text), _MOST)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code < 0xDC00:  # the two halves of a character come one by one
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code, high = (0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD), 0
        if code <= 0x20 or code in (0xA0, 0x3000, 0xFFFE, 0xAD) or pdfium.FPDFText_IsGenerated(text, index) == 1:
            continue  # spaces are put where there is space
        if code > 0x10FFFF or code == 0xFFFD or code in _PRIVATE or code < 0x20:
            unknown += 1
            continue
        if not pdfium.FPDFText_GetLooseCharBox(text, index, pointer):
            continue
        if not (
            box.right > box.left and box.top > box.bottom and math.isfinite(box.right + box.top + box.left + box.bottom)
        ):
            continue
        angle = pdfium.FPDFText_GetCharAngle(text, index) / _TURN
        turn = round(angle) % 4
        if abs(angle - round(angle)) > _STRAIGHT:
            continue
        turns[turn] += 1
        made.append((turn, _turned(chr(code), box, turn, height)))
    if not turns:
        return [], unknown
    usual = turns.most_common(1)[0][0]
    return _once([char for turn, char in made if turn == usual]), unknown


def _once(chars: Sequence[Char]) -> list[Char]:
    """The characters without those printed over themselves to look bold."""
    seen: set[tuple[str, int, int]] = set()
    found = []
    for char in chars:
        step = max(char.size, 0.1) / _OVERPRINTED
        x, y = round(char.left / step), round(char.bottom / step)
        if not any((char.text, x + dx, y + dy) in seen for dx in (-1, 0, 1) for dy in (-1, 0, 1)):
            seen.add((char.text, x, y))
            found.append(char)
    return found


def _turned(text: str, box: Any, turn: int, height: float) -> Char:
    """A character with its box as one sees it who turns the page until it stands upright."""
    left, right, low, top = box.left, box.right, box.bottom, box.top
    if turn == 0:
        place = (left, height - top, right, height - low)
    elif turn == 1:
        place = (low, left, top, right)
    elif turn == 2:
        place = (-right, low, -left, top)
    else:
        place = (-top, -right, -low, -left)
    return Char(text, *place, size=place[3] - place[1])
