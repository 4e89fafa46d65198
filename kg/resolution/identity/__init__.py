"""Identity: which names are one thing, which are not, and why. Every decision is a row of the table `identity`."""

from kg.resolution.identity.decision import Decisions, IdentityDecision, Verdict
from kg.resolution.identity.rules import RULES, Rule

__all__ = ["RULES", "Decisions", "IdentityDecision", "Rule", "Verdict"]
