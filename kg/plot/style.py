"""Colours, shapes and labels that all pictures share."""

from __future__ import annotations

import re

__all__ = ["COLOURS", "GREY", "INK", "MARKERS", "shorten", "width_of"]

# Okabe and Ito (2008), told apart by people who see colours differently; Tol's indigo for their yellow, too pale here.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#332288")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
GREY, INK = "#B0B0B0", "#222222"
_FILE = 1.65
"""What is left of a file's name at least."""
_PLACEHOLDER = re.compile(r"^（(?P<name>.*?)，(?P<file>.*?)(?P<line>:\d+)?）$")


def width_of(text: str) -> float:
    """How wide a text is, in Chinese characters: others take about 0.55."""
    return sum(1.0 if ord(sign) > 0x2E7F else 0.55 for sign in text)


def shorten(text: str, most: float) -> str:
    """At most so wide, with … where something was taken out.

    Of a masked district, （某镇，file.txt:12）, the place of the report stays, which alone tells it apart.

    >>> shorten("农村人居环境整治提升行动", 8)
    '农村人居环境整…'
    >>> shorten("（XX镇，003_3a2636798456cfa9.txt:495）", 10)
    '（XX镇，003…:495）'
    """
    text = " ".join(text.split())
    if width_of(text) <= most:
        return text
    if found := _PLACEHOLDER.match(text):
        line = found["line"] or ""
        left = most - width_of(f"（，…{line}）")
        name = shorten(found["name"], max(left - _FILE, 2.0))
        return f"（{name}，{_cut(found['file'], max(left - width_of(name), _FILE))}…{line}）"
    return _cut(text, most - 1) + "…"


def _cut(text: str, most: float) -> str:
    width = 0.0
    for at, sign in enumerate(text):
        width += width_of(sign)
        if width > most + 1e-9:
            return text[:at]
    return text
