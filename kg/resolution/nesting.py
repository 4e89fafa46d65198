"""Which areas lie in which, when a reviewer's decisions make some of them one."""

from __future__ import annotations

from collections.abc import Callable

from kg.resolution.divisions import Divisions
from kg.resolution.entities import Entities
from kg.resolution.structure import areas_above

__all__ = ["Nesting"]


class Nesting:
    """The areas above each district, as codes and names prove them."""

    def __init__(self, entities: Entities, divisions: Divisions) -> None:
        """All districts of these entities."""
        self._above: dict[str, set[str]] = {}
        for entity in entities:
            below = entity.id
            for area in areas_above(entity, divisions) if entity.label == "District" else ():
                self._above.setdefault(below, set()).add(area.id)
                below = area.id

    def lies_in(self, below: str, above: str, one: Callable[[str], str]) -> bool:
        """Whether an area lies in another, however far up. one: the id by which all that are one thing go."""
        steps: dict[str, set[str]] = {}
        for id, found in self._above.items():
            steps.setdefault(one(id), set()).update(map(one, found))
        seen: set[str] = set()
        todo = list(steps.get(one(below), ()))
        while todo:
            id = todo.pop()
            if id == one(above):
                return True
            if id not in seen:
                seen.add(id)
                todo += steps.get(id, ())
        return False
