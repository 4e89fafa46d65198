"""The window around a figure from which its indicator is taken: characters with their relation to the figure.

The figure itself becomes one token that says its kind; every earlier figure becomes one token. The same windows
are made for training (kg/training/indicators.py) and at run time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.extraction.quantities import Quantity

__all__ = ["FIGURE", "KINDS", "LEFT", "RIGHT", "Window", "window_of"]

LEFT, RIGHT = 64, 22
FIGURE = "\x01"
# Tokens of the figure itself: counts, ranks, proportions, money, zero, none, time.
KINDS = ("\x02", "\x03", "\x04", "\x05", "\x06", "\x07", "\x08")
_SENTENCE = "。！？；\n"
_CLAUSE = "，：、" + _SENTENCE
_MAX_ZONE = 5
_BUCKETS = (0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 29, 38, 50)
_BUCKET_AT = tuple(sum(distance > edge for edge in _BUCKETS) for distance in range(max(LEFT, RIGHT)))


@dataclass(frozen=True, slots=True)
class Window:
    """One figure's window, all lists of one length.

    tokens: a character, FIGURE for another figure, one of KINDS for the figure itself. clause, listed, figures:
    how many clause breaks, enumeration commas and other figures lie between the token and the figure (capped).
    place: distance to the figure in buckets, right ones after left ones.
    """

    tokens: list[str]
    clause: list[int]
    listed: list[int]
    figures: list[int]
    place: list[int]

    @property
    def centre(self) -> int:
        """The index of the figure itself."""
        return next(i for i, token in enumerate(self.tokens) if token in KINDS)


def _kind(quantity: Quantity) -> str:
    measure = quantity.measure
    if measure == "名次":
        return KINDS[1]
    if measure in {"%", "‰", "成", "倍", "个百分点", "百分点"}:
        return KINDS[2]
    if measure.endswith(("元", "币")):
        return KINDS[3]
    if quantity.value == 0:
        return KINDS[4]
    if not measure:
        return KINDS[5]
    if measure in {"年", "天", "小时", "个月", "个工作日", "工作日", "分钟", "日"}:
        return KINDS[6]
    return KINDS[0]


def window_of(text: str, quantity: Quantity, previous: Sequence[Quantity]) -> Window:
    """The window of one figure: up to LEFT tokens before it in its paragraph, RIGHT after it.

    Args:
        text: the analysis text.
        quantity: the figure.
        previous: the figures before this one, in order (the last ones are enough).
    """
    left: list[str] = []
    at = quantity.start
    ends = {q.end: q for q in previous[-24:] if q.end <= quantity.start}
    while at > 0 and len(left) < LEFT:
        if at in ends:
            left.append(FIGURE)
            at = ends[at].start
            continue
        at -= 1
        if text[at] == "\n":
            break
        left.append(text[at])
    right = list(text[quantity.end : quantity.end + RIGHT].partition("\n")[0])
    clause, listed, figures, place = _relations(left, 0)
    after = _relations(right, len(_BUCKETS) + 1)
    centre = 2 * len(_BUCKETS) + 2
    return Window(
        [*reversed(left), _kind(quantity), *right],
        clause[::-1] + [0] + [_MAX_ZONE + 1 + n for n in after[0]],
        listed[::-1] + [0] + after[1],
        figures[::-1] + [0] + after[2],
        place[::-1] + [centre] + after[3],
    )


def _relations(tokens: Sequence[str], first: int) -> tuple[list[int], list[int], list[int], list[int]]:
    clause = listed = figures = 0
    out: tuple[list[int], list[int], list[int], list[int]] = ([], [], [], [])
    for distance, token in enumerate(tokens):
        if token in _CLAUSE:
            if token == "、":
                listed = min(listed + 1, 4)
            else:
                clause, listed = min(clause + (2 if token in _SENTENCE else 1), _MAX_ZONE), 0
        elif token == FIGURE:
            figures = min(figures + 1, 4)
        out[0].append(clause)
        out[1].append(listed)
        out[2].append(figures)
        out[3].append(first + _BUCKET_AT[distance])
    return out
