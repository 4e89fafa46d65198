"""The place of one report: its own district, and what names of places and levels mean from there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.records import Report
from kg.resolution.divisions import Division, Divisions, level_of
from kg.resolution.ids import make_id, report_id
from kg.resolution.masks import is_masked
from kg.resolution.names import display, fold

__all__ = ["Area", "Place", "level_word", "own_place", "place_of"]

LEVEL_OF_REPORT = {
    "省": "province", "市": "city", "县区": "county", "乡镇街道": "township", "村社区": "village",
}  # fmt: skip
# 市 before 场, 容, 政公用 … belongs to the organ, not to the level (市场监管局, 市政公司, 区块链中心, 乡村振兴局).
_LEVEL_WORD = re.compile(
    r"^(?:(?P<province>省|自治区)(?!际|会|级以|道|城)"
    r"|(?P<city>市|自治州|州|盟)(?!场|容|域|区|面|级以|政(?:公|工|园|设|道|管|环|建)|民(?:中心|广场|服务|之家|热线|公园|学校))"
    r"|(?P<county>县|自治县|区|旗)(?!域|块|间|划|位|级以|城(?!管|投|建|乡|市|发|区))"
    r"|(?P<township>镇|乡|街道|街)(?!村|镇|街|区|土|路|道|级以|贤))级?"
)
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
    """A district as far as resolution knows it."""

    id: str
    name: str
    level: str = ""
    code: str = ""
    placeholder: bool = False
    division: Division | None = None

    @classmethod
    def of(cls, division: Division) -> Area:
        """The area of a division."""
        return cls(division.id, division.name, division.level, division.code, division=division)


@dataclass(frozen=True)
class Place:
    """Where one report is.

    report: the report's id. home: the district it covers. names: folded surfaces that mean home in this report.
    near: divisions for context, home first.
    """

    report: str
    home: Area
    divisions: Divisions
    names: frozenset[str] = frozenset()
    near: tuple[Division, ...] = field(default=())

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
        return None


def own_place(unit: str) -> str:
    """The place with which a reporting unit's name begins (XX镇人民政府 → XX镇), or ""."""
    match = _OWN.match(re.sub(r"\s+", "", unit).removeprefix("中共"))
    return match["place"] if match and len(match["place"]) > 1 else ""


def place_of(report: Report, divisions: Divisions, districts: Iterable[str] = ()) -> Place:
    """The place of a report. districts: surfaces of the districts it mentions, which help with names of several places.

    The code from the manifest wins, then the district's own name; a report whose district is masked or unnamed gets a
    placeholder of its own.
    """
    rid = report_id(report)
    context = _unique(districts, divisions)
    level = LEVEL_OF_REPORT.get(report.level or "", "")
    division = divisions.code(report.district_code) if report.district_code else None
    if division is None and report.district and not is_masked(report.district):
        division = divisions.resolve(fold(report.district), context, level or None)
    if division is None and report.district and not is_masked(report.district):
        code, name = report.district_code or "", display(report.district)
        division = Division(code, name, level_of(code, name, level))
    if division is None and report.district_code:
        code = report.district_code
        division = Division(code, code, level_of(code, "", level))
    if division is not None:
        names = {*division.surfaces(), *([fold(report.district)] if report.district else [])}
        return Place(rid, Area.of(division), divisions, frozenset(names - {""}), (division, *context))
    own = own_place(report.unit or "") or report.district or ""
    masked = own if is_masked(own) else ""
    area = Area(
        make_id("dist", "placeholder", rid),
        _placeholder_name(report, masked),
        level_of("", masked, level),
        placeholder=True,
    )
    return Place(rid, area, divisions, frozenset({fold(masked)} - {""}), context)


def _unique(districts: Iterable[str], divisions: Divisions) -> tuple[Division, ...]:
    found = {division for name in districts if (division := divisions.resolve(fold(name))) is not None}
    return tuple(sorted(found, key=lambda division: (division.code, division.name)))


def _placeholder_name(report: Report, masked: str) -> str:
    own: Sequence[str | None] = (masked, report.unit, report.title, report.district)
    label = next((display(text) for text in own if text), "无名地区")
    return f"（{label}，{report.name.rsplit('/', 1)[-1]}:{report.start_line}）"
