"""From which year to which a node or relationship is there, for formats with a time line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa

from kg.graph.model import GraphSchema, Property

__all__ = ["Years"]

_UNIT = "calendar year"
_REPORT = "report"
"""The property of a relationship that names the report which says so."""


class Years:
    """Years by id, from the properties that the schema gives in calendar years.

    A node with such a property is there in that year (the first that is not null); a relationship in its own year, else
    its report's, else that of the node it leads from or to; any other node from the first year to the last of its
    relationships.
    """

    def __init__(self, schema: GraphSchema) -> None:
        """schema: of the tables to come."""
        self._schema = schema
        self._dated: dict[str, int] = {}
        self._spans: dict[str, tuple[int, int]] = {}

    def add_nodes(self, label: str, rows: pa.Table) -> None:
        """Note the years of nodes; they come before the relationships."""
        node = self._schema.nodes[label]
        for name in reversed([node.properties[at].name for at in _years(node.properties)]):
            pairs = zip(rows[node.key.name].to_pylist(), rows[name].to_pylist(), strict=True)
            self._dated.update((id, year) for id, year in pairs if _is_date(year))

    def of_relationships(self, type: str) -> Callable[[str, str, Sequence[Any]], tuple[int, int] | None]:
        """A function from a relationship's two ids and its values to its years; what it sees counts for the nodes."""
        properties = self._schema.relationships[type].properties
        own = _years(properties)
        report = next((at for at, one in enumerate(properties) if one.name == _REPORT), None)
        dated, spans = self._dated, self._spans

        def years(source: str, target: str, values: Sequence[Any]) -> tuple[int, int] | None:
            year = next((values[at] for at in own if _is_date(values[at])), None)
            if year is None and report is not None:
                year = dated.get(values[report])
            if year is None:
                year = dated.get(source, dated.get(target))
            if year is None:
                return None
            for id in (source, target):
                if id not in dated:
                    first, last = spans.get(id, (year, year))
                    spans[id] = (min(first, year), max(last, year))
            return year, year

        return years

    def of_node(self, id: str) -> tuple[int, int] | None:
        """The years of a node, once all relationships were seen."""
        year = self._dated.get(id)
        return self._spans.get(id) if year is None else (year, year)


def _years(properties: Sequence[Property]) -> list[int]:
    return [at for at, one in enumerate(properties) if one.unit == _UNIT and one.type == "int"]


def _is_date(year: int | None) -> bool:
    """Whether it can stand in a date as XML and Java write it."""
    return year is not None and 1 <= year <= 9999
