"""A source text as the splitter sees it: its paragraphs, their roles, where the numbering restarts, who speaks."""

from __future__ import annotations

import re
from typing import Final

from kg.reading.cues import h1_number, role
from kg.reading.paragraphs import paragraphs

__all__ = ["HEADS", "Page"]

HEADS: Final = frozenset({"title", "subtitle", "unit", "date", "byline", "greeting"})
"""The roles of the lines that stand over a report's text."""

# 我局, 全市; and masks before a word: *镇, XX区. One leading class, so that the text is skipped over fast.
_SELF = re.compile(
    r"[全我*×xX某](?:(?<=[全我])"
    r"(市|县|区|省|州|盟|旗|镇|乡|村|社区|街道|局|委|办|中心|院|校|所|站|场|馆|部|司|团|队|会)"
    r"|(?<=[*×xX某])(?<![*×xX某][*×xX某])[*×xX某]*+(?=[\u4e00-\u9fff]))"
)


class Page:
    """A source text's paragraphs with what the features need."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.paragraphs = paragraphs(text)
        self.roles = [role(p) for p in self.paragraphs]
        self.h1 = [
            h1_number(p.head) if kind == "h1" else None for p, kind in zip(self.paragraphs, self.roles, strict=True)
        ]
        blanks = sorted(p.blanks for p in self.paragraphs[1:])
        self.usual_blanks = blanks[len(blanks) * 3 // 4] if blanks else 0
        found = list(_SELF.finditer(text))
        self.self_at = [match.start() for match in found]
        self.selves = [match.group(1) or match.group()[0] for match in found]
        self.restart = self._restarts()
        self.goes_on = self._continued()

    def _restarts(self) -> list[int | None]:
        """For each paragraph, the index of the restarting 一、 in whose stretch it lies."""
        out: list[int | None] = [None] * len(self.paragraphs)
        last: int | None = None
        for i, number in enumerate(self.h1):
            if number is None:
                continue
            if number == 1 and last is not None:
                out[last + 1 : i + 1] = [i] * (i - last)
            last = i
        return out

    def _continued(self) -> list[bool]:
        """For each paragraph, whether the first heading from it on counts on from the last one before it."""
        out = [False] * len(self.paragraphs)
        last: tuple[int, int] | None = None
        for i, number in enumerate(self.h1):
            if number is None:
                continue
            if last is not None and number == last[1] + 1:
                out[last[0] + 1 : i + 1] = [True] * (i - last[0])
            last = (i, number)
        return out

    def distance(self, one: int, other: int) -> int:
        """How many characters paragraph `other` begins after paragraph `one`."""
        return self.paragraphs[other].start - self.paragraphs[one].start
