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
_HYPHEN = (0x02, 0xFFFE)  # what PDFium makes of a hyphen at the end of a line
_SPACES = (0xA0, 0xAD, 0x3000)
_PRIVATE = range(0xE000, 0xF900)


@dataclass(frozen=True, slots=True)
class Char:
    """A visible character: its box in points (y grows downwards), its size, and whether a space stands before it.

    `bottom` is the line that it stands on: fonts share it, while their boxes differ.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    spaced: bool


@dataclass(frozen=True, slots=True)
class PageText:
    """The characters of a page in the file's order.

    width: of the page as it is read. unknown: how many characters have no known meaning. pictures: whether it holds
    pictures and nothing else.
    """

    chars: Sequence[Char]
    width: float
    unknown: int
    pictures: bool


def page_text(pdfium: Any, page: Any) -> PageText:
    """What is written on a page. `pdfium` is the module pypdfium2.raw, `page` a page of pypdfium2.

    Text that stands in another direction than most of the page (a watermark across it) is left out; a page that is
    turned as a whole is turned back.
    """
    textpage = page.get_textpage()
    try:
        found, turned, unknown = _read(pdfium, textpage.raw, page.get_height())
    finally:
        textpage.close()
    pictures = not found and any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    return PageText(found, page.get_height() if turned else page.get_width(), unknown, pictures)


def _read(pdfium: Any, text: Any, height: float) -> tuple[list[Char], bool, int]:
    """The characters, whether they stand sideways, and how many are unknown."""
    box = pdfium.FS_RECTF()
    pointer = ctypes.byref(box)
    x, y = ctypes.c_double(), ctypes.c_double()
    made: list[tuple[int, Char]] = []
    turns: Counter[int] = Counter()
    unknown = 0
    high = 0
    spaced = False
    for index in range(min(pdfium.FPDFText_CountChars(text), _MOST)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code < 0xDC00:  # the two halves of a character come one by one
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code, high = (0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD), 0
        if code in _HYPHEN:
            code = 0x2D
        elif code <= 0x20 or code in _SPACES or pdfium.FPDFText_IsGenerated(text, index) == 1:
            spaced = True
            continue
        if code > 0x10FFFF or code == 0xFFFD or code in _PRIVATE:
            unknown += 1
            continue
        if not pdfium.FPDFText_GetLooseCharBox(text, index, pointer):
            continue
        if not (
            box.right > box.left and box.top > box.bottom and math.isfinite(box.right + box.top + box.left + box.bottom)
        ):
            continue
        if not pdfium.FPDFText_GetCharOrigin(text, index, ctypes.byref(x), ctypes.byref(y)):
            continue
        angle = pdfium.FPDFText_GetCharAngle(text, index) / _TURN
        turn = round(angle) % 4
        if abs(angle - round(angle)) > _STRAIGHT:
            continue
        turns[turn] += 1
        size = box.top - box.bottom if turn % 2 == 0 else box.right - box.left
        made.append((turn, Char(chr(code), *_place(box, (x.value, y.value), turn, height), size, spaced)))
        spaced = False
    if not turns:
        return [], False, unknown
    usual = turns.most_common(1)[0][0]
    return _once([char for turn, char in made if turn == usual]), usual % 2 == 1, unknown


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


def _place(box: Any, origin: tuple[float, float], turn: int, height: float) -> tuple[float, float, float, float]:
    """Left, top, right and bottom as one sees them who turns the page until it is upright (turns are clockwise)."""
    left, right, low, top = box.left, box.right, box.bottom, box.top
    x, y = origin
    if turn == 0:
        return left, height - top, right, height - y
    if turn == 3:
        return low, left, top, x
    if turn == 2:
        return -right, low, -left, y
    return -top, -right, -low, -x
