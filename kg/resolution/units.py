"""Which unit a name means: a body of the nation, of a named place, of the report's own district, or of one report only.

The same organ of two places is two units; 县委 in a report of 青石县, 青石县委 and 中共青石县委员会 are one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from kg.resolution.ids import make_id
from kg.resolution.masks import is_masked
from kg.resolution.names import fold
from kg.resolution.organs import load_national, load_organs
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
# 团县委: the level stands inside the organ's name.
_LEAGUE = re.compile(r"^(?:共青团|团)(?P<level>省|市|州|盟|县|旗|区|镇|乡)(?:直)?委(?:员会)?$")
# 共青团临沂市委, 政协临沂市委员会: the place stands inside the organ's name.
_INSIDE = re.compile(
    r"^(?P<organ>共青团|(?:中国人民政治协商会议|人民政协|政协)(?=.+委员会$))"
    r"(?P<place>.+[省市州盟县旗区镇乡])委(?:员会)?$"
)
# What every body has for itself: of the reporting unit where no level says otherwise.
_OWN = re.compile(
    r"^[我本](?:局|委|办|厅|镇|乡|街道|中心|院|校|场|站|所|社区|村|县|市|区|州|旗|单位|公司|馆|支队|大队)"
)
_OWN_PART = re.compile(
    r"^(?:党组|党组会|党组织|党委|党委会|机关党委|机关党支部|党总支|党支部|支部|党小组|(?:党委|党组)?理论学习中心组|领导班子|班子|办公室|综合办公室|综合科|办公会"
    r"|工会|团支部|纪检组|派驻纪检组|机关纪委)$"
)
_BEFORE_PART = re.compile(
    r"^(?P<head>局|委|办|厅|中心|院|校|场|站|所|社|馆|公司|集团|支队|大队)"
    r"(?=(?:机关)?(?:党组|党委|党总支|党支部|纪委|纪检组|工会|团委|人武部|武装部|部$|机关|办公室|领导班子|班子|理论学习中心组))"
)
_WHOLE = re.compile(
    r"(?:委|委员会|党委|党工委|政府|人大|人大常委会|政协|局|厅|部|院|集团|公司|中心|办事处|管委会|大学|学院|学校|中学|小学|场|办公室|指挥部"
    r"|领导小组|联合会|总工会|大队|支队|总队|党校|街道|社区|村|合作社|馆)$"
)

# Bodies whose own parts are the place's: 党委 in the report of a town's government.
_GOVERNING = frozenset({"政府", "委", "街道办事处", "办事处", "管委会", "管理委员会", "人大", "政协"})
_NO_PART = ("暂名", "筹建", "新馆", "等单位", "机关", "网站", "门户网站", "官网")


@dataclass(frozen=True, slots=True)
class UnitIdentity:
    """What identifies a unit: its id, scope, the area its name is relative to, and whether the name proves the area.

    organ: the canonical name without the area. level: of the organ where the area is known or the name says it.
    key: what the organs of one area share (its id; for the unnamed city above a county the county's and the level).
    """

    id: str
    scope: Scope
    area: Area | None = None
    located: bool = False
    organ: str = ""
    level: str = ""
    key: str = ""


def identify_unit(name: str, place: Place) -> UnitIdentity:
    """Which unit the surface means in a report of this place.

    In order: the reporting unit itself and its parts (我局, 局党组) · a name that begins with what this report calls
    its own district · a masked name (this report only) · a national body · a body of a named place · a body with a
    level (县委, 市教育局: of the report's district or the one above it) · a company by its full name · anything else
    belongs to the report's own district. Types of organ have one name: 市爱卫办 is 市爱国卫生运动委员会办公室.
    """
    folded = _INSIDE.sub(r"\g<place>\g<organ>", fold(name).removeprefix("中共")) or fold(name)
    own = _part(folded, place) or _own(folded, place)
    if own is not None:
        return own
    if is_masked(name):
        return UnitIdentity(make_id("unit", "report", place.report, folded), "report", place.home)
    if (_NATIONAL.match(folded) and not is_local(folded, place)) or load_national().knows(folded):
        return _national(folded)
    named = _named(folded, place)
    if named is not None:
        return named
    level, word, rest = level_word(_LEAGUE.sub(r"\g<level>共青团", folded))
    if level:
        area = place.at_level(level, word)
        if area is not None:
            return _of_area(area, rest, _scope(area), located=True, prefixed=True)
        return _above(place.home, level, word, rest)
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
        if organ[:size] in others and _WHOLE.search(organ[:size]) and (
            (len(part) > 1 or part == "办") and part not in _NO_PART
        ):
            return organ[:size]
    return None


def _scope(area: Area) -> Scope:
    return "report" if area.placeholder else "district"


def _part(folded: str, place: Place) -> UnitIdentity | None:
    """The reporting unit or a part of it. Without its name the parts of two units of one place would be one."""
    own = _OWN.match(folded)
    before = None if own else _BEFORE_PART.match(folded)
    if own is None and before is None and not _OWN_PART.match(folded):
        return None
    if not place.unit:
        # Whose it is is not said.
        stays = own is None and before is None and folded != "工会"
        return UnitIdentity(make_id("unit", "report", place.report, folded), "report", place.home) if stays else None
    if before and not place.unit.endswith(before["head"]):
        return None
    whole = identify_unit(place.unit, replace(place, unit=""))
    governs = whole.organ in _GOVERNING or (not whole.organ and bool(whole.key))
    if own is None and before is None and governs:
        return _of_area(place.home, folded, _scope(place.home), prefixed=True)
    part = folded[own.end() if own else before.end() if before else 0 :]
    if not part:
        return whole
    if not whole.organ or whole.area is None:
        return UnitIdentity(make_id("unit", "part", whole.id, part), whole.scope, whole.area, organ="", key=whole.key)
    organ = whole.organ + part
    id = make_id("unit", "area", whole.area.id, organ)
    return UnitIdentity(id, whole.scope, whole.area, whole.located, organ, whole.level, whole.key)


def _own(folded: str, place: Place) -> UnitIdentity | None:
    for own in sorted(place.names, key=len, reverse=True):
        if is_masked(own) and folded.startswith(own) and not is_masked(folded[len(own) :]):
            rest = _without_level(folded[len(own) :], place.home)
            return _of_area(place.home, rest, "report", located=True, prefixed=True)
    return None


def _national(folded: str) -> UnitIdentity:
    bodies = load_national()
    name = bodies.canonical(folded)
    if bodies.get(name) is None and folded.startswith("国家"):
        name = "国家" + load_organs().canonical(folded.removeprefix("国家"), "national")
    id = make_id("unit", "national", name)
    return UnitIdentity(id, "national", organ=name, level="national")


def _named(folded: str, place: Place) -> UnitIdentity | None:
    if found := place.leading(folded):
        area, rest = found
        return _of_area(area, _without_level(rest, area), "named", located=True, prefixed=True)
    found = place.leading(folded, short=True)
    if found is None or _STREET.match(found[1]):
        return None
    if _ORGAN_END.search(found[1]) and not _COMPANY.match(folded):
        area, rest = found
        return _of_area(area, _without_level(rest, area), "named", located=True, prefixed=True)
    return UnitIdentity(make_id("unit", "named", folded), "named", organ=folded)


def _without_level(rest: str, area: Area) -> str:
    rest = _LEAGUE.sub(r"\g<level>共青团", rest)
    level, word, tail = level_word(rest)
    return tail if level and (level == area.level or area.name.endswith(word)) else rest


def _of_area(
    area: Area, organ: str, scope: Scope, *, located: bool = False, prefixed: bool = False
) -> UnitIdentity:
    """An organ of an area. prefixed: whether the name says the area or its level, so that a 党委 is the area's."""
    if prefixed and organ == "党委" and area.level in ("", "province", "township", "village"):
        organ = "委"
    if prefixed and organ == "办" and area.level == "township":
        organ = "办事处"
    organ = load_organs().canonical(organ, area.level)
    id = make_id("unit", "area", area.id, organ)
    return UnitIdentity(id, scope, area, located, organ, area.level, area.id)


def _above(home: Area, level: str, word: str, rest: str) -> UnitIdentity:
    """An organ of the unnamed district above the report's own: 市委 in the report of a masked county."""
    organ = load_organs().canonical(rest, level)
    id = make_id("unit", "area", home.id, word + organ)
    return UnitIdentity(id, _scope(home), home, organ=organ, level=level, key=f"{home.id} {level}")
