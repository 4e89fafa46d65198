"""Analyses over the graph's tables: pure functions from GraphTables to rows, and back into the graph."""

from kg.analysis.model import Analysis, Result, Written
from kg.analysis.registry import ANALYSES, find_analyses, find_analysis, run_analysis
from kg.analysis.write import write_back, written_into

__all__ = [
    "ANALYSES",
    "Analysis",
    "Result",
    "Written",
    "find_analyses",
    "find_analysis",
    "run_analysis",
    "write_back",
    "written_into",
]
