"""From what each report says to one graph: mentions become entities, and every statement keeps its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from kg.corrections.record import Correction
from kg.records import INITIATIVES, Extraction
from kg.resolution.corrected import Corrected
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
from kg.resolution.splits import Splits
from kg.resolution.statements import Statements, say_report
from kg.resolution.structure import add_structure
from kg.resolution.thesaurus import Thesaurus, load_thesaurus

__all__ = ["Part", "Resolver", "Witness", "resolve", "unique_reports"]


@dataclass(frozen=True, slots=True)
class Part:
    """What one report says by itself. Parts are put together in the order of their reports' ids."""

    report: str
    entities: Entities
    statements: Statements


class Witness(Protocol):
    """Is shown the steps of a resolution, in this order, and changes nothing."""

    def said(self, part: Part) -> None:
        """What one report says, before it is put together with the others."""

    def merged(self, entities: Entities, resolver: Resolver) -> None:
        """The entities of all reports, before anything is decided."""

    def decided(self, entities: Entities, said: Statements, decided: Statements) -> None:
        """The entities afterwards, and the statements of reports and of decisions."""


class Resolver:
    """The two steps of resolution: each report by itself, then what follows from all of them together."""

    def __init__(self, divisions: Divisions | None = None, matcher: Matcher | None = None) -> None:
        """divisions, matcher: of those that ship with kg when None."""
        self.divisions = load_divisions() if divisions is None else divisions
        self.matcher = Matcher(load_thesaurus()) if matcher is None else matcher

    def part(
        self, extraction: Extraction, source_sha256: str | None = None, splits: Splits | None = None
    ) -> Part:
        """What the report says: its own entities, and statements about them. Other reports do not change it.

        splits: names that reviewers took out of what the rules gave them.
        """
        place = _place(extraction, self.divisions)
        part = Part(place.report, Entities(splits), Statements())
        say_report(extraction, place, self.matcher, part.entities, part.statements, source_sha256=source_sha256)
        return part

    def finish(self, entities: Entities) -> tuple[Statements, Decisions]:
        """Give initiatives their labels, add what structure proves, and decide on identity.

        What is decided about one entity depends on those that kg.incremental.neighbours names, and on no others:
        whoever adds a decision here sees to it that it is so there.
        """
        statements, decisions = Statements(), Decisions()
        for entity in entities:
            if entity.label in INITIATIVES:
                # A place's own drive is what its kind is, though that place's reports may call it something else.
                kind = entities[entities.kinds.get(entity.id, entity.id)]
                concept = kind.properties.get("concept")
                entity.label = label_of(self.matcher.thesaurus.concepts[str(concept)] if concept else None, kind.labels)
        add_structure(entities, statements, self.divisions)
        # Whoever decides on identity is named here: (entities, statements, decisions) → None.
        decide_initiatives(entities, statements, decisions, self.matcher, entities.kinds)
        decide_districts(entities, statements, decisions, self.divisions)
        decide_units(entities, statements, decisions)
        decide_indicators(entities, statements, decisions)
        return statements, decisions


def resolve(
    extractions: Iterable[Extraction],
    *,
    text_hashes: Mapping[str, str] | None = None,
    divisions: Divisions | None = None,
    thesaurus: Thesaurus | None = None,
    witness: Witness | None = None,
    decisions: Iterable[Correction] = (),
) -> Graph:
    """The graph of these reports. The order of the reports does not matter.

    text_hashes: SHA-256 of each source text by Report.source, for the property source_sha256.
    divisions, thesaurus: those that ship with kg when None. A report that is given twice (same file name, same text)
    counts once. witness: is shown what each step gives. decisions: the rows of decisions.csv, in any order; Graph.notes
    says which have no effect.
    """
    resolver = Resolver(divisions, Matcher(thesaurus) if thesaurus is not None else None)
    entities, statements, corrected = Entities(), Statements(), Corrected(decisions)
    for extraction in unique_reports(extractions):
        part = resolver.part(extraction, (text_hashes or {}).get(extraction.report.source), corrected.splits)
        if witness is not None:
            witness.said(part)
        entities.merge(part.entities)
        statements.merge(part.statements)
    if witness is not None:
        witness.merged(entities, resolver)
    corrected.apply(entities, statements, resolver.divisions)
    decided, rows = resolver.finish(entities)
    if witness is not None:
        witness.decided(entities, statements, decided)
    statements.merge(decided)
    corrected.decide(entities, statements, rows)
    nodes = sorted((entity.node() for entity in entities), key=lambda node: (node.label, node.id))
    return Graph(tuple(nodes), statements.relationships(entities), rows.rows(), corrected.notes)


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
