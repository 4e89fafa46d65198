"""Structure that names and codes prove: a district inside another, a body that is part of another."""

from __future__ import annotations

from collections import defaultdict

from kg.resolution.divisions import Divisions
from kg.resolution.entities import Entities, Entity
from kg.resolution.organs import load_national, load_organs
from kg.resolution.places import Area
from kg.resolution.statements import Statements, add_area
from kg.resolution.units import parent_organ

__all__ = ["add_structure", "areas_above"]


def add_structure(entities: Entities, statements: Statements, divisions: Divisions) -> None:
    """Add PART_OF: from each district with a code up to its province (added when new), from each body to its whole."""
    _districts(entities, statements, divisions)
    _units(entities, statements)


def _districts(entities: Entities, statements: Statements, divisions: Divisions) -> None:
    for entity in list(entities):
        below = entity.id
        for area in areas_above(entity, divisions) if entity.label == "District" else ():
            statements.add("PART_OF", below, add_area(entities, area))
            below = area.id


def areas_above(entity: Entity, divisions: Divisions) -> list[Area]:
    """The areas that a district lies in, from the next to its province, as far as its code or name proves them."""
    code = entity.properties.get("code")
    division = divisions.former.get(entity.id) or (divisions.code(str(code)) if code else None)
    within = entity.within if division is None else None
    if within is not None:
        division = within.division
    above = [Area.of(one) for one in divisions.chain(division)[1:]] if division is not None else []
    return [within, *above] if within is not None else above


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
