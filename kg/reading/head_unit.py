"""The reporting unit as the text writes it: from title, opening, signature and, where these are silent, the body."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kg.reading.cues import ORGAN, YEAR, opening, title_unit
from kg.reading.head_said import Passage, Said

__all__ = ["SELF", "UnitFound", "area_only", "find_unit", "is_placed"]

_TIME = rf"(?:今年(?:以来|来)?|{YEAR}年?(?:度)?(?:以来|来)?|一年来|近年来|过去一年|上半年)"
_VERB = (
    r"(?:在|坚持|紧紧围绕|紧扣|围绕|以|认真|深入|始终|全面|团结|按照|聚焦|不断|立足|切实|扎实|牢记|积极"
    r"|全力|严格|坚决|锚定|深学|忠实|自觉|将|位于|紧密|统筹|主动"
    r"|[党D]组|[党D]委|高举|着力|大力|充分|持续|根据|结合|学习|以下|把|强化|突出|努力|较好|继续|对标"
    r"|贯彻|落实|是)"
)
_NAME = rf"[^，。、；：！？,;:“”《》\s]{{0,28}}?{ORGAN}(?:[（(][^）)]{{2,14}}[）)])?"
_SPOKESMAN = (
    re.compile(r"我.{0,4}代表([^，。、；：！？,;:“”《》]{0,16}?(?:政府|行署|公署|国务院|常委会|委员会|法院|检察院))"),
    re.compile(r"受([^，。、；：！？,;:“”《》]{0,16}?(?:人民政府|政府|行署|公署|常委会))的?委托"),
)
_ACTING = (
    *_SPOKESMAN,
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
SELF = re.compile(r"[全我](市|县|区|省|州|盟|旗|镇|乡|村|社区|街道|局|委|办|中心|院|校|所|站|场|馆|厅|公司|集团)")

_BODY_ACTING = re.compile(
    r"(?<=[。，,、；;])([省市县区][\u4e00-\u9fff]{1,6}?(?:办|局|委|中心))"
    r"(?=印发|下发|组织|完成|联合|起草|做好|牵头|多次|坚持)"
)
_MASK = r"[*×xX某]"
_PLACE = rf"(?:{_MASK}{{1,4}}|[\u4e00-\u9fff]{{2,6}})"
_GENERIC = re.compile(rf"{_MASK}*[省市县区旗州盟镇乡]?")


@dataclass(frozen=True, slots=True)
class UnitFound:
    """The unit's name, the name it acts under in the opening (县数管局), which may show its level, and their places."""

    name: str | None
    acting: str | None = None
    said: Said | None = None
    acting_said: Said | None = None


def find_unit(title: str | None, first: str, flat: str, signed: Sequence[str] = (), sure: bool = False) -> UnitFound:
    """The title's unit if that names its place, else the one at work in the opening, else the body's.

    An abbreviation does not win over the full name: of 数据资源管理局 in the title and 县数管局 in the opening it is
    the title's, and a signature (青岚区人民政府) completes what the opening writes (区人民政府).

    first: the first paragraphs. flat: the report without white space. signed: the units that sign it, at its head or
    foot; sure: whether a date stands beside them, so that they count without the text's support.
    """
    titled = _clean(title_unit(title)) if title else None
    if titled and is_placed(titled) and not area_only(titled):
        return UnitFound(titled, said=Said("title", titled))
    acting = _acting(first, titled)
    if title and acting and (whole := _in_title(acting, title)):
        whole = titled if titled and titled.startswith(whole) else whole
        return UnitFound(whole, acting, Said("title", whole), Said("opening", acting))
    passage: Passage = "opening"
    if acting is None:
        found = _SPOKESMAN[0].search(flat)
        acting, passage = found.group(1) if found else None, "body"
    for name in (acting, titled):
        full = next((whole for whole in signed if name and _completes(whole, name)), None)
        if full:
            return UnitFound(full, acting, Said("byline", full), Said(passage, acting or ""))
    if acting is None and signed and sure:
        return UnitFound(signed[0], said=Said("byline", signed[0]))
    acting = acting or _from_body(flat, titled)
    at_work = Said(passage, acting or "")
    if titled and (not acting or (not area_only(titled) and _abbreviates(acting, titled))):
        return UnitFound(titled, acting, Said("title", titled), at_work)
    return UnitFound(acting, acting, at_work, at_work)


def _in_title(name: str, title: str) -> str | None:
    """The name with its place, as a title begins with it: 岚湖县人民政府 where the opening has 县人民政府."""
    found = re.match(rf"({_PLACE}{re.escape(name)})(?:[（(][^）)]{{2,16}}{ORGAN}[）)])?", title)
    return found.group() if found and is_placed(found.group(1)) else None


def _within(short: str, full: str) -> bool:
    """Whether a name's characters stand in another name in their order, ending on the same one."""
    letters = iter(full)
    return short[-1:] == full[-1:] and all(letter in letters for letter in short)


def _abbreviates(name: str, titled: str) -> bool:
    """Whether a name without 县, *区 before it is a short form of the title's."""
    core = _GENERIC.sub("", name, count=1)
    return bool(core) and len(core) < len(titled) and _within(core, titled)


def _completes(full: str, name: str) -> bool:
    return len(full) > len(name) and _within(name, full)


def _clean(name: str | None) -> str | None:
    if not name:
        return None
    name = re.sub(rf"^(?:关于)?|{YEAR}年.*$|(?:关于|的)$", "", name)
    return name.split("、")[-1] or None


def is_placed(name: str) -> bool:
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


def area_only(name: str) -> bool:
    """Whether a name is that of an area of county level or above and no organisation: 青岚区."""
    return bool(re.fullmatch(rf"(?:{_MASK}+|[\u4e00-\u9fff]{{1,6}})(?:省|市|县|区|州|旗|盟)", name))


def _acting(first: str, titled: str | None) -> str | None:
    opened = bool(
        set(opening(first)) & {"opening_led", "opening_reported", "opening_time", "opening_assembly", "opening_past"}
    )
    for pattern in _ACTING if opened or titled else _ACTING[:-1]:
        for found in pattern.finditer(first):
            name = found.group(1)
            if area_only(name) and titled and not area_only(titled):
                continue  # 青石县 is where 民政局 works
            if not _NO_NAME.match(name) and not (area_only(name) and titled is None and len(name) < 3):
                return name
    return None


def _from_body(flat: str, titled: str | None) -> str | None:
    """The unit of a text without a head: what 我局, 我镇 stands for, or who acts most often."""
    selves = Counter(found.group(1) for found in SELF.finditer(flat))
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
