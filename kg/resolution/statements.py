"""What one report says, as entities and statements with their evidence."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.records import INITIATIVES, Actor, Extraction, Mention, Report
from kg.resolution.baseunits import load_base_units
from kg.resolution.districts import identify_district
from kg.resolution.documents import identify_document
from kg.resolution.entities import Entities
from kg.resolution.figures import observation_id, observation_properties
from kg.resolution.graph import Relationship, Value
from kg.resolution.identity import Decisions, IdentityDecision
from kg.resolution.identity.match import Matcher
from kg.resolution.ids import make_id
from kg.resolution.indicators import indicator_form, indicator_id, own_words
from kg.resolution.initiatives import identify_initiative
from kg.resolution.names import display
from kg.resolution.places import Area, Place
from kg.resolution.units import SCOPES, UnitIdentity, identify_unit

__all__ = ["Statement", "Statements", "add_area", "add_unit", "say_report"]

_ROLES = {"lead": "LEADS", "join": "JOINS", "target": "TARGET_OF", "issue": "ISSUES"}
_OBJECTS = (*INITIATIVES, "Document")


@dataclass(frozen=True, slots=True)
class Statement:
    """One relationship before its ends have their labels."""

    type: str
    source: str
    target: str
    properties: dict[str, Value]
    where: tuple[int | str, ...] = ()


class Statements:
    """Relationships between entity ids; labels are looked up at the end, when each entity has its one label."""

    def __init__(self) -> None:
        """None yet."""
        self.by_id: dict[str, Statement] = {}
        """All of them by the id of the relationship."""

    def add(self, type: str, source: str, target: str, *where: int | str, **properties: Value) -> None:
        """Say it once. where: what tells it from others between the same two, such as offsets inside the report."""
        rid = make_id("rel", type, source, target, *where)
        self.by_id.setdefault(rid, Statement(type, source, target, properties, where))

    def merge(self, later: Statements) -> None:
        """Take in what a later report says."""
        for rid, said in later.by_id.items():
            self.by_id.setdefault(rid, said)

    def unite(self, united: Mapping[str, str], apart: Collection[frozenset[str]] = ()) -> None:
        """Say what was said of each id (key) about another (value), and nothing of one and itself.

        apart: pairs of ids that look alike no more.
        """
        before, self.by_id = self.by_id, {}
        for _, said in sorted(before.items()):
            source, target = united.get(said.source, said.source), united.get(said.target, said.target)
            if source != target and not (said.type == "LOOKS_LIKE" and frozenset({source, target}) in apart):
                self.add(said.type, source, target, *said.where, **said.properties)

    def look_alike(self, decisions: Decisions, candidate: IdentityDecision) -> None:
        """Say that two nodes may be one: LOOKS_LIKE from the smaller id to the larger, and the row of the decision."""
        said = candidate.ordered()
        self.add("LOOKS_LIKE", said.a_id, said.b_id, score=said.score, rule=said.rule, evidence=said.evidence)
        decisions.add(said)

    def relationships(self, entities: Entities) -> tuple[Relationship, ...]:
        """All of them, sorted by type and id."""
        rows = []
        for rid, said in self.by_id.items():
            labels = entities[said.source].label, entities[said.target].label
            rows.append(
                Relationship(said.type, rid, said.source, labels[0], said.target, labels[1], said.properties)
            )
        return tuple(sorted(rows, key=lambda row: (row.type, row.rid)))


def say_report(
    extraction: Extraction,
    place: Place,
    matcher: Matcher,
    entities: Entities,
    statements: Statements,
    *,
    source_sha256: str | None = None,
) -> None:
    """Add a report, its mentions, figures and acting units to the entities and statements."""
    report, rid = extraction.report, place.report
    entities.add(
        rid, "Report", name=_report_name(report), properties=_report_properties(report, source_sha256)
    )
    statements.add("COVERS", rid, add_area(entities, place.home, report.district))
    if report.unit:
        unit = add_unit(entities, statements, report.unit, place)
        statements.add("ISSUED_BY", rid, unit.id)
        if not unit.located:  # whoever reports on a district belongs to it
            statements.add("LOCATED_IN", unit.id, place.home.id)
    meant: dict[int, tuple[str, Mention]] = {}
    for mention in extraction.mentions:
        id = _identify(mention, place, matcher, entities, statements)
        meant[mention.start] = (id, mention)
        statements.add(
            "MENTIONS", rid, id, mention.start - report.start, mention.end - report.start,
            start=mention.start, end=mention.end, text=display(mention.text), status=mention.status,
            confidence=mention.confidence,
        )  # fmt: skip
    _say_figures(extraction, place, meant, entities, statements)
    _say_actors(extraction.actors, report, rid, meant, statements)


def add_area(entities: Entities, area: Area, surface: str | None = None) -> str:
    """The id of the area, which is added when new. Its name is the official one, or the placeholder's, or a surface."""
    official = area.division is not None or area.placeholder or surface is None
    name = display(area.name) if official else None
    properties = {"code": area.code or None, "level": area.level or None, "placeholder": area.placeholder}
    entity = entities.add(area.id, "District", surface, name=name, properties=properties)
    entity.within = entity.within or area.within
    return area.id


def add_unit(entities: Entities, statements: Statements, surface: str, place: Place) -> UnitIdentity:
    """The unit that the surface means here, which is added when new."""
    found = identify_unit(surface, place)
    area = found.area
    name = display(area.name) if area else None
    own = entities.splits.own_id(found.id, "Unit", surface, name)
    if own != found.id:  # no organ of the area any more: what its name says is what is doubted
        found = replace(found, id=own, organ="")
    entity = entities.add(found.id, "Unit", surface, properties={"scope": found.scope, "place": name})
    if SCOPES.index(found.scope) < SCOPES.index(entity.properties["scope"]):
        entity.properties["scope"] = found.scope
    if found.organ:
        entity.organ = (found.key, found.organ)
    if area is not None and found.located:
        statements.add("LOCATED_IN", found.id, add_area(entities, area))
    return found


def _identify(
    mention: Mention, place: Place, matcher: Matcher, entities: Entities, statements: Statements
) -> str:
    if mention.type == "Unit":
        return add_unit(entities, statements, mention.text, place).id
    if mention.type == "District":
        return add_area(entities, identify_district(mention.text, place), mention.text)
    if mention.type == "Document":
        id = entities.splits.own_id(identify_document(mention.text, place), "Document", mention.text)
        entities.add(id, "Document", mention.text)
        return id
    found = identify_initiative(mention.text, place.report, place.home, matcher)
    own = kind = found.id
    for one in (found.kind, found) if found.kind else (found,):
        name, properties = one.concept.name if one.concept else None, one.properties
        surface = one.surface or mention.text
        kind, own = own, entities.splits.own_id(one.id, mention.type, surface, found.properties.get("place"))
        if own != one.id:  # the thesaurus means something else
            name, properties = None, {**properties, "concept": None, "level": None}
        entities.add(own, mention.type, surface, name=name, properties=properties)
    if found.kind:
        entities.kinds[own] = kind
    return own


def _say_figures(
    extraction: Extraction,
    place: Place,
    meant: dict[int, tuple[str, Mention]],
    entities: Entities,
    statements: Statements,
) -> None:
    report, rid, own = extraction.report, place.report, own_words(place.home)
    for observation in extraction.observations:
        id = observation_id(report, rid, observation)
        entities.add(id, "Observation", properties=observation_properties(report, observation))
        statements.add(
            "STATES", rid, id, start=observation.start, end=observation.end, text=display(observation.text)
        )
        if form := indicator_form(observation.indicator, observation.measure, own):
            own_id = entities.splits.own_id(indicator_id(form), "Indicator", observation.indicator or "")
            indicator = entities.add(own_id, "Indicator", observation.indicator)
            indicator.form = form
            indicator.measures |= {load_base_units().unit(observation.measure)}
            statements.add("MEASURES", id, indicator.id)
        about = meant.get(observation.about_start) if observation.about_start is not None else None
        if about is not None and about[1].type in INITIATIVES:
            statements.add("ABOUT", id, about[0])


def _say_actors(
    actors: Sequence[Actor],
    report: Report,
    rid: str,
    meant: dict[int, tuple[str, Mention]],
    statements: Statements,
) -> None:
    for actor in actors:
        unit, of = meant.get(actor.actor_start), meant.get(actor.of_start)
        if unit is None or of is None or unit[1].type != "Unit" or of[1].type not in _OBJECTS:
            continue
        start, end = min(unit[1].start, of[1].start), max(unit[1].end, of[1].end)
        statements.add(
            _ROLES[actor.role], unit[0], of[0], rid, start - report.start, end - report.start,
            report=rid, start=start, end=end,
        )  # fmt: skip


def _report_name(report: Report) -> str:
    if report.title:
        return display(report.title)
    year = report.year or report.plan_year
    said = [
        display(report.unit) if report.unit else "",
        f"{year}年" if year else "",
        "工作计划" if report.kind == "plan" else "工作总结",
    ]
    return "".join(said) if report.unit else f"{report.name.rsplit('/', 1)[-1]}:{report.start_line}"


def _report_properties(report: Report, source_sha256: str | None) -> dict[str, Value]:
    return {
        "source": report.name, "start": report.start, "end": report.end,
        "title": display(report.title) if report.title else None, "kind": report.kind, "year": report.year,
        "plan_year": report.plan_year, "level": report.level, "sha256": report.sha256, "source_sha256": source_sha256,
    }  # fmt: skip
