"""Which indicator a figure's name means: its normal form, read with the measure and the report's own place.

低保保障户数, 保障低保户 and 低保保障, all in 户, are one; 城乡低保户数 says another scope and stays apart, as does
新增低保.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg.resolution.baseunits import load_base_units
from kg.resolution.ids import make_id
from kg.resolution.names import fold
from kg.resolution.places import Area

__all__ = ["indicator_form", "indicator_id", "own_words"]

_NUMBERED = re.compile(r"^\s*(?:[①-⑳⑴-⒇]|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[.、．)）](?=\D))+\s*")
_YEAR = re.compile(
    r"^(?:(?:19|20)\d\d年(?:度|末|底)?|全年|年内|今年|当年|截至目前|截至年底|目前|现已|已经|预计|力争|确保)+(?=.{2})"
)
# What statistics count by name: before and behind these 完成 and 实现 say no more than that it was so.
_STATISTIC = re.compile(
    r"(?:总额|总值|总产值|产值|产量|增加值|销售额|营收|营业收入|收入|支出|贷款|税收|利润|吞吐量|面积|固定资产投资|进出口|就业)(?:增长)?$"
)
_DONE = re.compile(r"^(?:预计|全面|累计)?(?P<verb>完成|实现|达到|达成)(?=.{2})")
_DONE_END = re.compile(r"(?<=.{4})(?:完成|达到|达|实现)$")
_GROWTH = re.compile(
    r"(?:按?可比(?:价格?|口径)|同口径|同比|比上年|较上年|比去年|较去年|比上一年|较上一年)*(?:增长率|增长|增速|增幅)$"
)
_WORDS = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        (r"规模(?:以上)?(?=工业|服务业|企业|文化)", "规上"),
        (r"gdp", "地区生产总值"),
        (r"^(?:全社会)?生产总值", "地区生产总值"),
        (r"社消零总?额?|社零总?额|社会消费品零售额", "社会消费品零售总额"),
        (r"第?([一二三])产业?(?=增|投|比|占|固|结|$)", r"第\1产业"),
        (r"常住居民", "居民"),
        (r"研发经费(?:投入|支出)", "研发投入"),
        (r"外贸进出口", "进出口"),
        (r"实际使用外资", "实际利用外资"),
        (r"粮食播面", "粮食播种面积"),
        (r"(?:技术改造|技改)投资", "技改投资"),
        (r"停车泊位", "停车位"),
        (r"国家级(?!以)", "国家"),
        (r"省级(?!以)", "省"),
        (r"(?<![饱温缓共祥亲总调融谦中])和(?![平谐美睦县田顺静龙政])(?=[\u4e00-\u9fff]{2})", ""),
        (r"(?<=[\u4e00-\u9fff]{2})(?:以及|及(?![格时早第其物]))(?=[\u4e00-\u9fff]{2})", ""),
    )
)
# Tails that the measure says again: 户数 in 户, 人数 in 人. (Base units: 名 is 人, 亩 is 平方米.)
_TAILS = {
    "户": ("总户数", "户数"), "人": ("总人数", "人数"), "人次": ("人次数", "人次", "人数"), "家": ("家数",),
    "次": ("次数",), "场": ("场次", "场数"), "场次": ("场次",), "件": ("件数",), "起": ("起数",), "个": ("个数",),
    "亩次": (), "辆": ("辆数",), "份": ("份数",), "台": ("台数",), "吨": (), "处": ("处数",), "项": ("项数",),
}  # fmt: skip
_COUNTED = re.compile(r"(?<=.{2})(?:总数量|数量|总数)$")
# 新增上市公司总数 is how many there are after the new ones: not their number.
_CHANGE = re.compile(r"^(?:新|净增|增)|增长|增加")
_AREA = re.compile(
    r"(?<=.{3})(?<!总)(?<!建筑)(?<!用地)(?<!占地)(?<!绿化)(?<!绿地)(?<!营业)(?<!辖区)(?<!使用)(?<!销售)面积$"
)
_BENEFIT = re.compile(r"((?:城乡|城市|农村|城镇)?(?:低保|五保|特困|低保边缘|低收入))(?:户|家庭|对象|人员|群众)$")
_VERBS = """
综合治理 综合整治 专项整治 适老化改造 无障碍改造 人工造林 提质改造 改造提升 新改扩建 改扩建 扩建
新建 建设 改造 改建 修缮 维修 治理 整治 修复 保障 发放 兑现 培训 救助 慰问 排查 检查 检测
监测 登记 接种 签约 普查 安置 转移 收缴 查处 办理 办结 审结 化解 调解 出栏 养殖 种植 播种
造林 流转 认定 命名 评定 开工建设 新开工 开工 竣工 投产 投放 加装 落地 贯通 引进 培育 打造
拆除 清理 新增 净增 取消 注销 入库
"""
_VERB = "|".join(sorted(_VERBS.split(), key=lambda verb: (-len(verb), verb)))
_BEGINS = re.compile(rf"(?:{_VERB}|完成|实施|开展|推进|启动|组织|累计|共)")
_ENDS = re.compile(rf"(?<=[\u4e00-\u9fff]{{2}})(?P<verb>{_VERB})$")
_MORE_INSIDE = re.compile(r"^(?P<scope>城镇|农村|城乡|城市|全社会)(?P<verb>新增|净增)(?=.{2})")
_LEVEL_ENDS = {"province": "省区", "city": "市州盟", "county": "县市区旗", "township": "镇乡", "village": "村"}


def own_words(home: Area) -> str:
    """The characters that stand for the report's own area after 全 (全市 in a city's report): 市, 县 …; "" if unknown.

    全省 in a city's report is another area's figure and stays in the name.
    """
    end = home.name[-1:]
    return end if not home.placeholder and end in "省市州盟县区旗镇乡村" else _LEVEL_ENDS.get(home.level, "")


def indicator_form(name: str, measure: str = "", own: str = "") -> str:
    """What is left of an indicator's name; names that share it are one indicator. "" when nothing but punctuation is.

    measure: of the figure, which tells what a tail says again (户数 in 户). own: as own_words gives it.

    Taken off: enumerators, years, 全市 of the own area, 完成 and 实现 around what statistics count, and of growth in
    per cent the comparison (同比). Kept: 新增, 净增 and 累计 (a change or a running total is another figure), scopes
    (城乡, 农村), 全省. A verb goes in front: 老旧小区改造 is 改造老旧小区.

    >>> indicator_form("低保保障户数", "户"), indicator_form("保障低保户", "户")
    ('保障低保', '保障低保')
    >>> indicator_form("固定资产投资同比增速", "%"), indicator_form("完成一般公共预算收入", "元")
    ('固定资产投资增长', '一般公共预算收入')
    """
    return _form(name, load_base_units().unit(measure), own)


def indicator_id(form: str) -> str:
    """The id of the indicator of this form."""
    return make_id("ind", form)


@lru_cache(maxsize=1 << 16)
def _form(name: str, unit: str, own: str) -> str:
    folded = fold(_NUMBERED.sub("", name))
    text = folded
    if own:
        text = re.sub(rf"^(?:{_YEAR.pattern[1:]})?(?:全|我|本)[{own}](?:域)?(?=.{{2}})", "", text)
    text = _YEAR.sub("", text)
    for pattern, word in _WORDS:
        text = pattern.sub(word, text)
    if unit == "%":
        text = _GROWTH.sub("增长", text)
    else:
        text = _DONE_END.sub("", text) if _STATISTIC.search(_DONE_END.sub("", text)) else text
    text = _without_tail(text, unit)
    text = _MORE_INSIDE.sub(r"\g<verb>\g<scope>", text)
    done = _DONE.match(text)
    if done and unit == "%" and len(text) - done.end() < 5 and not text.endswith(("率", "增长")):
        text = text[done.end() :] + "完成率"
    elif done:  # 完成整改 in % is how much is done, 完成 before what statistics count is not
        known = _STATISTIC.search(text) or _ENDS.search(text[done.end() :])
        if text.endswith("增长") if unit == "%" else known:
            text = text[done.end() :]
    if (verb := _ENDS.search(text)) and not _BEGINS.match(text):
        text = verb["verb"] + text[: verb.start()]
    text = _BENEFIT.sub(r"\1", text) if unit in ("户", "人", "人次") else text
    return text or folded


def _without_tail(text: str, unit: str) -> str:
    for tail in _TAILS.get(unit, ()):
        if text.endswith(tail) and len(text) > len(tail) + 1:
            return text[: -len(tail)]
    if unit == "平方米":
        return _AREA.sub("", text)
    return _COUNTED.sub("", text) if unit in _TAILS and not _CHANGE.search(text) else text
