"""Types of organ (schema/thesaurus/organs.tsv) and national bodies (national.tsv): one name for each, and its place.

市爱卫办 and 市爱国卫生运动委员会办公室 are one body; 扶贫办 and 乡村振兴局 are two, of which one came after the other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from kg.datatables import read_whole_table, several
from kg.resolution.names import fold
from kg.resources import resource

__all__ = ["Organ", "Organs", "field_of", "load_national", "load_organs", "squeeze"]

_LEVELS = {
    "国家": "national", "省": "province", "市": "city", "县": "county", "乡": "township", "村": "village",
}  # fmt: skip
_SAME = (
    (re.compile(r"^(?:人民代表大会|人代会)常务委员会"), "人大常委会"),
    (re.compile(r"^人民代表大会"), "人大"),
    (re.compile(r"^(?:中国)?人民(?:政治协商会议(?:.{0,10}委员会)?|政协)$"), "政协"),
    (re.compile(r"^人民政府"), "政府"),
    (re.compile(r"^委员会"), "委"),
    (re.compile(r"^人民法院$"), "法院"),
    (re.compile(r"^人民检察院$"), "检察院"),
    (re.compile(r"^红十字$"), "红十字会"),
    (re.compile(r"^(?:地区|盟)?(?:行政公署|行署)$"), "政府"),
    (re.compile(r"^扶贫开发领导小组办公室$"), "扶贫开发办公室"),
    (re.compile(r"^(?:中国)?共产主义青年团(?:.{0,10}委员会)?$|^共青团委员会$|^团委$"), "共青团"),
)
_AND = re.compile(r"(?<=[\u4e00-\u9fff]{2})[和与及](?=[\u4e00-\u9fff]{2})")
_AND_END = re.compile(r"(?:局|厅|部|署|委员会|委|办公室)$")
# Of these a place has many, or they are firms with names of their own: an abbreviation does not say which is meant.
_MANY = re.compile(
    r"(?:(?<!党)校|学院|大学|中学|小学|(?<!法)(?<!察)院|幼儿园|厂|公司|集团|银行|支行|分行|场|社|站|所|(?<!办公)室|中队|(?<!大)(?<!支)(?<!总)队|村|组(?<!领导小组)|专班"
    r"|团|馆|台|支部|总支|商会|行业协会)$|^开发区"
)
_GENERIC_WORDS = """
政府 人大 常委会 法院 分局 管理局 研究室 工会 执行局 法庭 党组 党委 机关党委 办公室
党工委 团委 事务中心 移民局 移民厅 防办 老协
"""
_GENERIC = frozenset(_GENERIC_WORDS.split())
_LONG = {"委": ("委员会",), "办": ("办公室",), "联": ("联合会",), "协": ("协会",), "会": ("委员会",)}
_HEADS = re.compile(r"(?:总局|局|厅|部|署|委员会|委|办公室|办)$")


def squeeze(organ: str) -> str:
    """The folded name of an organ without its place, with what is written now long and now short made one.

    >>> squeeze("人民政府办公室"), squeeze("卫生和计划生育局")
    ('政府办公室', '卫生计划生育局')
    """
    for pattern, short in _SAME:
        organ = pattern.sub(short, organ)
    return _AND.sub("", organ) if _AND_END.search(organ) else organ


def field_of(organ: str) -> str:
    """What an organ is in charge of: its name without 局, 委员会, 厅 …; "" where it has no such ending."""
    found = _HEADS.search(organ)
    return organ[: found.start()] if found else ""


@dataclass(frozen=True, slots=True)
class Organ:
    """One type of organ: squeezed name, levels at which there is one, its whole, and those that it took over from."""

    name: str
    levels: frozenset[str]
    parent: str = ""
    succeeds: tuple[tuple[int, str], ...] = ()


class Organs:
    """Types of organ by name and by abbreviation."""

    def __init__(self, rows: Iterable[tuple[Organ, tuple[str, ...]]] = (), *, strict: bool = False) -> None:
        """An index of rows, each with its abbreviations (squeezed).

        strict: only true abbreviations count (the characters in order, the same ending), of bodies of which a place
        has one, and not those with which other bodies end.
        """
        self._by_name: dict[str, Organ] = {}
        self._by_short: dict[str, list[Organ]] = {}
        self._known: dict[tuple[str, str], str] = {}
        listed = list(rows)
        for organ, _ in listed:
            self._by_name.setdefault(organ.name, organ)
        ends = Counter(organ.name[-size:] for organ, _ in listed for size in range(2, len(organ.name)))
        vague = set()
        for organ, shorts in listed:
            for short in dict.fromkeys(shorts):
                there = self._by_short.setdefault(short, [])
                if (not strict or _is_sure(short, organ.name)) and all(one.name != organ.name for one in there):
                    there.append(organ)
                    if strict and organ.name.endswith(short) and ends[short] > 1:
                        vague.add(short)
        for short in vague:
            self._by_short[short] = []

    def canonical(self, organ: str, level: str = "") -> str:
        """The name for the type of organ that a folded name without its place means at a level, itself if unknown.

        An abbreviation of several types is left as it is: 文旅局 may be one of four.
        """
        known = self._known.get((organ, level))
        if known is None:
            known = self._known[organ, level] = self._canonical(squeeze(organ), level)
        return known

    def _canonical(self, key: str, level: str) -> str:
        if key in self._by_name:
            return key
        found = self.meant(key, level)
        return found[0].name if len(found) == 1 else key

    def meant(self, short: str, level: str = "") -> list[Organ]:
        """The types of organ that a squeezed abbreviation may mean at a level."""
        found = self._by_short.get(short, [])
        return [organ for organ in found if level in organ.levels] if level else found

    def knows(self, name: str) -> bool:
        """Whether a folded name, or what it abbreviates, is on the list."""
        return self.canonical(name) in self._by_name

    def get(self, name: str) -> Organ | None:
        """The type of organ of this canonical name."""
        return self._by_name.get(name)


def _is_sure(short: str, name: str) -> bool:
    if short in _GENERIC or _MANY.search(name):
        return False
    rest = iter(name)
    alike = name.endswith((short[-1], *_LONG.get(short[-1], ())))
    return alike and all(character in rest for character in short)


def _rows(name: str) -> list[Mapping[str, str]]:
    try:
        path = resource("schema", "thesaurus", name)
    except FileNotFoundError:
        return []
    return list(read_whole_table(path))


def _succeeds(cell: str) -> tuple[tuple[int, str], ...]:
    found = (part.partition(" ") for part in several(cell))
    return tuple((int(year), squeeze(fold(body))) for year, _, body in found)


def _at(organ: Organ, shorts: tuple[str, ...], head: str, level: str) -> tuple[Organ, tuple[str, ...]]:
    """The same organ as it is called at a higher level: 教育局 is 教育厅 in a province."""
    name = organ.name[:-1] + head
    changed = tuple(short[:-1] + head for short in shorts if short.endswith("局"))
    return replace(organ, name=name, levels=frozenset({level})), changed


@cache
def load_organs() -> Organs:
    """The types of organ that ship with kg (none where the installation has no table)."""
    rows: list[tuple[Organ, tuple[str, ...]]] = []
    for row in _rows("organs.tsv"):
        levels = frozenset(_LEVELS[level] for level in row["levels"].split())
        organ = Organ(
            squeeze(fold(row["body"])), levels, squeeze(fold(row["parent"])), _succeeds(row["succeeds"])
        )
        shorts = tuple(squeeze(fold(short)) for short in several(row["short"]))
        rows.append((organ, shorts))
        if organ.name.endswith("局") and "province" in levels:
            rows.append(_at(organ, shorts, "厅", "province"))
    return Organs(rows, strict=True)


@cache
def load_national() -> Organs:
    """The national bodies that ship with kg, by their own names."""
    rows = []
    for row in _rows("national.tsv"):
        organ = Organ(fold(row["name"]), frozenset({"national"}), fold(row["parent"]), _succeeds(row["succeeds"]))
        shorts = tuple(squeeze(fold(short)) for short in several(row["short"]))
        rows.append((organ, shorts))
    # Bodies of the past, where their names cannot be a department's of a company (人事部).
    listed = {organ.name for organ, _ in rows}
    older = {body for organ, _ in rows for _, body in organ.succeeds if len(body) > 4} - listed
    return Organs([*rows, *((Organ(body, frozenset({"national"})), ()) for body in sorted(older))])
