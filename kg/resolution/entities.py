"""The entities found so far: one for each identity key, with every surface that was seen for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kg.resolution.graph import Node, Value
from kg.resolution.names import display
from kg.resolution.places import Area

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


class Entities:
    """All entities by id."""

    def __init__(self) -> None:
        """None yet."""
        self._by_id: dict[str, Entity] = {}
        self.kinds: dict[str, str] = {}
        """Of each place's own drive the id of what all places that hold it share."""

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
        entity = self._by_id.get(id)
        if entity is None:
            entity = self._by_id[id] = Entity(id, label, name, properties=dict(properties or {}))
        if surface is not None:
            shown = display(surface)
            entity.surfaces[shown] = entity.surfaces.get(shown, 0) + 1
            entity.labels[label] = entity.labels.get(label, 0) + 1
        return entity

    def __getitem__(self, id: str) -> Entity:
        """The entity of this id."""
        return self._by_id[id]

    def __iter__(self) -> Iterator[Entity]:
        """All of them by id."""
        return iter([self._by_id[id] for id in sorted(self._by_id)])
