"""Graphs of a few invented reports for the analyses, small enough to work out by hand."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import pyarrow as pa

from kg.graph.tables import GraphTables, build_tables
from kg.records import Actor, Extraction, MentionStatus
from kg.resolution import resolve
from tests.resolution.invented import extraction

__all__ = ["District", "changed", "graph", "named"]

District = tuple[str, Sequence[str], Sequence[str], Sequence[str]]
"""Name, or "" for one whose report does not say; initiatives done, planned, and only mentioned, as "P:…" or "C:…"."""


def graph(*districts: District, year: int = 2023, acting: Mapping[str, Sequence[str]] | None = None) -> GraphTables:
    """One report a district. acting: unit → initiatives it leads, in a report of its own that names no other."""
    said = [
        _report(number, district, year) for number, district in enumerate(districts)
    ]
    for number, (unit, things) in enumerate((acting or {}).items()):
        said.append(_acting(100 + number, unit, things))
    return build_tables(resolve(said))


def _report(number: int, district: District, year: int) -> Extraction:
    name, done, planned, mentioned = district
    base = extraction(
        [*done, *planned, *mentioned], source=f"{number}.txt", name=f"{number}.txt", district=name or None, year=year,
        plan_year=year + 1, level="市", title=f"{name}工作总结",
    )  # fmt: skip
    counts: dict[MentionStatus, int] = {"done": len(done), "planned": len(planned), "mentioned": len(mentioned)}
    states = [state for state, many in counts.items() for _ in range(many)]
    mentions = [
        dataclasses.replace(mention, status=state) for mention, state in zip(base.mentions, states, strict=True)
    ]
    return dataclasses.replace(base, mentions=tuple(mentions))


def _acting(number: int, unit: str, things: Sequence[str]) -> Extraction:
    base = extraction(
        [f"U:{unit}", *things], "mentioned", source=f"{number}.txt", name=f"{number}.txt", district="临沂市"
    )
    actor, *objects = base.mentions
    actors = [Actor(actor.text, "lead", one.text, actor.start, one.start) for one in objects]
    return dataclasses.replace(base, actors=tuple(actors))


def named(tables: GraphTables, label: str, name: str) -> str:
    """The id of the node of a name."""
    (found,) = (row["id"] for row in tables.nodes[label].select(["id", "name"]).to_pylist() if row["name"] == name)
    return str(found)


def changed(tables: GraphTables, label: str, id: str, **values: object) -> GraphTables:
    """The tables with other properties of one node."""
    table = tables.nodes[label]
    rows = [{**row, **values} if row["id"] == id else row for row in table.to_pylist()]
    return dataclasses.replace(tables, nodes={**tables.nodes, label: pa.Table.from_pylist(rows, schema=table.schema)})
