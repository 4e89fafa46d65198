"""Which unit a name means: a body of the nation, of a named place, of the report's own district, or of one report only.

The same organ of two places is two units; 县委 in a report of 青石县, 青石县委 and 中共青石县委员会 are one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from kg.resolution.ids import make_id
from kg.resolution.masks import is_masked
from kg.resolution.names import fold
from kg.resolution.places import Area, Place, level_word

__all__ = ["SCOPES", "UnitIdentity", "identify_unit", "parent_organ"]

Scope = Literal["national", "named", "district", "report"]
SCOPES: tuple[Scope, ...] = ("national", "named", "district", "report")

_NATIONAL = re.compile(
    r"^(?:党中央|中央(?!公园|商务|大街|广场|厨房|路|空调|街|活力|企业)|国务院|全国(?!各|性|重点|百强)"
    r"|国家.{2,14}(?:局|委|委员会|部|办|署|办公室|银行)|国家(?:电网|电投|能源集团|管网)|最高人民|中华|中国|联合国|世界(?!级|一流)|国际(?:奥|标准化|红十字|货币)"
    r"|新华社|人民日报|央视|央行|解放军|海关总署|审计署|国资委$|国办|中(?:办|宣部|组部|纪委|央办|政委|联部|科院|农办|编办)"
    r"|(?:外交|国防|教育|科技|科学技术|工信|工业和信息化|公安|国家安全|民政|司法|财政|人社|人力资源和?社会保障|自然资源|生态环境"
    r"|住建|住房和?城乡建设|交通运输|水利|农业农村|农业|商务|文旅|文化和?旅游|退役军人(?:事务)?|应急管理|铁道)部(?!门|队|署|委|分)"
    r"|[^省市县区州]{2,6}总局)"
)
# A registered company's full name is unique in its register.
_COMPANY = re.compile(r"^.{4,}(?:有限责任公司|股份有限公司|有限公司|集团公司)(?:.{0,12}(?:分|支|子)公司)?$")
_ORGAN_END = re.compile(
    r"(?:委|委员会|政府|办|办公室|局|厅|人大|常委会|政协|法院|检察院|工会|妇联|总工会|团委|党校|公司|集团|大队|支队|总队|中心)$"
)
_STREET = re.compile(r"^(?:东|西|南|北|中)?(?:路|街|大道|巷|社区|村)")
_SAME_ORGAN = (
    (re.compile(r"^(?:人民代表大会|人代会)常务委员会"), "人大常委会"),
    (re.compile(r"^人民代表大会"), "人大"),
    (re.compile(r"^(?:中国)?人民政治协商会议(?:.{2,10}委员会)?$"), "政协"),
    (re.compile(r"^人民政府"), "政府"),
    (re.compile(r"^委员会"), "委"),
    (re.compile(r"^人民法院$"), "法院"),
    (re.compile(r"^人民检察院$"), "检察院"),
)
_WHOLE = re.compile(
    r"(?:委|党委|党工委|政府|人大|人大常委会|政协|纪委|局|厅|部|院|集团|公司|中心|办事处|管委会|大学|学院|场)$"
)


@dataclass(frozen=True, slots=True)
class UnitIdentity:
    """What identifies a unit: its id, scope, the area its name is relative to, and whether the name proves the area.

    key, organ: the identity's area and organ apart, for PART_OF between a body and its parts.
    """

    id: str
    scope: Scope
    area: Area | None = None
    located: bool = False
    organ: str = ""


def identify_unit(name: str, place: Place) -> UnitIdentity:
    """Which unit the surface means in a report of this place.

    In order: a name that begins with what this report calls its own district · a masked name (this report only) · a
    national body · a body of a named place · a body with a level (县委, 市教育局: of the report's district or the one
    above it) · a company by its full name · anything else belongs to the report's own district.
    """
    folded = fold(name).removeprefix("中共") or fold(name)
    own = _own(folded, place)
    if own is not None:
        return own
    if is_masked(name):
        return UnitIdentity(make_id("unit", "report", place.report, folded), "report", place.home)
    if _NATIONAL.match(folded) and not is_local(folded, place):
        return UnitIdentity(make_id("unit", "national", folded), "national", organ=folded)
    named = _named(folded, place)
    if named is not None:
        return named
    level, word, rest = level_word(folded)
    if level:
        area = place.at_level(level, word)
        if area is not None:
            return _of_area(area, rest, _scope(area), located=True)
        return _of_area(place.home, folded, _scope(place.home))
    if _COMPANY.match(folded):
        return UnitIdentity(make_id("unit", "named", folded), "named", organ=folded)
    return _of_area(place.home, folded, _scope(place.home))


def is_local(folded: str, place: Place) -> bool:
    """Whether a name with a national beginning is a branch in a named place (国家税务总局青石县税务局)."""
    return any(own in folded for own in place.names if len(own) > 2)


def parent_organ(organ: str, others: frozenset[str]) -> str | None:
    """The longest of the other organs of the same area of which this one is a part by its name.

    >>> parent_organ("公安局交警大队", frozenset({"公安局", "政府"}))
    '公安局'
    """
    for size in range(len(organ) - 1, 0, -1):
        part = organ[size:]
        if organ[:size] in others and _WHOLE.search(organ[:size]) and (len(part) > 1 or part == "办"):
            return organ[:size]
    return None


def _scope(area: Area) -> Scope:
    return "report" if area.placeholder else "district"


def _own(folded: str, place: Place) -> UnitIdentity | None:
    for own in sorted(place.names, key=len, reverse=True):
        if is_masked(own) and folded.startswith(own) and not is_masked(folded[len(own) :]):
            return _of_area(
                place.home, _without_level(folded[len(own) :], place.home), "report", located=True
            )
    return None


def _named(folded: str, place: Place) -> UnitIdentity | None:
    if found := place.leading(folded):
        area, rest = found
        return _of_area(area, _without_level(rest, area), "named", located=True)
    found = place.leading(folded, short=True)
    if found is None or _STREET.match(found[1]):
        return None
    if _ORGAN_END.search(found[1]) and not _COMPANY.match(folded):
        area, rest = found
        return _of_area(area, _without_level(rest, area), "named", located=True)
    return UnitIdentity(make_id("unit", "named", folded), "named", organ=folded)


def _without_level(rest: str, area: Area) -> str:
    level, word, tail = level_word(rest)
    return tail if level and (level == area.level or area.name.endswith(word)) else rest


def _of_area(area: Area, organ: str, scope: Scope, *, located: bool = False) -> UnitIdentity:
    for pattern, short in _SAME_ORGAN:
        organ = pattern.sub(short, organ)
    return UnitIdentity(make_id("unit", "area", area.id, organ), scope, area, located, organ)
