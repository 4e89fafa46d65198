"""Which area the name of a district means in a report."""

from __future__ import annotations

import re

from kg.resolution.ids import make_id
from kg.resolution.masks import is_masked
from kg.resolution.names import fold
from kg.resolution.places import Area, Place, level_word, named_area
from kg.resolution.townships import TOWNSHIP

__all__ = ["identify_district"]

# Zones and parts that every place has for itself.
_RELATIVE = re.compile(
    r"^(?:(?:国家|省级|国家级)?(?:高新|经开|新|老|东|西|南|北|中心城|主城|城|郊|矿|开发|综保|保税|综合保税|临空经济|经济技术开发"
    r"|经济开发|高新技术产业开发|工业园|产业园|示范|试验|港)区|(?:东部|西部|南部|北部|工业|产业|化工)园区?|工业园|开发区.*|新城|老城|经开|高新)$"
)


def identify_district(name: str, place: Place) -> Area:
    """The area that the surface means in a report of this place.

    A masked name is the report's placeholder when it is the reporting unit's own place, else an area of this report
    only. A named one is a division by code where the table and the report's context leave one, else an area by name;
    names that every place has for itself (高新区, 新城), names that several divisions have, and townships and villages
    that the table lacks belong to the report's own district.
    """
    folded = fold(name)
    if folded in place.names:
        return place.home
    if is_masked(name):
        return Area(make_id("dist", "report", place.report, folded), name)
    if (known := _township(folded, place)) is not None:
        return known
    if found := place.leading(folded, short=True):
        area, rest = found
        if not rest:
            return area
        return Area(make_id("dist", "inside", area.id, rest), name, within=area)
    level, word, rest = level_word(folded)
    if level and not rest and (own := place.at_level(level, word)) is not None:
        return own
    if (known := place.resolve(folded)) is not None:
        return known
    if _RELATIVE.match(folded):
        return Area.inside(place.home, name)
    if level or place.divisions.named(folded):
        return Area.inside(place.home, name, part=False)
    return named_area(name, place)


def _township(folded: str, place: Place) -> Area | None:
    """A township after the name of its county or city: 安岳石羊镇."""
    if not TOWNSHIP.search(folded):
        return None
    for prefix in place.divisions.prefixes(folded):
        around = place.divisions.resolve(prefix, place.near)
        if around is not None and prefix != folded:
            found = place.divisions.resolve(folded[len(prefix) :], [around])
            if found is not None and around in place.divisions.chain(found)[1:]:
                return Area.of(found)
    return None
