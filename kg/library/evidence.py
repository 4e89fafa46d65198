"""The sentences that speak for a node: where they stand, and the words in them that are meant."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import QueryError
from kg.library.places import Place, places_of
from kg.output.rows import Rows

__all__ = ["COLUMNS", "Evidence", "evidence", "evidence_rows"]

COLUMNS = ("name", "district", "source", "report_title", "line", "start", "end", "status", "sentence")
_SENTENCE_END = re.compile(r"[。！？；\n]")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place in a report, with its sentence.

    line counts from 1. start and end are code points in the source. The words are sentence[at : at + length];
    line breaks of the source are taken out of the sentence.
    """

    name: str
    district: str
    source: str
    report_title: str
    line: int
    start: int
    end: int
    status: str
    sentence: str
    at: int
    length: int

    @property
    def marked(self) -> str:
        """The sentence with the words in 【】."""
        stop = self.at + self.length
        return f"{self.sentence[: self.at]}【{self.sentence[self.at : stop]}】{self.sentence[stop:]}"


def evidence(folder: Path, id: str) -> Iterator[Evidence]:
    """Every place that speaks for a node, by source and offset.

    id: of a unit, district, program, campaign, document, indicator, figure or report, or of a relationship (rid); a
    name or other surface is understood too.
    Raises QueryError when nothing has that id or name, GraphError where there is no graph.
    """
    from kg.graph.reader import open_graph
    from kg.graph.store import open_store
    from kg.reading.joined import analyse

    with open_store(folder) as store:
        places = places_of(store, id)
    if not places:
        raise QueryError(
            f"nothing in the graph has the id or name '{id}'",
            where=str(folder),
            todo="kg query run initiative-districts lists names",
        )
    with open_graph(folder) as graph:
        texts: dict[str, str] = {}
        joined: dict[str, tuple[str, Sequence[int]]] = {}
        for place in places:
            if place.digest not in texts:
                texts[place.digest] = graph.source_text(place.digest)
            if place.report not in joined:
                found = analyse(texts[place.digest], place.report_start, place.report_end)
                joined[place.report] = found.text, found.offsets
            yield _evidence(place, texts[place.digest], *joined[place.report])


def evidence_rows(folder: Path, id: str, limit: int | None = None) -> tuple[Rows, int]:
    """The evidence as rows (see COLUMNS), at most `limit`, and how many there are in all."""
    found = list(evidence(folder, id))
    rows = [
        (
            one.name,
            one.district,
            one.source,
            one.report_title,
            one.line,
            one.start,
            one.end,
            one.status,
            one.marked,
        )
        for one in found[:limit]
    ]
    return Rows.of(COLUMNS, rows), len(found)


def _evidence(place: Place, text: str, analysed: str, offsets: Sequence[int]) -> Evidence:
    if place.status == "report":
        line = text[place.start : place.report_end].lstrip().partition("\n")[0].rstrip()
        start = text.index(line, place.start)
        return Evidence(
            place.name, place.district, place.source, place.title, text.count("\n", 0, start) + 1, start,
            start + len(line), place.status, line, 0, len(line),
        )  # fmt: skip
    first, last = bisect_left(offsets, place.start), bisect_left(offsets, place.stop)
    ends = [match.end() for match in _SENTENCE_END.finditer(analysed)]
    begin = bisect_right(ends, first)
    end = bisect_left(ends, last)  # a name may hold a sentence's end: 《…！》
    start = ends[begin - 1] if begin else 0
    stop = ends[end] if end < len(ends) else len(analysed)
    # The source's own characters (D where it prints D), without the line breaks that analysis joined.
    sentence = "".join(text[offset] for offset in offsets[start:stop]).rstrip()
    return Evidence(
        place.name, place.district, place.source, place.title, text.count("\n", 0, place.start) + 1,
        place.start, place.stop, place.status, sentence, first - start, last - first,
    )  # fmt: skip
