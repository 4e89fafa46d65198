"""Which units lead, join, are the target of, or issue what a report speaks of.

Guidelines ("Acting units"): "one line where the text says that a unit other than the reporting one leads, joins, supports,
or issues"; lead (牵头/主办/组织/部署), join (联合/配合/会同/参与), target (inspected, rated, awarded, piloted), issue (印发,
of a document); a district can be a target, too. Pairs of a unit and an object in a sentence are scored
(kg/training/relations.py, data/actors.json).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import cast

from kg.extraction.linear import Linear, read_model
from kg.extraction.pair_features import head_class
from kg.extraction.passages import Passages, passages
from kg.extraction.sections import Section
from kg.extraction.tagger.labels import Span
from kg.records import Role

__all__ = ["CLASSES", "Decision", "acting", "actors"]

# What doing nothing gains over a role: where F1 is best in cross-validation.
NONE_BIAS = -1.0
CLASSES = ("none", "lead", "join", "target", "issue")
_ACTORS, _OBJECTS = frozenset({"Unit", "District"}), frozenset({"Program", "Campaign", "Document"})
# Cue words of the roles.
CUES: dict[str, tuple[str, ...]] = {
    "lead": ("牵头", "主办", "组织", "部署", "承办", "举办", "指导", "统筹", "开展", "启动", "推进", "推出", "发起", "主导", "实施", "打造", "创建", "建立", "建成", "负责"),
    "join": ("联合", "配合", "会同", "参与", "协助", "合作", "共同", "联动", "共建", "携手", "支持", "依托", "与", "邀请", "协同", "对接", "签订"),
    "target": ("获评", "荣获", "入选", "评为", "命名", "被", "获", "成功创建", "创成", "通过", "试点", "对", "支持", "列入", "上榜", "认定", "授予", "建设", "申报", "巡察", "检查", "摘得", "创建", "争创", "入围", "蝉联", "完成"),
    "issue": ("印发", "出台", "下发", "制定", "发布", "转发", "批复", "的通知", "编制", "关于", "根据", "按照", "落实", "审议"),
}  # fmt: skip
_WORDS = sorted({word for words in CUES.values() for word in words}, key=len, reverse=True)
_CUE = re.compile("|".join(map(re.escape, _WORDS)))
_NEAR = 8  # how many objects on either side of a unit are looked at
_JOINS = frozenset({"", "、", "和", "及", "与", "以及", "，", "（", "）"})


def _runs(text: str, spans: Sequence[Span], wide: bool) -> list[tuple[int, int, int]]:
    """For each span the start, end and length of the enumeration that it is part of (A、B和C)."""
    out: list[tuple[int, int, int]] = []
    at = 0
    while at < len(spans):
        to = at
        while to + 1 < len(spans):
            between = text[spans[to].end : spans[to + 1].start]
            if between not in _JOINS or (between == "，" and not wide):
                break
            to += 1
        out += [(spans[at].start, spans[to].end, to - at + 1)] * (to - at + 1)
        at = to + 1
    return out


@dataclass(frozen=True)
class Decision:
    """What a unit may do: its objects, nearest kinds first, and the features of nothing and of each object."""

    unit: Span
    run: int  # where the enumeration begins that the unit is part of
    objects: list[Span]
    items: list[list[str]]


def _topics(parts: Sequence[Section], objects: Sequence[Span], places: Passages) -> list[list[int]]:
    """For each section the objects named in its title or first clause, and last in those of the sections above it."""
    starts = [span.start for span in objects]
    path: list[tuple[int, list[int]]] = []
    out: list[list[int]] = []
    for section in parts:
        while path and path[-1][0] >= section.level:
            path.pop()
        end = max(section.start + len(section.title), min(places.around(places.clauses, section.start)[1], section.start + 80))
        own = list(range(bisect_left(starts, section.start), bisect_left(starts, end)))
        above = path[-1][1] if path else []
        path.append((section.level, own or above))
        out.append(own or above)
    return out


def acting(
    text: str, spans: Iterable[Span], parts: Sequence[Section], places: Passages | None = None, reporting: str | None = None
) -> list[Decision]:
    """The decisions to make for the units of a text, in order.

    An object stands in the unit's sentence or in the one before it, or it is what the section is about by its title.
    """
    places = places or passages(text)
    ordered = sorted(spans)
    units = [span for span in ordered if span.type in _ACTORS and text[span.start : span.end] != reporting]
    objects = [span for span in ordered if span.type in _OBJECTS]
    if not units or not objects:
        return []
    unit_runs, object_runs = _runs(text, units, False), _runs(text, objects, False)
    object_starts, unit_starts = [span.start for span in objects], [span.start for span in units]
    figure_starts = [span.start for span in ordered if span.type == "Quantity"]
    section_starts = [section.start for section in parts]
    topics = _topics(parts, objects, places)
    out = []
    for i, unit in enumerate(units):
        n = places.number(places.sentences, unit.start)
        start = places.sentences[n]
        end = places.sentences[n + 1] if n + 1 < len(places.sentences) else len(text)
        number = bisect_right(section_starts, unit.start) - 1
        first, last = bisect_left(object_starts, start), bisect_left(object_starts, end)
        middle = bisect_left(object_starts, unit.start)
        near = [(j, "s") for j in range(max(first, middle - _NEAR), min(last, middle + _NEAR))]
        if n and first and objects[first - 1].start >= max(places.sentences[n - 1], parts[number].start):
            near.append((first - 1, "b"))
        known = {j for j, _ in near}
        near += [(j, "t") for j in topics[number][-1:] if j not in known and j < first]
        if not near:
            continue
        own = _unit_features(text, unit, unit_runs[i], places, parts[number])
        own.append(f"n{min(last - first, 3)}")
        items = [own]
        for j, source in near:
            items.append(own + _pair_features(
                text, unit, objects[j], unit_runs[i], object_runs[j], places,
                abs(middle - j - (unit.start > objects[j].start)),
                abs(bisect_left(unit_starts, objects[j].start) - i - (objects[j].start > unit.start)),
                bisect_left(figure_starts, max(unit.start, objects[j].start)) - bisect_left(figure_starts, min(unit.start, objects[j].start)),
                source,
            ))  # fmt: skip
        out.append(Decision(unit, unit_runs[i][0], [objects[j] for j, _ in near], items))
    return out


def _unit_features(text: str, unit: Span, run: tuple[int, int, int], places: Passages, section: Section) -> list[str]:
    surface = text[unit.start : unit.end]
    start, end, size = run
    clause, clause_end = places.around(places.clauses, start)
    names = [
        "1", "T" + unit.type, "u" + surface[-2:], "u" + surface[-1:], "U" + surface[:1], "U" + surface[:2], f"n{min(size, 3)}", "p" + section.part,
        f"c{start == clause}", "C" + text[clause : clause + 2],
    ]  # fmt: skip
    for k in (1, 2, 3):
        names += ("b" + text[max(0, start - k) : start], "a" + text[end : end + k])
    names.append("a" + text[end : end + 4])
    tail = text[end : min(clause_end, end + 12)]
    names += ["A" + word for word in _CUE.findall(tail)]
    names += ["B" + word for word in _CUE.findall(text[max(clause, start - 10) : start])]
    return names


def _pair_features(
    text: str, unit: Span, target: Span, unit_run: tuple[int, int, int], object_run: tuple[int, int, int], places: Passages,
    objects_between: int, units_between: int, figures: int, source: str,
) -> list[str]:  # fmt: skip
    """How a unit stands to an object."""
    before = unit.start < target.start
    way = "<" if before else ">"
    a, b = (unit.end, target.start) if before else (target.end, unit.start)
    ra, rb = (min(unit_run[1], b), max(object_run[0], a)) if before else (min(object_run[1], b), max(unit_run[0], a))
    clauses = places.between(places.clauses, a, b)
    pieces = places.between(places.parts, a, b)
    surface = text[target.start : target.end]
    head = head_class(surface) if target.type != "Document" else "document"
    where = f"{way}{min(clauses, 3)}"
    names = [
        where, f"{way}t{source}p{min(pieces, 2)}", f"t{source}o{min(objects_between, 2)}", f"{way}o{min(objects_between, 3)}u{min(units_between, 3)}c{min(clauses, 2)}",
        f"{way}q{min(figures, 2)}c{min(clauses, 2)}", f"{way}d{min((b - a).bit_length(), 8)}", f"{way}h{head}", f"{way}h{head}T{unit.type}",
        f"{way}h{head}u{text[unit.end - 1]}", f"{way}T{target.type}c{min(clauses, 2)}", f"{way}e{surface[-2:]}", f"={surface}",
        f"{way}h{head}b{text[max(0, unit_run[0] - 2) : unit_run[0]]}",
    ]  # fmt: skip
    for k in (1, 2, 3):
        names += (f"{way}y{text[max(0, object_run[0] - k) : object_run[0]]}", f"{way}z{text[target.end : target.end + k]}")
        names.append(f"{way}a{text[unit_run[1] : unit_run[1] + k]}")
        names.append(f"{way}b{text[max(0, unit_run[0] - k) : unit_run[0]]}")
    between = text[ra:rb] if ra < rb else ""
    if len(between) <= 10:
        names.append(f"{way}m{between}")
    if len(between) <= 40:
        names += [f"{way}M{word}" for word in _CUE.findall(between)]
        if clauses == 0 and len(between) <= 16:
            names += [f"{way}N{between[k : k + 2]}" for k in range(len(between) - 1)]
    names += [f"{way}B{min(clauses, 1)}{word}" for word in _CUE.findall(text[max(0, unit_run[0] - 6) : unit_run[0]])]
    names += [f"{way}Z{min(clauses, 1)}{word}" for word in _CUE.findall(text[object_run[1] : object_run[1] + 8])]
    return names


def actors(
    text: str, spans: Iterable[Span], reporting_unit: str | None, parts: Sequence[Section], places: Passages | None = None,
    model: Linear | None = None, bias: float = NONE_BIAS,
) -> list[tuple[Span, Role, Span]]:  # fmt: skip
    """The acting units: (unit's mention, role, object's mention), in order, each unit, role and object by name once.

    Args:
        text: the analysis text of one report.
        spans: its tagged names and figures.
        reporting_unit: whose report it is; it is never an acting unit.
        parts: its sections.
        places: its passages, where they are known already.
        model: other weights than those that are shipped (for cross-validation).
        bias: what doing nothing gains over a role.
    """
    model = model or read_model("actors")
    out: list[tuple[Span, Role, Span]] = []
    seen: set[tuple[str, str, str]] = set()
    made = acting(text, spans, parts, places, reporting_unit)
    scores = model.scores([item for decision in made for item in decision.items])
    first = 0
    for _, members in groupby(made, key=lambda decision: decision.run):
        alike = list(members)
        size = len(alike[0].items)
        # What is said of A、B和C is said of each: their scores are averaged.
        same = all(decision.objects == alike[0].objects for decision in alike)
        for k, decision in enumerate(alike):
            rows = scores[first + k * size : first + (k + 1) * size]
            if same:
                rows = scores[first : first + len(alike) * size].reshape(len(alike), size, -1).mean(axis=0)
            else:
                rows = scores[first : first + len(decision.items)]
                first += len(decision.items)
            best = int(rows[1:, 1:].argmax())
            row, role = divmod(best, len(CLASSES) - 1)
            if rows[row + 1, role + 1] <= rows[0, 0] + bias:
                continue
            target = decision.objects[row]
            key = (text[decision.unit.start : decision.unit.end], CLASSES[role + 1], text[target.start : target.end])
            if key not in seen:
                seen.add(key)
                out.append((decision.unit, cast(Role, CLASSES[role + 1]), target))
        if same:
            first += len(alike) * size
    return out
