"""Whose report it is, and of when: from title, opening, signature, headings, body and, last, the file's name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.reading.cues import ORGAN, YEAR, Role, h1_number, role
from kg.reading.head_path import PathHead, district_in_path, read_path
from kg.reading.head_said import Passage, Place, Said, locate
from kg.reading.head_time import Time, is_government, read_time
from kg.reading.head_unit import SELF, UnitFound, find_unit, is_placed
from kg.reading.paragraphs import Paragraph
from kg.reading.places import district_of, level_of
from kg.records import ReportKind

__all__ = ["Head", "read_head"]

_TITLE_ROLES: Final = ("title", "subtitle", "unit")
_SECTION = re.compile(rf"{YEAR}年?(?:政府)?工作(?:回顾|总结)|.{{0,12}}回顾")
_OFFICE = re.compile(r"(?:代理?|副)?(?:[省市州县区盟旗镇乡]长|主席|专员|局长|主任)[\u4e00-\u9fff·×*xX]{0,6}$")
_SIGNATURE = re.compile(rf"[^，。；：！？、\s\d]{{2,36}}{ORGAN}")
_DATE = rf"[（(]?{YEAR}年[\d一二三四五六七八九十×xX*]{{1,3}}月[\d一二三四五六七八九十×xX*]{{1,3}}日[）)]?"
_SIGNED_AND_DATED = re.compile(rf"({_SIGNATURE.pattern}){_DATE}")
_COUNTY = re.compile(r"县[（(、]?[市区]|[区市]县|各县|[*xX×]+县|各区")
_TOWN = re.compile(r"乡镇|镇街|镇[（(]?街|县域|[\u4e00-\u9fff]{2}(?<!城)[镇乡](?!村)")
_PREFECTURE = re.compile(r"[全我][州盟]")
_FEWEST: Final = 5
_TOWNS: Final = 400  # characters in which a city of county level names a town once, at least


@dataclass(frozen=True, slots=True)
class Head:
    """A report's head, as records.Report defines the fields; None where nothing says. places: where each is said."""

    title: str | None = None
    unit: str | None = None
    level: str | None = None
    district: str | None = None
    kind: ReportKind | None = None
    year: int | None = None
    plan_year: int | None = None
    places: Mapping[str, Place] = field(default_factory=dict)


def read_head(
    paragraphs: Sequence[Paragraph], flat: str, before: Sequence[Paragraph] = (), name: str = "", alone: bool = True
) -> Head:
    """The head of a report.

    paragraphs: the report's own. flat: its text without white space. before: the paragraphs of the source before
    it that belong to no report (a title that a web page's residue separates from its text is found there). name: of
    the source, as a path; alone: whether no other report is in it, so that the file's name can name its unit.
    """
    roles: list[Role] = [role(p) for p in paragraphs[:6]]
    lines, own = _title(paragraphs, roles)
    over, below = paragraphs[:own], paragraphs[own:]
    lines = lines or [p for p in before[-12:] if role(p) == "title"][-1:]
    title = "".join(p.head for p in lines) or None
    if own + 1 < len(paragraphs) and h1_number(paragraphs[own].head) and paragraphs[own].length <= 40:
        own += 1  # 一、2023年工作总结 stands over the first paragraph
    first = "".join(p.head for p in paragraphs[own : own + 3])[:480]
    signed, sure = _signed(over, paragraphs[own:])
    path = read_path(name)
    found = find_unit(title, first, flat, signed, sure)
    unit, unit_said = found.name, found.said
    if unit is None and alone:
        unit, unit_said = path.unit, path.said("unit")
    level, level_said = _level(unit, unit_said, found, flat)
    dates = [p for p in (*before[-6:], *paragraphs[:4]) if role(p) == "date"]
    meeting = "".join(p.head for p in dates)
    time, said = read_time(title, first, below, flat, dated=meeting, path=path.time)
    kind, year, plan_year = full = _completed(time, path, is_government(title or path.names[0], first))
    for what, told, value in zip(("kind", "year", "plan_year"), time, full, strict=True):
        if value is not None and (told is None or said[what].passage == "file name"):
            said[what] = path.said(what)
    district, district_said = (
        _district(unit, unit_said, title, signed, meeting)
        or district_in_path(path.names, unit, level, flat)
        or (None, None)
    )
    passages: dict[Passage, Sequence[Paragraph]] = {
        "title": lines,
        "byline": (*over, *dates, *paragraphs[-2:]),
        "opening": paragraphs[own : own + 3],
        "body": paragraphs,
    }
    values = {"unit": (unit, unit_said), "level": (level, level_said), "district": (district, district_said)}
    said |= {what: how for what, (value, how) in values.items() if value is not None and how is not None}
    return Head(
        title=title,
        unit=unit,
        level=level,
        district=district,
        kind=kind,
        year=year,
        plan_year=plan_year,
        places={what: locate(how, passages, flat) for what, how in said.items()},
    )


def _level(unit: str | None, said: Said | None, found: UnitFound, flat: str) -> tuple[str | None, Said | None]:
    """The level by the unit's name, else by that it acts under, else by what the text calls itself."""
    if level := level_of(unit):
        pass
    elif level := level_of(found.acting):
        said = found.acting_said
    else:
        level, words = _self_level(flat)
        said = Said("body", words)
    return ("县区", Said("body")) if level == "市" and _over_towns(flat) else (level, said)


def _district(
    unit: str | None, said: Said | None, title: str | None, signed: Sequence[str], meeting: str
) -> tuple[str, Said | None] | None:
    """The district that the report itself names: by unit, title, signature, or where the meeting was."""
    if area := district_of(unit):
        return area, said
    if area := district_of(title):
        return area, Said("title", area)
    if area := next(filter(None, map(district_of, signed)), None) or _meeting_place(meeting):
        return area, Said("byline", area)
    return None


def _title(paragraphs: Sequence[Paragraph], roles: Sequence[Role]) -> tuple[list[Paragraph], int]:
    """The paragraphs of the title, and how many paragraphs title, greeting and date take up."""
    lines: list[Paragraph] = []
    at = 0
    if len(roles) > 1 and roles[1] == "subtitle":
        lines, at = [paragraphs[0], paragraphs[1]], 2
    while at < len(roles) and roles[at] in ("title", "subtitle", "unit", "date", "byline", "greeting"):
        part = roles[at] in _TITLE_ROLES and (at == 0 or roles[at - 1] in _TITLE_ROLES)
        if part and not any(paragraphs[at].head in line.head for line in lines):
            lines.append(paragraphs[at])
        at += 1
    if len(lines) == 1 and _SECTION.fullmatch(lines[0].head):
        lines = []
    named = any(roles[k] in ("title", "subtitle") for k in range(min(at, len(roles))))
    return (lines if named else []), min(at, len(paragraphs) - 1)


def _over_towns(flat: str) -> bool:
    """Whether a city is one of county level: its text speaks of towns again and again, and of no county below it."""
    towns = 0 if _COUNTY.search(flat) or _PREFECTURE.search(flat) else len(_TOWN.findall(flat))
    return towns >= _FEWEST and towns * _TOWNS >= len(flat)


def _signed(over: Sequence[Paragraph], text: Sequence[Paragraph]) -> tuple[list[str], bool]:
    """The units that sign a report, over its text or under it, and whether a date stands beside them."""
    lines = [p.head for p in over if role(p) in ("unit", "byline")]
    dated = any(role(p) == "date" for p in over)
    foot = text[-2:]
    if foot and foot[-1].length <= 80 and (both := _SIGNED_AND_DATED.fullmatch(foot[-1].head)):
        lines.append(both.group(1))
        dated = True
    elif len(foot) == 2 and {role(p) for p in foot} == {"unit", "date"}:
        lines += [p.head for p in foot if role(p) == "unit"]
        dated = True
    elif foot and role(foot[-1]) == "unit":
        lines.append(foot[-1].head)
    names = [_OFFICE.sub("", line) for line in lines]
    good = [name for name in names if len(name) >= 3 and _SIGNATURE.fullmatch(name) and is_placed(name)]
    return good, dated


def _completed(time: Time, path: PathHead, government: bool) -> Time:
    """Kind and years of the text, with the years that the path says where the text is silent and it fits the rest."""
    kind, year, plan = time
    if kind == "plan":
        return kind, year, plan or path.plan_year or path.year
    coming = path.plan_year or (path.year if government else None)
    if plan is None and coming is not None and (year is None or coming > year):
        plan = coming
    past = None if government else path.year
    if year is None and past is not None and (plan is None or past < plan):
        year = past
    return kind, year, plan


def _self_level(flat: str) -> tuple[str | None, str]:
    """The level of what the text calls 全县, 我镇, and the first of these words."""
    selves = Counter(found.group() for found in SELF.finditer(flat, 0, 20_000))
    levels: Counter[str] = Counter()
    words: dict[str, str] = {}
    for name, count in selves.items():
        if level := level_of(name[1:]):
            levels[level] += count
            words.setdefault(level, name)
    if not levels:
        return None, ""
    most = levels.most_common(1)[0][0]
    # A city compares itself with 全省 all the time, a province with no 全市.
    most = "市" if most == "省" and 5 * levels["市"] >= levels["省"] else most
    return most, words[most]


def _meeting_place(line: str) -> str | None:
    found = re.search(r"在([\u4e00-\u9fff]{2,12}?(?:省|自治区|自治州|市|州|盟|县|区|旗))第", line)
    return found.group(1) if found else None
