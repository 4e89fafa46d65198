"""Corrections that last: what people decided about names, kept in decisions.csv and applied at every build."""

from kg.corrections.file import DECISIONS, append_decisions, decisions_for, read_decisions
from kg.corrections.record import ACTIONS, Correction, active, in_force, make_correction

__all__ = [
    "ACTIONS",
    "DECISIONS",
    "Correction",
    "active",
    "append_decisions",
    "decisions_for",
    "in_force",
    "make_correction",
    "read_decisions",
]
