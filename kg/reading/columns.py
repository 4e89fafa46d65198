"""What the other columns of a table say about a report: it fills in what the report's own text leaves open."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.reading.head import Head
from kg.reading.manifest import LEVELS

__all__ = ["HINTS", "fill_in", "hints_of"]

_DISTRICTS = (
    "district", "county", "city", "province", "place", "region",
    "区县", "县区", "县", "区", "城市", "市", "省份", "省", "地区", "行政区", "地方",
)  # fmt: skip
HINTS: Mapping[str, Sequence[str]] = {
    "district": _DISTRICTS,
    "unit": ("unit", "issuer", "organ", "单位", "发文单位", "部门", "机构"),
    "level": ("level", "层级", "级别"),
    "year": ("year", "年份", "年度", "年"),
}
"""Names of columns for each field, the narrowest area first."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST = 40


def hints_of(row: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    """(field, column, value) for what a row says beside its text. row: by column name in lower case."""
    found = []
    for field, columns in HINTS.items():
        for column in columns:
            value = " ".join(row.get(column, "").split())
            if value and len(value) <= _LONGEST:
                found.append((field, column, value))
                break
    return tuple(found)


def fill_in(head: Head, hints: Sequence[tuple[str, str, str]], government: bool) -> dict[str, tuple[str | int, str]]:
    """Values for fields that the head leaves open, each with its place ("table, column 'year'").

    A table of government reports gives the year of delivery, which is the year planned for; any other the year of
    the report. A year is filled in only where the text says none at all.
    """
    filled: dict[str, tuple[str | int, str]] = {}
    for field, column, value in hints:
        place = f"table, column '{column}'"
        if field == "year":
            year = _YEAR.search(value)
            if year and head.year is None and head.plan_year is None:
                said = int(year.group())
                if government or head.kind == "plan":
                    filled["plan_year"] = said, place
                if head.kind != "plan":
                    filled["year"] = said - 1 if government else said, place
        elif field == "level":
            if head.level is None and value.lower() in LEVELS:
                filled[field] = LEVELS[value.lower()], place
        elif getattr(head, field) is None:
            filled[field] = value, place
    return filled
