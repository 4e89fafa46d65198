"""The features by which actors.py decides what a unit has to do with an initiative or document.

Names are short as there are many: < and > for an object after and before the unit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extraction.pair_features import head_class
from kg.extraction.passages import Passages
from kg.extraction.sections import Section
from kg.extraction.tagger.labels import Span

__all__ = ["Setting", "object_features", "unit_features"]

# Cue words of the roles, by the guidelines: "lead (牵头/主办/组织/部署) · join (联合/配合/会同/参与) · target
# (inspected, rated, awarded, piloted: 对西街社区巡察, 土桥获评) · issue (印发, with of an L)", and what else reports
# say for these.
CUES: dict[str, str] = {
    "lead": "牵头 主办 组织 部署 承办 举办 指导 统筹 开展 启动 推进 推出 发起 主导 实施 打造 创建 建立 建成 "
    "负责",
    "join": "联合 配合 会同 参与 协助 合作 共同 联动 共建 携手 支持 依托 与 邀请 协同 对接 签订",
    "target": "获评 荣获 入选 评为 命名 被 获 成功创建 创成 通过 试点 对 列入 上榜 认定 授予 建设 申报 巡察 检查 摘得 "
    "争创 入围 蝉联 完成",
    "issue": "印发 出台 下发 制定 发布 转发 批复 的通知 编制 关于 根据 按照 落实 审议",
}
_WORDS = {word for words in CUES.values() for word in words.split()}
_CUE = re.compile("|".join(sorted(map(re.escape, _WORDS), key=lambda word: (-len(word), word))))


@dataclass(frozen=True, slots=True)
class Setting:
    """How an object stands to a unit: how many other objects, units and figures between, and how it was come by.

    source: "s" in the unit's sentence, "b" in the one before, "t" in the title of the section.
    """

    objects: int
    units: int
    figures: int
    source: str


def unit_features(
    text: str, unit: Span, run: tuple[int, int, int], places: Passages, section: Section
) -> list[str]:
    """A unit's own features; `run` is the enumeration that it is part of: start, end, length."""
    surface = text[unit.start : unit.end]
    start, end, size = run
    clause, clause_end = places.around(places.clauses, start)
    names = ["1", "T" + unit.type, "u" + surface[-2:], "u" + surface[-1:], "U" + surface[:1], "U" + surface[:2]]
    names += [f"n{min(size, 3)}", "p" + section.part, f"c{start == clause}", "C" + text[clause : clause + 2]]
    for k in (1, 2, 3):
        names += ("b" + text[max(0, start - k) : start], "a" + text[end : end + k])
    names.append("a" + text[end : end + 4])
    names += ["A" + word for word in _CUE.findall(text[end : min(clause_end, end + 12)])]
    names += ["B" + word for word in _CUE.findall(text[max(clause, start - 10) : start])]
    return names


def object_features(
    text: str,
    unit_at: tuple[Span, tuple[int, int, int]],
    object_at: tuple[Span, tuple[int, int, int]],
    places: Passages,
    setting: Setting,
) -> list[str]:
    """How an object stands to a unit, each given with the enumeration that it is part of."""
    (unit, unit_run), (target, object_run) = unit_at, object_at
    before = unit.start < target.start
    way = "<" if before else ">"
    a, b = (unit.end, target.start) if before else (target.end, unit.start)
    # The text between the enumerations, where these do not run into each other.
    c, d = (unit_run[1], object_run[0]) if before else (object_run[1], unit_run[0])
    between = text[max(a, min(c, b)) : max(a, min(d, b))]
    clauses = places.between(places.clauses, a, b)
    pieces = places.between(places.parts, a, b)
    near, near1 = min(clauses, 2), min(clauses, 1)
    surface = text[target.start : target.end]
    head = f"{way}h{head_class(surface) if target.type != 'Document' else 'document'}"
    names = [
        f"{way}{min(clauses, 3)}",
        f"{way}t{setting.source}p{min(pieces, 2)}",
        f"t{setting.source}o{min(setting.objects, 2)}",
        f"{way}o{min(setting.objects, 3)}u{min(setting.units, 3)}c{near}",
        f"{way}q{min(setting.figures, 2)}c{near}",
        f"{way}d{min((b - a).bit_length(), 8)}",
        head,
        f"{head}T{unit.type}",
        f"{head}u{text[unit.end - 1]}",
        f"{head}b{text[max(0, unit_run[0] - 2) : unit_run[0]]}",
        f"{way}T{target.type}c{near}",
        f"{way}e{surface[-2:]}",
        f"={surface}",
    ]
    for k in (1, 2, 3):
        names.append(f"{way}y{text[max(0, object_run[0] - k) : object_run[0]]}")
        names.append(f"{way}z{text[target.end : target.end + k]}")
        names.append(f"{way}a{text[unit_run[1] : unit_run[1] + k]}")
        names.append(f"{way}b{text[max(0, unit_run[0] - k) : unit_run[0]]}")
    if len(between) <= 10:
        names.append(f"{way}m{between}")
    if len(between) <= 40:
        names += [f"{way}M{word}" for word in _CUE.findall(between)]
        if clauses == 0 and len(between) <= 16:
            names += [f"{way}N{between[k : k + 2]}" for k in range(len(between) - 1)]
    names += [f"{way}B{near1}{word}" for word in _CUE.findall(text[max(0, unit_run[0] - 6) : unit_run[0]])]
    names += [f"{way}Z{near1}{word}" for word in _CUE.findall(text[object_run[1] : object_run[1] + 8])]
    return names
