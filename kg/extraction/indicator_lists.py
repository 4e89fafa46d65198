"""Figures in a list that belong to nouns in a list: A、B收入分别增长4.7%、6.9%.

Such a pairing is counting, which the network over the characters (indicator_model.py) does not learn.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extraction.quantities import Quantity

__all__ = ["distributed"]

_BETWEEN = re.compile("(?:[、，和与及]|以及)")
_AND = re.compile("、|和|与|以及|及|(?<=”)(?=“)")
_FIGURE = re.compile(r"[0-9*×]|xx?[^a-z]")
_CLAUSE = re.compile("[，。；：！？\n]")
_LISTED = re.compile(
    r"(?P<nouns>[^，。；：！？\n]+?)(?:在[^，。；]{2,14}基础上又?)?(?:同比|较上年|比上年|较去年|预计)*分别(?P<verb>[^，。；：！？\n、0-9]{0,12})$"
)
# A verb that says no more than that a figure follows is no part of the indicator.
_EMPTY = re.compile(
    "^(?:约|均|已|为|达|到|达到|完成|实现|提高到|提升至|提升到|增至|升至|降至|下降到|突破|超过|超|有|是|不少于|不低于|保持在|稳定在|较|比|同比)+"
)
# Where the head that the nouns share begins in the last of them: 农村|居民人均可支配收入, 平板电脑|产量.
_HEAD = re.compile(
    "居民|人均|产业|企业|产品|断面|案件|项目|事项|服务|产值|产量|收入|面积|投资|贷款|余额|总额|覆盖率|参保|人数|数量|比重|占比"
)
_WHOLE = re.compile("(?:[数率额量值比]|收入|面积|比重|支出|投资)$")
_LEAD = re.compile("^(?:全[省市县区镇乡州国]|其中|城乡|截至目前|预计|今年|去年|全年)+")


def distributed(text: str, quantity: Quantity, previous: Sequence[Quantity]) -> str | None:
    """The noun that a figure after 分别 belongs to, with its verb of change; None without such a list."""
    first, place = quantity.start, 0
    for before in reversed(previous):
        if not _BETWEEN.fullmatch(text[before.end : first]):
            break
        first, place = before.start, place + 1
    begin = max(0, first - 90)
    breaks = [match.end() for match in _CLAUSE.finditer(text, begin, first)]
    match = _LISTED.search(text[breaks[-1] if breaks else begin : first])
    if match is None:
        return None
    nouns = [noun for noun in _AND.split(match["nouns"]) if noun]
    if len(nouns) < 2 or place >= len(nouns) or _FIGURE.search(match["nouns"]):
        return None
    noun = _LEAD.sub("", nouns[place])
    if place < len(nouns) - 1 and not _WHOLE.search(noun):
        noun += _shared(nouns)
    return noun + _EMPTY.sub("", match["verb"])


def _shared(nouns: Sequence[str]) -> str:
    """What the last noun of the list says for the others too."""
    last, ending = nouns[-1], ""
    for size in range(1, min(map(len, nouns[:-1])) + 1):
        if len({noun[-size:] for noun in nouns[:-1]}) > 1:
            break
        ending = nouns[0][-size:]
    if len(nouns) > 2 or len(ending) > 1:
        while ending and ending not in last:
            ending = ending[1:]
        if ending:
            return last.rpartition(ending)[2]
    head = _HEAD.search(last, 1)
    return last[head.start() :] if head else ""
