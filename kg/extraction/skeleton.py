"""What stands around a unit and an object as a row of classes of words: joint U do O for 联合县公安局开展净水行动.

Reports say the same thing in ever other words; learnt from classes of words instead of the words, few examples carry
further. The classes are the guidelines' words for the roles ("lead (牵头/主办/组织/部署) · join (联合/配合/会同/参与) ·
target (inspected, rated, awarded, piloted) · issue (印发)"), others of their kind, and what tells them apart: the
reporting unit's own voice (我局), passives, aims that are not reached yet, places.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from kg.extraction.passages import Passages
from kg.extraction.tagger.labels import Span

__all__ = ["Skeleton"]

CLASSES: dict[str, str] = {
    "us": "我局 我委 我办 我镇 我乡 我街道 我区 我县 我市 我院 我校 我中心 我社区 我村 我们 我州 我场 我处 我队 本局 "
    "本单位",
    "joint": "联合 会同 协同 携手 联动 共同 与 同 和 合作 共建 协调 协作 牵线",
    "help": "配合 协助 支持 参与 参加 参会 参展 参赛 参演 承担 加入 签约 签订 帮扶 结对 出席 派出 选派 赞助 提供",
    "invite": "邀请 争取 依托 委托 推动 促成 聘请 引进",
    "boss": "指导 领导 部署 组织 要求 统一 安排 督导 支持下 帮助 坚强",
    "lead": "牵头 主办 承办 主导 负责 发起 统筹",
    "do": "开展 举办 实施 推进 推行 启动 打造 推出 创办 建成 建立 设立 成立 开设 落实 深化 运行 投资 建设 创新 探索 "
    "组建 编排 举行 召开 打好 推广 摸索",
    "passive": "被 由 获得 获 经",
    "award": "获评 荣获 入选 评为 命名 获批 列入 上榜 认定 授予 摘得 入围 蝉联 斩获 夺得 当选 评选 确定为 命名为 "
    "表彰 排名 位列 获奖 荣膺 跻身 取得 通过 创成",
    "try": "创建 争创 申报 试点 力争 验收 复审 创评 申创",
    "inspect": "对 检查 巡察 督查 审计 巡视 抽查 约谈 处罚 立案 整改 反馈 通报 评估 考核 督办 查处 走访 进驻",
    "issue": "印发 出台 下发 制定 发布 转发 批复 编制 修订 颁布 起草 审议",
    "follow": "根据 按照 贯彻 学习 围绕 对照 依据",
    "at": "在 向 到 于 赴 为 给",
}
_CLASS = {word: name for name, words in CLASSES.items() for word in words.split()}
_TOKEN = re.compile("|".join(sorted(map(re.escape, _CLASS), key=lambda w: (-len(w), w))) + r"|[，；：。！？\n]")
_LETTER = {"Unit": "U", "District": "U", "Program": "O", "Campaign": "O", "Document": "L", "Quantity": "N"}
_REACH = 80  # characters between unit and object that are looked at
_SIDE = 16  # characters before the first and after the last
_US = re.compile("(?:和|与|同|会同|联合|协同|共同)?我")


class Skeleton:
    """The classes of words of a text, with U, O, L and N for its names and figures, looked up by offsets."""

    def __init__(self, text: str, ordered: Sequence[Span], places: Passages) -> None:
        self._text, self._places = text, places
        found: list[tuple[int, str]] = []
        at = 0
        for span in [*ordered, None]:
            for match in _TOKEN.finditer(text, at, span.start if span else len(text)):
                word = match.group()
                found.append((match.start(), _CLASS.get(word) or (word if word in "，；" else ".")))
            if span:
                found.append((span.start, _LETTER[span.type]))
                at = span.end
        self._starts = [start for start, _ in found]
        self._tokens = [token for _, token in found]

    def tokens(self, start: int, end: int) -> list[str]:
        """What begins in text[start:end], each run of the same once."""
        tokens = self._tokens[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        return [token for i, token in enumerate(tokens) if not i or tokens[i - 1] != token]

    def features(
        self, unit: Span, unit_run: tuple[int, int, int], target: Span, object_run: tuple[int, int, int]
    ) -> list[str]:
        """The features of a unit and an object, each given with the enumeration that it is part of."""
        before = unit.start < target.start
        first, last = (unit_run, object_run) if before else (object_run, unit_run)
        a, b = first[1], last[0]
        if a > b:  # units and objects in one enumeration
            a, b = (unit.end, target.start) if before else (target.end, unit.start)
        clauses = self._places.clauses
        opens = max(self._places.around(clauses, first[0])[0], first[0] - _SIDE)
        closes = min(self._places.around(clauses, max(0, last[1] - 1))[1], last[1] + _SIDE)
        between = self.tokens(a, b) if b - a <= _REACH else ["far"]
        ahead, behind = self.tokens(opens, first[0])[-2:], self.tokens(last[1], closes)[:2]
        left, right = ahead[-1] if ahead else "^", behind[0] if behind else "$"
        way = "<" if before else ">"
        row = " ".join(between if len(between) <= 6 else [*between[:3], "..", *between[-2:]])
        names = [
            f"{way}K{row}",
            f"{way}KP{left}|{row}",
            f"{way}KQ{row}|{right}",
            f"{way}KR{left}|{row}|{right}",
            f"{way}k{_LETTER[target.type]}{row}",
            f"{way}P{left}",
            f"{way}PP{' '.join(ahead)}",
            f"{way}Q{right}",
            f"{way}QQ{' '.join(behind)}",
            f"us{_US.match(self._text, unit_run[1]) is not None}",
            f"{way}E{min(object_run[2], 3)}u{min(unit_run[2], 3)}",
        ]
        if between:
            names += [f"{way}K1{between[0]}", f"{way}K9{between[-1]}"]
            names += [f"{way}KA{left}|{between[0]}", f"{way}KZ{left}|{between[-1]}"]
        names += [f"{way}Kb{token}" for token in dict.fromkeys(between)]
        names += [f"{way}K2{one}{two}" for one, two in pairwise(between)]
        return names
