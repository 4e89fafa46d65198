"""Which program or campaign a name means: the concept of the thesaurus, else the key of the name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kg.resolution.graph import Value
from kg.resolution.identity.drives import is_local
from kg.resolution.identity.keys import identity_key
from kg.resolution.identity.match import Matcher
from kg.resolution.ids import make_id
from kg.resolution.names import normal_form
from kg.resolution.places import Area
from kg.resolution.thesaurus import Concept

__all__ = ["Initiative", "identify_initiative", "label_of"]


@dataclass(frozen=True, slots=True)
class Initiative:
    """What a surface means. kind: what all places share that hold a drive of their own, or all editions of an event.

    surface: what to call it where that is not what was printed: the event that an edition is of.
    """

    id: str
    concept: Concept | None
    properties: Mapping[str, Value]
    kind: Initiative | None = None
    surface: str | None = None


def identify_initiative(name: str, report: str, home: Area, matcher: Matcher) -> Initiative:
    """The initiative that the surface names in the report of this id, which covers `home`.

    A masked name stays in its report, unless only its year or ordinal is masked (第xx个世界无烟日) or the thesaurus
    leaves one reading. A generic drive is the place's own, an edition (第七届…会) a part of its event. The id
    does not hold the label: a program that more reports turn into a campaign keeps it.
    """
    match = matcher.match(name)
    concept = match.concept
    if match.masked:
        return Initiative(make_id("init", "report", report, normal_form(name)), None, _properties(None, masked=True))
    key = identity_key(name) or name
    shared = make_id("init", "concept", concept.id) if concept else make_id("init", "name", key)
    if match.edition is not None:
        which, event = match.edition
        own = identify_initiative(event, report, home, matcher)
        id = make_id("init", "edition", which, own.id)
        return Initiative(id, None, _properties(None), replace(own, surface=event))
    kind = Initiative(shared, concept, _properties(concept))
    if match.doubtful is not None or not is_local(name, concept):
        return kind
    return Initiative(make_id("init", "place", home.id, shared), None, _properties(None, home), kind)


def _properties(concept: Concept | None, home: Area | None = None, *, masked: bool = False) -> dict[str, Value]:
    return {
        "concept": concept.id if concept else None,
        "level": concept.level if concept else None,
        "masked": masked,
        "place": home.name if home else None,
    }


def label_of(concept: Concept | None, votes: Mapping[str, int]) -> str:
    """The one label of an initiative: the thesaurus's kind, else what most mentions say (Program when they tie)."""
    if concept is not None:
        return concept.label
    return "Campaign" if votes.get("Campaign", 0) > votes.get("Program", 0) else "Program"
