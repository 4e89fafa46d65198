"""What resolution hands on: nodes and relationships with deterministic ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.corrections.record import Correction
from kg.resolution.identity.decision import IdentityDecision

__all__ = ["Graph", "Node", "Relationship", "Value"]

Value = str | int | float | bool | list[str] | None


@dataclass(frozen=True, slots=True)
class Node:
    """One node: its label, its id, and its other properties as schema/graph.yaml names them."""

    label: str
    id: str
    properties: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship: its type, its id, the two nodes by id and label, and its properties."""

    type: str
    rid: str
    source: str
    source_label: str
    target: str
    target_label: str
    properties: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes sorted by label and id, relationships sorted by type and id, decisions by label and pair; none twice."""

    nodes: tuple[Node, ...]
    relationships: tuple[Relationship, ...]
    decisions: tuple[IdentityDecision, ...] = ()
    notes: tuple[tuple[Correction, str], ...] = ()
    """Decisions of reviewers that have no effect here, and why."""
