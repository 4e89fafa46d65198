"""Structure that names and codes prove: a district inside another, a body that is part of another."""

from __future__ import annotations

from collections import defaultdict

from kg.resolution.divisions import Division, Divisions
from kg.resolution.entities import Entities
from kg.resolution.organs import load_national, load_organs
from kg.resolution.places import Area
from kg.resolution.statements import Statements, add_area
from kg.resolution.units import parent_organ

__all__ = ["add_structure"]


def add_structure(entities: Entities, statements: Statements, divisions: Divisions) -> None:
    """Add PART_OF: from each district with a code up to its province (added when new), from each body to its whole."""
    _districts(entities, statements, divisions)
    _units(entities, statements)


def _districts(entities: Entities, statements: Statements, divisions: Divisions) -> None:
    former = divisions.former
    for entity in list(entities):
        if entity.label != "District":
            continue
        code = entity.properties.get("code")
        division = former.get(entity.id) or (divisions.code(str(code)) if code else None)
        if division is not None:
            _up(entity.id, division, entities, statements, divisions)
        elif entity.within is not None:
            statements.add("PART_OF", entity.id, add_area(entities, entity.within))
            if (around := entity.within.division) is not None:
                _up(entity.within.id, around, entities, statements, divisions)


def _up(
    below: str, division: Division, entities: Entities, statements: Statements, divisions: Divisions
) -> None:
    for above in divisions.chain(division)[1:]:
        id = add_area(entities, Area.of(above))
        statements.add("PART_OF", below, id)
        below = id


def _units(entities: Entities, statements: Statements) -> None:
    organs: dict[str, dict[str, str]] = defaultdict(dict)
    for entity in entities:
        if entity.organ is not None:
            area, organ = entity.organ
            organs[area][organ] = entity.id
    for found in organs.values():
        names = frozenset(found)
        for organ, id in found.items():
            whole = parent_organ(organ, names) or _listed_parent(organ)
            if whole is not None and (part_of := found.get(whole)) not in (None, id):
                statements.add("PART_OF", id, str(part_of))


def _listed_parent(organ: str) -> str | None:
    listed = load_organs().get(organ) or load_national().get(organ)
    return listed.parent if listed else None
