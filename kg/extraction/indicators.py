"""What a figure counts: the shortest phrase, in words of the text (guidelines: `indicator`)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extraction.indicator_lists import distributed
from kg.extraction.indicator_model import load_indicator_model
from kg.extraction.indicator_window import FIGURE, KINDS, Window, window_of
from kg.extraction.quantities import Quantity

__all__ = ["indicator_of", "indicators_of"]

_MARKS = frozenset("，。；：！？、…—-·（）()【】[]%")
_QUOTES = {"“": "”", "《": "》", "（": "）"}
# Words that link a noun with its figure; they say nothing of what is counted.
_LINK = re.compile(
    r"(?:分别|均|已|仅|约|共|共计|合计|累计|总计|力争|确保|预计)*(?:达到|达|为|至|到|突破|超过|超|提高到|提升至|保持在|稳定在|控制在|有)?$"
)
_CLAUSE = frozenset("，。；：！？\n")
_NOUN_END = re.compile("[，。；：！？、（）0-9\x01]|(?:的|获|入选|参加|开展|进行|完成)")


def indicator_of(text: str, quantity: Quantity, previous: Sequence[Quantity]) -> str:
    """What one figure counts.

    Args:
        text: the analysis text that the quantities were found in.
        quantity: the figure.
        previous: the figures before it, in order.
    """
    return _phrases(text, [quantity], [previous])[0]


def indicators_of(text: str, quantities: Sequence[Quantity]) -> list[str]:
    """What each of a text's figures counts; as indicator_of for each with the ones before, but in one go."""
    return _phrases(text, quantities, [quantities[max(0, i - 24) : i] for i in range(len(quantities))])


def _phrases(text: str, quantities: Sequence[Quantity], previous: Sequence[Sequence[Quantity]]) -> list[str]:
    windows = [window_of(text, quantity, before) for quantity, before in zip(quantities, previous, strict=True)]
    kept = load_indicator_model().keep(windows)
    return [
        distributed(text, quantity, before) or _phrase(window, keep) or _nearest(window)
        for quantity, before, window, keep in zip(quantities, previous, windows, kept, strict=True)
    ]


def _phrase(window: Window, keep: list[bool]) -> str:
    """The characters kept, and single ones between two kept, without unpaired or outer marks."""
    tokens = window.tokens
    chosen = [
        token
        for i, token in enumerate(tokens)
        if token not in KINDS
        and token != FIGURE
        and (
            keep[i]
            or (
                0 < i < len(tokens) - 1
                and keep[i - 1]
                and keep[i + 1]
                and token not in _MARKS
                and "\u4e00" <= token <= "\u9fff"
            )
        )
    ]
    return _paired("".join(chosen)).strip("，。；：！？、 ")


def _paired(phrase: str) -> str:
    for opening, closing in _QUOTES.items():
        if phrase.count(opening) != phrase.count(closing):
            phrase = phrase.replace(opening, "").replace(closing, "")
    return phrase


def _nearest(window: Window) -> str:
    """Where the model keeps nothing: the words before the figure in its clause, else the noun after it."""
    centre = window.centre
    before = ""
    for token in reversed(window.tokens[:centre]):
        if token in _CLAUSE or token == FIGURE:
            if before:
                break
            continue
        before = token + before
    before = _LINK.sub("", before).strip("，。；：！？、 ")
    after = _NOUN_END.split("".join(window.tokens[centre + 1 :]), maxsplit=1)[0]
    return _paired(before or after)
