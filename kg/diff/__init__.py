"""What tells two graphs apart: what appeared, what vanished, what changed, by label, by type and by report."""

from kg.diff.compare import CHANGES, Difference, compare_tables
from kg.diff.report import BY_REPORT, COLUMNS, SUMMARY, GraphDiff

__all__ = ["BY_REPORT", "CHANGES", "COLUMNS", "SUMMARY", "Difference", "GraphDiff", "compare_tables"]
