"""A draft: an annotation in one file, for a text editor. Everything about a figure stands inside its tag.

⟦N:surface|value|measure|approx|indicator|status|about⟧ is a figure's tag; after a line ---- follow the acting units and
the head: `A: actor | role | of` for each and `R: unit | kind | year | plan_year`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kg.annotation.forms import CODES, MARKS, Annotation, Tag
from kg.errors import InputError

__all__ = ["draft_of", "read_draft"]

_RULE = "\n----\n"
_TAG = re.compile(r"⟦([^⟦⟧]*)⟧")
_CODES = {code + mark for code in CODES.values() for mark in (MARKS.values() if code in "PC" else ("",))}
_FIELDS = ("value", "measure", "approx", "indicator", "status", "about")
_APPROX, _STATUSES = ("", "约", "多", "少"), ("done", "planned", "problem", "baseline")
_ROLES = ("lead", "join", "target", "issue")


def draft_of(annotation: Annotation) -> str:
    """The annotation as a draft."""
    out: list[str] = []
    at = 0
    for tag in annotation.tags:
        surface = annotation.text[tag.start : tag.end]
        if tag.figure is not None:
            surface = "|".join([surface, *(_cell(tag.figure[name]) for name in _FIELDS)])
        out.append(f"{annotation.text[at : tag.start]}⟦{tag.code}:{surface}⟧")
        at = tag.end
    lines = [f"A: {_cell(one['actor'])} | {one['role']} | {_cell(one['of'])}" for one in annotation.actors]
    lines.append("R: " + " | ".join(_cell(annotation.head.get(key)) for key in ("unit", "kind", "year", "plan_year")))
    return "".join([*out, annotation.text[at:], _RULE, "\n".join(lines), "\n"])


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) and value.is_integer() else str(value).replace("|", "｜")


def read_draft(draft: str, where: str) -> Annotation:
    """The annotation that a draft says.

    Raises InputError with all faults by line: unknown tags, unbalanced brackets, values that are none, no R line.
    """
    faults: list[str] = []
    body, rule, tail = draft.rpartition(_RULE)
    if not rule:
        raise InputError("the line ---- between text and head is missing", where=where, todo="put it back")
    plain: list[str] = []
    tags: list[Tag] = []
    at = read = 0
    for match in _TAG.finditer(body):
        between = body[read : match.start()]
        plain.append(between)
        at, read = at + len(between), match.end()
        line = body.count("\n", 0, match.start()) + 1
        code, _, rest = match[1].partition(":")
        figure = None
        if code == "N":
            figure, rest = _figure(rest, line, faults)
        elif code not in _CODES:
            faults.append(f"line {line}: ⟦{code}:…⟧ is no tag")
        if not rest:
            faults.append(f"line {line}: an empty tag")
        tags.append(Tag(at, at + len(rest), code, figure))
        plain.append(rest)
        at += len(rest)
    plain.append(body[read:])
    if (lone := re.search("[⟦⟧]", _TAG.sub("", body))) is not None:
        faults.append(f"a bracket {lone.group()} without its partner")
    actors, head = _tail(tail, body.count("\n") + 3, faults)
    if faults:
        shown = "; ".join(faults[:5]) + (f"; and {len(faults) - 5} more" if len(faults) > 5 else "")
        raise InputError(shown, where=where, todo="correct these places; docs/annotating.md shows the form")
    return Annotation("".join(plain), tuple(tags), tuple(actors), head)


def _figure(rest: str, line: int, faults: list[str]) -> tuple[Mapping[str, Any], str]:
    surface, *cells = rest.split("|")
    cells = [cell.strip() for cell in cells] + [""] * (len(_FIELDS) - len(cells))
    value, measure, approx, indicator, status, about = cells[: len(_FIELDS)]
    number: int | float | None = None
    try:
        if value not in ("", "null"):
            number = float(value) if "." in value or "e" in value else int(value)
    except ValueError:
        faults.append(f"line {line}: '{value}' is no number")
    if len(cells) != len(_FIELDS) or not indicator:
        faults.append(f"line {line}: a figure needs surface|value|measure|approx|indicator|status|about")
    if approx not in _APPROX:
        faults.append(f"line {line}: '{approx}' is not 约, 多 or 少")
    if (status or "done") not in _STATUSES:
        faults.append(f"line {line}: '{status}' is no status of a figure")
    said = {
        "value": number, "measure": measure, "approx": approx or None, "indicator": indicator,
        "status": status or "done", "about": about or None,
    }  # fmt: skip
    return said, surface


def _tail(tail: str, first: int, faults: list[str]) -> tuple[list[Mapping[str, str]], Mapping[str, Any]]:
    actors: list[Mapping[str, str]] = []
    head: dict[str, Any] | None = None
    for line, text in enumerate(tail.split("\n"), start=first):
        kind, _, rest = text.partition(":")
        cells = [cell.strip() for cell in rest.split("|")]
        if kind == "A" and len(cells) == 3 and cells[1] in _ROLES:
            actors.append({"actor": cells[0], "role": cells[1], "of": cells[2]})
        elif kind == "R" and len(cells) == 4 and all(cell.isdecimal() for cell in cells[2:] if cell):
            years = [int(cell) if cell else None for cell in cells[2:]]
            head = {"unit": cells[0] or None, "kind": cells[1] or None, "year": years[0], "plan_year": years[1]}
        elif text.strip():
            faults.append(f"line {line}: not 'A: actor | role | of' nor 'R: unit | kind | year | plan_year'")
    if head is None:
        faults.append("the line R: unit | kind | year | plan_year is missing")
    return actors, head or {}
