"""Where the reports of a graph speak for one of its nodes: report, offsets, status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.graph.store import Store

__all__ = ["Place", "places_of"]

_COLUMNS = (
    ", r.id AS report, r.source AS source, coalesce(r.title, r.name) AS title, r.source_sha256 AS digest, "
    "r.start AS report_start, r.`end` AS report_end, d.name AS district ORDER BY source, start, stop, name"
)
_COVERS = "MATCH (r)-[:COVERS]->(d:District)"
_WHERE = "x.name AS name, s.start AS start, s.`end` AS stop"
# What a node can be, from an id to a surface. Ids come first: a program may be called like a district.
_BY_ID = (
    f"MATCH (r:Report)-[s:MENTIONS]->(x:Unit|District|Program|Campaign|Document) {_COVERS} WHERE x.id = $id "
    f"RETURN {_WHERE}, s.status AS status{_COLUMNS}",
    f"MATCH (r:Report)-[s:STATES]->(x:Observation) {_COVERS} WHERE x.id = $id "
    f"RETURN x.text AS name, s.start AS start, s.`end` AS stop, x.status AS status{_COLUMNS}",
    f"MATCH (r:Report)-[s:STATES]->(o:Observation)-[:MEASURES]->(x:Indicator) {_COVERS} WHERE x.id = $id "
    f"RETURN {_WHERE}, o.status AS status{_COLUMNS}",
    # A report speaks with its first line; so do the reports that cover a district which no report mentions.
    f"MATCH (r:Report) {_COVERS} WHERE r.id = $id "
    f"RETURN r.name AS name, r.start AS start, r.start + 1 AS stop, 'report' AS status{_COLUMNS}",
    "MATCH (r:Report)-[:COVERS]->(d:District) WHERE d.id = $id "
    f"RETURN d.name AS name, r.start AS start, r.start + 1 AS stop, 'report' AS status{_COLUMNS}",
)
_BY_NAME = (
    f"MATCH (r:Report)-[s:MENTIONS]->(x:Unit|District|Program|Campaign|Document) {_COVERS} "
    f"WHERE x.name = $id OR $id IN x.aliases RETURN {_WHERE}, s.status AS status{_COLUMNS}",
    f"MATCH (r:Report)-[s:STATES]->(o:Observation)-[:MEASURES]->(x:Indicator) {_COVERS} WHERE x.name = $id "
    f"RETURN {_WHERE}, o.status AS status{_COLUMNS}",
)


@dataclass(frozen=True, slots=True)
class Place:
    """One place in a report that speaks for a node; fields in the order of the statements' columns."""

    name: str
    start: int
    stop: int
    status: str
    report: str
    source: str
    title: str
    digest: str
    report_start: int
    report_end: int
    district: str


def places_of(store: Store, id: str) -> list[Place]:
    """The places of what has this id, else of what has this name; empty when nothing has.

    Raises QueryError when the store refuses.
    """
    for statement in (*_BY_ID, *_BY_NAME):
        if rows := store.run(statement, {"id": id}).rows:
            return [Place(*row) for row in rows]
    return []
