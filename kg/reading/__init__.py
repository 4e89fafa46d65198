"""Reading: files to source texts, source texts to reports, a report to its analysis text."""

from kg.reading.joined import AnalysisText, analyse
from kg.reading.manifest import Manifest
from kg.reading.reports import DroppedLine, dropped_lines, find_reports
from kg.reading.sources import read_sources

__all__ = [
    "AnalysisText",
    "DroppedLine",
    "Manifest",
    "analyse",
    "dropped_lines",
    "find_reports",
    "read_sources",
]
