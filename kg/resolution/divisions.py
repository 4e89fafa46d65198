"""Official administrative divisions: those of today, their townships, and those that were.

Codes follow GB/T 2260 (six digits: province, city, county) and GB/T 10114 (nine digits: township); the level is read
from the code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from kg.datatables import read_table
from kg.resolution.ids import make_id
from kg.resolution.names import fold
from kg.resolution.successors import Changes, load_changes
from kg.resolution.townships import TOWNSHIP, Townships, load_townships
from kg.resources import resource

__all__ = ["LEVELS", "Division", "Divisions", "load_divisions"]

LEVELS = ("province", "city", "county", "township", "village")
_ENDS = {
    "省": 0,
    "自治区": 0,
    "市": 1,
    "州": 1,
    "盟": 1,
    "地区": 1,
    "县": 2,
    "区": 2,
    "旗": 2,
    "镇": 3,
    "乡": 3,
}
_ENDS |= {"街道": 3, "苏木": 3, "村": 4, "社区": 4}
_END = re.compile(
    r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|林区|街道|苏木|社区|[省市州盟县区旗镇乡村])$"
)
# Names that are also common words: they mean the division only in a report from around it.
_COMMON = frozenset(
    {"城区", "郊区", "矿区", "新区", "市区", "城中区", "开发区", "城关镇", "中心镇", "新城区"}
)
_MUNICIPALITIES = ("11", "12", "31", "50")


@dataclass(frozen=True, slots=True)
class Division:
    """One district: code ("" when the table lacks it), official name, level, code of the one above, short names (|).

    until: the year in which a division that is no more ended.
    """

    code: str
    name: str
    level: str
    parent: str = ""
    short: str = ""
    until: int | None = None

    @property
    def id(self) -> str:
        """Derived from the code, else from the name (with the one above where known); codes of the past were reused."""
        name = fold(self.name)
        if self.until is not None:
            return make_id("dist", "former", self.code, name)
        if self.code:
            return make_id("dist", "code", self.code)
        if self.parent:
            return make_id("dist", "inside", make_id("dist", "code", self.parent), name)
        return make_id("dist", "name", name)

    def surfaces(self) -> Iterator[str]:
        """Its names, folded: official (黔西南布依族苗族自治州) and short (黔西南州, 黔西南)."""
        name = fold(self.name)
        yield name
        if self.until is not None:
            return  # 铜山 is 铜山区, which 铜山县 became
        if self.short:
            yield from (fold(short) for short in self.short.split("|"))
        elif self.level not in LEVELS[3:] and len(stem := _END.sub("", name)) > 1:
            yield stem


def level_of(code: str, name: str, hint: str = "") -> str:
    """The level that a code has, else the one that the name's end says, else the hint.

    市 says prefecture or county: there the hint decides if it is one of these, else it is left open.
    """
    if len(code) == 6:
        return LEVELS[0] if code.endswith("0000") else LEVELS[1] if code.endswith("00") else LEVELS[2]
    if len(code) >= 9:
        return LEVELS[3] if len(code) == 9 else LEVELS[4]
    match = _END.search(name)
    if match and match[0] == "市":
        return hint if hint in LEVELS[1:3] else ""
    if not match:
        return hint
    return LEVELS[_ENDS.get(match[0], _ENDS.get(match[0][-1], 2))]


class Divisions:
    """A table of divisions that can be asked by code and by name."""

    def __init__(
        self, rows: Iterable[Division], townships: Townships | None = None, changes: Changes | None = None
    ) -> None:
        """A table of `rows`; townships and what was before `changes` are found as well."""
        self._by_code: dict[str, Division] = {}
        self._by_name: dict[str, list[Division]] = {}
        self._former: dict[str, list[Division]] = {}
        self._townships = townships or Townships()
        self.changes = changes or Changes()
        for row in rows:
            if row.code:
                self._by_code[row.code] = row
            for surface in dict.fromkeys(row.surfaces()):
                self._by_name.setdefault(surface, []).append(row)
        self._ended: dict[str, Division] = {}
        self._chains: dict[Division, tuple[Division, ...]] = {}
        for code, name, year in self.changes.ended():
            parent = self.changes.code_now(_above(code))
            former = Division(code, name, level_of(code, name), parent, until=year)
            self._former.setdefault(fold(name), []).append(former)
            self._ended[code] = former  # of several names under one code the last
        for name in list(self._former):
            stem = _END.sub("", name)  # 襄樊, which no other division is called
            if len(stem) > 1 and stem not in self._by_name:
                self._former.setdefault(stem, []).extend(self._former[name])
        self._longest = max(map(len, (*self._by_name, *self._former)), default=0)

    def code(self, code: str) -> Division | None:
        """The division with this code: of today, also by a code it had before, else one that is no more.

        Codes of twelve digits that end in zeros are those of six or nine digits.
        """
        if len(code) > 9 and code.endswith("000"):
            code = code.removesuffix("000").removesuffix("000")
        if (found := self._by_code.get(code)) is not None:
            return found
        if name := self._townships.name(code):
            return Division(code, name, LEVELS[3], code[:6])
        return self._by_code.get(self.changes.code_now(code)) or self._ended.get(code)

    def named(self, surface: str) -> list[Division]:
        """All divisions of this name (folded) down to the county."""
        return self._by_name.get(surface, [])

    @cached_property
    def former(self) -> dict[str, Division]:
        """Those that are no more, by id."""
        return {one.id: one for found in self._former.values() for one in found}

    def chain(self, division: Division) -> tuple[Division, ...]:
        """The division and the ones above it, from the lowest."""
        known = self._chains.get(division)
        if known is None:
            found = [division]
            while (above := self.code(found[-1].parent)) is not None and above not in found:
                found.append(above)
            known = self._chains[division] = tuple(found)
        return known

    def resolve(
        self, surface: str, near: Sequence[Division] = (), level: str | None = None
    ) -> Division | None:
        """The one division that the folded name means, or None where it is left open.

        near: the report's own district first, then others known to be named in the report. Preferred are the own
        district, what lies in it, what it lies in, what lies in the same city, in the same province, then what lies
        in another district named; of today before those that are no more, then townships. Without such context a name
        must be unique, or that of a province, or that of a district which holds all others of the name (长沙 is the
        city, which holds 长沙县); a township's also where level asks for one.
        """
        found = self.named(surface)
        if level is not None:
            found = [division for division in found if division.level == level] or found
        decided, chosen = self._in_context(found, near)
        if decided:
            return chosen
        former = self._former.get(surface, [])
        _, chosen = self._in_context(former, near)
        if chosen is not None:
            return chosen
        if TOWNSHIP.search(surface) and not found:
            return self._township(surface, near, anywhere=level == LEVELS[3])
        if surface in _COMMON:
            return None
        return self._widest(found) if found else former[0] if len(former) == 1 else None

    def _in_context(
        self, found: Sequence[Division], near: Sequence[Division]
    ) -> tuple[bool, Division | None]:
        """(whether the context decides, for which)."""
        for area in self._circles(near) if found else ():
            inside = [division for division in found if area in self.chain(division)]
            above = [division for division in found if division in self.chain(area)]
            if near and area == near[0] and area in inside:
                return True, area
            if chosen := self._widest(inside) or self._widest(above):
                return True, chosen
            if inside:
                return True, None
        return False, None

    def _township(self, name: str, near: Sequence[Division], *, anywhere: bool) -> Division | None:
        """The township of this name in the own county or city, or in another named one."""
        for number, area in enumerate(self._circles(near)):
            # In a province there are too many that the table's day may not have known.
            if number and area.level not in LEVELS[1:3]:
                continue
            if area.level == LEVELS[3] and area.name == name:
                return area
            if codes := self._townships.inside(name, area.code[:6]) if area.code else []:
                return self.code(codes[0]) if len(codes) == 1 else None
        codes = self._townships.inside(name) if anywhere else []
        return self.code(codes[0]) if len(codes) == 1 else None

    def _circles(self, near: Sequence[Division]) -> Iterator[Division]:
        for number, division in enumerate(near):
            yield from self.chain(division) if number == 0 else (division,)

    def _widest(self, found: Sequence[Division]) -> Division | None:
        if len(found) < 2:
            return found[0] if found else None
        ordered = sorted(
            found, key=lambda division: LEVELS.index(division.level) if division.level else len(LEVELS)
        )
        first, *rest = ordered
        alone = first.level != rest[0].level
        if alone and (first.level == LEVELS[0] or all(first in self.chain(other) for other in rest)):
            return first
        return None

    def prefixes(self, text: str) -> Iterator[str]:
        """The names of divisions that the folded text begins with, longest first (townships are not looked for)."""
        for size in range(min(len(text), self._longest), 1, -1):
            if text[:size] in self._by_name or text[:size] in self._former:
                yield text[:size]


def _above(code: str) -> str:
    """The code of the one above by the form of the code. 90 marks counties right under a province."""
    if code.endswith("0000"):
        return ""
    if code.endswith("00") or code[2:4] == "90" or code[:2] in _MUNICIPALITIES:
        return code[:2] + "0000"
    return code[:4] + "00"


def read_divisions(path: Path) -> list[Division]:
    """The rows of a table (tab-separated: code, name, parent, short). Raises SchemaError for a malformed one."""
    rows = read_table(path, ("code", "name", "parent", "short"))
    return [Division(code, name, level_of(code, name), parent, short) for _, (code, name, parent, short) in rows]


@cache
def load_divisions() -> Divisions:
    """The table that ships with kg (empty where the installation has none)."""
    try:
        path = resource("schema", "divisions.tsv")
    except FileNotFoundError:
        return Divisions(())
    return Divisions(read_divisions(path), load_townships(), load_changes())
