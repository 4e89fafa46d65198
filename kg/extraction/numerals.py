"""Numerals as reports write them: Arabic, Chinese, formal (叁拾贰), masked (*, xx.x, ×), mixed (30万).

The value of a masked numeral is None. Sums are made with Decimal, so that 1.28万 is 12800 and not 12799.999….
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

__all__ = ["ARABIC", "CHINESE", "MASK_CHARS", "SCALES", "arabic_value", "chinese_value", "scaled", "tidy"]

MASK_CHARS = "xX×*＊"
# A grouping comma may be full-width: 1，204 stays one numeral only before exactly three digits.
_DIGIT = "[0-9xX×*＊]"
ARABIC = rf"{_DIGIT}+(?:,[0-9]{{3}}(?![0-9]))*(?:\.{_DIGIT}+)*"
CHINESE = "[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+"
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_DIGITS = {ch: i for i, ch in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_DIGITS |= {ch: i for i, ch in enumerate("零壹贰叁肆伍陆柒捌玖")}
_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_LONGEST = 24


def tidy(value: Decimal) -> int | float:
    """An int where the value is whole, else a float."""
    return int(value) if value == value.to_integral_value() else float(value)


def arabic_value(numeral: str) -> Decimal | None:
    """The value of an Arabic numeral with or without grouping commas; None when masked or no plain number."""
    if len(numeral) > _LONGEST or any(ch in MASK_CHARS for ch in numeral):
        return None
    try:
        return Decimal(numeral.replace(",", ""))
    except InvalidOperation:
        return None


def chinese_value(numeral: str) -> Decimal | None:
    """The value of a Chinese numeral (二十六万, 千, 一〇五); None for approximate (两三) or malformed ones."""
    if not numeral or len(numeral) > _LONGEST:
        return None
    if all(ch in _DIGITS for ch in numeral):
        if len(numeral) == 1:
            return Decimal(_DIGITS[numeral])
        return Decimal("".join(str(_DIGITS[ch]) for ch in numeral)) if "〇" in numeral else None
    total = section = Decimal(0)
    digit: int | None = None
    for ch in numeral:
        if ch in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[ch]
        elif ch in _UNITS:
            section += (1 if digit is None else digit) * _UNITS[ch]
            digit = None
        else:
            section += digit or 0
            scale = SCALES[ch]
            if scale == SCALES["亿"]:
                total = (total + section or Decimal(1)) * scale
            else:
                total += (section or Decimal(1)) * scale
            section, digit = Decimal(0), None
    return total + section + (digit or 0)


def scaled(value: Decimal | None, scale: str) -> Decimal | None:
    """The value times the scale words after it: 30 and 万 → 300000, 1.3 and 万亿 → 1.3e12."""
    if value is None:
        return None
    for ch in scale:
        value *= SCALES[ch]
    return value
