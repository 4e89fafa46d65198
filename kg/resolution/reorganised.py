"""What took over from what, and which units and districts only look like one: never merged, linked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

from kg.resolution.divisions import Division, Divisions
from kg.resolution.entities import Entities, Entity
from kg.resolution.identity import Decisions, IdentityDecision
from kg.resolution.names import fold
from kg.resolution.organs import Organ, field_of, load_national, load_organs
from kg.resolution.places import Area
from kg.resolution.statements import Statements, add_area
from kg.resolution.successors import BASIS

__all__ = ["decide_districts", "decide_units"]

# 局, 厅 and 委 may be two names of one department; a commission's office or a party's is another body.
_DEPARTMENT = ("局", "厅", "委员会")


def decide_districts(
    entities: Entities, statements: Statements, decisions: Decisions, divisions: Divisions
) -> None:
    """SUCCEEDS from each district that took over to the one that is no more (added when new), and the rows of names."""
    former = divisions.former
    queue = [former[entity.id] for entity in entities if entity.id in former]
    seen = set(queue)
    while queue:
        older = queue.pop()
        for change in divisions.changes.after(older.code, older.name):
            newer = _after(change.new_code, change.new, divisions, former)
            if newer is None:
                continue
            id = add_area(entities, Area.of(newer))
            basis = f"{change.year}年{BASIS[change.kind]}"
            statements.add("SUCCEEDS", id, older.id, year=change.year, basis=basis)
            decisions.add(
                IdentityDecision(
                    "District", newer.name, id, older.name, older.id, "successor", "district-change", evidence=basis
                )
            )
            if newer.until is not None and newer not in seen:
                seen.add(newer)
                queue.append(newer)
    for entity in entities:
        if entity.label == "District" and entity.name is not None:
            for surface in _other_surfaces(entity):
                shared = len(divisions.named(fold(surface))) > 1
                rule = "district-context" if shared else "district-name"
                decisions.add(_same(entity, surface, rule))


def _after(
    code: str, name: str, divisions: Divisions, former: Mapping[str, Division]
) -> Division | None:
    """The division of this code and name: of today, else one that is no more either."""
    found = divisions.code(code)
    if found is not None and found.until is None and found.name == name:
        return found
    return next((one for one in former.values() if (one.code, one.name) == (code, name)), found)


def decide_units(entities: Entities, statements: Statements, decisions: Decisions) -> None:
    """SUCCEEDS between reorganised organs of one place, LOOKS_LIKE where an abbreviation leaves it open; rows of names.

    Both organs must be in the graph. Each pair is decided from its own two names.
    """
    places: dict[str, dict[str, Entity]] = defaultdict(dict)
    for entity in entities:
        if entity.label == "Unit":
            for surface in _other_surfaces(entity):
                organ = entity.organ[1] if entity.organ else ""
                rule = "unit-place" if organ and fold(surface).endswith(organ) else "unit-abbreviation"
                decisions.add(_same(entity, surface, rule))
            if entity.organ is not None:
                places[entity.organ[0]][entity.organ[1]] = entity
    for organs in places.values():
        linked = {pair for name in organs for pair in _successors(name, organs, statements, decisions)}
        for one, other, rule, score, evidence in _look_alikes(organs):
            pair = frozenset({one.id, other.id})
            if pair not in linked:
                candidate = IdentityDecision(
                    "Unit", one.best_name(), one.id, other.best_name(), other.id, "candidate", rule, score, evidence
                )
                statements.look_alike(decisions, candidate)


def _organ(name: str) -> Organ | None:
    return load_organs().get(name) or load_national().get(name)


def _successors(
    name: str, organs: Mapping[str, Entity], statements: Statements, decisions: Decisions
) -> Iterator[frozenset[str]]:
    organ, newer = _organ(name), organs[name]
    for year, body in organ.succeeds if organ else ():
        for older in _called(body, organs):
            if older.id == newer.id:
                continue
            basis = f"{year}年机构改革"
            statements.add("SUCCEEDS", newer.id, older.id, year=year, basis=basis)
            decisions.add(
                IdentityDecision(
                    "Unit", newer.best_name(), newer.id, older.best_name(), older.id, "successor",
                    "unit-reform", evidence=basis,
                )
            )  # fmt: skip
            yield frozenset({newer.id, older.id})


def _called(body: str, organs: Mapping[str, Entity]) -> Iterator[Entity]:
    """The organ of this name, or of the same field under another head: some counties have a 卫计局, some a 卫计委."""
    if body in organs:
        yield organs[body]
    elif body.endswith(_DEPARTMENT):
        for head in _DEPARTMENT:
            if (other := field_of(body) + head) in organs:
                yield organs[other]


def _look_alikes(organs: Mapping[str, Entity]) -> Iterator[tuple[Entity, Entity, str, float, str]]:
    fields: dict[str, list[str]] = defaultdict(list)
    for name, entity in organs.items():
        if name.endswith(_DEPARTMENT) and len(field := field_of(name)) > 1:
            fields[field].append(name)
        if _organ(name) is None:
            for meant in load_organs().meant(name):
                if meant.name in organs:
                    yield entity, organs[meant.name], "unit-open", 0.7, f"{name}可能是{meant.name}的简称，还有别的可能"
    for field, names in fields.items():
        for one, other in combinations(sorted(names), 2):
            yield organs[one], organs[other], "unit-head", 0.9, f"同为{field}部门，名称一为{one}，一为{other}"


def _other_surfaces(entity: Entity) -> list[str]:
    name = entity.best_name()
    return [surface for surface in entity.surfaces if fold(surface) != fold(name)]


def _same(entity: Entity, surface: str, rule: str) -> IdentityDecision:
    return IdentityDecision(entity.label, surface, entity.id, entity.best_name(), entity.id, "same", rule)
