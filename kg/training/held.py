"""The annotated reports that no training learns from."""

__all__ = ["HELD"]

HELD = ("c05", "c17", "c33", "ia03", "id04", "if02", "na05", "nd05", "s10", "s16", "s23")
"""Kept aside to choose the best epoch and to calibrate; every other annotated report is learnt from."""
