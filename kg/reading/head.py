"""Whose report it is, and of when: from title, opening, headings and, where these are silent, the body."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kg.reading.cues import ORGAN, YEAR, Role, h1_number, opening, role, title_unit, years
from kg.reading.paragraphs import Paragraph
from kg.reading.places import district_of, level_of
from kg.records import ReportKind

__all__ = ["Head", "read_head"]

_TITLE_ROLES: Final = ("title", "subtitle", "unit")
_PLAN = re.compile(r"计划|打算|要点|思路|谋划|安排|规划|工作任务|目标任务")
_DONE = re.compile(r"总结|回顾|情况|汇报|报告|成效")
_TIME = rf"(?:今年(?:以来|来)?|{YEAR}年?(?:度)?(?:以来|来)?|一年来|近年来|过去一年|上半年)"
_VERB = (
    r"(?:在|坚持|紧紧围绕|紧扣|围绕|以|认真|深入|始终|全面|团结|按照|聚焦|不断|立足|切实|扎实|牢记|积极"
    r"|全力|严格|坚决|锚定|深学|忠实|自觉|将|位于|紧密|统筹|主动"
    r"|[党D]组|[党D]委|高举|着力|大力|充分|持续|根据|结合|学习|以下|把|强化|突出|努力|较好|继续|对标"
    r"|贯彻|落实|是)"
)
_NAME = rf"[^，。、；：！？,;:“”《》\s]{{0,28}}?{ORGAN}(?:[（(][^）)]{{2,14}}[）)])?"
_ACTING = (
    re.compile(r"我.{0,4}代表([^，。、；：！？,;:“”《》]{0,16}?(?:政府|行署|公署|国务院|常委会|委员会|法院|检察院))"),
    re.compile(rf"将({_NAME}){YEAR}年"),
    re.compile(rf"(?:领导|指导|支持|关心|帮助)(?:和.{{2,30}}?)?下[，,]({_NAME})(?={_VERB})"),
    re.compile(rf"(?:^|[。，,]){_TIME}[，,]({_NAME})(?={_VERB}|[、，,]|政府)"),
    re.compile(rf"(?:^|[。，,])({_NAME})(?:、[^，。]{{2,40}})?(?=在.{{2,30}}领导)"),
    re.compile(rf"(?:^|[。，,])({_NAME})(?={_VERB})"),
)
# What may not be taken for a unit's name: it begins with a preposition, a pronoun, or speaks of everybody.
_NO_NAME = re.compile(
    r"[在以是对面为各全我本其该将把向从与和及按因也又都更就于让使令由]|(?:根据|围绕|坚持|贯彻|落实|推进"
    r"|推动|开展|加强|习近平|一年|今年|一是|现|积极|努力|通过|服务"
    r"|[省市县区州镇乡]?(?:委|政府)?$)|.*(?:坚持|领导(?!小组)|贯彻|落实|推动|开展|发展|精神|目标|关键|之年|全会"
    r"|会议|建设的|工作的|的)"
)
_SECTION = re.compile(rf"{YEAR}年?(?:政府)?工作(?:回顾|总结)|.{{0,12}}回顾")
_SELF = re.compile(r"[全我](市|县|区|省|州|盟|旗|镇|乡|村|社区|街道|局|委|办|中心|院|校|所|站|场|馆|厅|公司|集团)")
# 将2022年工作总结及2023年工作安排情况汇报如下
_ANNOUNCED = re.compile(
    r"(20\d\d)年(?:度)?的?(?:[\u4e00-\u9fff]{0,14})(?:总结|情况|工作"
    r"|小结)[^。]{0,16}?(20\d\d)年(?:度)?的?[\u4e00-\u9fff]{0,12}(?:计划|打算|安排|思路|谋划)"
)
_OPENED = re.compile(r"(?<![（(\d—-])(20\d\d)年?(?:以来|来|度|期间|[，,是]|[，,]?我)(?!.{0,30}将(?!.{0,20}[汇报]))")
_PRESENT = re.compile(r".{0,12}(?:今年|一年来|上半年|本年度)")
_DID = re.compile(r"一年来|今年以来|这一年|完成|累计|同比|获评|入选|荣获|达到|了|已|共|取得|新高|成功")
_WILL = re.compile(r"将|力争|拟|确保|计划|争取|以上|要(?!求)|加快|推动|新增|深化|推进|加强|建设")
_BODY_ACTING = re.compile(
    r"(?<=[。，,、；;])([省市县区][\u4e00-\u9fff]{1,6}?(?:办|局|委|中心))"
    r"(?=印发|下发|组织|完成|联合|起草|做好|牵头|多次|坚持)"
)
_MASK = r"[*×xX某]"


@dataclass(frozen=True, slots=True)
class Head:
    """A report's head, as records.Report defines the fields; None where the text does not say."""

    title: str | None = None
    unit: str | None = None
    level: str | None = None
    district: str | None = None
    kind: ReportKind | None = None
    year: int | None = None
    plan_year: int | None = None


def read_head(paragraphs: Sequence[Paragraph], flat: str, before: Sequence[Paragraph] = ()) -> Head:
    """The head of a report.

    paragraphs: the report's own. flat: its text without white space. before: the paragraphs of the source before
    it that belong to no report (a title that a web page's residue separates from its text is found there).
    """
    roles: list[Role] = [role(p) for p in paragraphs[:6]]
    title, own = _title(paragraphs, roles)
    if title is None:
        title = next((p.head for p in reversed(before[-12:]) if role(p) == "title"), None)
    if own + 1 < len(paragraphs) and h1_number(paragraphs[own].head) and paragraphs[own].length <= 40:
        own += 1  # 一、2023年工作总结 stands over the first paragraph
    first = "".join(p.head for p in paragraphs[own : own + 3])[:480]
    unit = _unit(title, first, flat)
    kind, year, plan_year = _time(title, first, paragraphs[own:], flat)
    meeting = "".join(p.head for p in (*before[-6:], *paragraphs[:4]) if role(p) == "date")
    return Head(
        title=title,
        unit=unit,
        level=level_of(unit) or _self_level(flat),
        district=district_of(unit) or district_of(title) or _meeting_place(meeting),
        kind=kind,
        year=year,
        plan_year=plan_year,
    )


def _title(paragraphs: Sequence[Paragraph], roles: Sequence[Role]) -> tuple[str | None, int]:
    """The title, and how many paragraphs title, greeting and date take up."""
    lines = []
    at = 0
    if len(roles) > 1 and roles[1] == "subtitle":
        lines, at = [paragraphs[0].head, paragraphs[1].head], 2
    while at < len(roles) and roles[at] in ("title", "subtitle", "unit", "date", "byline", "greeting"):
        if roles[at] in _TITLE_ROLES and (at == 0 or roles[at - 1] in _TITLE_ROLES):
            lines.append(paragraphs[at].head)
        at += 1
    if len(lines) == 1 and _SECTION.fullmatch(lines[0]):
        lines = []
    named = any(roles[k] in ("title", "subtitle") for k in range(min(at, len(roles))))
    return ("".join(lines) if lines and named else None), min(at, len(paragraphs) - 1)


def _unit(title: str | None, first: str, flat: str) -> str | None:
    """The title's unit if that names its place, else the one at work in the opening, else the body's."""
    titled = _clean(title_unit(title)) if title else None
    if titled and _placed(titled) and not _area_only(titled):
        return titled
    acting = _acting(first, titled)
    if acting is None:
        found = _ACTING[0].search(flat)
        acting = found.group(1) if found else None
    return acting or _from_body(flat, titled) or titled


def _clean(name: str | None) -> str | None:
    if not name:
        return None
    name = re.sub(rf"^(?:关于)?|{YEAR}年.*$|(?:关于|的)$", "", name)
    return name.split("、")[-1] or None


def _placed(name: str) -> bool:
    """Whether a name says of which place: 云台县市场监督管理局, *镇人民政府; not 民政局, 街道."""
    return bool(
        re.match(
            rf"(?:中共|共青团)?(?:{_MASK}+|[\u4e00-\u9fff]{{1,12}}?)(?:省|市|县|区|州|旗|盟|镇|乡|街道"
            rf"|村|社区|集团|公司)(?!$|办事处$|管理局|建设局)",
            name,
        )
    ) or (
        bool(re.match(rf"{_MASK}", name))
        or (name.endswith(("镇", "乡", "村", "街道", "社区", "场")) and len(name) > 2 and name not in ("便民服务中心",))
    )


def _area_only(name: str) -> bool:
    return bool(re.fullmatch(rf"(?:{_MASK}+|[\u4e00-\u9fff]{{1,6}})(?:省|市|县|区|州|旗|盟)", name))


def _acting(first: str, titled: str | None) -> str | None:
    opened = bool(
        set(opening(first)) & {"opening_led", "opening_reported", "opening_time", "opening_assembly", "opening_past"}
    )
    for pattern in _ACTING if opened or titled else _ACTING[:-1]:
        for found in pattern.finditer(first):
            name = found.group(1)
            if not _NO_NAME.match(name) and not (_area_only(name) and titled is None and len(name) < 3):
                return name
    return None


def _from_body(flat: str, titled: str | None) -> str | None:
    """The unit of a text without a head: what 我局, 我镇 stands for, or who acts most often."""
    selves = Counter(found.group(1) for found in _SELF.finditer(flat))
    wanted = [
        name for name, count in selves.most_common(4) if count >= 2 and name not in ("市", "县", "区", "省", "州")
    ]
    for suffix in wanted:
        if suffix in ("镇", "乡", "街道", "场", "村", "社区"):
            pattern = rf"{_MASK}{{1,4}}[\u4e00-\u9fff]{{0,3}}{suffix}"
        else:
            pattern = rf"(?:{_MASK}{{1,4}})?[省市县区旗州][\u4e00-\u9fff]{{1,10}}?{suffix}"
        names: Counter[str] = Counter(re.findall(pattern, flat))
        for name, count in names.most_common(3):
            if count >= 2 and not _NO_NAME.match(name):
                return name
    if not titled and (selves["市"] or selves["县"] or selves["区"]):
        acting: Counter[str] = Counter(_BODY_ACTING.findall(flat))
        best = acting.most_common(2)
        if best and best[0][1] >= 3 and (len(best) < 2 or best[0][1] >= 2 * best[1][1]):
            return best[0][0]
    return None


def _self_level(flat: str) -> str | None:
    selves = Counter(found.group(1) for found in _SELF.finditer(flat, 0, 20_000))
    for name, _ in selves.most_common(3):
        level = level_of(name)
        if level:
            return level
    return None


def _meeting_place(line: str) -> str | None:
    found = re.search(r"在([\u4e00-\u9fff]{2,12}?(?:省|自治区|自治州|市|州|盟|县|区|旗))第", line)
    return found.group(1) if found else None


def _time(
    title: str | None, first: str, paragraphs: Sequence[Paragraph], flat: str
) -> tuple[ReportKind | None, int | None, int | None]:
    """Kind, year and plan year: from title, opening and headings; the body only confirms a plan year."""
    heads = [p.head[:60] for p in paragraphs if p.length <= 80 or h1_number(p.head)]
    kind, year, plan = _from_title(title) if title else (None, None, None)
    if kind is None:
        kind = _kind(paragraphs[0].head if paragraphs[0].length > 60 else first.split("。", maxsplit=1)[0], heads, flat)
    if kind == "plan":
        spoken = years(first) or [y for head in heads for y in years(head)]
        return kind, None, plan or (spoken[0] if spoken else None)
    announced = _ANNOUNCED.search(first)
    if announced:
        year, plan = year or int(announced.group(1)), plan or int(announced.group(2))
    coming = _coming(heads)
    if year is None:
        year = _looked_back(first, heads, coming, flat)
    if plan is None and kind == "summary" and year is not None and "opening_assembly" in opening(first):
        plan = year + 1  # a government reports on the year before, and on its tasks for the year
    if plan is None and kind == "summary":
        plan = coming if coming and (year is None or coming > year) else _planned(year, paragraphs, flat)
    return kind, year, plan


def _from_title(title: str) -> tuple[ReportKind | None, int | None, int | None]:
    named = years(title)
    plans, done = _PLAN.search(title), _DONE.search(title)
    if plans and not done:
        return "plan", None, named[0] if named else None
    if not done and not named:
        return None, None, None
    year = named[0] if named else None
    if year is not None and "政府工作报告" in title:
        return "summary", None, year  # its year is the one in which it was given
    if "上半年" in title and "下半年" in title:
        return "summary", year, year
    return "summary", year, next((y for y in named if year is not None and y > year), None)


def _coming(heads: Sequence[str]) -> int | None:
    """The year that a heading of plans names."""
    for head in heads:
        if _PLAN.search(head) or re.search(r"下一?步|目标|重点", head):
            named = years(head)
            if named and not (len(named) == 1 and _DONE.search(head) and not _PLAN.search(head)):
                return named[-1]
    return None


def _looked_back(first: str, heads: Sequence[str], coming: int | None, flat: str) -> int | None:
    for head in heads:
        if _DONE.search(head) and not _PLAN.search(head) and years(head):
            return years(head)[0]
    for found in _OPENED.finditer(first):
        if coming is None or int(found.group(1)) == coming - 1:
            return int(found.group(1))
    if coming is not None and _PRESENT.match(first):
        return coming - 1
    named = [y for y in years(first) if coming is None or y < coming]
    if named and (coming is None or named[0] == coming - 1):
        return named[0]
    if coming is not None and flat.count(f"{coming - 1}年") >= 3:
        return coming - 1
    if _PRESENT.match(first):
        counts = Counter(y for y in years(flat) if coming is None or y < coming)
        return counts.most_common(1)[0][0] if counts else None
    return None


def _planned(year: int | None, paragraphs: Sequence[Paragraph], flat: str) -> int | None:
    """The year after, where a paragraph begins with it or a sentence intends something for it."""
    if year is None:
        found = re.search(r"(20\d\d)年(?:是[^。]{4,60}之年|[^。]{0,20}(?:目标任务|工作安排|重点工作))", flat)
        return int(found.group(1)) if found else None
    begins = re.compile(rf"[【（(]?(?:[一二三四五六七八九十]+、|\d+[、.．])?{year + 1}年")
    intends = (
        rf"{year + 1}年(?:度)?[^。]{{0,40}}(?:将|要|拟|计划|打算|力争|争取|继续|预计|安排|思路|围绕"
        rf"|重点|抓好)"
    )
    if any(begins.match(p.head) for p in paragraphs) or re.search(intends, flat):
        return year + 1
    return None


def _kind(first: str, heads: Sequence[str], flat: str) -> ReportKind | None:
    """Kind of a report without a title: by its opening, its headings, and how it speaks."""
    found = set(opening(first[:160]))
    if "opening_planned" in found and not any(_DONE.search(head) for head in heads[:4]):
        return "plan"
    if found & {"opening_led", "opening_reported", "opening_assembly"} or any(_DONE.search(head) for head in heads[:6]):
        return "summary"
    # What was done comes first. Words of intention stand in accounts of work too, hence the factor, which was
    # fitted on cuts from reports.
    half = flat[: max(400, len(flat) // 2)][:8000]
    done, planned = len(_DID.findall(half)), len(_WILL.findall(half))
    if done + planned < 3:
        return None
    return "summary" if 3 * done >= planned else "plan"
