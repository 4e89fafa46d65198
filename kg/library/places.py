"""Where the reports of a graph speak for one of its nodes or relationships: report, offsets, status."""

from __future__ import annotations

from collections.abc import Iterator
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
_WHERE = "s.start AS start, s.`end` AS stop"
_SAID = f"RETURN x.name AS name, {_WHERE}, s.status AS status{_COLUMNS}"
_NAMED = "Unit|District|Program|Campaign|Document"
_MENTIONED = f"MATCH (r:Report)-[s:MENTIONS]->(x:{_NAMED}) {_COVERS} WHERE"
_STATED = f"MATCH (r:Report)-[s:STATES]->(x:Observation) {_COVERS} WHERE"
_COUNTED = f"MATCH (r:Report)-[s:STATES]->(o:Observation)-[:MEASURES]->(x:Indicator) {_COVERS} WHERE"
_FIGURE = f"RETURN x.text AS name, {_WHERE}, x.status AS status{_COLUMNS}"
_INDICATOR = f"RETURN x.name AS name, {_WHERE}, o.status AS status{_COLUMNS}"
# A report speaks with its first line.
_REPORT = f"r.start AS start, r.start + 1 AS stop, 'report' AS status{_COLUMNS}"
_NARROWER = (
    f"MATCH (r:Report)-[s:MENTIONS]->(x:Program|Campaign) MATCH (x)-[:BROADER]->(c:Program|Campaign) {_COVERS} "
    "WHERE c.id = $id AND x.id <> c.id"
)
# What has an id, each by the first of these that finds something; those in one line belong together.
_BY_ID = (
    # A place's own drive speaks for the concept that it is one of.
    (f"{_MENTIONED} x.id = $id {_SAID}", f"{_NARROWER} AND x.place IS NOT NULL {_SAID}"),
    (f"{_STATED} x.id = $id {_FIGURE}",),
    (f"{_COUNTED} x.id = $id {_INDICATOR}",),
    (f"MATCH (r:Report) {_COVERS} WHERE r.id = $id RETURN r.name AS name, {_REPORT}",),
    # What no report names: an area by the reports about it or what lies in it, a unit by its own, a concept by what
    # stands under it.
    (f"MATCH (r:Report) {_COVERS} WHERE d.id = $id RETURN d.name AS name, {_REPORT}",),
    (f"MATCH (r:Report)-[:ISSUED_BY]->(x:Unit) {_COVERS} WHERE x.id = $id RETURN x.name AS name, {_REPORT}",),
    (f"{_NARROWER} {_SAID}",),
    (
        "MATCH (r:Report)-[:COVERS]->(d:District)-[:PART_OF*1..3]->(x:District) WHERE x.id = $id AND x.id <> d.id "
        f"RETURN x.name AS name, {_REPORT}",
    ),
)
_BY_NAME = (
    (f"{_MENTIONED} x.name = $id OR $id IN x.aliases {_SAID}",),
    (f"{_COUNTED} x.name = $id {_INDICATOR}",),
)
_BY_RELATIONSHIP = (
    (f"{_MENTIONED} s.rid = $id {_SAID}",),
    (f"{_STATED} s.rid = $id {_FIGURE}",),
    (
        "MATCH (u:Unit)-[s:LEADS|JOINS|TARGET_OF|ISSUES]->(x:Program|Campaign|Document) "
        f"MATCH (r:Report)-[:COVERS]->(d:District) WHERE s.rid = $id AND r.id = s.report "
        f"RETURN u.name + ' → ' + x.name AS name, {_WHERE}, lower(label(s)) AS status{_COLUMNS}",
    ),
)
# Relationships that have no place of their own: by their first end where that says it all, else by both.
_BY_FIRST_END = "MATCH (x:Report|Observation)-[s:ISSUED_BY|COVERS|MEASURES|ABOUT]->() WHERE s.rid = $id RETURN x.id"
_BY_BOTH_ENDS = (
    "MATCH (x)-[s:PART_OF|LOCATED_IN|BROADER|SUCCEEDS|LOOKS_LIKE|SIMILAR_TO]->(y) WHERE s.rid = $id RETURN x.id, y.id"
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
    """The places of what has this id, be it a node or a relationship (rid), else of what has this name.

    Empty when nothing has. Ids come first: a program may be called like a district.
    Raises QueryError when the store refuses.
    """
    if not id.startswith("rel-"):
        return _first(store, id, (*_BY_ID, *_BY_NAME))
    if places := _first(store, id, _BY_RELATIONSHIP):
        return places
    ends = dict.fromkeys(end for statement in (_BY_FIRST_END, _BY_BOTH_ENDS) for end in _ends(store, statement, id))
    found = {place for end in ends for place in _first(store, end, _BY_ID)}
    return sorted(found, key=lambda place: (place.source, place.start, place.stop, place.name))


def _first(store: Store, id: str, choices: tuple[tuple[str, ...], ...]) -> list[Place]:
    for statements in choices:
        found = {Place(*row) for statement in statements for row in store.run(statement, {"id": id}).rows}
        if found:
            return sorted(found, key=lambda place: (place.source, place.start, place.stop, place.name))
    return []


def _ends(store: Store, statement: str, id: str) -> Iterator[str]:
    for row in store.run(statement, {"id": id}).rows:
        yield from row
