"""Which units lead, join, are the target of, or issue what a report speaks of.

Guidelines ("Acting units"): "one line where the text says that a unit other than the reporting one leads, joins,
supports, or issues"; a district can be a target, too (Decided cases: "who is awarded: target"). For each unit the
initiatives and documents near it, each with each role, and nothing are scored against each other
(kg/training/relations.py, data/actors.json).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import cast

from kg.extraction.actor_features import Setting, object_features, unit_features
from kg.extraction.linear import Linear, Weights, read_model
from kg.extraction.passages import Passages, enumerations, passages
from kg.extraction.sections import Section
from kg.extraction.tagger.labels import Span
from kg.records import Role

__all__ = ["CLASSES", "Decision", "acting", "actors"]

CLASSES = ("none", "lead", "join", "target", "issue")
# What nothing gains over a role: where F1 is best in cross-validation.
_NONE_GAIN = -1.0
_ACTORS, _OBJECTS = frozenset({"Unit", "District"}), frozenset({"Program", "Campaign", "Document"})
_NEAR = 8  # how many objects on either side of a unit are looked at
_TITLE = 80  # characters of a section in which what it is about is named


@dataclass(frozen=True)
class Decision:
    """What a unit may have to do with which objects, and the features of nothing and of each object.

    run: where the enumeration begins that the unit is part of.
    """

    unit: Span
    run: int
    objects: list[Span]
    items: list[list[str]]


def _topics(parts: Sequence[Section], starts: Sequence[int], places: Passages) -> list[int | None]:
    """For each section the number of the last object in its title or first clause, else that of the section above."""
    path: list[tuple[int, int | None]] = []
    out: list[int | None] = []
    for section in parts:
        while path and path[-1][0] >= section.level:
            path.pop()
        clause_end = places.around(places.clauses, section.start)[1]
        end = max(section.start + len(section.title), min(clause_end, section.start + _TITLE))
        last = bisect_left(starts, end) - 1
        topic = last if last >= 0 and starts[last] >= section.start else path[-1][1] if path else None
        path.append((section.level, topic))
        out.append(topic)
    return out


def acting(
    text: str,
    spans: Iterable[Span],
    parts: Sequence[Section],
    places: Passages | None = None,
    *,
    reporting: str | None = None,
) -> list[Decision]:
    """The decisions to make for the units of a text, in order.

    An object stands in the unit's sentence or in the one before it, or it is what the section is about by its title.
    """
    places = places or passages(text)
    ordered = sorted(spans)
    units = [span for span in ordered if span.type in _ACTORS and text[span.start : span.end] != reporting]
    objects = [span for span in ordered if span.type in _OBJECTS]
    unit_runs, object_runs = enumerations(text, units), enumerations(text, objects)
    object_starts, unit_starts = [span.start for span in objects], [span.start for span in units]
    figure_starts = [span.start for span in ordered if span.type == "Quantity"]
    section_starts = [section.start for section in parts]
    topics = _topics(parts, object_starts, places)
    out = []
    for i, unit in enumerate(units):
        n = places.number(places.sentences, unit.start)
        section = bisect_right(section_starts, unit.start) - 1
        first = bisect_left(object_starts, places.sentences[n])
        last = bisect_left(object_starts, places.around(places.sentences, unit.start)[1])
        here = bisect_left(object_starts, unit.start)
        near = dict.fromkeys(range(max(first, here - _NEAR), min(last, here + _NEAR)), "s")
        if n and first and object_starts[first - 1] >= max(places.sentences[n - 1], parts[section].start):
            near[first - 1] = "b"
        topic = topics[section]
        if topic is not None and topic < first:
            near.setdefault(topic, "t")
        if not near:
            continue
        own = [*unit_features(text, unit, unit_runs[i], places, parts[section]), f"N{min(last - first, 3)}"]
        items = [own]
        for j, source in near.items():
            a, b = sorted((unit.start, object_starts[j]))
            setting = Setting(
                objects=abs(here - j - (object_starts[j] < unit.start)),
                units=abs(bisect_left(unit_starts, object_starts[j]) - i - (object_starts[j] > unit.start)),
                figures=bisect_left(figure_starts, b) - bisect_left(figure_starts, a),
                source=source,
            )
            pair = object_features(text, (unit, unit_runs[i]), (objects[j], object_runs[j]), places, setting)
            items.append(own + pair)
        out.append(Decision(unit, unit_runs[i][0], [objects[j] for j in near], items))
    return out


def _scored(made: Sequence[Decision], model: Linear) -> Iterable[tuple[Decision, Weights]]:
    """The decisions with their scores; what is said of A、B和C is said of each: theirs are averaged."""
    scores = model.scores([item for decision in made for item in decision.items])
    at = 0
    for _, group in groupby(made, key=lambda decision: decision.run):
        members = list(group)
        own = []
        for decision in members:
            own.append(scores[at : at + len(decision.items)])
            at += len(decision.items)
        if all(decision.objects == members[0].objects for decision in members):
            shared = sum(own) / len(own)
            own = [cast(Weights, shared)] * len(members)
        yield from zip(members, own, strict=True)


def actors(
    text: str,
    spans: Iterable[Span],
    reporting_unit: str | None,
    parts: Sequence[Section],
    places: Passages | None = None,
    *,
    model: Linear | None = None,
) -> list[tuple[Span, Role, Span]]:
    """The acting units: (unit's mention, role, object's mention), in order, each unit, role and object by name once.

    Args:
        text: the analysis text of one report.
        spans: all its tagged names and figures.
        reporting_unit: whose report it is; it is never an acting unit.
        parts: its sections.
        places: its passages, where they are known already.
        model: other weights than those that are shipped (for cross-validation).
    """
    out: list[tuple[Span, Role, Span]] = []
    seen: set[tuple[str, str, str]] = set()
    made = acting(text, spans, parts, places, reporting=reporting_unit)
    for decision, scores in _scored(made, model or read_model("actors")):
        # Row 0 is nothing, which goes with the first class only; the objects go with the roles.
        row, role = divmod(int(scores[1:, 1:].argmax()), len(CLASSES) - 1)
        if scores[row + 1, role + 1] <= scores[0, 0] + _NONE_GAIN:
            continue
        unit, target, name = decision.unit, decision.objects[row], CLASSES[role + 1]
        key = (text[unit.start : unit.end], name, text[target.start : target.end])
        if key not in seen:
            seen.add(key)
            out.append((unit, cast(Role, name), target))
    return out
