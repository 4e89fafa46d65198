"""Whether two names of initiatives are one thing, and why: what resolution does, pair by pair, for people and tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel

from kg.resolution.identity.differences import difference
from kg.resolution.identity.drives import is_local
from kg.resolution.identity.keys import identity_key
from kg.resolution.identity.match import Match, Matcher
from kg.resolution.names import normal_form
from kg.resolution.thesaurus import Concept

__all__ = ["ALIKE", "Judgement", "compare", "similarity"]

ALIKE = 0.8
"""Names whose keys are at least so similar are candidates, or kept apart for a reason that is said."""
_RELATED = 0.5

Relation = Literal["same", "apart", "candidate", "broader", "narrower", "unknown"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """relation: of the first name to the second ("broader": the second is wider). rule: of RULES, "" when unknown.

    score: similarity of the keys, 0 to 1, where they were compared. local: each place holds it for itself.
    """

    relation: Relation
    rule: str = ""
    evidence: str = ""
    score: float | None = None
    local: bool = False


def similarity(one: str, other: str) -> float:
    """1 − (insertions and deletions) / (length of both), 0 to 1 (normalised Indel similarity), of two keys."""
    return round(Indel.normalized_similarity(one, other), 3)


def compare(a: str, b: str, matcher: Matcher) -> Judgement:
    """Whether the names mean one initiative."""
    first, second = matcher.match(a), matcher.match(b)
    if first.masked or second.masked:
        return _masked(a, b, first, second)
    if first.edition or second.edition:
        return _editions(a, b, first.edition, second.edition, matcher)
    local = is_local(a, first.concept) and is_local(b, second.concept)
    if first.concept is not None and second.concept is not None:
        if first.concept is not second.concept:
            return _two_concepts(first.concept, second.concept, matcher)
        rules = {first.rule, second.rule}
        rule: str = next(one for one in ("masked-pattern", "canonical", "thesaurus") if one in rules)
        said = [f"{first.concept.id} {first.concept.name}", first.evidence, second.evidence]
        rule = "normal-form" if normal_form(a) == normal_form(b) else rule
        return Judgement("same", rule, "；".join(dict.fromkeys(filter(None, said))), local=local)
    for one, other in ((first, second), (second, first)):
        if one.doubtful is not None and one.doubtful is other.concept:
            return Judgement("candidate", "bare-name", one.doubtful.name, 1.0)
    keys = identity_key(a), identity_key(b)
    if keys[0] == keys[1] and first.concept is second.concept:
        rule = "normal-form" if normal_form(a) == normal_form(b) else "canonical"
        return Judgement("same", rule, f"“{keys[0]}”", local=local)
    return judge_keys(*keys, least=_RELATED)


def _editions(
    a: str, b: str, first: tuple[str, str] | None, second: tuple[str, str] | None, matcher: Matcher
) -> Judgement:
    """One edition of an event beside another, beside the event, or beside what is neither."""
    events = compare(first[1] if first else a, second[1] if second else b, matcher)
    if events.relation != "same":
        return events if events.relation in ("apart", "candidate") else Judgement("unknown", score=events.score)
    if first and second:
        if first[0] == second[0]:
            return events
        return Judgement("apart", "edition", f"第{first[0]}届 ≠ 第{second[0]}届")
    return Judgement("broader" if first else "narrower", "edition", f"第{(first or second or ('',))[0]}届")


def judge_keys(one: str, other: str, least: float = ALIKE) -> Judgement:
    """Of two keys that differ: apart for a known difference, candidate when alike, else unknown.

    least: from this similarity on a difference is worth naming.
    """
    score = similarity(one, other)
    if score >= least and (found := difference(one, other)) is not None:
        return Judgement("apart", *found, score)
    if score < ALIKE:
        return Judgement("unknown", score=score)
    return Judgement("candidate", "similar", f"{one} ~ {other}", score)


def _masked(a: str, b: str, first: Match, second: Match) -> Judgement:
    hidden = [f"{name}：{match.evidence}" for name, match in ((a, first), (b, second)) if match.masked]
    return Judgement("apart", "masked", "；".join(hidden))


def _two_concepts(one: Concept, other: Concept, matcher: Matcher) -> Judgement:
    thesaurus = matcher.thesaurus
    both = f"{one.name} ≠ {other.name}"
    if other in (above := thesaurus.ancestors(one)):
        chain = [one, *above[: above.index(other) + 1]]
        return Judgement("broader", "thesaurus-broader", " ⊂ ".join(concept.name for concept in chain))
    if one in (above := thesaurus.ancestors(other)):
        chain = [other, *above[: above.index(one) + 1]]
        return Judgement("narrower", "thesaurus-broader", " ⊂ ".join(concept.name for concept in chain))
    if thesaurus.kept_apart(one, other):
        return Judgement("apart", "thesaurus-not", both)
    return Judgement("apart", "thesaurus-two", both)
