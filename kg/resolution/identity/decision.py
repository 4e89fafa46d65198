"""The record of one identity decision, and the collection of all that a resolution makes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from kg.resolution.identity.rules import RULES

__all__ = ["Decisions", "IdentityDecision", "Verdict"]

Verdict = Literal["same", "apart", "candidate", "broader", "successor"]
_VERDICTS = frozenset(get_args(Verdict))
# a is the other surface, the narrower, the newer: not to be turned round.
_ORDERED = frozenset({"same", "broader", "successor"})


@dataclass(frozen=True, slots=True)
class IdentityDecision:
    """One decision about two names: a row of the table `identity` (columns in schema/graph.yaml).

    label: of the first thing. a, b: names; a_id, b_id: ids of the nodes they mean, equal when the verdict is "same"
    (then a is a surface and b the name of the node); an id is "" where no node of the graph has the name.
    verdict: "same": one thing; "apart": two, though they look alike; "candidate": may be one, undecided (also a
    LOOKS_LIKE relationship); "broader": b is wider than a; "successor": a took over from b.
    rule: one of RULES. score: similarity 0 to 1 where one was computed. evidence: what speaks for and against, for
    people. since: version of kg that introduced the rule, or date of a reviewer's decision; "" takes the rule's.
    """

    label: str
    a: str
    a_id: str
    b: str
    b_id: str
    verdict: Verdict
    rule: str
    score: float | None = None
    evidence: str = ""
    since: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError for a verdict or rule that is not on its list: a defect of the caller."""
        if self.verdict not in _VERDICTS or self.rule not in RULES:
            raise ValueError(f"no such verdict or rule: {self.verdict}, {self.rule}")
        if not self.since:
            object.__setattr__(self, "since", RULES[self.rule].since)

    @property
    def pair(self) -> tuple[str, str, str, str]:
        """(a_id, a, b_id, b): what tells it from other decisions; a table has one decision a pair."""
        return self.a_id, self.a, self.b_id, self.b

    def ordered(self) -> IdentityDecision:
        """Itself with the smaller end first where the verdict has no direction, so that either way is one row."""
        if self.verdict in _ORDERED or (self.a_id, self.a) <= (self.b_id, self.b):
            return self
        return IdentityDecision(
            self.label, self.b, self.b_id, self.a, self.a_id,
            self.verdict, self.rule, self.score, self.evidence, self.since,
        )  # fmt: skip


class Decisions:
    """All decisions of a resolution, whatever the order in which they are made."""

    def __init__(self) -> None:
        """None yet."""
        self._by_pair: dict[tuple[str, str, str, str], IdentityDecision] = {}

    def add(self, decision: IdentityDecision) -> None:
        """Keep it. Of several about one pair the one whose rule comes first in RULES stays."""
        said = decision.ordered()
        there = self._by_pair.get(said.pair)
        if there is None or _rank(said) < _rank(there):
            self._by_pair[said.pair] = said

    def unite(self, united: Mapping[str, str], apart: Collection[frozenset[str]] = ()) -> None:
        """Speak of another id (value) where one (key) is part of it; nothing is left to say of one thing and itself.

        apart: pairs of ids that are candidates no more.
        """
        before, self._by_pair = self._by_pair, {}
        for said in before.values():
            ids = united.get(said.a_id, said.a_id), united.get(said.b_id, said.b_id)
            if said.verdict == "same" or (
                ids[0] != ids[1] and not (said.verdict == "candidate" and frozenset(ids) in apart)
            ):
                self.add(replace(said, a_id=ids[0], b_id=ids[1]))

    def rows(self) -> tuple[IdentityDecision, ...]:
        """All of them, sorted by label and pair."""
        return tuple(sorted(self._by_pair.values(), key=lambda one: (one.label, one.pair)))


_RANKS = {name: rank for rank, name in enumerate(RULES)}


def _rank(decision: IdentityDecision) -> tuple[int, str, str, float, str, str]:
    return (
        _RANKS[decision.rule], decision.label, decision.verdict, -(decision.score or 0.0), decision.evidence,
        decision.since,
    )  # fmt: skip
