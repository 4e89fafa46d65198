"""Which program or campaign a name means: the concept of the thesaurus, else the normal form of the name."""

from __future__ import annotations

from collections.abc import Mapping

from kg.resolution.graph import Value
from kg.resolution.ids import make_id
from kg.resolution.masks import is_masked
from kg.resolution.names import core, normal_form
from kg.resolution.thesaurus import Concept, Thesaurus

__all__ = ["identify_initiative", "label_of"]


def identify_initiative(
    name: str, report: str, thesaurus: Thesaurus
) -> tuple[str, Concept | None, dict[str, Value]]:
    """(id, concept, properties) of the initiative that the surface names in the report of this id.

    A masked name stays in its report, unless only its year or ordinal is masked (第xx个世界无烟日). The id does not
    hold the label: a program that more reports turn into a campaign keeps it.
    """
    form = normal_form(name)
    concept = thesaurus.by_form.get(form)
    masked = concept is None and is_masked(core(name))
    if concept is not None:
        id = make_id("init", "concept", concept.id)
    elif masked:
        id = make_id("init", "report", report, form)
    else:
        id = make_id("init", "name", form or name)
    properties: dict[str, Value] = {
        "concept": concept.id if concept else None,
        "level": concept.level if concept else None,
        "masked": masked,
    }
    return id, concept, properties


def label_of(concept: Concept | None, votes: Mapping[str, int]) -> str:
    """The one label of an initiative: the thesaurus's kind, else what most mentions say (Program when they tie)."""
    if concept is not None:
        return concept.label
    return "Campaign" if votes.get("Campaign", 0) > votes.get("Program", 0) else "Program"
