"""The places where a report may begin, and what the text at and around each says, whatever report is before it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kg.reading.cues import YEAR, opening, residue, title_unit
from kg.reading.split_page import HEADS, Page

__all__ = ["Candidate", "candidate", "plan_only"]

_SELF_WINDOW = 14
_CLOSING = re.compile(
    r"(?:奋斗|迈进|力量|新?贡献|新篇章?|新局面|谢谢大家?|审示|指正|特此报告|以上报告)[。！!.]?$"
    r"|20\d\d年\d{1,2}月\d{1,2}日$"
)
_PLAN = re.compile(r"计划|打算|思路|谋划|安排|下一?步|明年|今后|总体要求|指导思想|目标任务|工作目标|工作重点|要点|任务")
_DONE = re.compile(r"总结|回顾|情况|成效|进展|开展|完成|做法|措施|亮点|基本")
_REPORTS = re.compile(r"总结|回顾|情况|汇报|报告")
_SECTION = re.compile(r"(?:总结|回顾|情况|成效|进展|做法|措施|亮点|工作)[。.]?$")
_ACCOUNT = re.compile(rf"{_DONE.pattern}|{_SECTION.pattern}|{YEAR}年|今年|一年")
_YEAR_SECTION = re.compile(rf"(?:{YEAR}年|今年|上半年|全年|年度).{{0,12}}(?:总结|回顾|情况|成效|进展|汇报)")
_SEPARATOR = re.compile(r"[*=_~#\-—－·.•◆★☆]{3,}")
_ADDRESS = re.compile(r"各位[^，。；：！]{2,12}[！!，,]?|同志们[！!，,]?")
_ATTACHED = re.compile(r"附[件表录]?[\d一二三四五六七八九十]{0,2}[：:]?")
_SAME = 4
_GREETINGS = ("各位代表：", "各位代表:", "各位委员：", "同志们：")
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
    over = start == "h1" and page.paragraphs[i].length <= 40 and _ACCOUNT.search(page.paragraphs[i].head)
    text = body + 1 if over and body + 1 < len(roles) else body
    found = opening(_sentence(page, text)) if roles[text] == "prose" else ()
    if body == i and start == "prose" and not found and not _before_restart(page, i):
        return None
    if not titles and body > i and not (_OPENED & set(found) or "greeting" in names):
        return None
    names.extend(found)
    planned = plan_only("".join(titles)) if titles else "opening_planned" in found
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
    if len(titles) == 2 and start == "title" and title_unit(first) is None and plan_only(first):
        return None  # the heading over the plans of the report before
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


def plan_only(title: str) -> bool:
    """Whether a title or heading announces plans and no account of work."""
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
    if _ADDRESS.fullmatch(before.head):
        yield "addressed"
    if any(_ATTACHED.fullmatch(p.head) for p in page.paragraphs[max(0, i - 2) : i + 1]):
        yield "attached"
    if kind == "prose" and before.head[:_SAME] == page.paragraphs[i].head[:_SAME]:
        yield "parallel"
    end = before.tail[-1]
    topic = kind == "prose" and before.length <= 20 and before.head.startswith("关于") and end not in "。；！："
    section = kind == "title" and title_unit(before.head) is None and _SECTION.search(before.head)
    heading = (
        topic
        or bool(section)
        or (kind in ("h1", "part") and before.length <= 50 and end not in "。；！")
        or (kind == "item" and before.length <= 45 and end not in "；！")
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
