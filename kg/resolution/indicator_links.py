"""Indicators whose names are alike: candidates in one measure, and figures that only look like one another."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations

from kg.resolution.entities import Entities, Entity
from kg.resolution.identity import Decisions, IdentityDecision, Verdict
from kg.resolution.names import fold
from kg.resolution.statements import Statements

__all__ = ["LEAST", "blocks", "decide_indicators", "likeness"]

LEAST = 0.65
"""From this likeness on two names with the same content in other words are candidates."""
# Words that seldom tell two indicators apart, and may: whoever accepts a candidate decides.
_LIGHT = re.compile(
    r"完成|实现|实施|开展|推进|启动|组织|举办|抓好|做好|促进|全面|有序|各类|各级|各种|有关|相关|项目|工程|任务|工作|活动|人员|对象|群众"
    r"|新(?=建|开工|签约|认定|登记|入库|培育)|城乡|全社会|地方|国家|公共|全部|进行|以上|总(?=收入|产量|产值|额|投资)|(?<!总)数$|[的了共等]"
)
# Verbs that reports use for one another.
_VERBS = (
    (re.compile(r"栽种|栽植|种植"), "种"),
    (re.compile(r"新建|建成|建设|建立"), "建"),
    (re.compile(r"兑付|兑现|发放"), "发"),
)
# A change, a running total and what there is are three figures of one thing.
_ASPECT = re.compile(r"新增|净增|累计|总数$")


def decide_indicators(entities: Entities, statements: Statements, decisions: Decisions) -> None:
    """LOOKS_LIKE between indicators that share a measure and the characters of their names but for light words.

    Also rows: which names are one indicator, and which pairs are apart because one counts a change. Each pair is
    decided from its own two names and measures; names are only compared within a block of equal characters.
    """
    alike: dict[str, list[Entity]] = defaultdict(list)
    aspects: dict[str, list[Entity]] = defaultdict(list)
    for entity in entities:
        if entity.label != "Indicator" or not entity.form:
            continue
        name = entity.best_name()
        for surface in entity.surfaces:
            if fold(surface) != fold(name):
                said = IdentityDecision("Indicator", surface, entity.id, name, entity.id, "same", "indicator-form")
                decisions.add(said)
        block, aspect = blocks(entity.form)
        if block:
            alike[block].append(entity)
        aspects[aspect].append(entity)
    for one, other in _pairs(alike):
        score = likeness(one.form, other.form)
        if score >= LEAST:
            evidence = f"计量单位相同，用字相同，一为{one.form}，一为{other.form}"
            said = _decision(one, other, "candidate", "indicator-words", score=score, evidence=evidence)
            statements.look_alike(decisions, said)
    for one, other in _pairs(aspects):
        counts = ["、".join(_ASPECT.findall(entity.form)) or "总量" for entity in (one, other)]
        if counts[0] != counts[1]:
            decisions.add(_decision(one, other, "apart", "indicator-aspect", evidence="，".join(counts)))


def blocks(form: str) -> tuple[str, str]:
    """Within which names a form is compared: those of its characters but for light words ("" for none), its aspects."""
    light = _LIGHT.sub("", form)
    for verbs, verb in _VERBS:
        light = verbs.sub(verb, light)
    return "".join(sorted(light)) if len(light) > 1 else "", _ASPECT.sub("", form)


def likeness(one: str, other: str) -> float:
    """The share of characters that two names have in common, 0 to 1 (Sørensen and Dice), to three places."""
    common = sum((Counter(one) & Counter(other)).values())
    return round(2 * common / (len(one) + len(other)), 3)


def _pairs(blocks: dict[str, list[Entity]]) -> Iterator[tuple[Entity, Entity]]:
    for block in blocks.values():
        for one, other in combinations(block, 2):
            if one.measures & other.measures:
                yield one, other


def _decision(
    one: Entity, other: Entity, verdict: Verdict, rule: str, *, score: float | None = None, evidence: str
) -> IdentityDecision:
    return IdentityDecision(
        "Indicator", one.best_name(), one.id, other.best_name(), other.id,
        verdict, rule, score, evidence,
    )  # fmt: skip
