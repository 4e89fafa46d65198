"""Which numerals are quantities: the guidelines' "Not quantities" and decided cases, one rule each.

Left out are dates and years, headings, document numbers, ages, ordinals and figures in names, thresholds that
describe a group (亿元以上项目), 一批, 一次性.
"""

from __future__ import annotations

import re

from kg.extraction.measures import load_measures
from kg.extraction.quantity_context import Candidate

__all__ = ["is_nought", "is_quantity"]

_M = load_measures()
_CJK = re.compile("[\u4e00-\u9fff]")
_STOP = re.compile(r"[，。；、！？：）)”\n]|\.(?![0-9])|$")
# A short quotation that is a name: “五个到户”. (“零事故” and “七连冠” come from quantity_words and stay.)
_QUOTED = re.compile(r"“[^“”\n]{1,14}”")

# Thresholds. After money that passes a mark, these are the group: 收入过10万元的村.
_GROUP_NOUN = re.compile("的?(?:行政村|村|乡镇|镇|企业|产业|项目)|的超")
# Counted by these, a threshold describes a group as it does with units and money: 60分以上考生, 30人以下企业.
# What a village is to earn is a target of its own: 收入20万元以上的村占比达65%.
_EARNED = re.compile("(?:收入|收益|销售额)$")
_VILLAGES = re.compile("的?(?:行政村|村|基层社|合作社)")
_GROUPED = frozenset({"人", "分", "人次", "层", "学时"})
_PER = frozenset({"人", "人口", "户", "元", "亩", "股"})
_PER_MANY = re.compile(r"每[万千百]\S{1,3}$")
_OUTPUT = re.compile("年(?:产|处理|加工)$")
_RATED = frozenset({"千伏", "兆赫"})

# Arabic numerals. With a mask these measures make a name instead: xx路, *村, xx支部.
_MASKED_NAME = frozenset("路村镇乡县市区州省国站馆店校网层度方案奖营车船楼厅点口组夜银段库副载讲") | {
    "街道", "社区", "小区", "中心", "单位", "部门", "支部",
}  # fmt: skip
_NOT_YEARS = re.compile("开始|整?省?试点|以来|以后|以前|[上下]半|党龄|一遇|的?历史(?!遗留)|[一二三四1-4]季度|[0-9]")
_CIRCLE = re.compile(r"[^，。；\n]{0,8}圈")
# After these a hyphen is the sign of the number.
_SIGNED = frozenset("为至到是达")
_PRODUCT = re.compile("[0-9][×xX*][0-9]")
_SCORE = re.compile("(?:分数|得分|总分|指数|系数|工单|[率值数])(?:为|达|达到|是|提升至|升至)?$")

# Chinese numerals. Only after these is 三年 a run or duration; else it dates or names: 近三年, 三年行动.
_RUNNING = re.compile("(?:连续|提前|历时|为期|持续|长达|闲置|缩短|仅用|用时|耗时|蝉联|上访|累计|坚持)$")
_SESSION = re.compile("(?:、[一二三四五六七八九十]{1,3}次)*全会|、[一二三四五六七八九十]{1,2}次")
_NAMED = re.compile("规定|产业")
_FORMAL = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟")
_DURATIONS = frozenset("年天月周日")
# Measures that are words after a Chinese numeral, but not at the end of a phrase: 锦旗两面，.
_AT_END = frozenset("面口片道把块段门节班双款册支")

# 一. Zero statements, also in the later members of an enumeration: 未发生一起事故、一起案件.
_NOUGHT = re.compile(
    r"(?:未|没有|没|不|零|无)再?(?:发生|出现|新增|报告|发现|形成)[^，。；！\n]{0,24}$|(?:未|没有)[^，。；！\n]{0,3}$|(?:无|尚无)$"
)
# After these 一 is a number even before a noun; else it is an article: 打造一支队伍.
_COUNTED = re.compile(
    r"(?:新增|新建|新设|规划建设|建有|设有|配备|配有|明确|添置|购置|引进|拿回|获得|荣获|获|推送|选派|聘请|派驻|选聘|增设|增加"
    r"|遴选|查处|破获|[每各][^每一，、。；\s]{1,6})$"
)
# 一次办, 一次抽检合格率: at one go.
_ONCE = re.compile("办|抽检|通过|成功|供")
_ARTICLE = re.compile("(?:[的每这那该新另任同下在与和到于某为落漏第]|上述|新的|过去)$")
_VAGUE_ONE = frozenset({"批", "起", "期", "种", "些", "方面"})


def is_quantity(c: Candidate) -> bool:
    """Whether the candidate is a quantity in the guidelines' sense."""
    previous = c.previous
    # 第3, 〔2022〕, 6·28, PM2.5, 3+5+5.
    if previous == "-" and c.text[c.start - 2 : c.start - 1] in _SIGNED:
        previous = ""
    if previous.isascii() and previous.isalpha() and c.numeral.isdigit() and len(c.numeral) > 2 and c.measure:
        previous = ""  # AED3000台
    if previous and (previous in "第·〔" or (previous.isascii() and (previous.isalnum() or previous in "+-*/&."))):
        return False
    if _describes(c) or _in_quotes(c):
        return False
    return _chinese(c) if c.chinese else _arabic(c)


def is_nought(c: Candidate) -> bool:
    """Zero statements: 未发生一起 is 0 起."""
    return c.value == 1 and bool(c.measure) and bool(_NOUGHT.search(c.before(36)))


def _describes(c: Candidate) -> bool:
    """Figures that describe: thresholds (亿元以上项目), 每万人, 百亿级, 220千伏变电站, 年产5万吨项目."""
    if c.next == "级" or (c.next == "数" and c.measure == "位"):
        return True
    before_noun = _CJK.match(c.next) is not None
    money = c.measure in _M.money
    if money and before_noun:
        if c.is_range or (c.lead and c.followed(_GROUP_NOUN)):
            return True
        if c.numeral[0] in "百千万亿" and c.next != "大":
            return True
    if (c.measure in _PER and c.before(1) == "每") or _PER_MANY.search(c.before(6)):
        return True
    if before_noun and (c.measure in _RATED or _OUTPUT.search(c.before(3))):
        return True
    if not c.after or c.after in {"左右", "上下"} or c.is_range:
        return False
    if _EARNED.search(c.before(4)) and c.followed(_VILLAGES):
        return False
    base = c.measure.partition("/")[0]
    grouped = base in _M.money or base in _M.units or base in _M.durations or (base in _GROUPED and not c.scale)
    return grouped and (before_noun or c.next == "“" or c.next.isdigit()) and c.next not in "和并及与且或"


def _in_quotes(c: Candidate) -> bool:
    """Figures inside names (“五个到户”, “3+5+5”): Chinese ones in a short quotation, others at its head."""
    at = c.text.rfind("“", max(0, c.start - 14), c.start)
    if at < 0 or (not c.chinese and at != c.start - 1):
        return False
    match = _QUOTED.match(c.text, at)
    return match is not None and match.end() > c.start


def _arabic(c: Candidate) -> bool:
    if c.numeral.count(".") > 1 or len(c.numeral) > 24 or _PRODUCT.search(c.numeral):
        return False
    if not c.measure:
        return _bare(c)
    if "\n" in c.text[c.number_end : c.end] and (len(c.numeral) == 4 or c.previous in {"", "\n"}):
        return False
    if c.masked and c.measure in _MASKED_NAME:
        return False
    if c.measure in {"年", "年度", "学年"}:
        return _is_duration(c)
    if c.measure == "岁":
        return "寿命" in c.before(9)
    if c.measure == "日":
        return (
            not c.masked and c.next not in {"内", "前", "起"} and c.previous not in set("月至到—-") and not c.is_range
        )
    if (c.measure == "届" and len(c.numeral) == 4) or (c.measure == "分" and c.previous in {"时", "点"}):
        return False
    return not (c.measure == "分钟" and c.followed(_CIRCLE))


def _is_duration(c: Candidate) -> bool:
    """连续6年 and not 2022年, 24年底, 21年开始, 50年党龄."""
    if c.masked:
        return bool(_RUNNING.search(c.before(2)))
    digits = c.numeral.replace(",", "")
    if not digits.isdigit() or len(digits) == 4 or (len(digits) == 2 and digits[0] == "0"):
        return False
    return c.before(2) != "在党" and not c.followed(_NOT_YEARS)


def _bare(c: Candidate) -> bool:
    """Without a measure: 27.1万, 火点为0, 得分96.5."""
    if c.next.isascii() and c.next.isalnum():
        return False
    before_noun = _CJK.match(c.next) is not None
    if c.scale[-1:] in {"万", "亿"}:
        return not c.masked or c.lead > 0 or not before_noun
    if c.value == 0:
        return c.previous in {"为", "是", "："} and not before_noun
    if not c.followed(_STOP) or (c.masked and "." not in c.numeral):
        return False
    return bool(_SCORE.search(c.before(8)))


def _chinese(c: Candidate) -> bool:
    if "〇" in c.numeral or "一一" in c.numeral or c.numeral[0] == "零" or c.numeral in _FORMAL:
        return False
    vague = c.numeral[0] in "百千万亿"
    if not c.measure:
        return vague and c.lead > 0 and c.followed(_STOP)
    if vague:
        if c.lead or c.more or c.after in {"左右", "上下"} or c.measure == "人次":
            return True
        return bool(c.after) and c.measure not in _M.money
    if c.measure == "届" or c.followed(_SESSION) or c.previous in {"届", "番"} or c.followed(_NAMED):
        return False
    if c.measure in _DURATIONS:
        return not c.lead and bool(_RUNNING.search(c.before(2)))
    if len(c.numeral) > 1 or c.scale:
        return True
    return _one(c) if c.numeral == "一" else _single(c)


def _single(c: Candidate) -> bool:
    """Two to ten: counted things, and not 二期, 三类人员, 两山, 这两个."""
    at_end = c.measure in _AT_END and c.followed(_STOP)
    if c.measure in _M.arabic_only and not c.after and (c.numeral == "二" or not at_end):
        return False
    if c.measure in {"期", "类"} and c.numeral != "两" and c.text[c.number_end] != "大":
        return False
    return c.numeral != "二" and c.before(1) not in {"这", "那", "该"}


def _one(c: Candidate) -> bool:
    """一 with a measure counts where it states a number: 未发生一起, 每周一次, 安装一处，."""
    if c.measure in _M.arabic_only and not c.after:
        return False
    if is_nought(c):
        return True
    if c.measure in _VAGUE_ONE or c.next in {"性", "一", c.measure}:
        return False
    if c.measure == "次":
        return not c.followed(_ONCE)
    before, word = c.before(9), c.text[c.start : c.end]
    if word in before or word in c.text[c.end : c.end + 6]:
        return False  # 发现一处整改一处
    if c.followed(_STOP):
        return not _ARTICLE.search(before)
    return bool(_COUNTED.search(before))
