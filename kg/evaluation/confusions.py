"""Where an extraction goes wrong: names missed, invented, with another edge or of another type, most frequent first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.evaluation.pairing import overlap, pairs
from kg.evaluation.systems import System
from kg.gold import GoldReport
from kg.records import Mention

__all__ = ["Confusion", "confusions"]


@dataclass(frozen=True, slots=True)
class Confusion:
    """One kind of fault with how often it is there and where it was seen first.

    fault: missed, invented, edge or type. gold, found: what the gold and the system have ("" where nothing).
    """

    fault: str
    gold: str
    found: str
    count: int
    where: str


def confusions(golds: Sequence[GoldReport], systems: Mapping[str, System]) -> list[Confusion]:
    """All faults in names, those that are there most often first, then missed and invented ones by name."""
    counts: Counter[tuple[str, str, str]] = Counter()
    places: dict[tuple[str, str, str], str] = defaultdict(str)
    for gold in golds:
        have = systems.get(gold.name, System()).mentions
        matched = pairs(gold.mentions, have, _likeness)
        left = {i for i, _ in matched}, {j for _, j in matched}
        faults: list[tuple[str, Mention | None, Mention | None]] = [
            (_fault(gold.mentions[i], have[j]), gold.mentions[i], have[j])
            for i, j in matched
            if _key(gold.mentions[i]) != _key(have[j])
        ]
        faults += [("missed", one, None) for i, one in enumerate(gold.mentions) if i not in left[0]]
        faults += [("invented", None, one) for j, one in enumerate(have) if j not in left[1]]
        for fault, wanted, found in faults:
            key = (fault, _shown(wanted), _shown(found))
            counts[key] += 1
            one = wanted or found
            assert one is not None
            places[key] = places[key] or f"{gold.name}:{gold.text.count(chr(10), 0, one.start) + 1}"
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [Confusion(*key, count, places[key]) for key, count in ranked]


def _likeness(one: Mention, two: Mention) -> float:
    return overlap((one.start, one.end), (two.start, two.end))


def _key(one: Mention) -> tuple[int, int, str]:
    return one.start, one.end, one.type


def _fault(wanted: Mention, found: Mention) -> str:
    return "type" if (wanted.start, wanted.end) == (found.start, found.end) else "edge"


def _shown(one: Mention | None) -> str:
    return f"{one.type} {''.join(one.text.split())}" if one is not None else ""
