"""What a file's name and its folders say of a report: the last source, asked where the text is silent.

2023/云溪县/工作总结.docx is a summary of 2023 about 云溪县; 青石县民政局2023年工作总结.txt names its unit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from kg.reading.cues import ORGAN, is_series, title_unit
from kg.reading.head_said import Said
from kg.reading.head_time import Time, is_government, time_of_title
from kg.reading.head_unit import area_only, is_placed
from kg.reading.places import district_of
from kg.records import ReportKind

__all__ = ["PathHead", "district_in_path", "read_path"]

_EXTENSION = re.compile(r"\.[0-9A-Za-z]{1,6}$")
_ROW = re.compile(r"#\d+$")
_BETWEEN = re.compile(r"(?:^附件[一二三四五六七八九十\d]*)?[\s_：:\-—–·.,，、+（()）\[\]【】《》]+")
_NUMBERING = re.compile(r"[0-9A-Za-z]*")
_YEAR = re.compile(r"(20[0-4]\d)年?度?")
_NAMED_YEAR = re.compile(r"(?<![0-9A-Za-z])(20[0-4]\d)(?=年)")
_UNIT = re.compile(rf"[\u4e00-\u9fff]{{2,30}}{ORGAN}")
_STEM = re.compile(r"[\u4e00-\u9fff]{2,5}")
_WORDS: Final = {
    "省": ("省", "自治区"),
    "市": ("市", "自治州", "州", "盟", "地区"),
    "县区": ("县", "区", "旗", "市"),
    "乡镇街道": ("镇", "乡", "街道", "农场", "林场"),
    "村社区": ("村", "社区"),
}
_GENERIC = re.compile(r"[*×xX某]*([省市县区旗州盟镇乡村])")
_CONFIRMED: Final = 2  # times that the text names an area before a bare file name (临沂) is taken for it


@dataclass(frozen=True, slots=True)
class PathHead:
    """What a path says; None where nothing. names: its parts, the file's own first, then its folders upwards.

    parts: which of them says unit, kind and the years, as indexes of names.
    """

    names: tuple[str, ...] = ()
    unit: str | None = None
    kind: ReportKind | None = None
    year: int | None = None
    plan_year: int | None = None
    parts: Mapping[str, int] = field(default_factory=dict)

    @property
    def time(self) -> Time:
        """Kind, year and plan year."""
        return self.kind, self.year, self.plan_year

    def said(self, field: str) -> Said:
        """Which part of the path says a field."""
        return _part(self.parts.get(field, 0))


@lru_cache(maxsize=256)
def read_path(name: str) -> PathHead:
    """The head that a path below the named folder gives (`SourceText.name`, with zip members and table rows)."""
    names = []
    said: dict[str, int] = {}
    unit: str | None = None
    kind: ReportKind | None = None
    year: int | None = None
    plan: int | None = None
    for index, part in enumerate(reversed(_ROW.sub("", name).split("/"))):
        pieces = [piece for piece in _BETWEEN.split(_EXTENSION.sub("", part.removesuffix("!"))) if piece]
        own = "".join(piece for piece in pieces if not _NUMBERING.fullmatch(piece))
        names.append(own)
        found_kind, found_year, found_plan = time_of_title(own)
        if found_year is None and found_plan is None:
            spoken = [hit for piece in pieces if (hit := _YEAR.fullmatch(piece) or _NAMED_YEAR.search(piece))]
            found_year = int(spoken[0].group(1)) if spoken else None
            if is_government(own, ""):
                found_year, found_plan = None, found_year
        if kind is None and found_kind is not None:
            kind, said["kind"] = found_kind, index
        if year is None and plan is None:
            year, plan = found_year, found_plan
            said["year"] = said["plan_year"] = index
        if unit is None and (found_unit := _unit(own)) is not None:
            unit, said["unit"] = found_unit, index
    return PathHead(tuple(names), unit, kind, year, plan, said)


def _part(index: int) -> Said:
    return Said("folder" if index else "file name")


def _unit(own: str) -> str | None:
    if is_series(own):
        return None
    titled = title_unit(own)
    if titled and (is_placed(titled) or not _UNIT.fullmatch(own)):
        return titled
    return own if _UNIT.fullmatch(own) and is_placed(own) and not area_only(own) else None


def district_in_path(names: Sequence[str], unit: str | None, level: str | None, flat: str) -> tuple[str, Said] | None:
    """The first area in a path's parts that can be the one that a report covers, and which part it is.

    It has the level of the report: the folder 云川市 says nothing about the district of a 区民政局. A bare name
    (临沂.txt) counts where the text itself names 临沂市.
    """
    words = _words(unit, level)
    for index, own in enumerate(names):
        area = district_of(own)
        if area and (words is None or area.endswith(words)):
            return area, _part(index)
        if words and _STEM.fullmatch(own):
            counts = {own + word: flat.count(own + word) for word in words}
            best = max(counts, key=lambda whole: counts[whole])
            if counts[best] >= _CONFIRMED:
                return best, _part(index)
    return None


def _words(unit: str | None, level: str | None) -> tuple[str, ...] | None:
    """The last words that the name of a report's area can have; None where any."""
    generic = _GENERIC.match(unit) if unit else None
    if generic and generic.group(1) not in "镇乡村":
        return (generic.group(1),) if generic.group(1) != "区" else ("区", "自治区")
    return _WORDS.get(level) if level else None
