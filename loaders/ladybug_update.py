"""A store made from the store of other tables: a copy, in which only what differs is written."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping
from functools import reduce
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from kg.errors import LoadError
from kg.graph.ddl import quoted
from kg.graph.difference import Difference
from kg.graph.model import GraphSchema
from kg.graph.tables import GraphTables
from loaders.base import compare
from loaders.ladybug import LadybugLoader

__all__ = ["update_store"]

SHARE = 0.1
"""Up to this share of the rows may differ: writing row by row costs more than loading everything."""
# The engine writes what changed anew and frees the old pages late.
_LARGEST, _LARGEST_ROW = 64 << 20, 1 << 10
"""Bytes, of which so many a row, from which on the file is loaded anew and so becomes small again."""


def _gone(found: Difference, key: str) -> pa.Array:
    """The keys that are not there any more."""
    gone = found.gone[key].combine_chunks()
    return gone.filter(pc.invert(pc.is_in(gone, value_set=found.came[key].combine_chunks())))


def update_store(old: Path, new: Path, after: GraphTables, differences: Mapping[str, Difference]) -> bool:
    """Make the store `new` of the tables `after` from the store `old` of others, which stays as it is.

    differences: in which rows each label and type of the old store's tables differs. False, and no file is left, where
    it had better be loaded anew: much differs, or the engine refuses.
    """
    nodes = {label: differences[label] for label in after.nodes if label in differences}
    ways = {type: differences[type] for type in after.relationships if type in differences}
    rows = sum(table.num_rows for table in after.every())
    changes = sum(one.rows for one in differences.values())
    if changes > SHARE * rows or old.stat().st_size > _LARGEST + _LARGEST_ROW * rows:
        return False
    store = _Updated(new)
    try:
        store.start(old, after.schema)
        lost = {label: _gone(rows_of, after.schema.nodes[label].key.name) for label, rows_of in nodes.items()}
        for type, rows_of in ways.items():
            store.remove_relationships(type, rows_of.gone, lost)
        for label, rows_of in nodes.items():
            store.replace_nodes(label, rows_of, lost[label])
        for type, rows_of in ways.items():
            store.add_relationships(type, rows_of.came)
        compare(store.name, after.counts(), store.counts())
        store.close()
    except (LoadError, OSError):
        store.abort()
        return False
    except BaseException:
        store.abort()
        raise
    return True


class _Updated(LadybugLoader):
    """A store that is begun from another. What leads between nodes goes first and comes last."""

    copy_from = sys.maxsize  # COPY into tables that hold rows is not to be trusted

    def start(self, old: Path, schema: GraphSchema) -> None:
        """Open a copy. Tables that hold rows are written to row by row."""
        self._remove()
        shutil.copyfile(old, self._path)
        self._schema = schema
        self._connect()

    def remove_relationships(self, type: str, rows: pa.Table, lost: Mapping[str, pa.Array]) -> None:
        """Delete by both ends and rid. lost: keys of the nodes that go, by label: what leads to them goes with them."""
        for source, target, part in self._pairs(type, rows):
            gone = [pc.is_in(part[end], value_set=lost[label])
                    for end, label in (("from", source), ("to", target)) if label in lost]  # fmt: skip
            left = part.filter(pc.invert(reduce(pc.or_, gone))) if gone else part
            if left.num_rows:
                first, last = self._end("from", source), self._end("to", target)
                statement = f"LOAD FROM $rows MATCH {first}-[_way:{quoted(type)} {{rid: rid}}]->{last} DELETE _way"
                self._load(statement, left.select(["rid", "from", "to"]), type)

    def replace_nodes(self, label: str, found: Difference, lost: pa.Array) -> None:
        """Delete those that are lost, write the others anew or create them."""
        node = self._known(label).nodes[label]
        key = node.key.name
        known = pc.is_in(found.came[key], value_set=found.gone[key].combine_chunks())
        stay, new = found.came.filter(known), found.came.filter(pc.invert(known))
        match = f"(_node:{quoted(label)} {{{quoted(key)}: {quoted(key)}}})"
        if len(lost):
            self._load(f"LOAD FROM $rows MATCH {match} DETACH DELETE _node", pa.table({key: lost}), label)
        sets = ", ".join(f"_node.{quoted(one.name)} = {quoted(one.name)}" for one in node.properties if not one.key)
        if stay.num_rows and sets:
            self._load(f"LOAD FROM $rows MATCH {match} SET {sets}", stay, label)
        if new.num_rows:
            self.write_nodes(label, new)

    def add_relationships(self, type: str, rows: pa.Table) -> None:
        """Create between nodes that are there."""
        for source, target, part in self._pairs(type, rows):
            self.write_relationships(type, source, target, part)

    def _pairs(self, type: str, rows: pa.Table) -> Iterator[tuple[str, str, pa.Table]]:
        if not rows.num_rows:
            return
        for source, target in self._known(type).relationships[type].pairs:
            both = pc.and_(pc.equal(rows["from_label"], source), pc.equal(rows["to_label"], target))
            if (part := rows.filter(both)).num_rows:
                yield source, target, part

    def _end(self, end: str, label: str) -> str:
        key = self._known(label).nodes[label].key.name
        return f"(_{end}:{quoted(label)} {{{quoted(key)}: {quoted(end)}}})"
