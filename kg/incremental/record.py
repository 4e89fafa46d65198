"""What a whole resolution leaves for the next: its memory, written down while it is resolved."""

from __future__ import annotations

from collections.abc import Mapping

from kg.incremental.encode import encode
from kg.incremental.memory import COLUMNS, OWN, Memory, Rows
from kg.incremental.neighbours import tokens_of
from kg.incremental.thesaurus import matcher_rows
from kg.resolution.entities import Entities
from kg.resolution.resolve import Part, Resolver
from kg.resolution.statements import Statements

__all__ = ["Recorder"]


class Recorder:
    """A witness of `resolve`. Afterwards `memory` is what the next resolution may begin from, None where it may not."""

    def __init__(self, keys: Mapping[str, str], found: Mapping[str, tuple[int, int]]) -> None:
        """keys: of each report by its id; found: how many mentions and figures it has."""
        self._keys, self._found = keys, found
        self._rows = Rows()
        self._texts: dict[str, str] = {}
        self._tokens: dict[str, set[str]] = {}
        self.memory: Memory | None = None

    def said(self, part: Part) -> None:
        """See kg.resolution.resolve.Witness."""
        self._rows.add_part(part, self._keys[part.report], self._found[part.report])

    def merged(self, entities: Entities, resolver: Resolver) -> None:
        """See kg.resolution.resolve.Witness."""
        self._rows.of |= matcher_rows(resolver.matcher)
        for entity in entities:
            if entity.label in OWN:
                continue
            kind = entities.kinds.get(entity.id)
            self._texts[entity.id] = encode(entity, kind)
            self._tokens[entity.id] = tokens_of(entity, kind, resolver.matcher)

    def decided(self, entities: Entities, said: Statements, decided: Statements) -> None:
        """See kg.resolution.resolve.Witness."""
        self._rows.add_entities(self._texts, self._tokens, entities)
        stated = {one.type for one in said.by_id.values()}
        types = {one.type for one in decided.by_id.values()}
        made = {entity.label for entity in entities if entity.id not in self._texts} - set(OWN)
        if not stated & types and made <= {"District"}:
            self.memory = Memory(
                {"stated": sorted(stated), "decided": sorted(types)},
                {name: self._rows.table(name) for name in COLUMNS},
            )
