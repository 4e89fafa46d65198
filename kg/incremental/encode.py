"""Entities under construction as JSON text and back."""

from __future__ import annotations

import json
from typing import Any

from kg.resolution.divisions import Division
from kg.resolution.entities import Entity
from kg.resolution.places import Area
from kg.resolution.statements import Statement

__all__ = ["decode", "decode_statement", "encode", "encode_statement"]


def encode(entity: Entity, kind: str | None) -> str:
    """The entity but for its id. kind: of a place's own drive, the id of what all places share."""
    said = [
        entity.label, entity.name, entity.surfaces, entity.labels, entity.properties, entity.organ,
        _area(entity.within), entity.form, sorted(entity.measures), kind,
    ]  # fmt: skip
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def decode(id: str, text: str) -> tuple[Entity, str | None]:
    """What `encode` was given: an entity of its own, and its kind."""
    label, name, surfaces, labels, properties, organ, within, form, measures, kind = json.loads(text)
    entity = Entity(
        id, label, name, surfaces, labels, properties, tuple(organ) if organ else None,
        _read_area(within), form, frozenset(measures),
    )  # fmt: skip
    return entity, kind


def encode_statement(said: Statement) -> str:
    """The statement but for its id."""
    return json.dumps([said.type, said.source, said.target, said.properties], ensure_ascii=False, separators=(",", ":"))


def decode_statement(text: str) -> Statement:
    """What `encode_statement` was given."""
    return Statement(*json.loads(text))


def _area(area: Area | None) -> list[Any] | None:
    if area is None:
        return None
    one = area.division
    division = [one.code, one.name, one.level, one.parent, one.short, one.until] if one else None
    return [area.id, area.name, area.level, area.code, area.placeholder, division, _area(area.within)]


def _read_area(said: list[Any] | None) -> Area | None:
    if said is None:
        return None
    id, name, level, code, placeholder, division, within = said
    found = Division(*division) if division else None
    return Area(id, name, level, code, placeholder, found, _read_area(within))
