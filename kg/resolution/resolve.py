"""From what each report says to one graph: mentions become entities, and every statement keeps its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.records import Extraction
from kg.resolution.divisions import Divisions, load_divisions
from kg.resolution.entities import Entities
from kg.resolution.graph import Graph
from kg.resolution.identity import Decisions
from kg.resolution.identity.initiatives import decide_initiatives
from kg.resolution.identity.match import Matcher
from kg.resolution.ids import report_id
from kg.resolution.indicator_links import decide_indicators
from kg.resolution.initiatives import label_of
from kg.resolution.places import Place, place_of
from kg.resolution.reorganised import decide_districts, decide_units
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
    table = load_divisions() if divisions is None else divisions
    matcher = Matcher(load_thesaurus() if thesaurus is None else thesaurus)
    entities, statements, decisions = Entities(), Statements(), Decisions()
    for extraction in reports:
        place = _place(extraction, table)
        digest = (text_hashes or {}).get(extraction.report.source)
        say_report(extraction, place, matcher, entities, statements, source_sha256=digest)
    for entity in entities:
        if entity.label in ("Program", "Campaign"):
            # A place's own drive is what its kind is, though it may be called something else in that place's reports.
            kind = entities[entities.kinds.get(entity.id, entity.id)]
            concept = kind.properties.get("concept")
            entity.label = label_of(matcher.thesaurus.concepts[str(concept)] if concept else None, kind.labels)
    add_structure(entities, statements, table)
    # Whoever decides on identity is named here: (entities, statements, decisions) → None.
    decide_initiatives(entities, statements, decisions, matcher, entities.kinds)
    decide_districts(entities, statements, decisions, table)
    decide_units(entities, statements, decisions)
    decide_indicators(entities, statements, decisions)
    nodes = sorted((entity.node() for entity in entities), key=lambda node: (node.label, node.id))
    return Graph(tuple(nodes), statements.relationships(entities), decisions.rows())


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
