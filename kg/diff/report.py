"""The differences of two graphs as rows: each thing with its name and the report that says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from kg.diff.compare import CHANGES, Difference, compare_tables
from kg.errors import InputError
from kg.graph.tables import GraphTables

__all__ = ["BY_REPORT", "COLUMNS", "SUMMARY", "GraphDiff"]

COLUMNS = ("change", "kind", "id", "name", "property", "before", "after", "report")
"""Columns of a difference. kind: a label or a type. report: of several that say so the first, and how many more."""
SUMMARY = ("kind", "before", "after", *CHANGES)
BY_REPORT = ("report", "is", *CHANGES)
Row = tuple[str, str, str, str | None, str | None, object, object, str | None]
_REPORT = "Report"


class GraphDiff:
    """Two graphs, the earlier and the later, of one schema."""

    def __init__(self, before: GraphTables, after: GraphTables, kinds: Collection[str] = ()) -> None:
        """kinds: the labels and types to look at, all when empty. Raises InputError for one the schema lacks."""
        known = (*before.schema.labels, *before.schema.types)
        if unknown := [kind for kind in kinds if kind not in known]:
            raise InputError(f"no label or type is called {unknown[0]!r}", todo=f"choose of {', '.join(known)}")
        self._sides = _Side(before), _Side(after)
        self._kinds = tuple(kind for kind in known if not kinds or kind in kinds)

    @cached_property
    def differences(self) -> dict[str, Difference]:
        """By label and type."""
        before, after = self._sides
        return {kind: compare_tables(before.table(kind), after.table(kind), before.key(kind)) for kind in self._kinds}

    def rows(self, report: str | None = None) -> Iterator[Row]:
        """One row for each thing that appeared or vanished and for each property that changed (COLUMNS).

        report: only what a report says whose id is this, or whose file or name holds this.
        """
        wanted = None if report is None else self._wanted(report)
        for kind, found in self.differences.items():
            key = self._sides[0].key(kind)
            for change, table, side in (
                (CHANGES[0], found.appeared, self._sides[1]),
                (CHANGES[1], found.vanished, self._sides[0]),
            ):
                told = side.described(kind, table)
                for id, name, reports in zip(table[key].to_pylist(), *told, strict=True):
                    if wanted is None or wanted & reports:
                        yield change, kind, id, name, None, None, None, side.shown(reports)
            ids, after = found.after[key].to_pylist(), self._sides[1]
            names, said = after.described(kind, found.after)
            for row, property, old, new in found.changes():
                if wanted is None or wanted & said[row]:
                    yield CHANGES[2], kind, ids[row], names[row], property, old, new, after.shown(said[row])

    def summary(self) -> list[tuple[object, ...]]:
        """How much there was and is of each label and type, and how much of it is new, gone, changed (SUMMARY)."""
        return [
            (kind, *(side.table(kind).num_rows for side in self._sides),
             found.appeared.num_rows, found.vanished.num_rows, found.before.num_rows)
            for kind, found in self.differences.items()
        ]  # fmt: skip

    def by_report(self, report: str | None = None) -> list[tuple[object, ...]]:
        """For each report of either graph how many things it says that are new, gone or changed (BY_REPORT)."""
        counts: dict[str, Counter[str]] = {}
        wanted = None if report is None else self._wanted(report)
        for kind, found in self.differences.items():
            parts = found.appeared, found.vanished, found.after
            for change, table, side in zip(CHANGES, parts, (*self._sides[::-1], self._sides[1]), strict=True):
                for reports in side.described(kind, table)[1]:
                    for id in reports if wanted is None else reports & wanted:
                        counts.setdefault(id, Counter())[change] += 1
        before, after = (side.reports for side in self._sides)
        rows: list[tuple[object, ...]] = []
        for id in {**before, **after} if wanted is None else wanted:
            count = counts.get(id, Counter())
            said = "changed" if count else "same"
            if id not in before or id not in after:
                said = CHANGES[id not in after]
            rows.append((after.get(id) or before[id], said, *(count[name] for name in CHANGES)))
        return sorted(rows, key=lambda row: (str(row[0]), str(row[1])))

    def _wanted(self, text: str) -> frozenset[str]:
        found = frozenset(id for side in self._sides for id in side.find(text))
        if not found:
            raise InputError(f"neither graph has a report {text!r}", todo="kg diff A B --by-report names them")
        return found


@dataclass(frozen=True)
class _Side:
    """One of the graphs, and whose word each of its rows is."""

    tables: GraphTables

    def table(self, kind: str) -> pa.Table:
        return self.tables.nodes[kind] if kind in self.tables.nodes else self.tables.relationships[kind]

    def key(self, kind: str) -> str:
        labels = self.tables.schema.nodes
        return labels[kind].key.name if kind in labels else "rid"

    @cached_property
    def reports(self) -> dict[str, str]:
        """Each report's file; its name, too, where the file holds several."""
        rows = self.tables.nodes[_REPORT].select(["id", "source", "name"]).to_pylist()
        times = Counter(row["source"] for row in rows)
        return {
            row["id"]: row["source"] if times[row["source"]] == 1 else f"{row['source']}: {row['name']}" for row in rows
        }

    def find(self, text: str) -> Iterator[str]:
        for row in self.tables.nodes[_REPORT].select(["id", "source", "name"]).to_pylist():
            if text == row["id"] or text in row["source"] or text in (row["name"] or ""):
                yield row["id"]

    def shown(self, reports: frozenset[str]) -> str | None:
        if not reports:
            return None
        first = min(self.reports[id] for id in reports)
        return first if len(reports) == 1 else f"{first} (+{len(reports) - 1})"

    def described(self, kind: str, table: pa.Table) -> tuple[list[str | None], list[frozenset[str]]]:
        """The name of each row, and the ids of the reports that say so (none for what follows from names alone)."""
        if kind in self.tables.nodes:
            named = "name" if "name" in table.column_names else "text"
            ids = table[self.key(kind)].to_pylist()
            if kind == _REPORT:
                return table[named].to_pylist(), [frozenset((id,)) for id in ids]
            return table[named].to_pylist(), [frozenset(self._said_by.get(id, ())) for id in ids]
        ends = table["from"].to_pylist(), table["to"].to_pylist()
        names = [f"{self._names.get(one)} → {self._names.get(other)}" for one, other in zip(*ends, strict=True)]
        if "report" in table.column_names:
            return [*names], [frozenset((id,)) for id in table["report"].to_pylist()]
        owners = [id if id in self.reports else self._owner.get(id) for id in ends[0]]
        return [*names], [frozenset((id,)) if id else frozenset() for id in owners]

    @cached_property
    def _names(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for label, table in self.tables.nodes.items():
            named = "name" if "name" in table.column_names else "text"
            found.update(zip(table[self.key(label)].to_pylist(), table[named].to_pylist(), strict=True))
        return found

    @cached_property
    def _owner(self) -> dict[str, str]:
        """The report of each thing that only one report can say: what has no name of its own, such as a figure."""
        nameless = [label for label, table in self.tables.nodes.items() if "name" not in table.column_names]
        found: dict[str, str] = {}
        for table in self.tables.relationships.values():
            own = pc.is_in(table["to_label"], value_set=pa.array(nameless, pa.string()))
            part = table.filter(pc.and_(pc.equal(table["from_label"], _REPORT), own))
            found.update(zip(part["to"].to_pylist(), part["from"].to_pylist(), strict=True))
        return found

    @cached_property
    def _said_by(self) -> dict[str, set[str]]:
        """The reports that speak of each node, themselves or by a figure."""
        found: dict[str, set[str]] = {}
        for table in self.tables.relationships.values():
            for start, end in zip(table["from"].to_pylist(), table["to"].to_pylist(), strict=True):
                report = start if start in self.reports else self._owner.get(start)
                if report:
                    found.setdefault(end, set()).add(report)
        return found
