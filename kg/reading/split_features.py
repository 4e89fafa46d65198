"""The places where a report may begin, and what speaks for and against each: features and their weights."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg.reading.cues import YEAR, h1_number, opening, residue, role, title_unit, years
from kg.reading.paragraphs import paragraphs

__all__ = ["HEADS", "WEIGHTS", "Candidate", "Page", "State", "candidate", "features", "score"]

WEIGHTS: Final[dict[str, float]] = {
    # the head
    "title": 5.0,  # a title with its unit
    "title_bare": 1.9,  # 2022年工作总结
    "greeting": 1.1,
    "greeted": 1.0,  # 各位代表：
    "byline": 1.0,
    # the first paragraph
    "opening_assembly": 4.1,
    "opening_led": 2.8,
    "opening_time": 2.4,
    "opening_past": 0.4,
    "lead_in": -3.1,
    "opening_basis": 1.5,
    "opening_subject": 1.4,
    "opening_about": 1.4,
    "opening_reported": 1.0,
    "opening_planned": -0.5,  # taken back where the report before is a plan too
    "plain": -1.3,  # prose without any formula
    "headless": -1.3,  # begins with 一、 itself
    # what follows
    "headless_done": 1.5,  # and 一、 is a section about what was done
    "restart": 3.5,
    "restart_far": 2.0,
    "first_heading": 0.3,  # 一、 follows at once
    "first_section": 0.1,  # 一、基本情况
    "first_year": 1.0,  # 一、2023年工作总结
    "plan_section": -0.3,  # 一、总体要求
    # what comes before
    "blanks": 1.2,  # more blank lines than usual
    "separator": 2.0,
    "closing": 1.2,
    "after_plan": 0.1,  # the report before has come to its plans
    "after_heading": -2.0,  # the paragraph is the text of a heading
    "under_plan": -1.9,  # 2024年工作的总体要求 stands over it
    "unfinished": -0.8,
    # change
    "new_self": 0.6,  # 我局 where it was 全市
    "same_self": -0.1,
    "year_next": -0.1,
    "next_bare": -0.7,  # the year after, and no unit at work
    "year_same": 0.3,
    "year_other": 0.7,
    # place in the report before
    "plan_part": -4.6,  # 2024年工作计划 after a summary of 2023
    "prologue": -4.0,  # no heading yet since the last beginning
    "short": -5.0,
    "brief": -0.5,
}
"""What each feature adds. First set by hand, then fitted (tests/reading/fit.py) on one half of the reports there."""

HEADS: Final = frozenset({"title", "subtitle", "unit", "date", "byline", "greeting"})
"""The roles of the lines that stand over a report's text."""

# 我局, 全市; and masks before a word: *镇, XX区. One leading class, so that the text is skipped over fast.
_SELF = re.compile(
    r"[全我*×xX某](?:(?<=[全我])"
    r"(市|县|区|省|州|盟|旗|镇|乡|村|社区|街道|局|委|办|中心|院|校|所|站|场|馆|部|司|团|队|会)"
    r"|(?<=[*×xX某])(?<![*×xX某][*×xX某])[*×xX某]*+(?=[\u4e00-\u9fff]))"
)
_SELF_WINDOW = 14
_CLOSING = re.compile(
    r"(?:奋斗|迈进|力量|新?贡献|新篇章?|新局面|谢谢大家?|审示|指正|特此报告|以上报告)[。！!.]?$"
    r"|20\d\d年\d{1,2}月\d{1,2}日$"
)
_PLAN = re.compile(r"计划|打算|思路|谋划|安排|下一?步|明年|今后|总体要求|指导思想|目标任务|工作目标|工作重点|要点|任务")
_DONE = re.compile(r"总结|回顾|情况|成效|进展|开展|完成|做法|措施|亮点|基本")
_REPORTS = re.compile(r"总结|回顾|情况|汇报|报告")
_SECTION = re.compile(r"(?:总结|回顾|情况|成效|进展|做法|措施|亮点|工作)[。.]?$")
_YEAR_SECTION = re.compile(rf"(?:{YEAR}年|今年|上半年|全年|年度).{{0,12}}(?:总结|回顾|情况|成效|进展|汇报)")
_SEPARATOR = re.compile(r"[*=_~#\-—－·.•◆★☆]{3,}")
_GREETINGS = ("各位代表：", "各位代表:", "各位委员：", "同志们：")
_UNIT_AT_WORK = {"title", "title_bare", "greeting", "opening_assembly", "opening_led", "opening_subject"}
_HEADED = {"title", "title_bare", "greeting", "byline", "opening_assembly"}
_OPENED = {"opening_assembly", "opening_led", "opening_time"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paragraph that may begin a report.

    index: of the paragraph. body: of the first one after title and greeting. features: those that do not depend
    on the report before. planned: whether its head is that of a plan.
    """

    index: int
    body: int
    features: tuple[str, ...]
    planned: bool


class Page:
    """A source text's paragraphs with what the features need."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.paragraphs = paragraphs(text)
        self.roles = [role(p) for p in self.paragraphs]
        self.h1 = [
            h1_number(p.head) if kind == "h1" else None for p, kind in zip(self.paragraphs, self.roles, strict=True)
        ]
        blanks = sorted(p.blanks for p in self.paragraphs[1:])
        self.usual_blanks = blanks[len(blanks) * 3 // 4] if blanks else 0
        found = list(_SELF.finditer(text))
        self.self_at = [match.start() for match in found]
        self.selves = [match.group(1) or match.group()[0] for match in found]
        self.restart = self._restarts()

    def _restarts(self) -> list[int | None]:
        """For each paragraph, the index of the restarting 一、 in whose stretch it lies."""
        out: list[int | None] = [None] * len(self.paragraphs)
        last: int | None = None
        for i, number in enumerate(self.h1):
            if number is None:
                continue
            if number == 1 and last is not None:
                out[last + 1 : i + 1] = [i] * (i - last)
            last = i
        return out

    def distance(self, one: int, other: int) -> int:
        """How many characters paragraph `other` begins after paragraph `one`."""
        return self.paragraphs[other].start - self.paragraphs[one].start


@dataclass(frozen=True, slots=True)
class State:
    """The report that began last: its first paragraph, whether it is a plan, the year it looks back at."""

    index: int
    planned: bool
    year: int | None

    @classmethod
    def of(cls, page: Page, index: int) -> State:
        """The state after a report has begun at a paragraph."""
        begun = candidate(page, index)
        return cls(index, begun is not None and begun.planned, _year(page, index))


def score(names: Sequence[str]) -> float:
    """The sum of the features' weights."""
    return sum(WEIGHTS[name] for name in names)


def candidate(page: Page, i: int) -> Candidate | None:
    """Paragraph i as the beginning of a report; None where nothing speaks for it."""
    roles = page.roles
    start = roles[i]
    if start in ("item", "part", "series", "subtitle") or (start == "h1" and page.h1[i] != 1):
        return None
    body = i
    while body < len(roles) and body - i < 6 and roles[body] in HEADS:
        body += 1
    motto = start == "prose" and roles[i + 1 : i + 2] == ["subtitle"] and page.paragraphs[i].length <= 40
    if motto:
        body = i + 2
    if body >= len(roles):
        return None
    head = _head(page, i, body, motto)
    if head is None:
        return None
    names, titles = head
    # A short 一、2023年工作总结 that begins a report stands over the first paragraph like a title.
    text = body + 1 if start == "h1" and page.paragraphs[i].length <= 40 and body + 1 < len(roles) else body
    found = opening(_sentence(page, text)) if roles[text] == "prose" else ()
    if body == i and start == "prose" and not found and not _before_restart(page, i):
        return None
    if not titles and body > i and not (_OPENED & set(found) or "greeting" in names):
        return None
    names.extend(found)
    planned = _plan_only("".join(titles)) if titles else "opening_planned" in found
    if start == "h1":
        names.append("headless")
    elif not names:
        names.append("plain")
    names.extend(_following(page, body))
    if names[-1] in ("first_section", "first_year") and start == "h1" and _SECTION.search(page.paragraphs[i].head):
        names.append("headless_done")
    headed = bool(_HEADED & set(names))
    names.extend(name for name in _preceding(page, i) if not (headed and name == "after_heading"))
    names.extend(_change(page, i))
    return Candidate(i, body, tuple(names), planned)


def _head(page: Page, i: int, body: int, motto: bool) -> tuple[list[str], list[str]] | None:
    """Features of the lines over the text, and the lines of its title; None where they begin no report."""
    roles, block = page.roles, page.roles[i:body]
    start, following = roles[i], (roles[i + 1] if i + 1 < len(roles) else "prose")
    first = page.paragraphs[i].head
    lines = [page.paragraphs[k].head for k in range(i, body) if roles[k] in ("title", "subtitle", "unit")]
    titles = [page.paragraphs[k].head for k in range(i, body) if roles[k] in ("title", "subtitle")]
    if len(titles) >= 3 or (start == "unit" and following not in ("title", "unit")):
        return None  # a table of contents, or a name that no title follows
    if start == "unit" and following == "title" and title_unit(titles[0]):
        return None  # the name under the report before
    if start == "date" and (first[0] not in "(（" or following == "title"):
        return None  # the date under the report before
    names = []
    if motto or titles:
        joined = "".join(lines)
        full = motto or title_unit(joined) is not None or "政府工作报告" in joined
        names.append("title" if full else "title_bare")
    if any(page.paragraphs[k].head.startswith(("各位", "同志们")) for k in range(i, body) if roles[k] == "greeting"):
        names.extend(("greeting", "greeted"))
    elif "greeting" in block or first.startswith(_GREETINGS):
        names.append("greeting")
    if "byline" in block or start == "date":
        names.append("byline")
    return names, (lines if titles else [])


def _sentence(page: Page, body: int) -> str:
    """The beginning of a paragraph, with what follows where it breaks off at the end of a page."""
    paragraph = page.paragraphs[body]
    broken = paragraph.length < 60 and "。" not in paragraph.head and paragraph.tail[-1] not in "！？：:；"
    if broken and page.roles[body + 1 : body + 2] == ["prose"]:
        return paragraph.head + page.paragraphs[body + 1].head
    return paragraph.head


def _plan_only(title: str) -> bool:
    return bool(_PLAN.search(title)) and not _REPORTS.search(title)


def _before_restart(page: Page, i: int) -> bool:
    restart = page.restart[i]
    return restart is not None and 0 <= restart - i <= 2


def _following(page: Page, body: int) -> Iterator[str]:
    """Features of the first heading after the first paragraph."""
    for k in range(body, min(body + 6, len(page.roles))):
        if page.roles[k] == "item" or page.distance(body, k) > 2500:
            return
        if page.h1[k] is None:
            continue
        if page.h1[k] == 1:
            yield "first_heading"
            head = page.paragraphs[k].head[:40]
            if _DONE.search(head):
                yield "first_year" if _YEAR_SECTION.search(head) else "first_section"
            elif _PLAN.search(head):
                yield "plan_section"
        return


def _preceding(page: Page, i: int) -> Iterator[str]:
    """Features of what stands before paragraph i."""
    if i == 0:
        return
    before, kind = page.paragraphs[i - 1], page.roles[i - 1]
    if page.paragraphs[i].blanks > page.usual_blanks:
        yield "blanks"
    if residue(before) >= 2 or _SEPARATOR.fullmatch(before.head):
        yield "separator"
    if _CLOSING.search(before.tail):
        yield "closing"
    if not page.paragraphs[i].sure:
        yield "unfinished"
    end = before.tail[-1]
    heading = (kind in ("h1", "part") and before.length <= 50 and end not in "。；！") or (
        kind == "item" and before.length <= 45 and end not in "；！"
    )
    if heading:
        yield "after_heading"
    elif kind in ("prose", "title") and before.length <= 40 and end not in "。；！：" and _PLAN.search(before.head):
        yield "under_plan"
    for k in range(i - 1, max(-1, i - 60), -1):
        if page.roles[k] in ("h1", "part", "title"):
            if _PLAN.search(page.paragraphs[k].head[:40]):
                yield "after_plan"
            return


def _change(page: Page, i: int) -> Iterator[str]:
    """Whether the text speaks of another body from paragraph i on."""
    k = bisect_left(page.self_at, page.paragraphs[i].start)
    before, after = page.selves[max(0, k - _SELF_WINDOW) : k], page.selves[k : k + _SELF_WINDOW]
    if len(before) < 4 or len(after) < 4:
        return
    a, b = Counter(before), Counter(after)
    same = sum(min(a[name] / len(before), b[name] / len(after)) for name in a)
    if same < 0.35:
        yield "new_self"
    elif same > 0.7:
        yield "same_self"


def features(page: Page, place: Candidate, last: State, restart: int | None) -> tuple[str, ...]:
    """All features of a candidate, given the report that began last and the restart that it would explain."""
    names = list(place.features)
    i = place.index
    distance = page.distance(last.index, i)
    if restart is not None:
        names.append("restart_far" if page.distance(place.body, restart) > 1500 else "restart")
    if distance < 250:
        names.append("short")
    elif distance < 800:
        names.append("brief")
    if distance < 1200 and not any(page.roles[k] in ("h1", "item", "part") for k in range(last.index + 1, i)):
        names.append("prologue")
    if last.planned:
        return tuple(name for name in names if name not in ("opening_planned", "plan_section"))
    year = _year(page, i)
    if year is not None and last.year is not None:
        after = year - last.year
        names.append("year_next" if after == 1 else "year_same" if after <= 0 else "year_other")
        if after > 0 and not _UNIT_AT_WORK & set(names):
            names.append("next_bare")
    if "title" not in names and _plan_part(page, place, last):
        names.append("plan_part")
    return tuple(names)


def _year(page: Page, index: int) -> int | None:
    """The year that a report's first paragraphs look back at: the first they name."""
    named = years("".join(p.head for p in page.paragraphs[index : index + 3]))
    return named[0] if named else None


def _plan_part(page: Page, place: Candidate, last: State) -> bool:
    """Whether a heading of plans stands at the place, so that the plans of the same report begin."""
    restart = page.restart[place.index]
    stop = place.body if restart is None else min(restart, place.body + 3)
    return any(
        page.roles[k] in ("title", "part") and _plan_only(page.paragraphs[k].head)
        for k in range(max(last.index + 1, place.index - 2), stop + 1)
    )
