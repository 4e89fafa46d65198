"""The identity decisions about initiatives: what was joined, what belongs under what, what looks alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kg.records import INITIATIVES
from kg.resolution.entities import Entities, Entity
from kg.resolution.identity.blocking import similar_pairs
from kg.resolution.identity.compare import ALIKE, Judgement, judge_keys, similarity
from kg.resolution.identity.decision import Decisions, IdentityDecision, Verdict
from kg.resolution.identity.keys import identity_key
from kg.resolution.identity.match import Matcher
from kg.resolution.names import normal_form
from kg.resolution.statements import Statements
from kg.resolution.thesaurus import Concept

__all__ = ["decide_initiatives"]

_BLOCK = 0.5
"""Jaccard index of bigrams from which two keys are compared; those below are less than ALIKE but for short names."""


def decide_initiatives(
    entities: Entities, statements: Statements, decisions: Decisions, matcher: Matcher, kinds: Mapping[str, str]
) -> None:
    """Add BROADER and LOOKS_LIKE between initiatives, and a row for each decision.

    kinds: id of each place's own drive → id of what all places share. Every pair is decided from its two names and the
    thesaurus alone, so reports that are added leave the decisions about the others as they are.
    """
    found = [entity for entity in entities if entity.label in INITIATIVES]
    known = _Known(matcher, {entity.id: entity for entity in found})
    for entity in found:
        for decision in _joined(entity, known):
            decisions.add(decision)
    for below, above, decision in _broader(known, kinds):
        statements.add("BROADER", below, above)
        decisions.add(decision)
    for decision in (*_confused(known), *_alike(known, kinds)):
        if decision.verdict == "candidate":
            statements.look_alike(decisions, decision)
        else:
            decisions.add(decision)


@dataclass
class _Known:
    matcher: Matcher
    by_id: Mapping[str, Entity]
    by_concept: dict[str, Entity] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for entity in self.by_id.values():
            if concept := entity.properties.get("concept"):
                self.by_concept[str(concept)] = entity

    def concept(self, entity: Entity) -> Concept | None:
        return self.matcher.thesaurus.concepts.get(str(entity.properties.get("concept") or ""))

    def row(
        self, one: Entity, other: Entity, said: Judgement, names: tuple[str, str] | None = None
    ) -> IdentityDecision:
        verdicts: dict[str, Verdict] = {"broader": "broader", "apart": "apart", "candidate": "candidate"}
        a, b = names or (one.best_name(), other.best_name())
        verdict = verdicts[said.relation]
        return IdentityDecision(one.label, a, one.id, b, other.id, verdict, said.rule, said.score, said.evidence)


def _joined(entity: Entity, known: _Known) -> Iterator[IdentityDecision]:
    """Each surface of an entity beside its name, and why it is the same."""
    name = entity.best_name()
    if entity.properties.get("masked"):
        why = known.matcher.match(name).evidence
        yield IdentityDecision(entity.label, name, entity.id, name, "", "apart", "masked", evidence=why)
        return
    form, concept = normal_form(name), known.concept(entity)
    for surface in entity.surfaces:
        if surface == name:
            continue
        match = known.matcher.match(surface)
        rule, evidence = "canonical", f"“{identity_key(surface)}”"
        if normal_form(surface) == form:
            rule, evidence = "normal-form", f"“{form}”"
        elif match.concept is not None:
            rule, evidence = match.rule, match.evidence or f"{match.concept.id} {match.concept.name}"
        if concept is not None and concept.bare == "context" and rule == "thesaurus":
            evidence += "（视上下文而定 · depends on the context）"
        yield IdentityDecision(entity.label, surface, entity.id, name, entity.id, "same", rule, evidence=evidence)


def _broader(known: _Known, kinds: Mapping[str, str]) -> Iterator[tuple[str, str, IdentityDecision]]:
    """From a concept to the next above it that the graph has; from a drive of a place, or an edition, to its kind."""
    thesaurus = known.matcher.thesaurus
    for entity in known.by_concept.values():
        if (concept := known.concept(entity)) is None:
            continue
        above = thesaurus.ancestors(concept)
        for number, wider in enumerate(above):
            other = known.by_concept.get(wider.id)
            if other is not None:
                chain = " ⊂ ".join(one.name for one in (concept, *above[: number + 1]))
                said = Judgement("broader", "thesaurus-broader", chain)
                yield entity.id, other.id, known.row(entity, other, said)
                break
    for local, shared in kinds.items():
        entity = known.by_id[local]
        place = str(entity.properties.get("place") or "")
        said = Judgement("broader", "local-drive" if place else "edition", place or entity.best_name())
        yield local, shared, known.row(entity, known.by_id[shared], said)


def _confused(known: _Known) -> Iterator[IdentityDecision]:
    """Concepts of the graph that the thesaurus tells not to take for each other."""
    for entity in known.by_concept.values():
        concept = known.concept(entity)
        for id in concept.distinct if concept else ():
            if (other := known.by_concept.get(id)) is not None:
                names = entity.best_name(), other.best_name()
                yield known.row(entity, other, Judgement("apart", "thesaurus-not", " ≠ ".join(names)))


def _alike(known: _Known, kinds: Mapping[str, str]) -> Iterator[IdentityDecision]:
    """Names that are alike: candidates, or apart for a difference that is known."""
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for entity in known.by_id.values():
        if entity.id in kinds or entity.properties.get("masked"):
            continue
        for surface in {entity.best_name(), *entity.surfaces}:
            keys[identity_key(surface)].add(entity.id)
            if (doubtful := known.matcher.match(surface).doubtful) and doubtful.id in known.by_concept:
                said = Judgement("candidate", "bare-name", doubtful.name, 1.0)
                yield known.row(entity, known.by_concept[doubtful.id], said, (surface, doubtful.name))
    best: dict[tuple[str, str], tuple[float, str, str]] = {}
    for one, other in similar_pairs(keys, _BLOCK):
        if (score := similarity(one, other)) < ALIKE:
            continue
        for a in keys[one]:
            for b in keys[other]:
                concepts = known.by_id[a].properties["concept"] and known.by_id[b].properties["concept"]
                if a == b or concepts:  # the thesaurus knows both, and says that they are two
                    continue
                pair, found = ((a, b), (-score, one, other)) if a < b else ((b, a), (-score, other, one))
                best[pair] = min(best.get(pair, found), found)
    for (a, b), (_, one, other) in best.items():
        yield known.row(known.by_id[a], known.by_id[b], judge_keys(one, other))
