"""Figures with what they are counted in: `find_quantities`.

The grammar follows the guidelines' section "Quantities" and its decided cases: a numeral with its scale,
approximators and measure. Which of these are quantities is decided in quantity_rules.py; figures that begin with
a word (第三, 零事故, 三大) are in quantity_words.py.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.extraction.measures import load_measures
from kg.extraction.numerals import ARABIC, CHINESE, MASK_CHARS, arabic_value, chinese_value, scaled, tidy
from kg.extraction.quantity_context import Candidate, approximator, name_spans
from kg.extraction.quantity_rules import is_nought, is_quantity
from kg.extraction.quantity_words import find_worded
from kg.records import Approx

__all__ = ["Quantity", "find_quantities"]

_MEASURE = load_measures().pattern
_NUMBER = re.compile(f"{ARABIC}|{CHINESE}")
# 千克, 千米, 千瓦 are units, not thousands.
_SCALE = "(?:[十百千]?[万亿]{1,2}|[十百千](?![克米瓦伏卡帕焦升]|分之))"
# A line that the reading did not join may break between the numeral and its measure (wrap).
_TAIL = re.compile(
    rf"(?P<more>[余多几来])?(?P<scale>{_SCALE})?(?P<more2>[余多来])?(?P<plus>\+)?"
    rf"(?P<wrap>\n(?=[个家人户名件次处项条元亩%万成]))?(?P<big>大(?=类))?(?P<measure>{_MEASURE})?"
    r"(?P<more3>(?:余|有余|多)(?![个元种]))?(?P<after>(?:及|（含）)?以上|及?以下|以内|之内|左右|上下|不到|不等)?"
)
_RANGE = re.compile(
    rf"[余多几]?(?P<scale>{_SCALE})?(?P<measure>{_MEASURE})?[-—–~～－]{{1,2}}(?P<far>{ARABIC})"
    rf"|{_SCALE}?[至到](?P<far2>{ARABIC}|{CHINESE})"
)
_RATIO = re.compile(rf"(?:[:：∶]{ARABIC})+")
_RATIO_BEFORE = frozenset("由到为达比是至的")
_DIGITS = "零一二三四五六七八九"
_TENTHS = re.compile("([一二三四五六七八九])成([一二三四五六七八九])(?![年月个])")
_FRACTION = re.compile(rf"分之(?P<top>{CHINESE}|{ARABIC})")
_AFTER: dict[str, Approx] = {
    "左右": "约", "上下": "约", "以上": "多", "以下": "少", "以内": "少", "之内": "少", "不到": "少",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure: text == analysis text[start:end], with its approximator and measure.

    value: in units of measure (万 and 亿 worked out); None when a digit is masked, or for a range.
    measure: the measure word or unit, 名次 for a rank, "" when none is written. masked: a digit is masked.
    """

    start: int
    end: int
    text: str
    value: int | float | None
    measure: str
    approx: Approx | None
    masked: bool


def find_quantities(text: str, names: Sequence[tuple[int, int]] = ()) -> list[Quantity]:
    """The figures of one report's analysis text, in order of their start; they do not overlap.

    Args:
        text: the analysis text (kg.reading.joined.analyse): width uniform, paragraphs separated by newlines.
        names: spans of mentions; figures inside or crossing one of them belong to the name and are left out.
    """
    worded = [
        Quantity(w.start, w.end, text[w.start : w.end], w.value, w.measure, w.approx, w.masked)
        for w in find_worded(text)
    ]
    found = _apart([*worded, *_numeric(text, [(w.start, w.end) for w in worded])])
    return _outside(found, _merged([*name_spans(text), *names]))


def _apart(found: list[Quantity]) -> list[Quantity]:
    """In order, the longer first where two begin together, without those that begin inside the one before."""
    kept: list[Quantity] = []
    for quantity in sorted(found, key=lambda q: (q.start, -q.end)):
        if not kept or quantity.start >= kept[-1].end:
            kept.append(quantity)
    return kept


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, overlapping ones joined."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _outside(found: list[Quantity], spans: list[tuple[int, int]]) -> list[Quantity]:
    """The quantities that share no character with a span."""
    starts = [start for start, _ in spans]
    kept = []
    for quantity in found:
        at = bisect_left(starts, quantity.end)
        if at == 0 or spans[at - 1][1] <= quantity.start:
            kept.append(quantity)
    return kept


def _numeric(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[Quantity]:
    """Quantities that begin with a numeral, outside the sorted spans taken."""
    at = skip = 0
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        if start < at:
            continue
        while skip < len(taken) and taken[skip][1] <= start:
            skip += 1
        if skip < len(taken) and taken[skip][0] < end:
            continue
        quantity, at = _one(text, start, end)
        if quantity is not None:
            yield quantity


def _one(text: str, start: int, end: int) -> tuple[Quantity | None, int]:
    """The quantity that begins with the numeral text[start:end], if it is one, and where to go on."""
    numeral = text[start:end]
    part = _fraction(text, start, end)
    if part is not None:
        return part, part.end
    value = _value(numeral)
    masked = any(ch in MASK_CHARS for ch in numeral)
    is_range = False
    far = _RANGE.match(text, end)
    tail = _tail(text, far.end()) if far else None
    if far and tail and (tail["measure"] or (tail["scale"] and not far["measure"])):
        is_range, value, end = True, None, far.end()
        masked = masked or any(ch in MASK_CHARS for ch in far["far"] or far["far2"])
    else:
        tail = _tail(text, end)
    measure, after = tail["measure"] or "", tail["after"] or ""
    ratio = _RATIO.match(text, end)
    if ratio and not measure:
        # 2.13∶1 is a ratio after a comparing word, else a time or a score. Its value is no one number.
        stop = ratio.end()
        found = Quantity(start, stop, text[start:stop], None, "", None, masked)
        return (found if text[start - 1 : start] in _RATIO_BEFORE else None), stop
    value = scaled(value, tail["scale"] or "")
    lead, approx = approximator(text, start)
    more = bool(tail["more"] or tail["more2"])
    if approx is None and (more or tail["more3"] or tail["plus"]):
        approx = "多"
    approx = approx or _AFTER.get(after[-2:])
    candidate = Candidate(
        text,
        start,
        end,
        tail.end(),
        numeral,
        measure,
        tail["scale"] or "",
        after,
        lead,
        more,
        value,
        is_range,
    )
    if not is_quantity(candidate):
        return None, end
    if is_nought(candidate):
        value = Decimal(0)
    first, stop = start - lead, tail.end()
    if text[start - 1 : start] == "-":
        first, value = start - 1, None if value is None else -value
    number = None if value is None else tidy(value)
    return Quantity(first, stop, text[first:stop], number, measure, approx, masked), stop


def _tail(text: str, at: int) -> re.Match[str]:
    tail = _TAIL.match(text, at)
    assert tail is not None  # every part of the pattern may be empty
    return tail


def _value(numeral: str) -> Decimal | None:
    return arabic_value(numeral) if numeral[0].isascii() or numeral[0] in MASK_CHARS else chinese_value(numeral)


def _fraction(text: str, start: int, end: int) -> Quantity | None:
    """百分之五 is 5 %, 三分之一 is 0.333 without a measure, 五成六 is 5.6 成 (decided case: fractions)."""
    if text[end : end + 1] == "成":
        tenths = _TENTHS.match(text, start)
        if tenths is None:
            return None
        value = _DIGITS.index(tenths[1]) + _DIGITS.index(tenths[2]) / 10
        return Quantity(start, tenths.end(), tenths.group(), value, "成", None, False)
    part = _FRACTION.match(text, end)
    if part is None:
        return None
    numeral = text[start:end]
    bottom, top = _value(numeral), _value(part["top"])
    if not bottom or top is None:
        return None
    lead, approx = approximator(text, start)
    stop = part.end()
    after = text[stop : stop + 2]
    if after in _AFTER:
        stop += 2
        approx = approx or _AFTER[after]
    first = start - lead
    sign = {"百": "%", "千": "‰"}.get(numeral, "")
    # 三分之一 has three decimals; 万分之三 is exact.
    exact = set(str(bottom)) <= {"1", "0"}
    number = tidy(top) if sign else tidy(top / bottom) if exact else round(float(top / bottom), 3)
    return Quantity(first, stop, text[first:stop], number, sign, approx, False)
