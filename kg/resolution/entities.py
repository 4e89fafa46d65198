"""The entities found so far: one for each identity key, with every surface that was seen for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kg.resolution.graph import Node, Value
from kg.resolution.names import display
from kg.resolution.places import Area
from kg.resolution.splits import Splits
from kg.resolution.units import SCOPES

__all__ = ["Entities", "Entity"]

_ALIASED = ("Unit", "District", "Program", "Campaign", "Document")


@dataclass
class Entity:
    """An entity under construction.

    name: a preferred name, which wins over the surfaces. labels: how often it was mentioned as what. organ: of a
    unit, the area its name is relative to and the name without the area. within: of a district, the one it is in where
    only the name proves that. form, measures: of an indicator, its normal form and the base units it was counted in.
    """

    id: str
    label: str
    name: str | None = None
    surfaces: dict[str, int] = field(default_factory=dict)  # a Counter takes twenty times as long to make
    labels: dict[str, int] = field(default_factory=dict)
    properties: dict[str, Value] = field(default_factory=dict)
    organ: tuple[str, str] | None = None
    within: Area | None = None
    form: str = ""
    measures: frozenset[str] = frozenset()

    def best_name(self) -> str:
        """The preferred name, else the most frequent surface (of equals the shortest, then the first by code point)."""
        if self.name is not None:
            return self.name
        return min(self.surfaces, key=lambda text: (-self.surfaces[text], len(text), text))

    def node(self) -> Node:
        """The node: its name (if it is a thing with a name), the other surfaces as aliases, and its properties."""
        if self.name is None and not self.surfaces:
            return Node(self.label, self.id, self.properties)
        name = self.best_name()
        properties: dict[str, Value] = {"name": name, **self.properties}
        if self.label in _ALIASED:
            properties["aliases"] = sorted(text for text in self.surfaces if text != name)
        return Node(self.label, self.id, properties)

    def join(self, other: Entity) -> None:
        """Take in what a later report says of the same thing: as if its surfaces had been added here."""
        for mine, theirs in ((self.surfaces, other.surfaces), (self.labels, other.labels)):
            for text, count in theirs.items():
                mine[text] = mine.get(text, 0) + count
        scopes = self.properties.get("scope"), other.properties.get("scope")
        if scopes[0] != scopes[1]:  # of a unit; the widest counts
            self.properties["scope"] = min(scopes, key=SCOPES.index)
        self.organ = other.organ or self.organ
        self.within = self.within or other.within
        self.form = other.form or self.form
        self.measures |= other.measures

    def take(self, other: Entity) -> None:
        """Become both, as a reviewer decided: of what both have, one's own stays."""
        own = self.organ, self.form
        self.join(other)
        self.organ, self.form = own[0] or other.organ, own[1] or other.form
        if self.properties.get("place") != other.properties.get("place") and "concept" in self.properties:
            self.properties["place"] = None  # a drive of several places is no place's own
        if "masked" in self.properties:  # a masked name that is known to be another's is masked no more
            self.properties["masked"] = bool(self.properties["masked"] and other.properties.get("masked"))
        for key, value in other.properties.items():
            if self.properties.get(key) is None and (key != "place" or "concept" not in self.properties):
                self.properties[key] = value
        self.name = self.name if self.name is not None else other.name


class Entities:
    """All entities by id."""

    def __init__(self, splits: Splits | None = None) -> None:
        """None yet. splits: names with an id of their own."""
        self.splits = splits or Splits()
        self._by_id: dict[str, Entity] = {}
        self.kinds: dict[str, str] = {}
        """Of each place's own drive the id of what all places that hold it share."""
        self.united: dict[str, str] = {}
        """Of each entity that a reviewer's decision made part of another the id of that one."""

    def add(
        self,
        id: str,
        label: str,
        surface: str | None = None,
        *,
        name: str | None = None,
        properties: Mapping[str, Value] | None = None,
    ) -> Entity:
        """The entity of this id, made if it is new; the surface is counted. Later properties do not replace earlier."""
        id = self.united.get(id, id)
        entity = self._by_id.get(id)
        if entity is None:
            entity = self._by_id[id] = Entity(id, label, name, properties=dict(properties or {}))
        if surface is not None:
            shown = display(surface)
            entity.surfaces[shown] = entity.surfaces.get(shown, 0) + 1
            entity.labels[label] = entity.labels.get(label, 0) + 1
        return entity

    def merge(self, later: Entities) -> None:
        """Take in, and over, the entities of a later report."""
        for entity in later._by_id.values():
            self.put(entity)
        self.kinds |= later.kinds

    def put(self, entity: Entity) -> None:
        """Take over an entity, or what it adds to the one that is here."""
        if (there := self._by_id.setdefault(entity.id, entity)) is not entity:
            there.join(entity)

    def unite(self, united: Mapping[str, str]) -> None:
        """Put each entity (key) into the one it is part of (value), from now on too."""
        kinds: dict[str, str] = {}
        for local, kind in sorted(self.kinds.items()):
            one, above = united.get(local, local), united.get(kind, kind)
            kinds[one] = min(above, kinds.get(one, above))
        parts = [(gone, united[gone]) for gone in sorted(united)]
        for part in {id for pair in parts for id in pair} - self.kinds.keys():
            if self._by_id[part].properties.get("concept"):  # what is under a concept is told by the thesaurus
                kinds.pop(united.get(part, part), None)
        self.kinds = {one: above for one, above in kinds.items() if one not in _chain(above, kinds)}
        for gone, one in parts:
            self._by_id[one].take(self._by_id.pop(gone))
        self.united = dict(united)

    def __contains__(self, id: str) -> bool:
        """Whether there is one of this id."""
        return self.united.get(id, id) in self._by_id

    def __getitem__(self, id: str) -> Entity:
        """The entity of this id."""
        return self._by_id[self.united.get(id, id)]

    def __iter__(self) -> Iterator[Entity]:
        """All of them by id."""
        return iter([self._by_id[id] for id in sorted(self._by_id)])


def _chain(id: str, above: Mapping[str, str]) -> list[str]:
    """The id, what is above it, and so on, each once."""
    found: list[str] = []
    while id not in found:
        found.append(id)
        id = above.get(id, id)
    return found
