"""What headings look like in a report, and what their words say about the part that they open.

Grammar only: numbering styles, the words of titles, and the openings of sentences that change the part where there is
no heading. The tree is built in sections.py. Guidelines followed: "planned for the future (in a plan section …)",
"problem (a shortfall)", and the report head's "summary … also when it ends in a plan".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

__all__ = ["BARE", "Heading", "Part", "headings", "opened_part", "title_part", "year_of"]

Part = Literal["intro", "result", "problem", "plan", "closing"]

# Ranks of the numbering styles, outermost first. BARE: a short line without number that is a heading by its form.
BARE = 3
_RANK = {"part": 1, "boxed": 1, "h1": 2, "h2": 4, "h3": 5, "h4": 6, "circled": 7, "dash": 7, "ordinal": 8}

_CN = "[一二三四五六七八九十]"
_HEAD = re.compile(
    rf"(?:(?:^|(?<=\n))(?:(?P<part>第{_CN}{{1,2}}部分|[上中下]篇)"
    rf"|(?P<h1>{_CN}{{1,3}})[、.．](?!{_CN}[、，])|(?P<dash>[—―]{{1,3}}|[·•●▪◆■])(?!2))"
    rf"|(?:^|(?<=[\n。；：！？]))(?:（(?P<h2>{_CN}{{1,3}})）[、.]?|(?P<h3>\d{{1,2}})[、.．](?![\dxX×*])"
    rf"|（(?P<h4>\d{{1,2}})）[、.]?|(?P<circled>[①-⑳]))"
    rf"|(?:^|(?<=[\n。！]))【(?P<boxed>[^】\n]{{2,20}})】"
    rf"|(?:^|(?<=[\n。；：！？，、]))(?P<ordinal>{_CN}{{1,2}})(?:是(?!否)|要(?!素|求|件|点))"
    rf"|(?:^|(?<=\n))(?P<bare>[^\n。；，：！？]{{4,36}})(?=\n))"
)
_TITLE_END = re.compile(r"[。\n；：，]|[！？]")
_NUMERALS = {ch: i for i, ch in enumerate("零一二三四五六七八九十")}

_YEAR = re.compile(r"(20[0-4]\d)(?=年|-)")
_LOOKED_BACK = re.compile(
    r"(20[0-4]\d)年?(?:度|全年|上半年)?[^。，；\n0-9]{0,10}(?:总结|回顾|(?:完成|开展|工作|进展)情况|成效)"
)
# Titles of plans. 完成情况, 落实情况 … after such a word make it a result again (2022年工作计划完成情况).
_PLAN = re.compile(
    r"计划|打算|谋划|思路|设想|展望|工作安排|工作部署|(?:目标|重点)任务|(?:努力|工作|主攻)方向|工作要点"
    r"|总体(?:要求|目标|安排)|(?:主要|预期|发展|工作)目标|下一?步|下阶段|下一阶段|明年|来年|下一?年度?"
    r"|下半年(?!.{0,4}(?:总结|完成))|今后|新的一年|改进(?:措施|方向)|推进(?:措施|举措)|重点工作$|工作举措$"
    r"|工作的?(?:意见)?建议|意见建议"
)
_STRONG_PLAN = re.compile(
    r"^.{0,6}下一?步|^.{0,6}下阶段|^.{0,4}(?:下一阶段|明年|来年|今后)|^.{0,3}下半年"
    r"|工作(?:计划|打算|思路|谋划|安排|设想)(?:$|（|：)|^(?:工作)?(?:打算|计划|思路)$"
    r"|年.{0,6}(?:目标任务|主要目标|总体要求|预期目标)"
)
_BOTH = re.compile(
    r"(?:总结|情况|回顾|汇报|完成).{0,6}[和及与暨、].{0,30}(?:计划|打算|安排|思路|谋划|要点|任务|设想)|报告$"
)
_RESULT = re.compile(
    r"总结|回顾|完成(?:情况)?|开展情况|进展|成效|成绩|亮点|做法|经验|落实情况|工作情况|基本情况|主要工作$"
    r"|已开展|取得|实施情况|运行情况|成果|特色工作|主要(?:特点|措施)"
)
_PROBLEM = re.compile(
    r"(?:问题|困难|不足|差距|短板|薄弱环节|挑战|制约因素|弱项)(?:弱项|不回避|和|与|及|、|以及|建议|短板|困难|不足"
    r"|原因|分析|之处|差距|挑战|打算|下|（|$|工作|的)|存在.{0,8}(?:问题|困难|不足|短板)|^不足|^困难"
)
_SOLVED = re.compile(r"整改|解决|化解|办理|查摆|销号|补齐|补短板|问题线索|克服|处置|破解|根除|消除|排查|问题导向")
_CLOSING = re.compile(r"(?:各位|同志们|让我们|征程|蓝图已)[^。]{0,60}(?:让我们|奋斗|努力|！)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: where it starts, its style's rank, its number (0: none) and its title text[start:end]."""

    start: int
    end: int
    rank: int
    number: int
    inline: bool

    @property
    def top(self) -> bool:
        """Whether it is of the outermost two styles (第X部分, 一、)."""
        return self.rank <= 2


def _number(numeral: str) -> int:
    if numeral.isdecimal():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return _NUMERALS.get(ones, 0) if len(ones) == 1 else 0
    return (_NUMERALS.get(tens, 1) if tens else 1) * 10 + (_NUMERALS.get(ones, 0) if ones else 0)


def headings(text: str) -> Iterator[Heading]:
    """The headings of an analysis text in order, run-in ones and 一是/二是 too.

    A title ends at the first punctuation: a run-in heading (（一）大力开展…。 and more on the line) has its first
    clause.
    """
    for match in _HEAD.finditer(text):
        style = match.lastgroup or "bare"
        start = match.start()
        if style == "bare":
            yield Heading(start, match.end(), BARE, 0, False)
            continue
        end = _TITLE_END.search(text, match.end(), match.end() + 60)
        yield Heading(
            start, end.start() if end else min(len(text), match.end() + 60), _RANK[style],
            _number(match[style]) if style in {"h1", "h2", "h3", "h4", "ordinal"} else 0,
            start > 0 and text[start - 1] != "\n",
        )  # fmt: skip


def year_of(text: str) -> int | None:
    """The year that a report looks back on: that of 2023年工作回顾, else the earlier of the first two that it names."""
    found = _LOOKED_BACK.search(text)
    if found:
        return int(found[1])
    named = years_of(text[:400])
    return min(named[:2]) if named else None


def years_of(text: str) -> list[int]:
    """The years named in a text, in order."""
    return [int(year) for year in _YEAR.findall(text)]


def title_part(title: str, year: int | None, rank: int) -> Part | None:
    """Which part a title opens, None where its words do not say.

    Args:
        title: the heading's text.
        year: the year that the report looks back on, where it is known.
        rank: of the heading's style; from BARE on, a plan must be said to be one (雨露计划 is no plan of work).
    """
    plan, result = _PLAN.search(title), _RESULT.search(title)
    if plan and result and _BOTH.search(title):
        return None  # the report's own title
    problem = _PROBLEM.search(title)
    if problem and not _SOLVED.search(title):
        return "problem"
    named = years_of(title)
    later = bool(named) and year is not None and max(named) > year
    earlier = bool(named) and year is not None and max(named) <= year
    if rank >= BARE:
        if result and not plan:
            return "result" if named else None
        return "plan" if (later or _STRONG_PLAN.search(title)) and not (result and not later) else None
    if result and not later and (not plan or result.start() > plan.start()):
        return "result"
    if later:
        return "result" if _LOOKED_BACK.search(title) and not plan else "plan"
    return "plan" if plan and not (earlier and result) else None


_LACK = "(?:问题|差距|不足|困难|短板|挑战|弱项)"
_OPEN_PROBLEM = re.compile(
    # 在总结成绩的同时，我们也清醒地看到…不足
    rf"[^。\n！]{{0,46}}?(?:(?:(?:清醒|深刻|充分|客观|冷静|坦诚|也)[^。\n，]{{0,6}}(?:认识|看到|意识|发现)|深知|清醒)"
    rf"[^。\n]{{0,40}}?(?:{_LACK}|压力)"
    # 工作中还存在…问题
    rf"|(?:还|仍|也|依然|尚|但|同时|主要|目前|中)[^。\n，；]{{0,4}}(?:存在|面临)[^。\n，；]{{0,14}}?{_LACK}"
    rf"|(?:还有|有)(?:不少|一些|一定|许多|很多|较大|诸多)(?:的)?{_LACK}"
    rf"|(?:要|也|更)看到(?:差距|不足|问题|短板)|(?:问题|不足|短板|困难)(?:也)?(?:不容|不能|不可)(?:忽视|回避))"
    rf"|(?:主要)?(?:存在)?(?:的)?(?:问题|不足|困难|短板|不足之处)(?:主要)?(?:有|是|：)"
)
_OPEN_PLAN = re.compile(
    r"(?:下一步|下阶段|下一阶段|今后|明年|来年|下一?年度?|新的一年|接下来|下半年(?![^。\n]{0,12}(?:完成|已|共|累计)))"
    r"[^。\n]{0,10}?(?:，|我|将|要|工作|里|：|重点|中)"
    r"|(?P<year>20[0-4]\d)年?(?:度)?[^。\n]{0,60}?(?:将|要(?!求|素|点|件)|计划|打算|力争|拟|重点(?:做好|抓好|工作)"
    r"|是.{2,40}(?:之年|一年|年份)|继续|进一步|目标)"
)


def opened_part(sentence: str, year: int | None) -> Part | None:
    """Which part a sentence opens by its beginning, where no heading does; None for most sentences."""
    plan = _OPEN_PLAN.match(sentence)
    if plan:
        named = plan["year"]
        if named is None or (year is not None and int(named) > year):
            return "plan"
    if _OPEN_PROBLEM.match(sentence) and not _SOLVED.search(sentence[:60]):
        return "problem"
    return "closing" if _CLOSING.match(sentence) else None
