"""Kind of report, year looked back at and year planned for: from title, opening and headings; else from the body."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from kg.reading.cues import h1_number, opening, role, years
from kg.reading.head_said import Said
from kg.reading.paragraphs import Paragraph
from kg.records import ReportKind

__all__ = ["Time", "is_government", "read_time", "time_of_title"]

Time = tuple[ReportKind | None, int | None, int | None]
"""Kind, year, plan year; None where nothing says."""

_PLAN = re.compile(r"计划|打算|要点|思路|谋划|安排|规划|工作任务|目标任务")
_DONE = re.compile(r"总结|回顾|情况|汇报|报告|成效")
# 将2022年工作总结及2023年工作安排情况汇报如下
_ANNOUNCED = re.compile(
    r"(20\d\d)年(?:度)?的?(?:[\u4e00-\u9fff]{0,14})(?:总结|情况|工作"
    r"|小结)[^。]{0,16}?(20\d\d)年(?:度)?的?[\u4e00-\u9fff]{0,12}(?:计划|打算|安排|思路|谋划)"
)
_OPENED = re.compile(r"(?<![（(\d—-])(20\d\d)年?(?:以来|来|度|期间|[，,是]|[，,]?我)(?!.{0,30}将(?!.{0,20}[汇报]))")
_PRESENT = re.compile(r".{0,12}(?:今年|一年来|上半年|本年度)")
_DID = re.compile(r"一年来|今年以来|这一年|完成|累计|同比|获评|入选|荣获|达到|了|已|共|取得|新高|成功")
_WILL = re.compile(r"将|力争|拟|确保|计划|争取|以上|要(?!求)|加快|推动|新增|深化|推进|加强|建设")
_GIVEN = re.compile(r"(20\d\d)年0?([1-6])月")
_HALF = re.compile(r"下半年(?!以?来).{0,16}(?:打算|计划|安排|思路|谋划|工作|任务)")
_RANGE = re.compile(r"20\d\d年?[-—－–~至]{1,2}20\d\d年")
_PAST = re.compile(r"过去的?一年|一年来|去年")
_GOVERNMENT: Final = "政府工作报告"
_FIRST: Final = 4  # headings among which one of work done tells that an opening of plans opens no plan

_Year = tuple[int | None, Said | None]
_UNSAID: Final[_Year] = (None, None)


def is_government(title: str | None, first: str) -> bool:
    """Whether a title or a first paragraph is that of a government's report to its assembly."""
    return (title is not None and _GOVERNMENT in title) or "opening_assembly" in opening(first)


def read_time(
    title: str | None,
    first: str,
    paragraphs: Sequence[Paragraph],
    flat: str,
    *,
    dated: str = "",
    path: Time = (None, None, None),
) -> tuple[Time, dict[str, Said]]:
    """Kind, year and plan year of a report, and what says them; of its plan year the body can only confirm one.

    title: as it stands over the text. first: the first paragraphs. paragraphs: without title and greeting. flat: the
    report without white space. dated: the lines over the text that give the date of the meeting. path: what the file's
    name says, taken where the text could only be guessed at by its words.
    """
    heads = [p for p in paragraphs if (p.length <= 80 or h1_number(p.head)) and _GOVERNMENT not in p.head]
    titled = time_of_title(title) if title else (None, None, None)
    kind, year, plan = titled
    kind_said, year_said, plan_said = _title_said(title or "", titled)
    government = is_government(title, first)
    if kind is None:
        start = paragraphs[0].head if paragraphs[0].length > 60 else first.split("。", maxsplit=1)[0]
        kind, kind_said = _kind(start, heads) or (
            path[0] or _kind_by_words(flat),
            Said("file name" if path[0] else "body"),
        )
    if kind == "plan":
        if plan is None:
            plan, plan_said = _first_year(first, heads)
        return _told((kind, None, plan), (kind_said, None, plan_said))
    announced = _ANNOUNCED.search(first)
    if announced and year is None:
        year, year_said = int(announced.group(1)), Said("opening", announced.group(1))
    if announced and plan is None:
        plan, plan_said = int(announced.group(2)), Said("opening", announced.group(2))
    given, given_said = _given((plan, plan_said), dated, path[2], heads) if government else _UNSAID
    coming, coming_said = _coming(heads)
    if coming is None:
        coming, coming_said = given, given_said
    if year is None:
        year, year_said = _looked_back(first, heads, (coming, coming_said), flat)
    if government and year is not None and plan is not None and plan <= year:
        plan = None  # 2023年政府工作报告 named the year looked back at, not the one in which it was given
    if given and year is None and any(_PAST.search(part) for part in (first, *map(_heading, heads))):
        year, year_said = given - 1, given_said
    if given and year is not None and plan is None:
        plan, plan_said = (given, given_said) if given > year else (year + 1, year_said)
    if plan is None and kind == "summary" and year is not None and "opening_assembly" in opening(first):
        plan = year + 1  # a government reports on the year before, and on its tasks for the year
        plan_said = coming_said if coming == plan else Said("opening")
    if kind == "summary" and year is not None and plan != year and (half := _second_half(title, first, heads)):
        plan, plan_said = year, half
    if plan is None and kind == "summary":
        if coming and (year is None or coming > year):
            plan, plan_said = coming, coming_said
        else:
            plan, plan_said = _planned(year, paragraphs, flat)
    return _told((kind, year, plan), (kind_said, year_said, plan_said))


def _second_half(title: str | None, first: str, heads: Sequence[Paragraph]) -> Said | None:
    """The heading under which an account of a first half-year plans its second."""
    if "上半年" not in (title or "") + first[:60]:
        return None
    head = next((p for p in heads if _HALF.search(_heading(p))), None)
    return Said("heading", "下半年", head) if head else None


def _told(time: Time, said: Sequence[Said | None]) -> tuple[Time, dict[str, Said]]:
    """A time, and by the names of its fields what says those that are known."""
    fields = ("kind", "year", "plan_year")
    pairs = zip(fields, time, said, strict=True)
    return time, {field: how for field, value, how in pairs if value is not None and how is not None}


def _title_said(title: str, time: Time) -> tuple[Said | None, Said | None, Said | None]:
    """The words of a title that say what `time_of_title` read off it."""
    kind, year, plan = time
    word = (_PLAN if kind == "plan" else _DONE).search(title)
    return (
        Said("title", word.group() if word else ""),
        Said("title", str(year)),
        Said("title", str(plan)),
    )


def _heading(paragraph: Paragraph) -> str:
    return paragraph.head[:60]


def _first_year(first: str, heads: Sequence[Paragraph]) -> _Year:
    """The first year of a plan's opening, else of its headings and the date under it."""
    if named := years(first):
        return named[0], Said("opening", f"{named[0]}年")
    for head in heads:
        if named := years(_heading(head)):
            return named[0], Said("byline" if role(head) == "date" else "heading", f"{named[0]}年", head)
    return _UNSAID


def _given(titled: _Year, dated: str, named: int | None, heads: Sequence[Paragraph]) -> _Year:
    """The year in which a government's report was given: by its date, its title, the file's name, in this order.

    None where a heading says that the year of the title is the one looked back at.
    """
    date = _GIVEN.search(dated)
    if date:
        return int(date.group(1)), Said("byline", date.group())
    given, said = titled if titled[0] else (named, Said("file name"))
    back = any(_DONE.search(head) and not _PLAN.search(head) and given in years(head) for head in map(_heading, heads))
    return _UNSAID if back else (given, said)


def time_of_title(title: str) -> Time:
    """Kind, year and plan year that a title (or a file's name) gives.

    The year of a 政府工作报告 stands as its plan year: most are named by the year in which they are given. Its text
    decides.
    """
    named = years(title)
    plans, done = _PLAN.search(title), _DONE.search(title)
    if plans and not done:
        return "plan", None, named[0] if named else None
    if not done and not named:
        return None, None, None
    year = named[0] if named else None
    if year is not None and _GOVERNMENT in title:
        return "summary", None, year  # its year is the one in which it was given
    if "上半年" in title and "下半年" in title:
        return "summary", year, year
    return "summary", year, next((y for y in named if year is not None and y > year), None)


def _coming(heads: Sequence[Paragraph]) -> _Year:
    """The year that a heading of plans names."""
    for paragraph in heads:
        head = _heading(paragraph)
        if _PLAN.search(head) or re.search(r"下一?步|目标|重点", head):
            named = years(_RANGE.sub("", head))
            if named and not (len(named) == 1 and _DONE.search(head) and not _PLAN.search(head)):
                return named[-1], Said("heading", f"{named[-1]}年", paragraph)
    return _UNSAID


def _looked_back(first: str, heads: Sequence[Paragraph], planned: _Year, flat: str) -> _Year:
    coming, coming_said = planned
    for paragraph in heads:
        head = _heading(paragraph)
        named = years(head)
        if named and not _PLAN.search(head) and (_DONE.search(head) or (coming is not None and named == [coming - 1])):
            return named[0], Said("heading", f"{named[0]}年", paragraph)
    for found in _OPENED.finditer(first):
        if coming is None or int(found.group(1)) == coming - 1:
            return int(found.group(1)), Said("opening", found.group())
    if coming is not None and _PRESENT.match(first):
        return coming - 1, coming_said
    named = [y for y in years(first) if coming is None or y < coming]
    if named and (coming is None or named[0] == coming - 1):
        return named[0], Said("opening", f"{named[0]}年")
    if coming is not None and flat.count(f"{coming - 1}年") >= 3:
        return coming - 1, Said("body", f"{coming - 1}年")
    if _PRESENT.match(first):
        counts = Counter(y for y in years(flat) if coming is None or y < coming)
        if counts:
            most = counts.most_common(1)[0][0]
            return most, Said("body", f"{most}年")
    return _UNSAID


def _planned(year: int | None, paragraphs: Sequence[Paragraph], flat: str) -> _Year:
    """The year after, where a paragraph begins with it or a sentence intends something for it."""
    if year is None:
        found = re.search(r"(20\d\d)年(?:是[^。]{4,60}之年|[^。]{0,20}(?:目标任务|工作安排|重点工作))", flat)
        return (int(found.group(1)), Said("body", found.group())) if found else _UNSAID
    begins = re.compile(rf"[【（(]?(?:[一二三四五六七八九十]+、|\d+[、.．])?{year + 1}年")
    intends = (
        rf"{year + 1}年(?:度)?[^。]{{0,40}}(?:将|要|拟|计划|打算|力争|争取|继续|预计|安排|思路|围绕"
        rf"|重点|抓好)"
    )
    if beginning := next((p for p in paragraphs if begins.match(p.head)), None):
        return year + 1, Said("body", f"{year + 1}年", beginning)
    intended = re.search(intends, flat)
    return (year + 1, Said("body", intended.group())) if intended else _UNSAID


def _kind(first: str, heads: Sequence[Paragraph]) -> tuple[ReportKind, Said] | None:
    """Kind of a report without a title: by its opening and its headings."""
    found = set(opening(first[:160]))
    done = _first_done(heads)
    if "opening_planned" in found and (done is None or done >= _FIRST):
        return "plan", Said("opening")
    if found & {"opening_led", "opening_reported", "opening_assembly"}:
        return "summary", Said("opening")
    return ("summary", Said("heading", paragraph=heads[done])) if done is not None else None


def _first_done(heads: Sequence[Paragraph]) -> int | None:
    """The number of the first heading of work done: by its words, or as it names the year before the one planned for.

    (一、2022年主要工作 … 三、2023年工作打算)
    """
    coming, _ = _coming(heads)
    for number, paragraph in enumerate(heads[:6]):
        head = _heading(paragraph)
        before = coming is not None and not _PLAN.search(head) and years(head)[-1:] == [coming - 1]
        if _DONE.search(head) or before:
            return number
    return None


def _kind_by_words(flat: str) -> ReportKind | None:
    """Kind of a report whose head is silent, by how it speaks."""
    # What was done comes first. Words of intention stand in accounts of work too, hence the factor, which was
    # fitted on cuts from reports.
    half = flat[: max(400, len(flat) // 2)][:8000]
    done, planned = len(_DID.findall(half)), len(_WILL.findall(half))
    if done + planned < 3:
        return None
    return "summary" if 3 * done >= planned else "plan"
