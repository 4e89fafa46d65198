"""The key of an initiative's name: two names with one key are one initiative, whatever other reports say.

The key goes beyond the normal form (kg.resolution.names) by what was found not to tell initiatives apart: an empty
head noun (机制, 建设, of a proper name also 行动, 工程), joining words, a period at the end, and whether the verb
stands first or last. It is a function of the name alone, so joining by it depends neither on the order nor on the
number of reports.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from kg.datatables import read_table
from kg.errors import SchemaError
from kg.resolution.divisions import load_divisions
from kg.resolution.identity.levels import is_title, level_first
from kg.resolution.identity.words import drive_word, is_common, word_classes
from kg.resolution.names import edition_of, fold, normal_form
from kg.resources import resource

__all__ = ["HEADS", "ends_in_act", "has_full_form", "identity_key", "is_place", "is_proper"]

HEADS = ("建设", "创建", "机制", "制度", "模式", "品牌", "工作法", "项目", "政策", "评选", "评比", "工作", "活动")
"""Head nouns that say only that the thing is an initiative."""
PROPER_HEADS = ("专项行动", "行动计划", "行动", "工程", "计划", "体系", "主题活动", "组合拳")
"""Head nouns that say no more after a name of its own (千企升级), and do after a description (乡村建设)."""

_STANDING = ("机制", "制度", "模式")
_PERIOD = re.compile(r"(?<=[\u4e00-\u9fff]{3})(?:20\d\d)(?:至|到)?(?:20\d\d)?(?:年度?)?$")
_BATCH = re.compile(r"^(?:首[届批]|新一[届批]|第[\d一二三四五六七八九十]+批次?)(?=.{4})")
# The fifth title in a row (五连冠) is the title.
_BUILDING = "用地|工程|项目|银行|单位|兵团|系统|规划|标准|资金|领域|市场|[局厅口]"  # 建设用地 is land
_ORDERS = (
    (re.compile(r"(城市|县城|县|区)试点$"), r"试点\1"),
    (re.compile(r"试点示范(?=.{0,3}$)"), "示范试点"),
    (re.compile(r"(?<=.{3})(?:建设|创建|服务|工作)(?=(?:示范|试点|先进|模范|评价)(?!工程|项目))"), ""),
    (re.compile(r"(?<=试点)(?:地区|单位)$"), ""),
    (re.compile(r"(?<=管理)(?:体制|办法)$"), ""),
    (re.compile(r"^改革(.{2,}制度)$"), r"\1改革"),
    (re.compile(r"(?<=.{4})(?:县市区?|县区市?|区县市?|市县区?|区市县)(?=(?:创建|建设)?$)"), "县"),
    (re.compile(r"^(.{3,})常态化(?:推进|开展|机制)?$"), r"常态化\1"),
    (re.compile(rf"^(?:建设|打造)(?!{_BUILDING})(?=.{{4}})(?!.*[设造]$)"), ""),
    (re.compile(r"(?<=.{4})[\d一二三四五六七八九十两]+连冠$"), ""),
    (re.compile(r"(?<=.{3})争创$"), "创建"),
    (re.compile(r"(?<=.{3})(?<!治安)综合(?=(?:整治|治理|改革|提升|监管|防治)(?:行动|工程|计划)?$)"), ""),
    (re.compile(r"(?<=.{2})(?:突出)?问题(?=(?:专项|集中)?(?:排查|整治|治理|整改|清理|打击|化解))"), ""),
    (re.compile(r"(?<=.{3})领域(?=.{2})"), ""),
    (re.compile(r"(?<=.{3})(制|监管|审批|采购)改革$"), r"\1"),
)
_OWN = re.compile(r"^(?:[全我本][市县区镇乡州旗]|全街道)(?=.{4})(?!.{0,2}域)")
_JOINT = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?:(?<![参给])与|暨|(?<!目)的(?!哥|士)|(?<![共维饱缓温调祥平])和(?![谐美平田解睦县顺合风龙硕静政布林]))(?=.{2})"
)
_VERB = (
    r"(?:打击整治|打击治理|清理整治|清理整顿|排查整治|排查治理|排查化解|隐患排查|大排查|大整治|大检查|大清查|整治|治理|排查|检查|清理"
    r"|清查|打击|整顿|整改|纠治|化解|攻坚|执法|督查|巡查|稽查|摸排|普查|查处|取缔|提升|改造|培育|优化|升级|倍增|壮大|促进|保护|振兴|突破"
    r"|提质增效|增效|提质|扩面|提振|培优|赋能|巩固|推广|补短板|强基|清零|清剿|提档|防控|防治|修复|帮扶|纾困|扩容|增收|共建|保障)"
)
_AFTER_VERB = re.compile(rf"(?<=.{{2}})(?P<verb>{_VERB})(?:专项)?(?:行动计划|行动|斗争|活动|工作|工程|计划)$")
_SPECIAL = re.compile(rf"(?<=.{{2}})专项(?={_VERB}$|斗争$|行动$)")
_YEARS = re.compile(rf"(?P<verb>{_VERB})(?P<years>[一两三四五]年)行动$")
_STRUGGLE = re.compile(r"(?<=.{2})(?:攻坚行动|攻坚战|专项攻坚)$")
_FIRST = re.compile(
    r"^(?P<verb>打击整治|打击治理|清理整治|清理整顿|排查整治|排查化解|整治|治理|打击|清理|排查|整顿|纠治|化解|查处|取缔|优化|提升"
    r"|改造|清查|规范|保护|培育|促进|推广|修复|防治|清偿)"
    r"(?=.{3})(?!.*(?P=verb))"
)
# 制 that belongs to another word.
_SYSTEM = re.compile(r"(?<=.{4})(?<![机体编控研管限定监强抑])制$")
# 十百千, 333: too little to be a name by itself.
_FORMULA = re.compile(r"[\d零一二三四五六七八九十百千万亿两双+]+")
_LOCAL = re.compile(
    r"^(?:平安|法治|清廉|健康|数字|智慧|美丽|文明|幸福|诚信|信用|绿色|品质|书香|和谐|宜居|活力|食安|大美|无废)"
)


def is_place(text: str) -> bool:
    """Whether an official division is called so, in full or short (folded text)."""
    return len(text) > 1 and bool(load_divisions().named(text))


@lru_cache(maxsize=1 << 16)
def identity_key(name: str) -> str:
    """The key of the name. Names whose keys are equal are one initiative (rules "normal-form" and "canonical").

    >>> identity_key("“千企升级”行动") == identity_key("千企升级专项行动")
    True
    >>> identity_key("乡村建设行动") == identity_key("乡村建设")
    False
    """
    if edition := edition_of(name):
        which, event = edition
        return f"第{which}届{_key(event)}"
    return _key(normal_form(name))


def _key(form: str) -> str:
    text = _PERIOD.sub("", form)
    if is_title(text):  # the second batch of an education campaign is a part of it
        text = _BATCH.sub("", text)
    text = _short(_OWN.sub("", text))
    if len(text) > 6:
        text = _JOINT.sub("", text)
    for pattern, instead in _ORDERS:
        text = pattern.sub(instead, text)
    text = _drive(_without_head(_drive(level_first(text))))
    moved = _FIRST.match(text)
    if moved:
        text = text[moved.end() :] + moved["verb"]
    return text


@cache
def _abbreviations() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Full forms that schema/thesaurus/abbreviations.tsv shortens. Raises SchemaError with a malformed row's line."""
    path = resource("schema", "thesaurus", "abbreviations.tsv")
    short: dict[str, str] = {}
    for number, (brief, fulls) in read_table(path, ("short", "full")):
        if not brief or not fulls:
            what = "a row needs a short form and full ones"
            raise SchemaError(what, where=f"{path}:{number}", todo="correct the row")
        short |= {fold(full): fold(brief) for full in fulls.split("|")}
    return re.compile("|".join(sorted(short, key=len, reverse=True))), short


def has_full_form(text: str) -> bool:
    """Whether the text holds a full form that is also written short, or its short form (生态环境保护, 环保)."""
    pattern, short = _abbreviations()
    return bool(pattern.search(text)) or any(one in text for one in set(short.values()))


def _short(text: str) -> str:
    """Each full form in its short one: 自由贸易试验区, 自贸试验区 → 自贸区."""
    pattern, short = _abbreviations()
    return pattern.sub(lambda match: short[match[0]], text)


def _drive(text: str) -> str:
    """One way to write the end of a drive: X专项整治行动, X整治专项行动, X整治行动 → X整治; X攻坚战 → X攻坚."""
    if text.endswith("专项"):  # the normal form of 专项活动
        text += "行动"
    text = _YEARS.sub(r"\g<years>\g<verb>", text)
    text = _STRUGGLE.sub("攻坚", text)
    text = _AFTER_VERB.sub(r"\g<verb>", text)
    return _SPECIAL.sub("", text)


def _without_head(text: str) -> str:
    for _ in range(3):
        rest = _SYSTEM.sub("", _cut(text))
        if rest == text:
            return text
        text = rest
    return text


def _cut(text: str) -> str:
    for head in HEADS:
        rest = text.removesuffix(head)
        if rest == text:
            continue
        if head in _STANDING and is_common(rest):
            if drive_word(rest) or rest.endswith("长效"):
                return text  # 联合执法机制 stands, 联合执法行动 is a drive
            if len(rest) == 4 and word_classes().get(rest[2:]) == "noun":
                return rest + "制度"  # 城镇住房制度 is not 城镇住房
        if head == "项目" and rest[-1:] in ("", "强", "榜"):
            return text  # projects of the 500 largest companies are not the companies
        if len(rest) >= 4 or (len(rest) == 3 and head in ("建设", "创建")):
            return rest
        return rest + "制" if head == "制度" and len(rest) > 1 else text  # 河长制度, 河长制
    for head in PROPER_HEADS:
        rest = text.removesuffix(head)
        if rest != text:
            if len(rest) > 2 and is_proper(rest):
                return rest
            return rest + ("行动" if head == "计划" and len(rest) >= _LONG else _PLAINER.get(head, head))
    return text


_ACT = re.compile(rf"{_VERB}$")


def ends_in_act(text: str) -> bool:
    """Whether the key ends in what is done (改造, 提升), so that 行动, 工程 or 计划 after it says no more."""
    return bool(_ACT.search(text))


_PLAINER = {"专项行动": "行动", "行动计划": "行动", "主题活动": ""}
# What is planned at such length is a scheme, called 计划 or 行动计划; an 采购计划 is a list.
_LONG = 6


@lru_cache(maxsize=1 << 16)
def is_proper(text: str) -> bool:
    """Whether it names: not a description in common words, and more than an adjective before a place (健康泸州)."""
    local = _LOCAL.match(text)
    if local and (is_place(text[local.end() :]) or len(text) - local.end() < 3):
        return False
    return not is_common(text) and not is_place(text) and not _FORMULA.fullmatch(text)
