"""Structure that names and codes prove: a district inside another, a body that is part of another."""

from __future__ import annotations

from collections import defaultdict

from kg.resolution.divisions import Divisions
from kg.resolution.entities import Entities
from kg.resolution.places import Area
from kg.resolution.statements import Statements, add_area
from kg.resolution.units import parent_organ

__all__ = ["add_structure"]


def add_structure(entities: Entities, statements: Statements, divisions: Divisions) -> None:
    """Add PART_OF: from each district with a code up to its province (added when new), from each body to its whole."""
    _districts(entities, statements, divisions)
    _units(entities, statements)


def _districts(entities: Entities, statements: Statements, divisions: Divisions) -> None:
    for entity in list(entities):
        code = entity.properties.get("code")
        division = divisions.code(str(code)) if entity.label == "District" and code else None
        if division is None:
            continue
        below = entity.id
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
            whole = parent_organ(organ, names)
            if whole is not None:
                statements.add("PART_OF", id, found[whole])
