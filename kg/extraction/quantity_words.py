"""Figures that begin with a word rather than a numeral: ranks, zero statements, 三大, halves, runs (七连优).

Each pattern names the decided case of the guidelines that it follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.extraction.numerals import CHINESE, MASK_CHARS, arabic_value, chinese_value, tidy
from kg.records import Approx

__all__ = ["Worded", "find_worded"]


@dataclass(frozen=True, slots=True)
class Worded:
    """Where a worded figure lies and what it says (fields as in Quantity)."""

    start: int
    end: int
    value: int | float | None
    measure: str
    approx: Approx | None
    masked: bool


_N = rf"[0-9xX×*]{{1,4}}|{CHINESE}"
# What makes 第一, 前三, 首位 a rank and not an ordinal: a comparison before it and the end of a phrase after it.
_RANKING = re.compile(
    r"(?:[排列居位获夺评名得占揽人升移强榜省市区县州国镇乡]|进入|跻身|取得|保持|实现|达到|提升\S{1,4}[至到]|全球|世界|地区|街道"
    r"|系统|同类|团体|第[^，。；\n]{1,4}[、和])[^，。；、\n“”]{0,8}$"
)
_RANK = re.compile(
    rf"(?:倒数)?第(?P<n>{_N})(?P<u>名|位)?|前(?P<m>{_N})(?:名|位|强)?|(?<!在)(?<!到)(?<!于)首位|榜首|之首|魁首|首名"
)
_RANK_STOP = re.compile(
    r"[，。；、！？：）)”（(\n]|\.(?![0-9])|$|的?(?:好?成绩|位置|名次|水平)|位次|跃?升|上升|提升|下降|前移|进|到|至"
)
# Words that begin with 零 and state no figure.
_NO_ZERO = (
    "的 售 部 件 距离 工 碳 星 散 担 食 钱 头 点 下 基 门槛 起步 突破 跑 起点 时差 容忍 陷 陵 冷 和 配 度 就业 首付 转"
    " 换 延迟 接触 干扰 障碍 见面 材料 成本 资金 利率 关税 添加 差 增地 增速 土地 专线 信任 关 资产 排 直排 报告"
    " 一 二 三 四 五 六 七 八 九 〇 零 十"
)
_ZERO = re.compile(f"零(?!{'|'.join(_NO_ZERO.split())})(?=[\u4e00-\u9fff])")
_ZERO_VALUE = re.compile(r"(?<=[为是])零(?=[，。；、！？）”\n]|$)")
_NO_ZERO_AFTER = frozenset("批跑清归十百千万亿一二三四五六七八九为从离")
# Words that begin with 大 after a numeral and make another word of it: 二十大, 四大班子, 三大洋.
_NO_BIG = (
    "会 型 量 力 道 街 桥 厦 队 赛(?!项|事|道) 学 小 类 报告 精神 以来 代表 召开 胜利 和 、 员 伯 洲 洋 陆 气 堂 院"
    " 校 球 班子 家"
)
_BIG = re.compile(
    r"(?<![第党届一二0-9.xX×*])(?P<n>[0-9]{1,2}|[两三四五六七八九十]{1,3})大(?=[“\u4e00-\u9fff])"
    rf"(?!{'|'.join(_NO_BIG.split())})"
)
_HALF = re.compile(
    r"(?:近|超过|超|过|不到|不足)?一半(?:以上|左右)?(?=[，。；、）\n的]|$)|(?<=占)[近过超]半数?(?![年月天个小])"
    r"|[近过超]半(?=[，。；、）\n]|$)"
)
# 翻一番 is twice, 翻两番 four times.
_DOUBLED = re.compile("(?<=翻)[了]?(?P<n>[一两])番")
_ALL = re.compile("(?<!个)百分百")
_RUN = re.compile(r"(?P<n>[一二两三四五六七八九十]{1,3}|\d{1,2})(?P<m>连[冠优丰创增升胜涨降跳快])")


def _number(numeral: str) -> int | float | None:
    value = chinese_value(numeral) if re.fullmatch(CHINESE, numeral) else arabic_value(numeral)
    return None if value is None else tidy(value)


def _masked(numeral: str) -> bool:
    return any(ch in MASK_CHARS for ch in numeral)


def _ranks(text: str) -> Iterator[Worded]:
    """A rank → the rank, with the measure 名次."""
    for match in _RANK.finditer(text):
        start, end = match.span()
        numeral = match["n"] or match["m"] or "一"
        if numeral in {"零", "〇"} or not _RANK_STOP.match(text, end):
            continue
        if not (match["n"] and match["u"] == "位") and not _RANKING.search(text[max(0, start - 16) : start]):
            continue
        yield Worded(start, end, _number(numeral), "名次", None, _masked(numeral))


def _zeros(text: str) -> Iterator[Worded]:
    """零事故, 零上访: 零, value 0, no measure; 零的突破, 清零, 归零: nothing."""
    for match in _ZERO.finditer(text):
        if match.start() and text[match.start() - 1] in _NO_ZERO_AFTER:
            continue
        yield Worded(match.start(), match.end(), 0, "", None, False)
    for match in _ZERO_VALUE.finditer(text):
        yield Worded(match.start(), match.end(), 0, "", None, False)


def _others(text: str) -> Iterator[Worded]:
    """三大行动: measure empty after 大. 一半: 0.5. 七连优: 7 with the measure 连优."""
    for match in _BIG.finditer(text):
        if "“" in text[max(0, match.start() - 8) : match.start()].rpartition("”")[2]:
            continue  # figures inside names (“五大职能”)
        yield Worded(match.start(), match.end(), _number(match["n"]), "", None, _masked(match["n"]))
    for match in _HALF.finditer(text):
        words = match.group()
        approx: Approx | None = None
        if words[0] == "近" or words.endswith("左右"):
            approx = "约"
        elif words[0] in "超过" or words.endswith("以上"):
            approx = "多"
        elif words[0] == "不":
            approx = "少"
        yield Worded(match.start(), match.end(), 0.5, "", approx, False)
    for match in _DOUBLED.finditer(text):
        yield Worded(match.start("n"), match.end(), 2 if match["n"] == "一" else 4, "倍", None, False)
    for match in _ALL.finditer(text):
        yield Worded(match.start(), match.end(), 100, "%", None, False)
    for match in _RUN.finditer(text):
        yield Worded(match.start(), match.end(), _number(match["n"]), match["m"], None, False)


def find_worded(text: str) -> list[Worded]:
    """The worded figures of a text, in order."""
    return sorted([*_ranks(text), *_zeros(text), *_others(text)], key=lambda found: found.start)
