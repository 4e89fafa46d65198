"""A report cut out of its source text, and what was found in it moved back: what goes to another process and returns.

A file may hold a thousand reports; each process gets the text of one.
"""

from __future__ import annotations

from dataclasses import replace

from kg.records import Extraction, Report, SourceText

__all__ = ["moved", "sliced"]


def sliced(source: SourceText, report: Report) -> tuple[SourceText, Report]:
    """A source text that is the report's own text alone, and the report in it."""
    text = source.text[report.start : report.end]
    return replace(source, text=text), replace(report, start=0, end=len(text))


def moved(extraction: Extraction, report: Report) -> Extraction:
    """What was found in `sliced(source, report)`, in offsets of the source text."""
    by = report.start
    if by == 0:
        return replace(extraction, report=report)
    return Extraction(
        report,
        tuple(replace(one, start=one.start + by, end=one.end + by) for one in extraction.mentions),
        tuple(
            replace(
                one,
                start=one.start + by,
                end=one.end + by,
                about_start=None if one.about_start is None else one.about_start + by,
            )
            for one in extraction.observations
        ),
        tuple(replace(one, actor_start=one.actor_start + by, of_start=one.of_start + by) for one in extraction.actors),
    )
