"""Physical lines to paragraphs: what a splitter looks at, whatever width the lines were wrapped at.

A paragraph begins after a finished line, after a short line (a heading has no full stop), or where a line begins
like nothing but a beginning (一、, 今年以来, 各位代表). A false one does little harm: no decision rests on it alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["HEAD", "NUMERALS", "Paragraph", "paragraphs", "squeeze"]

HEAD = 240
"""How many characters of a paragraph (white space left out) are kept for looking at."""
_TAIL = 48
_NEAR = 4
_LONGEST_TITLE = 64
_BROKEN_AFTER = "及和暨与年度工作总计打要情汇报思安谋"  # last characters of a title that goes on
_ENDS = "。！？!?；;：:…"
_CLOSERS = "”’\"'）)】》」』"
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\u00ad"
_UNSEEN = re.compile(f"[{_INVISIBLE}]")
NUMERALS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
# XX局2023年工作总结, the body of a title.
_YEARLY = (
    r"[^，。；：！？,;]{0,40}?(?:20\d\d|二[〇○零]..)年?度?[^，。；：！？,;、]{0,14}?"
    r"工作(?:总结|计划|要点|情况|汇报|报告|打算|思路|安排|谋划)"
)
_WHOLE_TITLE = re.compile(
    rf"(?:{_YEARLY}(?:[及和暨与].{{0,12}}(?:总结|计划|要点|报告|打算|思路|安排|谋划))?(?:的?(?:报告"
    rf"|汇报|总结))?|政\s?府\s?工\s?作\s?报\s?告)"
    r"(?:[（(].{1,20}[）)])?"
)
# Where a line begins like this, a paragraph begins, even after a line that is not finished.
_BEGINS = re.compile(
    r"[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十第、，,])|[（(][一二三四五六七八九十]{1,3}[)）]"
    r"|现在[，,]?我(?:谨|们)?(?:代表|受)|受[^，。；]{2,16}委托[，,]|上半年[，,]"
    r"|今年(?:以)?来?[，,]|(?:20\d\d|[Xx×*]{4})年?(?:以来|来)[，,]|20\d\d年(?:度)?[，,是]"
    r"|各位[^，。！]{1,8}[：:]|各位(?:代表|委员|领导)[：:，,]|同志们[：:，,！]"
    r"|[^，。；：]{2,16}(?:政府|委|局|办|部)[：:]$"
    r"|全[市县区省镇乡场][共现]|[根依]据.{2,40}要求|第[一二三四]部分|[#◆●■★]|20\d\d-\d\d-\d\d"
    r"|政\s?府\s?工\s?作\s?报\s?告$"
    rf"|{_YEARLY}(?:[及和暨与]|$)"
)
_DATED = re.compile(r"20\d\d-\d\d-\d\d[\d: ]*|[（(]20\d\d年\d+月.*[）)]")
_TITLE_YEAR = re.compile(r"20\d|二[〇○零]")
_SENTENCE = re.compile(r"[，。；：！？,;]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: from the first to the last visible character of its lines.

    line, last_line: indexes of its first and last physical line, from 0. blanks: blank lines before it. sure: whether
    its beginning is certain (the text before is finished). head, tail: its beginning and end without white space.
    length: of the paragraph in the source.
    """

    line: int
    last_line: int
    start: int
    end: int
    blanks: int
    sure: bool
    head: str
    tail: str

    @property
    def length(self) -> int:
        """Length in the source text."""
        return self.end - self.start


def squeeze(text: str) -> str:
    """The text without white space and invisible characters."""
    text = "".join(text.split())
    return _UNSEEN.sub("", text)


def _finished(line: str) -> bool:
    """Whether a line ends what it says: with a full stop, or it is a date and goes nowhere."""
    last = line[-1]
    if last in _ENDS:
        return True
    if last in _CLOSERS and len(line) > 1 and line[-2] in "。！？!?":
        return True
    if last == "." and len(line) > 1:
        return "\u4e00" <= line[-2] <= "\u9fff"
    return line[0] in "2（(" and bool(_DATED.fullmatch(line))


def _filled(text: str) -> list[tuple[int, int, str, int]]:
    """The lines that are not blank: (index, start, stripped, blank lines before)."""
    found = []
    at = blanks = 0
    newline = "\n" if "\n" in text else "\r"
    for index, raw in enumerate(text.split(newline)):
        line = raw.strip()
        if line and line[0] in _INVISIBLE:
            line = line.strip(_INVISIBLE + " \u3000\u00a0\t")
        if line:
            found.append((index, at + raw.index(line), line, blanks))
            blanks = 0
        else:
            blanks += 1
        at += len(raw) + 1
    return found


def _usual_blanks(lines: Sequence[tuple[int, int, str, int]]) -> int:
    """How many blank lines commonly stand after a line that is not finished."""
    counts = Counter(lines[i][3] for i in range(1, len(lines)) if not _finished(lines[i - 1][2]))
    return counts.most_common(1)[0][0] if counts else 0


def _half_title(line: str) -> bool:
    """Whether a line looks like the first half of a title: a year, and nothing of a sentence."""
    return bool(_TITLE_YEAR.search(line)) and not _SENTENCE.search(line)


def _halves(line: str, following: str) -> bool:
    """Whether two lines are a title that was broken: XX局2023年工作总结及 / 2024年工作计划."""
    return (
        len(line) + len(following) <= _LONGEST_TITLE
        and _half_title(line)
        and not _finished(line)
        and not _WHOLE_TITLE.fullmatch(line)
        and (line[-1] in _BROKEN_AFTER or not _WHOLE_TITLE.fullmatch(following))
        and bool(_WHOLE_TITLE.fullmatch(line + following))
    )


def _wrapped(lengths: Sequence[int], i: int) -> bool:
    """Whether line i is as long as its longest neighbours, so that it may go on in the next line.

    A shorter one is a heading or the end of a wrapped paragraph, a longer one is not wrapped as its neighbours are.
    """
    others = (*lengths[max(0, i - _NEAR) : i], *lengths[i + 1 : i + 1 + _NEAR])
    return 0.8 * max(others) <= lengths[i] <= 1.25 * max(others)


def paragraphs(text: str) -> Sequence[Paragraph]:
    """The paragraphs of a text, in order. Linear in the length of the text."""
    lines = _filled(text)
    lengths = [len(line) for _, _, line, _ in lines]
    starts: list[tuple[int, bool]] = []
    usual = _usual_blanks(lines)
    for i, (_, _, line, blanks) in enumerate(lines):
        if i and blanks <= usual and _halves(lines[i - 1][2], line):
            continue
        if (
            i == 0
            or _finished(lines[i - 1][2])
            or _WHOLE_TITLE.fullmatch(lines[i - 1][2])
            or blanks > usual
            or not _wrapped(lengths, i - 1)
        ):
            starts.append((i, True))
        elif _BEGINS.match(line) and not _half_title(lines[i - 1][2]):
            starts.append((i, False))
    found = []
    for n, (first, sure) in enumerate(starts):
        stop = starts[n + 1][0] if n + 1 < len(starts) else len(lines)
        index, start, line, blanks = lines[first]
        last_index, last_start, last, _ = lines[stop - 1]
        end = last_start + len(last)
        head = line[: HEAD + 40] if stop == first + 1 else text[start : min(end, start + HEAD + 40)]
        found.append(
            Paragraph(
                line=index,
                last_line=last_index,
                start=start,
                end=end,
                blanks=blanks,
                sure=sure,
                head=squeeze(head)[:HEAD],
                tail=squeeze(text[max(start, end - _TAIL) : end]),
            )
        )
    return found
