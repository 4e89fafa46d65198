"""A part of a graph: what the reports that a user asks for say, and of it what concerns certain names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from kg.errors import InputError
from kg.export.conditions import REPORT, Condition
from kg.graph.tables import GraphTables

__all__ = ["leave_out", "select"]

_SAYS = "report"
"""The property of a relationship that names the report which says so."""

Ids = Mapping[str, pa.Array]


def select(tables: GraphTables, conditions: Sequence[Condition]) -> GraphTables:
    """The part of the graph that meets all conditions, as tables of the same schema; tables beside the graph go.

    Every condition but label and type chooses reports: by what they have (year=2023), whom they cover (district=…), or
    what they speak of (initiative=…); a report must meet all. Kept is what these reports say: the relationships that
    they are the evidence of, and the nodes at their ends. Where something is spoken of, kept are only those that are
    linked to it, with the reports, what a figure needs (its report, what it counts and is about), and what a report
    needs (its district and unit). Relationships without evidence of their own (PART_OF) stay where both ends do.
    Of what is left, label keeps nodes, and type relationships with the nodes at their ends; no relationship stays
    without both its ends.

    Raises InputError when no report meets all conditions.
    """
    by = _Evidence(tables)
    kept: Ids = {label: _keys(tables, label) for label in tables.nodes}
    reports = kept[REPORT]
    if chosen := [one for one in conditions if one.kind in ("reports", "covers", "speaks")]:
        for condition in chosen:
            reports = _both(reports, by.reports_of(condition))
        if not len(reports):
            asked = ", ".join(condition.text for condition in chosen)
            raise InputError(f"no report meets all of: {asked}", todo="leave one of the conditions out")
        focus = _union(dict(one.ids) for one in chosen if one.kind == "speaks")
        kept = by.around(reports, focus) if focus else by.said(reports)
    relationships = by.from_reports(reports)
    for condition in conditions:
        if condition.kind == "labels":
            kept = {label: ids if label in condition.names else ids.slice(0, 0) for label, ids in kept.items()}
        elif condition.kind == "types":
            relationships = {
                type: rows if type in condition.names else rows.slice(0, 0) for type, rows in relationships.items()
            }
    found = _tables(tables, kept, relationships)
    if any(condition.kind == "types" for condition in conditions):
        found = _tables(found, _ends(found, {}, {}), found.relationships)
    return found


def leave_out(tables: GraphTables, names: Sequence[str]) -> GraphTables:
    """The tables without the labels and types of these names, and without relationships that lose an end."""
    kept = {label: pa.array([], pa.string()) if label in names else _keys(tables, label) for label in tables.nodes}
    rest = {type: rows.slice(0, 0) if type in names else rows for type, rows in tables.relationships.items()}
    return _tables(tables, kept, rest)


class _Evidence:
    """Which report speaks for each relationship: a column of report ids for each type, null where none does."""

    def __init__(self, tables: GraphTables) -> None:
        self._tables = tables
        self._by: dict[str, pa.ChunkedArray] = {}
        # What only reports lead to (a figure) hands its report on to the relationships that lead from it.
        pairs = {pair for said in tables.schema.relationships.values() for pair in said.pairs}
        reached = {target for source, target in pairs if source == REPORT}
        self._owned = reached - {target for source, target in pairs if source != REPORT}
        owners = self._owners()
        for type, rows in tables.relationships.items():
            if _SAYS in rows.column_names:
                self._by[type] = rows[_SAYS]
                continue
            from_report = pc.equal(rows["from_label"], REPORT)
            owned = pc.is_in(rows["from_label"], value_set=pa.array(sorted(self._owned), pa.string()))
            handed = _look_up(rows["from"], owners)
            other = pc.if_else(owned, handed, pa.scalar(None, pa.string()))
            self._by[type] = pc.if_else(from_report, rows["from"], other)

    def reports_of(self, condition: Condition) -> pa.Array:
        """The reports that meet the condition."""
        if condition.kind == "reports":
            return condition.ids[0][1]
        found = []
        for type, rows in self._tables.relationships.items():
            covers = self._tables.schema.relationships[type].one
            if condition.kind == "covers" and not covers:
                continue
            for end in ("from", "to"):
                touched = _touches(rows, end, dict(condition.ids))
                found.append(self._by[type].filter(touched).combine_chunks())
        return pc.drop_null(pc.unique(_joined(found)))

    def said(self, reports: pa.Array) -> Ids:
        """The reports and the nodes at the ends of what they say."""
        masks = {type: pc.is_in(by, value_set=reports) for type, by in self._by.items()}
        return _ends(self._tables, masks, {REPORT: reports})

    def around(self, reports: pa.Array, focus: Ids) -> Ids:
        """The focus, what is linked to it in these reports or in none, and what figures and reports need."""
        masks = {}
        for type, rows in self._tables.relationships.items():
            linked = pc.or_(_touches(rows, "from", focus), _touches(rows, "to", focus))
            masks[type] = pc.and_(self._allowed(type, reports), linked)
        more = {**focus, REPORT: reports}
        near = _ends(self._tables, masks, more)
        owned = {label: ids for label, ids in near.items() if label in self._owned}
        for type, rows in self._tables.relationships.items():
            if owned:
                needed = pc.or_(_touches(rows, "from", owned), _touches(rows, "to", owned))
                masks[type] = pc.or_(masks[type], needed)
            if not self._tables.schema.relationships[type].properties:  # whose report it is, what it covers
                masks[type] = pc.or_(masks[type], _touches(rows, "from", {REPORT: reports}))
        return _ends(self._tables, masks, more)

    def from_reports(self, reports: pa.Array) -> dict[str, pa.Table]:
        """The relationships that one of the reports, or none at all, is the evidence of."""
        return {type: rows.filter(self._allowed(type, reports)) for type, rows in self._tables.relationships.items()}

    def _allowed(self, type: str, reports: pa.Array) -> pa.ChunkedArray:
        return pc.or_(pc.is_null(self._by[type]), pc.is_in(self._by[type], value_set=reports))

    def _owners(self) -> Mapping[str, str]:
        owners: dict[str, str] = {}
        for rows in self._tables.relationships.values():
            owned = pc.is_in(rows["to_label"], value_set=pa.array(sorted(self._owned), pa.string()))
            mine = rows.filter(pc.and_(owned, pc.equal(rows["from_label"], REPORT)))
            owners.update(zip(mine["to"].to_pylist(), mine["from"].to_pylist(), strict=True))
        return owners


def _ends(tables: GraphTables, masks: Mapping[str, pa.ChunkedArray], more: Ids) -> Ids:
    """The nodes at the ends of the relationships (of those that the masks leave), and some more."""
    found: defaultdict[str, list[pa.Array]] = defaultdict(list, {label: [ids] for label, ids in more.items()})
    for type, rows in tables.relationships.items():
        left = rows.filter(masks[type]) if type in masks else rows
        for end in ("from", "to"):
            for label in pc.unique(left[f"{end}_label"]).to_pylist():
                found[label].append(left[end].filter(pc.equal(left[f"{end}_label"], label)).combine_chunks())
    return {label: pc.unique(_joined(found[label])) for label in tables.nodes}


def _keys(tables: GraphTables, label: str) -> pa.Array:
    return tables.nodes[label][tables.schema.nodes[label].key.name].combine_chunks()


def _joined(arrays: Sequence[pa.Array]) -> pa.Array:
    return pa.concat_arrays([*arrays, pa.array([], pa.string())])


def _both(first: pa.Array, second: pa.Array) -> pa.Array:
    return first.filter(pc.is_in(first, value_set=second))


def _union(groups: Iterable[Ids]) -> dict[str, pa.Array]:
    found: defaultdict[str, list[pa.Array]] = defaultdict(list)
    for group in groups:
        for label, ids in group.items():
            found[label].append(ids)
    return {label: pc.unique(_joined(arrays)) for label, arrays in found.items()}


def _look_up(keys: pa.ChunkedArray, values: Mapping[str, str]) -> pa.Array:
    return pa.array([values.get(key) for key in keys.to_pylist()], pa.string())


def _touches(rows: pa.Table, end: str, nodes: Ids) -> pa.ChunkedArray:
    """Which rows have one of the nodes at that end."""
    mask = pa.chunked_array([pa.repeat(pa.scalar(False), rows.num_rows)])
    for label, ids in nodes.items():
        here = pc.and_(pc.equal(rows[f"{end}_label"], label), pc.is_in(rows[end], value_set=ids))
        mask = pc.or_(mask, here)
    return mask


def _tables(tables: GraphTables, kept: Ids, relationships: Mapping[str, pa.Table]) -> GraphTables:
    """Tables of these nodes, and of these relationships where both ends are among them."""
    nodes = {}
    for label, rows in tables.nodes.items():
        nodes[label] = rows.filter(pc.is_in(rows[tables.schema.nodes[label].key.name], value_set=kept[label]))
    ways = {}
    for type, rows in relationships.items():
        ways[type] = rows.filter(pc.and_(_touches(rows, "from", kept), _touches(rows, "to", kept)))
    return GraphTables(nodes, ways, tables.schema)
