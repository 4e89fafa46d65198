"""The place of one report: its own district, and what names of places and levels mean from there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.records import Report
from kg.resolution.divisions import LEVELS, Division, Divisions, level_of
from kg.resolution.ids import make_id, report_id
from kg.resolution.masks import is_masked
from kg.resolution.names import display, fold

__all__ = ["Area", "Place", "level_word", "named_area", "own_place", "place_of"]

LEVEL_OF_REPORT = {
    "省": "province", "市": "city", "县区": "county", "乡镇街道": "township", "村社区": "village",
}  # fmt: skip
# 市 before 场, 容, 政公用 … belongs to the organ, not to the level (市场监管局, 市政公司, 区块链中心, 乡村振兴局).
_LEVEL_WORD = re.compile(
    r"^(?:(?P<province>省|自治区)(?!际|会|级以|道|城)"
    r"|(?P<city>市|自治州|州|盟)(?!场|监[局所]|容|域|区|面|级以|政(?:公|工|园|设|道|管|环|建)|民(?:中心|广场|服务|之家|热线|公园|学校))"
    r"|(?P<county>县|自治县|区|旗)(?!域|块|间|划|位|级以|城(?!管|投|建|乡|市|发|区))"
    r"|(?P<township>镇|乡|街道|街)(?!村|镇|街|区|土|路|道|级以|贤))级?"
)
# A district's name before a body's: 青石坪县 in 青石坪县教育局; not what only sounds like one (园区, 城镇, 市场).
_UNLISTED = re.compile(
    r"(?!自治|人民|中华|国家|共青团|政协)[\u4e00-\u9fff]{2,6}?(?:自治[州县旗]|县(?!域|级|乡|直)|区(?!域|划|块|位|间|级)|市(?!场|容|域|民|政(?!府|协|法)|级|直)"
    r"|旗(?!舰|下)|镇(?!化|村|街)|乡(?!镇|村|土|贤)|街道(?!路))"
)
_NO_PLACE = re.compile(
    r"(?:[城乡村]镇|城乡|[社园小辖市城郊新老校院景库地片街厂矿林牧灾军战防苏边禁]区|(?:开发|示范|保税|高新|经开|工业|商务|功能|[聚集]集|合作|先行|管理"
    r"|试验|自贸|度假|名胜|风景|保护|产业|服务|教育|旅游|生活|居民|居住|活动|功能)区|[城都超夜门股]市|(?:贫困|示范|[强大小]|试点|各|全|本|我|该|县级|地级)[县市区旗镇乡])$"
)
_BODY_END = re.compile(
    r"(?:委|委员会|政府|办|办公室|办事处|局|厅|人大|常委会|政协|法院|检察院|工会|妇联|总工会|党校|大队|支队|中队|派出所|[中分]心|指挥部|领导小组"
    r"|管委会|卫生院|工委|工作委员会|供电公司|党组|支部|总支|站|所|学校|医院|图书馆|文化馆)$"
)
_BEFORE_PLACE = re.compile(r"^(?:\d{4}年?度?|关于|中共|中国共产党|共青团|[一-九]、|\d+)+")
_OWN = re.compile(r"^(?P<place>.*?(?:自治区|自治州|自治县|街道|社区|[省市州盟县区旗镇乡村]))")


def level_word(name: str) -> tuple[str, str, str]:
    """(level, word, rest) of a folded name that begins with a level (县委 → county, 县, 委); level "" when it does not.

    >>> level_word("县委"), level_word("市场监管局")
    (('county', '县', '委'), ('', '', '市场监管局'))
    """
    match = _LEVEL_WORD.match(name)
    if not match:
        return "", "", name
    level = match.lastgroup or ""
    return level, match[level], name[match.end() :]


@dataclass(frozen=True, slots=True)
class Area:
    """A district as far as resolution knows it. within: the one that it is in, where only the name proves that."""

    id: str
    name: str
    level: str = ""
    code: str = ""
    placeholder: bool = False
    division: Division | None = None
    within: Area | None = None

    @classmethod
    def of(cls, division: Division) -> Area:
        """The area of a division."""
        return cls(division.id, division.name, division.level, division.code, division=division)

    @classmethod
    def inside(cls, home: Area, name: str, *, part: bool = True) -> Area:
        """The area of that name (as written) as the reports of `home` mean it; part: whether it lies there."""
        folded = fold(name)
        id = make_id("dist", "inside", home.id, folded)
        return cls(id, name, level_of("", folded), within=home if part else None)


@dataclass(frozen=True)
class Place:
    """Where one report is.

    report: the report's id. home: the district it covers. names: folded surfaces that mean home in this report.
    near: divisions for context, home first. unit: who reports, folded ("" when not said).
    """

    report: str
    home: Area
    divisions: Divisions
    names: frozenset[str] = frozenset()
    near: tuple[Division, ...] = field(default=())
    unit: str = ""

    def resolve(self, surface: str) -> Area | None:
        """The area that a folded name of a place means here, or None when it is left open."""
        if surface in self.names:
            return self.home
        division = self.divisions.resolve(surface, self.near)
        return Area.of(division) if division else None

    def at_level(self, level: str, word: str) -> Area | None:
        """The district that the word (省, 市, 县 …) means here: home, or the one above it; None when not known."""
        chain = self.divisions.chain(self.home.division) if self.home.division else []
        for division in chain:
            if division.name.endswith(word):
                return Area.of(division)
        for division in chain:
            if division.level == level and word != "市":
                return Area.of(division)
        if self.home.level == level and (self.home.placeholder or self.home.name.endswith(word)):
            return self.home
        return None

    def leading(self, name: str, *, short: bool = False) -> tuple[Area, str] | None:
        """(area, rest) when the folded name begins with a place: 江西省南昌市教育局 → (南昌市, 教育局).

        short: also short names of provinces and prefectures (江西, 南昌).
        """
        found: tuple[Area, str] | None = None
        rest = name
        while True:
            step = self._one(rest, short)
            if step is None or (found and not self._inside(step[0], found[0])):
                return found
            found, rest = step, step[1]

    def _inside(self, inner: Area, outer: Area) -> bool:
        if inner.division is None or outer.division is None:
            return True
        return inner != outer and outer.division in self.divisions.chain(inner.division)

    def _one(self, name: str, short: bool) -> tuple[Area, str] | None:
        for own in sorted(self.names, key=len, reverse=True):
            if name.startswith(own) and (
                short or own[-1:] in "省市州盟县区旗镇乡村" or own.endswith(("街道", "社区"))
            ):
                return self.home, name[len(own) :]
        for prefix in self.divisions.prefixes(name):
            division = self.divisions.resolve(prefix, self.near)
            if division is None:
                continue
            full = prefix == fold(division.name) or (len(prefix) > 2 and prefix[-1] in "省市州盟县区旗镇乡")
            if full or (short and division.level in ("province", "city")):
                return Area.of(division), name[len(prefix) :]
        return self._unlisted(name)

    def _unlisted(self, name: str) -> tuple[Area, str] | None:
        """A township, or a district that the table lacks (青石坪县教育局), before the rest of a unit's name."""
        match = _UNLISTED.match(name)
        if match is None or level_word(name)[0] or _NO_PLACE.search(match[0]):
            return None
        if not _BODY_END.search(name[match.end() :]):
            return None
        division = self.divisions.resolve(match[0], self.near)
        area = Area.of(division) if division else named_area(match[0], self)
        return area, name[match.end() :]


def named_area(name: str, place: Place) -> Area:
    """The area of a name that the table does not decide: townships and villages are those of the report's place."""
    folded = fold(name)
    level = level_of("", folded)
    if level in ("township", "village"):
        above = place.home.level in LEVELS and LEVELS.index(place.home.level) < LEVELS.index(level)
        return Area.inside(place.home, name, part=above)
    return Area(make_id("dist", "name", folded), name, level)


def own_place(unit: str) -> str:
    """The place with which a reporting unit's name begins (XX镇人民政府 → XX镇), or ""."""
    match = _OWN.match(re.sub(r"\s+", "", unit).removeprefix("中共"))
    return match["place"] if match and len(match["place"]) > 1 else ""


def place_of(report: Report, divisions: Divisions, districts: Iterable[str] = ()) -> Place:
    """The place of a report. districts: surfaces of the districts it mentions, which help with names of several places.

    The code from the manifest wins, then the district's own name, which the report's title, its unit and its folders
    help to tell from others of that name; a report whose district is masked or unnamed gets a placeholder of its own.
    """
    rid = report_id(report)
    context = _context(report, divisions, districts)
    level = LEVEL_OF_REPORT.get(report.level or "", "")
    unit = fold(report.unit or "")
    division = divisions.code(report.district_code) if report.district_code else None
    named = bool(report.district) and not is_masked(report.district or "")
    if division is None and named:
        division = divisions.resolve(fold(report.district or ""), context, level or None)
    if division is None and (named or report.district_code):
        code, name = report.district_code or "", display(report.district or report.district_code or "")
        own = level_of(code, fold(name), level)
        division = Division(code, name, own, _parent(code, own, context, divisions))
    if division is not None:
        names = {*division.surfaces(), *([fold(report.district)] if report.district else [])}
        return Place(rid, Area.of(division), divisions, frozenset(names - {""}), (division, *context), unit)
    own_name = own_place(report.unit or "") or report.district or ""
    masked = own_name if is_masked(own_name) else ""
    area = Area(
        make_id("dist", "placeholder", rid),
        _placeholder_name(report, masked),
        level_of("", masked, level),
        placeholder=True,
    )
    return Place(rid, area, divisions, frozenset({fold(masked)} - {""}), context, unit)


def _parent(code: str, level: str, context: Sequence[Division], divisions: Divisions) -> str:
    """The code of the district above one that the table lacks: by its code, else the one county that is its context."""
    if code:
        return next((above for above in (code[:9], code[:6]) if above != code and divisions.code(above)), "")
    counties = {division.code for division in context if division.level == "county"}
    return counties.pop() if level in ("township", "village") and len(counties) == 1 else ""


def _context(report: Report, divisions: Divisions, districts: Iterable[str]) -> tuple[Division, ...]:
    """Divisions that help to tell places of one name apart: those named by the report's head, else by its text.

    The head: places before the rest of its title and unit (江苏省徐州市鼓楼区政府), and folders (江苏/徐州/鼓楼区.txt).
    """
    head: list[Division] = []
    for text in (report.unit, report.title, *report.name.split("/")[:-1]):
        rest, around = _BEFORE_PLACE.sub("", fold(text or "")), None
        while prefix := next(divisions.prefixes(rest), ""):
            found = divisions.resolve(prefix, head)
            if found is None or (around is not None and around not in divisions.chain(found)):
                break  # 城关 after 榆中县 begins 城关镇, not 城关区
            if found not in head:
                head.insert(0, found)
            rest, around = rest[len(prefix) :], found
    return tuple(dict.fromkeys((*head, *_unique(districts, divisions))))


def _unique(districts: Iterable[str], divisions: Divisions) -> tuple[Division, ...]:
    found = {division for name in districts if (division := divisions.resolve(fold(name))) is not None}
    return tuple(sorted(found, key=lambda division: (division.code, division.name)))


def _placeholder_name(report: Report, masked: str) -> str:
    own: Sequence[str | None] = (masked, report.unit, report.title, report.district)
    label = next((display(text) for text in own if text), "无名地区")
    return f"（{label}，{report.name.rsplit('/', 1)[-1]}:{report.start_line}）"
