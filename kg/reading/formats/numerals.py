"""Numbers as Word writes them in automatic numbering (ST_NumberFormat of ECMA-376, 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["number_text"]

_DIGITS = "〇一二三四五六七八九"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def _chinese(number: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    """十一, 二十三, 一百零五: as counted, up to 9999."""
    if not 0 < number < 10_000:
        return str(number)
    text, pending = "", False
    for power in range(3, -1, -1):
        digit = number // 10**power % 10
        if digit:
            text += ("零" if pending else "") + digits[digit] + (units[power - 1] if power else "")
            pending = False
        else:
            pending = bool(text)
    # 一十二 is said 十二, except in the forms for cheques.
    return text[1:] if digits is _DIGITS and 10 <= number < 20 else text


def _each(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for size, letters in _ROMAN:
        text += letters * (number // size)
        number %= size
    return text


def _letter(number: int) -> str:
    """A … Z, AA, BB: Word repeats the letter."""
    return chr(65 + (number - 1) % 26) * min(1 + (number - 1) // 26, 30) if number > 0 else str(number)


def _of(series: str) -> Callable[[int], str]:
    return lambda number: series[number - 1] if 0 < number <= len(series) else str(number)


def _run(*ranges: tuple[int, int]) -> Callable[[int], str]:
    return _of("".join(chr(code) for first, last in ranges for code in range(first, last + 1)))


_CIRCLED = _run((0x2460, 0x2473), (0x3251, 0x325F), (0x32B1, 0x32BF))
_FORMATS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
         "taiwaneseCountingThousand", "koreanCounting"), _chinese,
    ),
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital2"), _each),
    "chineseLegalSimplified": lambda number: _chinese(number, "零壹贰叁肆伍陆柒捌玖", "拾佰仟"),
    "ideographLegalTraditional": lambda number: _chinese(number, "零壹貳參肆伍陸柒捌玖", "拾佰仟"),
    "ideographTraditional": _of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _of("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _run((0x3280, 0x3289)),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _CIRCLED),
    "decimalEnclosedFullstop": _run((0x2488, 0x249B)),
    "decimalEnclosedParen": _run((0x2474, 0x2487)),
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), lambda number: str(number).translate(_FULL_WIDTH)),
    "decimalZero": lambda number: f"{number:02}",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda number: _letter(number).lower(),
    "numberInDash": lambda number: f"- {number} -",
    "none": lambda _: "",
}  # fmt: skip


def number_text(number: int, form: str) -> str:
    """A number in one of Word's formats ("chineseCountingThousand": 二十三); in digits where the format is unknown."""
    return _FORMATS.get(form, str)(number)
