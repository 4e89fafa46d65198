"""Which district carries out or plans which initiative: what all analyses begin with.

A mention counts when its status is done or planned, as in queries/shared-initiatives.cypher. Districts whose name is
masked are places of their own. A masked initiative identifies nothing, so it is left out. A local drive (an initiative
that is one place's own) counts as the wider concept to which its BROADER leads, where it has one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kg.graph.tables import GraphTables

__all__ = ["Holdings", "Initiatives", "holdings", "initiatives_of"]

Ints = NDArray[np.int64]
_COUNTED = ("done", "planned")


@dataclass(frozen=True)
class Initiatives:
    """Every initiative of the graph, by its place in these columns: sorted by id within its label.

    counts_as: for each row of a local drive, the rows of the wider initiatives it counts as (row, wider), sorted.
    usable: not masked.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    labels: tuple[str, ...]
    usable: NDArray[np.bool_]
    counts_as: tuple[Ints, Ints]
    index: pa.Array

    def rows(self, ids: pa.ChunkedArray | pa.Array) -> Ints:
        """Which rows ids mean; -1 for what is no initiative."""
        return _index(ids, self.index)

    def counted(self, rows: Ints) -> tuple[Ints, Ints]:
        """(which of `rows`, the initiative it counts as) for those that count; a local drive may count as several."""
        local, wider = self.counts_as
        kept = np.flatnonzero((rows >= 0) & ~np.isin(rows, local))
        order = np.flatnonzero(np.isin(rows, local))
        begin, end = np.searchsorted(local, rows[order]), np.searchsorted(local, rows[order], side="right")
        many = end - begin
        steps = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
        which = np.concatenate([kept, np.repeat(order, many)])
        meant = np.concatenate([rows[kept], wider[np.repeat(begin, many) + steps]])
        fit = self.usable[meant]
        return which[fit], meant[fit]


@dataclass(frozen=True)
class Holdings:
    """What is said, one row for each district, initiative, report and status, in the columns below; and who they are.

    districts: ids, sorted, of those that reports cover. district, initiative: rows of `districts` and of `all`.
    year: of the report looked back at (done) or planned for (planned), 0 where it has none. level: of the report.
    pairs: each district with each of its initiatives once, sorted; reach: by initiative, how many districts have it.
    """

    districts: tuple[str, ...]
    names: tuple[str, ...]
    placeholder: NDArray[np.bool_]
    all: Initiatives
    district: Ints
    initiative: Ints
    report: Ints
    planned: NDArray[np.bool_]
    year: Ints
    level: tuple[str, ...]
    """By report."""
    pairs: tuple[Ints, Ints]
    reach: Ints

    def held(self, district: int) -> Ints:
        """The initiatives of a district, sorted."""
        begin, end = np.searchsorted(self.pairs[0], [district, district + 1])
        return self.pairs[1][begin:end]


def initiatives_of(tables: GraphTables) -> Initiatives:
    """The initiatives of the graph. Their labels are those that a figure can be ABOUT."""
    labels = tuple(target for _, target in tables.schema.relationships["ABOUT"].pairs)
    parts = [tables.nodes[label] for label in labels]
    ids = _column(parts, "id")
    usable = ~_column(parts, "masked").to_numpy(zero_copy_only=False).astype(bool)
    broader = tables.relationships["BROADER"]
    source, target = _index(broader["from"], ids), _index(broader["to"], ids)
    local = _column(parts, "place").is_valid().to_numpy(zero_copy_only=False)
    fit = (source >= 0) & (target >= 0)
    source, target = source[fit], target[fit]
    fit = local[source] & usable[source] & (source != target)
    pairs = _distinct(source[fit], target[fit])
    return Initiatives(
        tuple(ids.to_pylist()), tuple(_column(parts, "name").to_pylist()),
        tuple(label for label, part in zip(labels, parts, strict=True) for _ in range(part.num_rows)),
        usable, (pairs[0], pairs[1]), ids,
    )  # fmt: skip


def holdings(tables: GraphTables, *, placeholders: bool = True) -> Holdings:
    """What districts carry out and plan. placeholders: whether those whose name is masked or not given count."""
    known, reports, covers = initiatives_of(tables), tables.nodes["Report"], tables.relationships["COVERS"]
    nodes = tables.nodes["District"]
    masked = nodes["placeholder"].combine_chunks()
    if not placeholders:
        nodes = nodes.filter(pc.invert(masked))
    nodes = nodes.filter(pc.is_in(nodes["id"], value_set=covers["to"].combine_chunks()))
    home = np.full(reports.num_rows, -1)
    home[_index(covers["from"], reports["id"])] = _index(covers["to"], nodes["id"])
    said = tables.relationships["MENTIONS"]
    fit = pc.and_(
        pc.is_in(said["status"], value_set=pa.array(_COUNTED)),
        pc.is_in(said["to_label"], value_set=pa.array(sorted(set(known.labels)), pa.string())),
    )
    said = said.select(["from", "to", "status"]).filter(fit)
    report = _index(said["from"], reports["id"])
    which, initiative = known.counted(known.rows(said["to"]))
    report, planned = report[which], pc.equal(said["status"], "planned").to_numpy().astype(bool)[which]
    fit = home[report] >= 0
    initiative, report, planned = initiative[fit], report[fit], planned[fit]
    rows = _distinct(home[report], initiative, report, planned.astype(np.int64))
    year, plan_year = (_years(reports[name]) for name in ("year", "plan_year"))
    past, future = np.where(year, year, plan_year), np.where(plan_year, plan_year, year)
    pairs = _distinct(rows[0], rows[1])
    return Holdings(
        tuple(nodes["id"].to_pylist()), tuple(nodes["name"].to_pylist()),
        nodes["placeholder"].to_numpy().astype(bool), known, rows[0], rows[1], rows[2], rows[3].astype(bool),
        np.where(rows[3], future[rows[2]], past[rows[2]]),
        tuple(level or "" for level in reports["level"].to_pylist()),
        (pairs[0], pairs[1]), np.bincount(pairs[1], minlength=len(known.ids)),
    )  # fmt: skip


def _index(ids: pa.ChunkedArray | pa.Array, among: pa.ChunkedArray | pa.Array) -> Ints:
    """The place of each id in `among`, -1 where it is not there."""
    among = among.combine_chunks() if isinstance(among, pa.ChunkedArray) else among
    found: Ints = pc.fill_null(pc.index_in(ids, value_set=among), -1).to_numpy().astype(np.int64)
    return found


def _distinct(*columns: Ints) -> tuple[Ints, ...]:
    """The distinct rows, sorted from the first column on: each row as one number, which is quick."""
    sizes = [int(column.max(initial=0)) + 1 for column in columns]
    key = np.zeros(len(columns[0]), np.int64)
    for column, size in zip(columns, sizes, strict=True):
        key = key * size + column
    key = np.unique(key)
    found = []
    for size in reversed(sizes):
        key, column = np.divmod(key, size)
        found.append(column)
    return tuple(reversed(found))


def _column(parts: list[pa.Table], name: str) -> pa.Array:
    chunks = [chunk for part in parts for chunk in part[name].chunks]
    return pa.chunked_array(chunks, parts[0].schema.field(name).type).combine_chunks()


def _years(column: pa.ChunkedArray) -> Ints:
    found: Ints = pc.fill_null(column, 0).to_numpy().astype(np.int64)
    return found
