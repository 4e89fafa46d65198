"""Which entities a change can reach, and which others must be at hand to decide on them as a whole resolution would.

Each decision of kg.resolution is about entities that share something, so each entity has tokens to be found by:

    area A           a unit of the area A: parts, reforms and look-alikes are within one area
    alike B, aspect B  an indicator of these blocks
    is C, above C    an initiative that is the concept C; one that is C or below it
    apart C          its concept is said not to be C
    doubt C          a surface of it may mean C
    of K             a place's own drive of the kind K
    key X            the identity key of one of its surfaces

Districts are few: all of them are decided on again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from kg.incremental.memory import Memory, select
from kg.records import INITIATIVES
from kg.resolution.entities import Entity
from kg.resolution.identity.compare import ALIKE
from kg.resolution.identity.keys import identity_key
from kg.resolution.identity.match import Matcher
from kg.resolution.indicator_links import blocks

__all__ = ["Neighbourhood", "neighbourhood", "tokens_of"]

_ROUNDED = 0.001  # similarity is compared after it was rounded


def tokens_of(entity: Entity, kind: str | None, matcher: Matcher) -> set[str]:
    """The tokens of an entity before it is decided on. kind: of a place's own drive."""
    if entity.label == "Unit":
        return {f"area {entity.organ[0]}"} if entity.organ else set()
    if entity.label == "Indicator":
        found = zip(("alike", "aspect"), blocks(entity.form), strict=True) if entity.form else ()
        return {f"{name} {block}" for name, block in found if block or name == "aspect"}
    if entity.label not in INITIATIVES:
        return set()
    tokens = {f"of {kind}"} if kind else set()
    if (concept := matcher.thesaurus.concepts.get(str(entity.properties.get("concept") or ""))) is not None:
        tokens |= {f"is {concept.id}", f"above {concept.id}"}
        tokens |= {f"above {above.id}" for above in matcher.thesaurus.ancestors(concept)}
        tokens |= {f"apart {other}" for other in concept.distinct}
    if kind is None and not entity.properties.get("masked"):
        for surface in {entity.best_name(), *entity.surfaces}:
            tokens.add(f"key {identity_key(surface)}")
            if (doubtful := matcher.match(surface).doubtful) is not None:
                tokens.add(f"doubt {doubtful.id}")
    return tokens


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """changed: what is decided on again. around: that, and whatever it is decided with."""

    changed: frozenset[str]
    around: frozenset[str]


def neighbourhood(
    memory: Memory, fresh: Mapping[str, Iterable[str]], gone: Iterable[str], came: Iterable[str]
) -> Neighbourhood:
    """What a change reaches.

    fresh: the entities that reports now say something else about, with their tokens. gone, came: those among them that
    are not there any more, or were not there before.
    """
    before = memory.tokens(fresh)
    changed = {*fresh, *select(memory.tables["entities"], "label", ["District"])["entity"].to_pylist()}
    tokens = {token for id, own in fresh.items() for token in (*own, *before[id])}
    reached = {token for token in tokens if token.startswith("area ")}
    for id in (*gone, *came):
        reached |= {f"above {token[3:]}" for token in (*fresh[id], *before[id]) if token.startswith("is ")}
    changed |= memory.owners(reached)
    others = memory.tokens(changed - set(fresh))
    tokens |= {token for own in others.values() for token in own}
    ask = {f"of {id}" for id in changed}
    near = set()
    for token in tokens:
        name, _, rest = token.partition(" ")
        if name in ("alike", "aspect"):
            ask.add(token)
        elif name == "is":
            ask |= {f"above {rest}", f"apart {rest}", f"doubt {rest}"}
        elif name in ("apart", "doubt"):
            ask.add(f"is {rest}")
        elif name == "key":
            near.add(rest)
    around = changed | memory.owners(ask | _similar(near, memory))
    # Their labels, and which is the next concept above them.
    tokens |= {token for own in memory.tokens(around - changed).values() for token in own}
    around |= {token[3:] for token in tokens if token.startswith("of ")}
    around |= memory.owners({f"is {token[6:]}" for token in tokens if token.startswith("above ")})
    return Neighbourhood(frozenset(changed), frozenset(around))


def _similar(keys: Iterable[str], memory: Memory) -> set[str]:
    """Tokens of the keys that are alike, and of some that are not quite."""
    known = [token[4:] for token in memory.beginning("key ")]
    scores = cdist(list(keys), known, scorer=Indel.normalized_similarity, score_cutoff=ALIKE - _ROUNDED)
    best = scores.max(axis=0, initial=0).tolist()
    return {f"key {key}" for key, score in zip(known, best, strict=True) if score}
