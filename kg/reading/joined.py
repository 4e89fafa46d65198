"""The text that is analysed: a report's text with wrapped lines joined and characters made uniform.

The source text is never changed; every character of the analysis text knows the source offset it came from.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["AnalysisText", "analyse"]

_SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\t "
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\u00ad\r"
# Full-width ASCII letters, digits and a few signs become ASCII; half-width punctuation becomes full-width.
_SAME_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)}
for _sign in "，：；！？（）":
    del _SAME_WIDTH[ord(_sign)]
_SAME_WIDTH[ord("．")] = ord(".")
_WIDER = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）"}
_ENDS = "。！？；：…!?;:"
_HEADING = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．，]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．](?!\d)"
    r"|第[一二三四五六七八九十]+[章节部]"
    r"|[一二三四五六七八九十]{1,2}是"
)

_TITLE = re.compile(r"(?:总结|小结|计划|打算|思路|安排|要点|报告|汇报|谋划)(?:[（(][^）)]*[）)])?$")
# %2B for +, as web pages leave it. Only where a letter tells the escape from a percentage before a figure.
_ESCAPE = re.compile(r"%([23][A-Fa-f])")
# A word or phrase typed twice (召开召开, 宣传活动宣传活动): the second is left out. Chinese repeats on purpose what
# begins with 一 (一件一件) and short words that are none of these, so two characters must be such a word.
_TWICE = re.compile(
    r"((?:开展|召开|组织|推进|推动|加强|加大|教育|工作|活动|建设|管理|落实|进行|实施|完成|宣传|培训|检查|救助|服务|全面|积极"
    r"|提高|提升|制定|印发|强化|深化|健全|完善|巩固|促进|发展|保障|安全|项目|政策|单位|部门|群众|干部|社区|企业|进一步)"
    r"|(?!一)[\u4e00-\u9fff]{4,10})\1(?!\1)"
)
# A page number left in the text: - 3 -, 第3页 共10页. The sentence goes on below it.
_PAGE = re.compile(r"[-—–－]{1,2}\s?\d{1,3}\s?[-—–－]{1,2}|第\s?\d{1,3}\s?页(?:[\s,，/]{0,2}共\s?\d{1,3}\s?页)?")
_FEW = 3
"""Fewer lines than these that stop inside a sentence tell no width."""
_LONGEST_PAGE = 16
_HEADING_LENGTH = 32
"""Characters of the longest heading with a comma in it (聚焦…，推动…)."""


@dataclass(frozen=True, slots=True)
class AnalysisText:
    """The analysis text of one report; paragraphs are separated by one newline.

    offsets[i] is the source offset (code points) of text[i], strictly increasing.
    """

    text: str
    offsets: Sequence[int]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The source span that text[start:end] stands for. Raises IndexError for an empty span."""
        return self.offsets[start], self.offsets[end - 1] + 1

    def index_at(self, source_offset: int) -> int:
        """The index of the first character at or after a source offset (len(text) when there is none)."""
        return bisect_left(self.offsets, source_offset)


def _wrapped(before: str, after: str, blank: bool, width: int) -> bool:
    """Whether the break between two lines stands inside a sentence."""
    if not before or not after or before[-1] in _ENDS or _HEADING.match(after):
        return False
    if before[-1] in "，、,“‘（(《" or after[0] in "，。、；：？！”’）》,.;:?!)%％":
        return True
    # No title or heading ends in a figure without what it counts, except in a year.
    if before[-1].isdigit() and not re.search(r"(?<!\d)(?:19|20)\d\d$", before):
        return True
    if _TITLE.search(before):
        return False
    if len(before) >= 0.8 * width:
        return True
    # Running text that stops without a full stop goes on; a heading or title, with a comma at most, does not.
    if "。" in before or (len(before) > _HEADING_LENGTH and "，" in before.replace(",", "，")):
        return True
    return not blank and len(before) > 40


def _width(lines: Sequence[str]) -> int:
    """The width that the text was wrapped at: of most lines that stop inside a sentence; very large for too few."""
    stopped = sorted(
        len(line)
        for line in lines
        if line[-1] not in _ENDS and not _HEADING.match(line) and re.search("[，,。、]", line)
    )
    return max(16, stopped[int(len(stopped) * 0.8)]) if len(stopped) >= _FEW else 1 << 30


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans = []
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        a, b = at, stop
        while a < b and (text[a] in _SPACES or text[a] in _INVISIBLE):
            a += 1
        while b > a and (text[b - 1] in _SPACES or text[b - 1] in _INVISIBLE):
            b -= 1
        spans.append((a, b))
        at = stop + 1
    return spans


def analyse(text: str, start: int = 0, end: int | None = None) -> AnalysisText:
    """The analysis text of text[start:end].

    Wrapped lines are joined, invisible characters and spaces inside Chinese text left out, full-width letters
    and digits become ASCII, half-width punctuation beside Chinese full-width, D that stands for 党 becomes 党, and of a
    word that is there twice (召开召开) the second, and lines that are page numbers, are left out.
    """
    end = len(text) if end is None else end
    spans = _lines(text, start, end)
    filled = [(a, b) for a, b in spans if b > a]
    width = _width([text[a:b] for a, b in filled])
    out: list[str] = []
    offsets: list[int] = []
    last: tuple[int, int] | None = None
    blank = False
    for a, b in spans:
        if a == b:
            blank = True
            continue
        if b - a <= _LONGEST_PAGE and _PAGE.fullmatch(text, a, b):
            continue
        if last is not None and not _wrapped(text[last[0] : last[1]], text[a:b], blank, width):
            out.append("\n")
            offsets.append(last[1])
        escapes = {match.start(): chr(int(match[1], 16)) for match in _ESCAPE.finditer(text, a, b)}
        skip = a
        for i in range(a, b):
            if i < skip:
                continue
            ch = text[i]
            if i in escapes:
                ch, skip = escapes[i], i + 3
            if ch in _INVISIBLE:
                continue
            if ch in _SPACES:
                # A space between two ASCII words stays, all others go.
                if not (
                    i > a
                    and i + 1 < b
                    and text[i - 1].isascii()
                    and text[i + 1].isascii()
                    and text[i - 1].isalpha()
                    and text[i + 1].isalpha()
                ):
                    continue
                ch = " "
            out.append(ch)
            offsets.append(i)
        last, blank = (a, b), False
    return _without_doubled(_uniform("".join(out)), offsets)


def _without_doubled(text: str, offsets: Sequence[int]) -> AnalysisText:
    """The text without the second copy of a word that stands twice."""
    kept: list[str] = []
    places: list[int] = []
    at = 0
    for match in _TWICE.finditer(text):
        word = match[1]
        if len(set(word)) <= len(word) // 2 or text.endswith(word, 0, match.start()):  # 哈哈哈哈; three times or more
            continue
        kept.append(text[at : match.end(1)])
        places += offsets[at : match.end(1)]
        at = match.end()
    return AnalysisText("".join([*kept, text[at:]]), [*places, *offsets[at:]]) if at else AnalysisText(text, offsets)


def _uniform(text: str) -> str:
    """Width and variant forms made uniform, one character for one character."""
    text = text.translate(_SAME_WIDTH)
    text = re.sub(r"(?<!\d)[,:;!?()]|[,:;!?()](?!\d)", lambda m: _WIDER[m.group()], text)
    # D stands for 党 where a filter replaced it: not in D级, DR, 3D, R&D.
    return re.sub(r"(?<![A-Za-z0-9&])D(?![A-Za-z0-9级栋座区类])", "党", text)
