"""A numeral with what stands around it, and the words beside it that say about, more than, less than."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from kg.extraction.numerals import MASK_CHARS
from kg.records import Approx

__all__ = ["Candidate", "approximator", "name_spans"]

# Decided case "approximators". The characters excluded before 约, 近, 超, 破, 过 make another word of them:
# 节约, 附近, 村超, 侦破, 通过.
_SENSES: dict[str, Approx] = {"约": "约", "多": "多", "少": "少"}
_BEFORE = re.compile(
    r"(?P<约>大约|将近|接近|(?<![签节预合违契履公条制特大])约|(?<![附最靠邻临远])近)$"
    r"|(?P<多>不少于|不低于|不小于|超过|多于|高于|大于|突破|至少|最少"
    r"|(?<![村苏英中赛])超|逾|(?<![侦打爆突])破|(?<![通经超不路越跨渡度翻])过)$"
    r"|(?P<少>不超过|不高于|不多于|不大于|不到|不足|低于|少于|小于|不满|未满)$"
)
_NAMES = re.compile(r"《[^《》\n]{1,80}》|〔[^〔〕\n]{1,12}〕")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A numeral with its tail: text[start:number_end] is the numeral, text[start:end] the whole.

    lead: length of the approximator before start. more: 余 or 多 follows the numeral.
    """

    text: str
    start: int
    number_end: int
    end: int
    numeral: str
    measure: str
    scale: str
    after: str
    lead: int
    more: bool
    value: Decimal | None
    is_range: bool

    @property
    def chinese(self) -> bool:
        """Whether the numeral is written in Chinese characters."""
        return not self.numeral[0].isascii() and self.numeral[0] not in MASK_CHARS

    @property
    def masked(self) -> bool:
        """Whether no digit of the numeral is given."""
        return not any(ch.isdigit() for ch in self.numeral) and not self.chinese

    @property
    def previous(self) -> str:
        """The character before the numeral, or "" at the beginning."""
        return self.text[self.start - 1 : self.start] if self.start else ""

    @property
    def next(self) -> str:
        """The character after the tail, or "" at the end."""
        return self.text[self.end : self.end + 1]

    def before(self, width: int) -> str:
        """Up to width characters before the approximator."""
        at = self.start - self.lead
        return self.text[max(0, at - width) : at]

    def followed(self, pattern: re.Pattern[str]) -> bool:
        """Whether the pattern matches after the tail."""
        return pattern.match(self.text, self.end) is not None


def approximator(text: str, start: int) -> tuple[int, Approx | None]:
    """Length and sense of the approximator that ends at start; (0, None) where there is none."""
    if text[start - 1 : start] == "上" and text[start : start + 1] in {"百", "千", "万", "亿"}:
        return 1, "多"
    match = _BEFORE.search(text[max(0, start - 4) : start])
    if match is None:
        return 0, None
    return len(match.group()), _SENSES[match.lastgroup or ""]


def name_spans(text: str) -> list[tuple[int, int]]:
    """Titles in 《》 and document numbers: a figure inside a name is none."""
    return [match.span() for match in _NAMES.finditer(text)]
