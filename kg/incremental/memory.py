"""What is remembered of a resolution, so that the next one need not begin from nothing.

    reports        id, key (everything that its part depends on), its own nodes, how much was found
    contributions  entity, report, what the report adds to the entity
    entities       id, label in the graph, the contributions put together
    tokens         token, entity: where to look for those that a decision compares it with (neighbours.py)
    statements     id, report, those that several reports may make
    forms          normal form, id of the concept in the thesaurus that has it
    levels         key that says a level, id of the concept
    concepts       id, the concept (thesaurus.py)

Nodes and statements of one report alone are not kept: they are in the graph's tables.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kg.incremental.encode import encode, encode_statement
from kg.resolution.entities import Entities
from kg.resolution.resolve import Part

__all__ = ["COLUMNS", "OWN", "Memory", "Rows", "is_own", "select"]

OWN = ("Report", "Observation")
"""Labels of the nodes that one report alone has."""
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "reports": ("report", "key", "data"),
    "contributions": ("entity", "report", "data"),
    "entities": ("entity", "label", "data"),
    "tokens": ("token", "entity"),
    "statements": ("rid", "report", "data"),
    "forms": ("form", "concept"),
    "levels": ("key", "concept"),
    "concepts": ("concept", "data"),
}


@dataclass
class Rows:
    """Rows to be added, by table."""

    of: dict[str, list[tuple[str, ...]]] = field(default_factory=lambda: {name: [] for name in COLUMNS})

    def add_part(self, part: Part, key: str, found: tuple[int, int]) -> None:
        """What one report says. found: how many mentions and figures it has."""
        own = [entity.id for entity in part.entities if entity.label in OWN]
        about = json.dumps({"own": own, "found": found}, separators=(",", ":"))
        self.of["reports"].append((part.report, key, about))
        kinds = part.entities.kinds
        self.of["contributions"] += [
            (entity.id, part.report, encode(entity, kinds.get(entity.id)))
            for entity in part.entities
            if entity.label not in OWN
        ]
        mine = set(own)
        self.of["statements"] += [
            (rid, part.report, encode_statement(said))
            for rid, said in part.statements.by_id.items()
            if not is_own(said.source, said.properties, mine)
        ]

    def add_entities(self, texts: Mapping[str, str], tokens: Mapping[str, Iterable[str]], entities: Entities) -> None:
        """texts: of each entity before it was decided on, encoded; tokens: of each; entities: afterwards."""
        self.of["entities"] += [(id, entities[id].label, text) for id, text in texts.items()]
        self.of["tokens"] += [(token, id) for id, found in tokens.items() for token in sorted(found)]

    def table(self, name: str) -> pa.Table:
        """The rows as a table."""
        columns = list(zip(*self.of[name], strict=True)) or [()] * len(COLUMNS[name])
        return pa.table([pa.array(column, pa.large_string()) for column in columns], names=list(COLUMNS[name]))


@dataclass
class Memory:
    """One resolution. about: which graph it is of, and with what it was made."""

    about: dict[str, Any]
    tables: Mapping[str, pa.Table]

    def without(self, name: str, column: str, values: Collection[str]) -> pa.Table:
        """The rows of a table whose column has none of the values."""
        table = self.tables[name]
        return table.filter(pc.invert(_is_in(table[column], values)))

    def owners(self, tokens: Collection[str]) -> set[str]:
        """The entities that have one of the tokens."""
        return set(select(self.tables["tokens"], "token", tokens)["entity"].to_pylist())

    def tokens(self, ids: Collection[str]) -> dict[str, set[str]]:
        """The tokens of each of the entities."""
        found: dict[str, set[str]] = {id: set() for id in ids}
        rows = select(self.tables["tokens"], "entity", ids)
        for token, id in zip(rows["token"].to_pylist(), rows["entity"].to_pylist(), strict=True):
            found[id].add(token)
        return found

    def beginning(self, prefix: str) -> list[str]:
        """Every token that begins so, once."""
        column = self.tables["tokens"]["token"]
        found: list[str] = pc.unique(column.filter(pc.starts_with(column, prefix))).to_pylist()
        return found

    def keys(self) -> dict[str, str]:
        """The key of each report by its id."""
        table = self.tables["reports"]
        return dict(zip(table["report"].to_pylist(), table["key"].to_pylist(), strict=True))

    def found(self, reports: Collection[str]) -> tuple[int, int]:
        """How many mentions and figures all reports but these have."""
        counts = [json.loads(text)["found"] for text in self.without("reports", "report", reports)["data"].to_pylist()]
        return sum(one for one, _ in counts), sum(other for _, other in counts)


def is_own(source: str, properties: Mapping[str, object], own: Collection[str]) -> bool:
    """Whether one report alone can make the statement: its source is a node of its own, or the report is named."""
    return source in own or "report" in properties


def select(table: pa.Table, column: str, values: Collection[str]) -> pa.Table:
    """The rows whose column has one of the values."""
    return table.filter(_is_in(table[column], values))


def _is_in(column: pa.ChunkedArray, values: Collection[str]) -> pa.ChunkedArray:
    return pc.is_in(column, value_set=pa.array(values, column.type))
