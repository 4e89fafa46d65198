"""Source texts to reports: where each begins and ends, and its head; what is in no report is listed apart."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.reading.columns import fill_in
from kg.reading.decode import chinese_share
from kg.reading.head import Head, read_head
from kg.reading.head_time import is_government
from kg.reading.manifest import Manifest, ManifestRow
from kg.reading.paragraphs import Paragraph, squeeze
from kg.reading.split import Span, report_spans
from kg.records import Report, SourceText

__all__ = ["DroppedLine", "dropped_lines", "find_reports"]

_LEAST_CHINESE = 50
_BODY = 400_000  # characters of a report that its head is looked for in
_PLACED = ("unit", "level", "district", "kind", "year", "plan_year")


@dataclass(frozen=True, slots=True)
class DroppedLine:
    """A line in no report: series title, residue of a web page. line counts from 1; start, end: offsets."""

    source: str
    line: int
    start: int
    end: int
    text: str


def find_reports(source: SourceText, manifest: Manifest | None = None) -> tuple[Report, ...]:
    """The reports in a source text, in order; a manifest wins over the text.

    A text with Chinese sentences holds at least one report, one with fewer than 50 Chinese characters none. A row of a
    table (`SourceText.single`) is one report, with residue before and after it left out as anywhere.
    """
    paragraphs, spans = _spans(source)
    rows = manifest.rows(source.name) if manifest is not None else ()
    reports = []
    for number, span in enumerate(spans):
        own = paragraphs[span.first : span.stop]
        start, end = own[0].start, own[-1].end
        text = source.text[start:end]
        before = paragraphs[spans[number - 1].stop if number else 0 : span.first]
        head = read_head(own, squeeze(text[:_BODY]), before, source.name, alone=len(spans) == 1)
        row = _row(rows, number, len(spans), head) or ManifestRow(file=source.name, row=0)
        reports.append(_report(source, own, text, head, row.looking_back(head.year)))
    return tuple(reports)


def dropped_lines(source: SourceText) -> tuple[DroppedLine, ...]:
    """The lines that are in no report, in order (blank lines left out)."""
    paragraphs, spans = _spans(source)
    kept = {i for span in spans for i in range(span.first, span.stop)}
    found = []
    for i, paragraph in enumerate(paragraphs):
        if i in kept:
            continue
        at = paragraph.start
        for offset, raw in enumerate(source.text[paragraph.start : paragraph.end].split("\n")):
            line = raw.strip()
            if line:
                start = at + raw.index(line)
                found.append(DroppedLine(source.source, paragraph.line + offset + 1, start, start + len(line), line))
            at += len(raw) + 1
    return tuple(found)


def _spans(source: SourceText) -> tuple[Sequence[Paragraph], Sequence[Span]]:
    paragraphs, spans = report_spans(source.text)
    found = [
        span
        for span in spans
        if chinese_share(source.text[paragraphs[span.first].start : paragraphs[span.stop - 1].end][:2000])[0]
        >= _LEAST_CHINESE
    ]
    if source.single and found:
        found = [replace(found[0], stop=found[-1].stop)]
    return paragraphs, found


def _row(rows: Sequence[ManifestRow], number: int, count: int, head: Head) -> ManifestRow | None:
    """The manifest's row for a report: the one with its title, else, of as many rows, the one at its place."""
    for row in rows:
        if row.title is not None and head.title is not None and squeeze(row.title) == head.title:
            return row
    if len(rows) == count:
        return rows[number]
    return rows[0] if len(rows) == 1 and count == 1 else None


def _report(source: SourceText, own: Sequence[Paragraph], text: str, head: Head, row: ManifestRow) -> Report:
    places = {field: place.written(source.text) for field, place in head.places.items()}
    said: dict[str, Any] = {field: getattr(head, field) for field in _PLACED}
    if source.hints:
        government = is_government(head.title, squeeze(text[:300]))
        for field, (value, place) in fill_in(head, source.hints, government).items():
            said[field], places[field] = value, place
    for field in _PLACED:
        if getattr(row, field):
            said[field], places[field] = getattr(row, field), f"manifest, row {row.row}"
    return Report(
        source=source.source,
        name=source.name,
        start=own[0].start,
        end=own[-1].end,
        start_line=own[0].line + 1,
        end_line=own[-1].last_line + 1,
        title=row.title or head.title,
        **said,
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        district_code=row.code,
        places=tuple((field, places[field]) for field in _PLACED if field in places),
    )
