"""`spread` and `timeline`: how an initiative spreads over levels, years and districts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.analysis.arguments import INITIATIVE, PLACEHOLDERS, chosen, number, whole
from kg.analysis.holdings import Holdings, holdings
from kg.analysis.model import Analysis, Result, columns
from kg.analysis.picture import Line, Picture, TimeLine
from kg.graph.tables import GraphTables
from kg.library.model import Words
from kg.output.rows import Rows, Value

__all__ = ["SPREAD", "TIMELINE", "spread", "timeline"]

Ints = NDArray[np.int64]
_NAMED = 5
_DRAWN = 25


@dataclass(frozen=True)
class _Course:
    """What is said of one initiative: rows of the columns of Holdings."""

    initiative: int
    rows: Ints

    def by_year(self, known: Holdings) -> dict[int, Ints]:
        """The districts of each year, sorted; statements without a year are left out."""
        year, district = known.year[self.rows], known.district[self.rows]
        return {int(one): np.unique(district[year == one]) for one in np.unique(year) if one}


def _courses(known: Holdings, values: Mapping[str, Value], tables: GraphTables, least: int) -> list[_Course]:
    """The initiatives asked for, or all that `least` districts have; those of most districts first."""
    held = np.flatnonzero(known.reach)
    names = [known.all.names[one] for one in held]
    only = chosen(values["initiative"], [known.all.ids[one] for one in held], names, tables,
                  tuple(sorted(set(known.all.labels))))  # fmt: skip
    picked = held[sorted(only)] if only is not None else held[known.reach[held] >= least]
    picked = picked[np.lexsort([picked, -known.reach[picked]])]
    order = np.argsort(known.initiative, kind="stable")
    begin = np.searchsorted(known.initiative[order], picked)
    end = np.searchsorted(known.initiative[order], picked, side="right")
    return [_Course(int(one), order[a:b]) for one, a, b in zip(picked, begin, end, strict=True)]


def spread(tables: GraphTables, values: Mapping[str, Value]) -> Result:
    """One row for each initiative: its districts, levels and years, where it was first and who has it last.

    A year is the one looked back at for what was done, the one planned for for what is planned.
    """
    known = holdings(tables, placeholders=bool(values["placeholders"]))
    courses = _courses(known, values, tables, whole(values, "min_districts", least=1))
    rows = []
    for course in courses:
        years = course.by_year(known)
        first, last = (min(years), max(years)) if years else (None, None)
        levels: dict[str, set[int]] = {}
        for row in course.rows:
            levels.setdefault(known.level[known.report[row]], set()).add(int(known.district[row]))
        ordered = sorted(levels, key=lambda level: (-len(levels[level]), level))
        planned = known.planned[course.rows]
        done = len(np.unique(known.district[course.rows][~planned]))
        rows.append((
            known.all.names[course.initiative], known.all.labels[course.initiative],
            int(known.reach[course.initiative]), done, first, _named(known, years[first]) if first else [],
            last, len(years[last]) if last else 0, list(years), [len(one) for one in years.values()],
            ordered, [len(levels[level]) for level in ordered], known.all.ids[course.initiative],
        ))  # fmt: skip
    return Result(
        Rows.of([column.name for column in SPREAD.columns], rows),
        _undated(known, courses),
        picture=lambda: _picture(known, courses),
    )


def timeline(tables: GraphTables, values: Mapping[str, Value]) -> Result:
    """One row for each initiative and year: how many districts, how many of them new, and which."""
    known = holdings(tables, placeholders=bool(values["placeholders"]))
    every = _courses(known, values, tables, 2)
    courses = every[: whole(values, "top", least=1)]
    rows = []
    for course in courses:
        before: set[int] = set()
        for year, districts in course.by_year(known).items():
            new = [one for one in districts.tolist() if one not in before]
            before.update(new)
            rows.append((
                known.all.names[course.initiative], year, len(districts), len(new), len(before),
                [known.names[one] for one in districts], [known.names[one] for one in new],
                known.all.ids[course.initiative],
            ))  # fmt: skip
    left = len(every) - len(courses)
    notes = (f"the {len(courses)} initiatives of most districts; {left} more with -p top=…",) * (left > 0)
    return Result(
        Rows.of([column.name for column in TIMELINE.columns], rows),
        (*notes, *_undated(known, courses)),
        picture=lambda: _picture(known, courses),
    )


def _named(known: Holdings, districts: Ints) -> list[str]:
    return [known.names[one] for one in districts[:_NAMED]]


def _undated(known: Holdings, courses: list[_Course]) -> tuple[str, ...]:
    lost = sum(int((known.year[course.rows] == 0).sum()) for course in courses)
    return (f"{lost} statements are in reports without a year and in no year's count",) * (lost > 0)


def _picture(known: Holdings, courses: list[_Course]) -> Picture:
    lines = []
    for course in courses[:_DRAWN]:
        before: set[int] = set()
        years = {}
        for year, districts in course.by_year(known).items():
            years[year] = len(districts), len(set(districts.tolist()) - before)
            before.update(districts.tolist())
        if years:
            lines.append(Line(known.all.names[course.initiative], years))
    note = f"画出行政区最多的 {len(lines)} 项，共 {len(courses)} 项" if len(lines) < len(courses) else ""
    return TimeLine("项目和行动在各年度的行政区数", tuple(lines), note)


_COMMON = {
    "initiative": ("项目或行动名称", "name of the program or campaign"),
    "id": ("项目或行动的标识，可用于 kg evidence", "id of the program or campaign, for kg evidence"),
}
SPREAD = Analysis(
    "spread",
    Words("项目和行动的扩散", "How initiatives spread"),
    Words("每个项目和行动涉及哪些层级、年度和行政区，最早在哪里",
          "over which levels, years and districts each initiative spreads, and where it was first"),
    (INITIATIVE, number("min_districts", 2, "至少几个行政区", "at least this many districts"), PLACEHOLDERS),
    columns(
        initiative=_COMMON["initiative"],
        kind=("Program 项目制度，或 Campaign 专项行动", "Program or Campaign"),
        districts=("行政区个数", "number of districts"),
        done_in=("其中已开展的行政区个数", "of these, districts that say it was carried out"),
        first_year=("最早年度", "the first year"),
        first_in=("最早年度的行政区（最多五个）", "districts of the first year (five at most)"),
        last_year=("最近年度", "the last year"),
        last_districts=("最近年度的行政区个数", "districts of the last year"),
        years=("各年度", "the years"),
        by_year=("各年度行政区个数，与前一列对应", "districts in each of these"),
        levels=("报告单位的层级", "levels of the reporting units"),
        by_level=("各层级行政区个数，与前一列对应", "districts at each of these"),
        initiative_id=_COMMON["id"],
    ),
    spread,
)  # fmt: skip
TIMELINE = Analysis(
    "timeline",
    Words("项目和行动的时间线", "Initiatives year by year"),
    Words("项目和行动每年在哪些行政区，新增哪些", "in which districts an initiative is each year, and which are new"),
    (INITIATIVE, number("top", 20, "列出行政区最多的几项", "how many, the most shared first"), PLACEHOLDERS),
    columns(
        initiative=_COMMON["initiative"],
        year=("年度", "the year"),
        districts=("行政区个数", "number of districts"),
        new=("新增行政区个数", "how many were not there in an earlier year"),
        so_far=("累计行政区个数", "how many up to this year"),
        which=("行政区名称", "names of the districts"),
        which_new=("新增行政区名称", "names of the new ones"),
        initiative_id=_COMMON["id"],
    ),
    timeline,
)  # fmt: skip
