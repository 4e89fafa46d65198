"""What an analysis is, and what it hands back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kg.analysis.picture import Picture
from kg.graph.tables import GraphTables
from kg.library.model import Column, Parameter, Words
from kg.output.rows import Rows, Value

__all__ = ["Analysis", "Pair", "Result", "Written", "columns"]


@dataclass(frozen=True, slots=True)
class Pair:
    """One relationship to be written: the ids of its two nodes and its properties; from and to as the schema says."""

    source: str
    source_label: str
    target: str
    target_label: str
    properties: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Written:
    """What an analysis sets in the graph, in place of what it set before.

    properties: (label, property) → value by node id; nodes not named get null. relationships: by type, all of them.
    """

    properties: Mapping[tuple[str, str], Mapping[str, Value]] = field(default_factory=dict)
    relationships: Mapping[str, tuple[Pair, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """rows: the answer. notes: what was left out or estimated. written, picture: for --write and --plot, if any."""

    rows: Rows
    notes: tuple[str, ...] = ()
    written: Written | None = None
    picture: Callable[[], Picture] | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    """One analysis, found by its name under the entry point group `kg.analyses`.

    run: takes the tables and a value for every parameter; it changes nothing, and the same tables and values give the
    same result to the byte. It raises InputError for values that cannot be used, MissingExtraError for a library that
    it needs.
    """

    name: str
    title: Words
    answers: Words
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    run: Callable[[GraphTables, Mapping[str, Value]], Result]


def columns(**said: tuple[str, str]) -> tuple[Column, ...]:
    """Columns from name=(meaning in Chinese, in English)."""
    return tuple(Column(name, Words(zh, en)) for name, (zh, en) in said.items())
