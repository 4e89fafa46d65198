"""The records that pass from stage to stage. All are frozen; offsets are Unicode code points into `SourceText.text`.

reading → SourceText, Report · extraction → Mention, Observation, Actor, Extraction
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = [
    "INITIATIVES",
    "Actor",
    "Approx",
    "EntityType",
    "Extraction",
    "Mention",
    "MentionStatus",
    "Observation",
    "ObservationStatus",
    "Report",
    "ReportKind",
    "Role",
    "SourceText",
]

EntityType = Literal["Unit", "District", "Program", "Campaign", "Document"]
INITIATIVES: tuple[Literal["Program", "Campaign"], ...] = ("Program", "Campaign")
"""What a name of an initiative is tagged as, and the labels of its node."""
MentionStatus = Literal["done", "planned", "mentioned"]
ObservationStatus = Literal["done", "planned", "problem", "baseline"]
Approx = Literal["约", "多", "少"]
Role = Literal["lead", "join", "target", "issue"]
ReportKind = Literal["summary", "plan"]


@dataclass(frozen=True, slots=True)
class SourceText:
    """One file as decoded: no newline translation, no character changed (a byte order mark is not part of it).

    source: the path as the user named it, joined with the place inside a walked folder; posix separators.
    name: the path relative to the PATH argument (the file's own name when the argument is a file).
    sha256: of the text encoded as UTF-8, in hex. encoding: as detected, e.g. "utf-8", "gb18030".
    single: whether it holds one report by definition (a row of a table), however it looks.
    hints: (field, column, value) of what the other columns of a table say about the report.
    """

    source: str
    name: str
    text: str
    sha256: str
    encoding: str = "utf-8"
    single: bool = False
    hints: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One yearly report inside a source text: text[start:end], from its title (or first line) to its last line.

    start_line, end_line: 1-based, inclusive. title: its title line, or None. unit: the reporting unit as written.
    level: 省 市 县区 乡镇街道 村社区, or None. district: the area it covers by its own name (临沂市), or None when
    masked or unnamed. kind, year, plan_year: as GUIDELINES define the report's head. sha256: of text[start:end].
    district_code: six digits, where the manifest or the table of divisions gives one. places: what says unit, level,
    district, kind, year and plan_year, as pairs of the field and its place in this order, those left out that are None:
    "title", "byline", "opening", "heading", "body", "file name", "folder", "table, column 'C'", or "manifest, row N".
    ", line N" follows where a line of the source says it (counted from 1). A year worked out from another (今年, above
    2024年计划) has the place of that one.
    """

    source: str
    name: str
    start: int
    end: int
    start_line: int
    end_line: int
    title: str | None
    unit: str | None
    kind: ReportKind | None
    year: int | None
    plan_year: int | None
    level: str | None
    district: str | None
    sha256: str
    district_code: str | None = None
    places: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text: text == source text[start:end] (it may hold a line break where the source breaks a name).

    confidence: calibrated probability that type and span are right, 0 to 1; None where the engine gives none.
    """

    type: EntityType
    start: int
    end: int
    text: str
    status: MentionStatus = "done"
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """A figure with what it counts. value is in units of measure (万 and 亿 worked out), None when masked or a range.

    about: the surface of the initiative the figure is part of; about_start: where that mention starts.
    """

    start: int
    end: int
    text: str
    value: float | int | None
    measure: str
    approx: Approx | None
    indicator: str
    status: ObservationStatus = "done"
    about: str | None = None
    about_start: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A unit other than the reporting one that leads, joins, is the target of, or issues something.

    actor, of: surfaces of mentions; actor_start, of_start: where these mentions start in the source text.
    """

    actor: str
    role: Role
    of: str
    actor_start: int
    of_start: int


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one report says. Mentions and observations are in order of their start."""

    report: Report
    mentions: tuple[Mention, ...] = field(default=())
    observations: tuple[Observation, ...] = field(default=())
    actors: tuple[Actor, ...] = field(default=())
