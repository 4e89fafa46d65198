"""A text cut into stretches, each with the marks that lie on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from kg.records import Extraction, Mention, Observation

__all__ = ["NAMES", "Mark", "marked_text", "marks_of"]

NAMES = {
    "Unit": "单位 Unit", "District": "行政区 District", "Program": "项目制度 Program", "Campaign": "专项行动 Campaign",
    "Document": "文件 Document", "Figure": "数据 Figure",
}  # fmt: skip
"""The kinds of marks and what they are called."""
STATUS = {
    "done": "已开展 done", "planned": "计划 planned", "mentioned": "提及 mentioned", "problem": "问题 problem",
    "baseline": "基数 baseline",
}  # fmt: skip
ROLES = {"lead": "牵头 leads", "join": "配合 joins", "target": "对象 target of", "issue": "印发 issues"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the source text with its kind (a key of NAMES), its status, and what a pointer over it shows."""

    start: int
    end: int
    kind: str
    status: str
    note: str
    actor: bool = False


def marks_of(extraction: Extraction) -> list[Mark]:
    """The marks of names and figures in the order of their places, the longer first."""
    acting: dict[int, list[str]] = {}
    for actor in extraction.actors:
        acting.setdefault(actor.actor_start, []).append(f"{ROLES[actor.role]}: {_line(actor.of)}")
    found = [
        Mark(one.start, one.end, one.type, one.status, _of_mention(one, acting), one.start in acting)
        for one in extraction.mentions
    ]
    found += [
        Mark(one.start, one.end, "Figure", one.status, _of_observation(one)) for one in extraction.observations
    ]
    return sorted(found, key=lambda mark: (mark.start, -mark.end, mark.kind))


def _of_mention(mention: Mention, acting: dict[int, list[str]]) -> str:
    lines = [NAMES[mention.type], STATUS[mention.status]]
    if mention.confidence is not None:
        lines.append(f"置信度 confidence {mention.confidence:.0%}")
    return "\n".join([*lines, *acting.get(mention.start, ())])


def _of_observation(observation: Observation) -> str:
    value = "—" if observation.value is None else f"{observation.value:,}"
    lines = [f"{_line(observation.indicator)} = {value} {observation.measure}".rstrip(), STATUS[observation.status]]
    if observation.about:
        lines.append(f"关于 about: {_line(observation.about)}")
    return "\n".join(lines)


def _line(text: str) -> str:
    return "".join(text.split())


def marked_text(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[str]:
    """text[start:end] as HTML, in pieces, with its marks; marks may overlap, each stretch carries all that cover it."""
    edges = sorted({start, end, *(at for mark in marks for at in (mark.start, mark.end) if start < at < end)})
    open_marks: list[Mark] = []
    waiting = list(reversed(marks))
    for at, after in pairwise(edges):
        open_marks = [mark for mark in open_marks if mark.end > at]
        while waiting and waiting[-1].start <= at:
            open_marks.append(waiting.pop())
        yield "".join(_opening(mark, mark.start == at) for mark in open_marks)
        yield escape(text[at:after])
        yield "</mark>" * len(open_marks)


def _opening(mark: Mark, first: bool) -> str:
    classes = f"{mark.kind} {mark.status}{' actor' if mark.actor else ''}{' first' if first else ''}"
    return f'<mark class="{classes}" title="{escape(mark.note)}" data-start="{mark.start}">'
