"""Which units lead, join, are the target of, or issue what a report speaks of.

Guidelines ("Acting units"): "one line where the text says that a unit other than the reporting one leads, joins,
supports, or issues"; a district can be a target, too (Decided cases: "who is awarded: target"). Each pair of a unit and
an initiative or document near it is given a probability of each role and of none (kg/training/relations.py,
data/actors.json): one unit may act on several objects (联合县公安局开展X、Y).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from kg.extraction.actor_features import Setting, object_features, unit_features
from kg.extraction.linear import Linear, Weights, read_model
from kg.extraction.passages import Passages, enumerations, passages
from kg.extraction.sections import Section
from kg.extraction.skeleton import Skeleton
from kg.extraction.tagger.labels import Span
from kg.records import INITIATIVES, Role

__all__ = ["CLASSES", "Pair", "acting", "actors"]

CLASSES = ("none", "lead", "join", "target", "issue")
# How probable a role must be: where F1 is best in cross-validation.
_LEAST = 0.4
_ACTORS, _OBJECTS = frozenset({"Unit", "District"}), frozenset({*INITIATIVES, "Document"})
_NEAR = 8  # how many objects on either side of a unit are looked at
_BESIDE = 20  # characters between two enumerations that go with each other
_TITLE = 80  # characters of a section in which what it is about is named


@dataclass(frozen=True, slots=True)
class Pair:
    """A unit and an object near it, with their features.

    runs: where the enumerations begin that they are part of.
    """

    unit: Span
    target: Span
    runs: tuple[int, int]
    features: list[str]


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
) -> list[Pair]:
    """The pairs of a unit and an object to decide on, in order of the units.

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
    skeleton = Skeleton(text, ordered, places)
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
        for j, source in near.items():
            target, run = objects[j], object_runs[j]
            a, b = sorted((unit.start, target.start))
            setting = Setting(
                objects=abs(here - j - (target.start < unit.start)),
                units=abs(bisect_left(unit_starts, target.start) - i - (target.start > unit.start)),
                figures=bisect_left(figure_starts, b) - bisect_left(figure_starts, a),
                source=source,
            )
            place = bisect_left(object_starts, target.start) - bisect_left(object_starts, run[0])
            if _respective(text, unit_runs[i], run) and place != i - bisect_left(unit_starts, unit_runs[i][0]):
                continue
            features = [
                *own,
                *object_features(text, (unit, unit_runs[i]), (target, run), places, setting),
                *skeleton.features(unit, unit_runs[i], target, run),
                f"#{min(place, 2)}/{min(run[2], 3)}",
            ]
            out.append(Pair(unit, target, (unit_runs[i][0], run[0]), features))
    return out


def _respective(text: str, units: tuple[int, int, int], objects: tuple[int, int, int]) -> bool:
    """Whether of two enumerations each goes with its own: A村、B村分别获评省级卫生村、市级文明村."""
    between = text[units[1] : objects[0]]
    return units[2] == objects[2] > 1 and len(between) < _BESIDE and ("分别" in between or "依次" in between)


def _chances(made: Sequence[Pair], model: Linear) -> Weights:
    """The probability of each class for each pair.

    What is said of A、B和C is mostly said of each: half of it is the mean over the pairs of the same enumerations.
    """
    scores = model.scores([pair.features for pair in made])
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    own = powers / powers.sum(axis=1, keepdims=True)
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, pair in enumerate(made):
        groups[pair.runs].append(i)
    shared = np.empty_like(own)
    for members in groups.values():
        shared[members] = own[members].mean(axis=0)
    return cast(Weights, (own + shared) / 2)


def actors(
    text: str,
    spans: Iterable[Span],
    reporting_unit: str | None,
    parts: Sequence[Section],
    places: Passages | None = None,
    *,
    model: Linear | None = None,
) -> list[tuple[Span, Role, Span]]:
    """The acting units: (unit's mention, role, object's mention), in order; each two names once, where they are surest.

    Args:
        text: the analysis text of one report.
        spans: all its tagged names and figures.
        reporting_unit: whose report it is; it is never an acting unit.
        parts: its sections.
        places: its passages, where they are known already.
        model: other weights than those that are shipped (for cross-validation).
    """
    made = acting(text, spans, parts, places, reporting=reporting_unit)
    if not made:
        return []
    chances = _chances(made, model or read_model("actors"))
    chosen: dict[tuple[str, str], tuple[float, int]] = {}
    for i, chance in enumerate((1 - chances[:, 0]).tolist()):
        unit, target = made[i].unit, made[i].target
        name = (text[unit.start : unit.end], text[target.start : target.end])
        if chance > max(_LEAST, chosen.get(name, (0.0, 0))[0]):
            chosen[name] = (chance, i)
    roles = (1 + chances[:, 1:].argmax(axis=1)).tolist()
    return [
        (made[i].unit, cast(Role, CLASSES[roles[i]]), made[i].target) for _, i in sorted(chosen.values(), key=_place)
    ]


def _place(chosen: tuple[float, int]) -> int:
    return chosen[1]
