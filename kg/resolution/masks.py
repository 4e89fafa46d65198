"""Masked names: *镇, xx市, XX街道, 某县, A市. A masked name identifies nothing beyond its report."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["is_masked", "is_masked_figure"]

_SIGN = r"*×✕✖╳○◯●□■△▲◇◆＿_�※"
# A sign that stands for a character; × and * between two numbers multiply (7×24小时), ○ among Chinese digits is zero.
_SIGNS = re.compile(rf"(?<!\d)[{_SIGN}]|[{_SIGN}](?!\d)|\.{{3,}}|…|[?？]{{2,}}")
_ZERO = re.compile(r"○*[一二三四五六七八九〇零][一二三四五六七八九〇零○]+|○+[一二三四五六七八九〇零]")
# x, xx, XX where no other Latin letter is beside it. Not 1+X, X9 and not X光, X射线, X波段.
_LETTERS = re.compile(r"(?<![A-Za-z+])(?!X(?![xX])\d)[xX]+(?![A-Za-z+光射波])(?!染色体)")
_REAL = re.compile(
    r"(?<=\d{3})X(?![xX])|(?<=要素|智能|文旅|数据)[×*](?=[”’\"'」]?(?:行动|$|三年|计划))|(?<=[+\d])\s*X$"
)
# Not masks: 7×24小时; the cluster scheme 415X; the 数据要素× actions.
_BETWEEN = re.compile(r"(?<=\d)[xX×*](?=\d)")
_SOME = re.compile(r"某(?!种意义|些)")
# One capital letter in the place of a place's name: A市, B镇. (工业园A区 is a part of an estate.)
_PLACE = re.compile(r"^[A-Z]{1,2}(?:省|市|县|区|镇|乡|村|街道|社区)")


@lru_cache(maxsize=1 << 16)
def is_masked(name: str) -> bool:
    """Whether a character of the name is replaced by a mask, so that the name says nothing beyond its report.

    >>> [is_masked(name) for name in ("*镇", "xx市", "某县", "1+X证书", "7×24小时", "SpaceX")]
    [True, True, True, False, False, False]
    """
    text = unicodedata.normalize("NFKC", name.replace("×", "*").replace("…", "***"))
    text = re.sub(r"\s+", "", text)
    text = _REAL.sub("", _BETWEEN.sub("", _ZERO.sub("零", text)))
    return bool(_SIGNS.search(text) or _LETTERS.search(text) or _SOME.search(text) or _PLACE.match(text))


@lru_cache(maxsize=1 << 14)
def is_masked_figure(text: str) -> bool:
    """Whether a digit of the figure is masked: *人, xx.x万元, 1x个, 若干 is not."""
    flat = unicodedata.normalize("NFKC", text.replace("…", "***"))
    return bool(re.search(rf"[{_SIGN}xX某]|\?{{2,}}", _ZERO.sub("零", flat)))
