"""Invented extractions in which everything that is decided on occurs, and graphs of them with their memory."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from functools import cache

from kg.graph.tables import GraphTables, build_tables
from kg.incremental.memory import Memory
from kg.incremental.record import Recorder
from kg.records import Actor, Extraction, Mention, Observation
from kg.resolution import load_thesaurus, resolve
from kg.resolution.ids import report_id
from tests.resolution.invented import extraction

__all__ = ["NAMES", "key_of", "said", "whole"]


@cache
def _concepts() -> tuple[str, ...]:
    """Names from the thesaurus: wider and narrower, some that are easily confused, some trusted in quotation marks."""
    thesaurus = load_thesaurus()
    chosen = [one for _, one in sorted(thesaurus.concepts.items())]
    deep = [one for one in chosen if len(thesaurus.ancestors(one)) > 1][:2]
    confused = [one for one in chosen if one.distinct and one not in deep][:2]
    quoted = [one for one in chosen if one.bare == "quoted" and one.variants][:2]
    found = [*deep, *(above for one in deep for above in thesaurus.ancestors(one)), *confused, *quoted]
    found += [thesaurus.concepts[id] for one in confused for id in one.distinct]
    return tuple(dict.fromkeys([one.name for one in found] + [one.variants[0] for one in found if one.variants]))


_OTHERS = """
U:县委 U:青石县委 U:县扶贫办 U:县乡村振兴局 U:县公安局 U:县公安局交警大队 U:市教育局 U:国家税务总局 U:县卫计局
U:县卫健委 U:县体育局 U:县体育委员会 U:爱卫办 D:临沂市 D:铜山县 D:高新区 D:襄樊市 D:兰山区 D:城关镇
C:安全隐患大排查 P:安全隐患大排查 C:雪亮清河大整治 P:雪亮清河大整治 C:雪亮清河专项整治 P:千企倍升工程
C:千企倍升行动 P:千企倍升计划 P:某某工程 C:安全隐患排查整治 L:养老服务三年行动方案 L:实施方案
"""
NAMES: Sequence[str] = (*_OTHERS.split(), *(f"{letter}:{name}" for name in _concepts() for letter in "PC"))
_FIGURES = ("保障低保户", "低保保障户数", "新增低保户", "低保户总数", "新建停车位", "建成停车位", "城乡低保户数")


def said(number: int, names: Collection[int], figures: Collection[int], place: str | None) -> Extraction:
    """A report that says these of NAMES, these figures, and who leads what. place: its district's name."""
    text = [NAMES[one % len(NAMES)] for one in sorted(names)]
    unit = f"{place}人民政府" if place else "X县人民政府"
    found = extraction(text, name=f"{number}.txt", source=f"r/{number}.txt", district=place, unit=unit, level="县区")
    mentions: tuple[Mention, ...] = found.mentions
    units = [one for one in mentions if one.type == "Unit"]
    led = [one for one in mentions if one.type in ("Program", "Campaign")]
    actors = tuple(
        Actor(unit.text, "lead", of.text, unit.start, of.start) for unit, of in zip(units, led, strict=False)
    )
    about = (led[0].text, led[0].start) if led else (None, None)
    end = found.report.end
    observations = tuple(
        Observation(end + 9 * at, end + 9 * at + 3, f"{at}户", float(at), "户", None, _FIGURES[one % 7], "done", *about)
        for at, one in enumerate(sorted(figures))
    )
    return Extraction(found.report, mentions, observations, actors)


def key_of(one: Extraction) -> str:
    """Stands for everything that the report's part depends on."""
    return hashlib.sha256(repr(one).encode()).hexdigest()


def whole(reports: Collection[Extraction]) -> tuple[GraphTables, Memory]:
    """The tables of all these reports, and the memory of how they were made."""
    keys = {report_id(one.report): key_of(one) for one in reports}
    recorder = Recorder(keys, dict.fromkeys(keys, (1, 1)))
    tables = build_tables(resolve(reports, witness=recorder))
    assert recorder.memory is not None
    return tables, recorder.memory
