"""From what each report says to one graph: mentions become entities, and every statement keeps its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kg.records import Extraction
from kg.resolution.divisions import Division, Divisions, load_divisions
from kg.resolution.entities import Entities
from kg.resolution.graph import Graph
from kg.resolution.ids import report_id
from kg.resolution.initiatives import label_of
from kg.resolution.places import Place, place_of
from kg.resolution.statements import Statements, say_report
from kg.resolution.structure import add_structure
from kg.resolution.thesaurus import Thesaurus, load_thesaurus

__all__ = ["resolve", "unique_reports"]


def resolve(
    extractions: Iterable[Extraction],
    *,
    text_hashes: Mapping[str, str] | None = None,
    divisions: Divisions | None = None,
    thesaurus: Thesaurus | None = None,
) -> Graph:
    """The graph of these reports. The order of the reports does not matter.

    text_hashes: SHA-256 of each source text by Report.source, for the property source_sha256.
    divisions, thesaurus: those that ship with kg when None. A report that is given twice (same file name, same text)
    counts once.
    """
    reports = unique_reports(extractions)
    table = _with_own_districts(reports, load_divisions() if divisions is None else divisions)
    concepts = load_thesaurus() if thesaurus is None else thesaurus
    entities, statements = Entities(), Statements()
    for extraction in reports:
        place = _place(extraction, table)
        digest = (text_hashes or {}).get(extraction.report.source)
        say_report(extraction, place, concepts, entities, statements, source_sha256=digest)
    for entity in entities:
        if entity.label in ("Program", "Campaign"):
            concept = entity.properties.get("concept")
            entity.label = label_of(concepts.concepts[str(concept)] if concept else None, entity.labels)
    add_structure(entities, statements, table)
    nodes = sorted((entity.node() for entity in entities), key=lambda node: (node.label, node.id))
    return Graph(tuple(nodes), statements.relationships(entities))


def unique_reports(extractions: Iterable[Extraction]) -> list[Extraction]:
    """One extraction for each report id, in the order of the ids; of several the first by name and offset."""
    found: dict[str, Extraction] = {}
    for extraction in extractions:
        id = report_id(extraction.report)
        if id not in found or _rank(extraction) < _rank(found[id]):
            found[id] = extraction
    return [found[id] for id in sorted(found)]


def _rank(extraction: Extraction) -> tuple[str, int, str]:
    return extraction.report.name, extraction.report.start, extraction.report.source


def _place(extraction: Extraction, table: Divisions) -> Place:
    return place_of(
        extraction.report,
        table,
        [mention.text for mention in extraction.mentions if mention.type == "District"],
    )


def _with_own_districts(reports: Sequence[Extraction], base: Divisions) -> Divisions:
    """The table, and the districts that reports name as their own and the table does not have."""
    own: dict[str, Division] = {}
    for extraction in reports:
        home = _place(extraction, base).home.division
        if home is not None and (not home.code or base.code(home.code) is None):
            own.setdefault(home.id, home)
    return Divisions([own[id] for id in sorted(own)], base)
