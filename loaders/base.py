"""What a loader is, and how tables are loaded with one: write everything, then compare the counts.

A loader is found by the entry point group `kg.loaders`; kg's own are registered there too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc

from kg.errors import LoadError
from kg.graph.model import GraphSchema
from kg.graph.tables import Counts, GraphTables

__all__ = ["Loader", "Progress", "compare", "load"]

Progress = Callable[[str, int], None]
"""Called with a label or type and the number of rows just written."""

_SURPLUS = "more is there than was loaded now, from an earlier load: load again with --prune, or under another name"


class Loader(Protocol):
    """Writes graph tables into one store. Calls come in the order of the methods; writing a row twice writes it once.

    Every method raises LoadError, naming label or type, when the store refuses.
    """

    name: str

    def open(self, schema: GraphSchema) -> None:
        """Connect and create what the schema needs: tables, constraints, indexes."""

    def write_nodes(self, label: str, rows: pa.Table) -> None:
        """Write nodes of one label; columns as in the node table."""

    def write_relationships(self, type: str, source: str, target: str, rows: pa.Table) -> None:
        """Write relationships of one type between two labels; columns as in the relationship table."""

    def counts(self) -> Counts:
        """How many nodes of each label and relationships of each type of the schema the store holds."""

    def close(self) -> None:
        """Finish: from now on readers see what was written."""

    def abort(self) -> None:
        """Give up after an error: readers see what was there before, as far as the store can do that."""


def load(loader: Loader, tables: GraphTables, progress: Progress | None = None) -> Counts:
    """Write all tables with the loader and verify that the store holds as many rows of each label and type.

    Raises LoadError, naming the differences, when it does not; the loader is then told to give up.
    """
    say = progress or (lambda _name, _rows: None)
    loader.open(tables.schema)
    try:
        for label, rows in tables.nodes.items():
            if rows.num_rows:
                loader.write_nodes(label, rows)
            say(label, rows.num_rows)
        for type, rows in tables.relationships.items():
            for source, target in tables.schema.relationships[type].pairs:
                part = rows.filter(
                    pc.and_(pc.equal(rows["from_label"], source), pc.equal(rows["to_label"], target))
                )
                if part.num_rows:
                    loader.write_relationships(type, source, target, part)
            say(type, rows.num_rows)
        found = loader.counts()
        compare(loader.name, tables.counts(), found)
        loader.close()
    except BaseException:
        loader.abort()
        raise
    return found


def compare(store: str, expected: Counts, found: Counts) -> None:
    """Raises LoadError, naming the differences, when the store holds other counts than expected."""
    differences = [
        *_differences(expected.nodes, found.nodes),
        *_differences(expected.relationships, found.relationships),
    ]
    if differences:
        lost = any(
            there.get(name, 0) < rows
            for here, there in ((expected.nodes, found.nodes), (expected.relationships, found.relationships))
            for name, rows in here.items()
        )
        raise LoadError(
            f"the store holds other counts than the tables: {'; '.join(differences)}",
            where=store,
            todo="load again; if it stays, please report it" if lost else _SURPLUS,
        )


def _differences(expected: Mapping[str, int], found: Mapping[str, int]) -> list[str]:
    names = sorted({*expected, *found})
    return [
        f"{name} {expected.get(name, 0)} in the tables, {found.get(name, 0)} in the store"
        for name in names
        if expected.get(name, 0) != found.get(name, 0)
    ]
