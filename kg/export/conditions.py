"""What a user asks for with --where, as conditions on the graph: `year=2023`, `district=临沂市`, `label=Program`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from kg.errors import InputError
from kg.graph.model import GraphSchema, Property
from kg.graph.tables import GraphTables
from kg.library.names import similar_names
from kg.library.parameters import near
from kg.records import INITIATIVES

__all__ = ["REPORT", "Condition", "condition_names", "read_conditions"]

REPORT = "Report"
_COVERED = "District"
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition. kind says how it cuts the graph (kg.export.select.select).

    labels or types: the names to keep. reports: what a report must have, as ids. covers, speaks: nodes by label, as
    ids, which a report must cover or speak of.
    """

    text: str
    kind: Literal["labels", "types", "reports", "covers", "speaks"]
    names: tuple[str, ...] = ()
    ids: tuple[tuple[str, pa.Array], ...] = ()


def condition_names(schema: GraphSchema) -> dict[str, str]:
    """What can stand before the =, each with one line of help."""
    found = {
        "label": "only nodes of these labels, and relationships between them",
        "type": "only relationships of these types, and the nodes at their ends",
        "district": "what the reports on this district say",
        "initiative": "a program or campaign, and what reports say of it",
    }
    for label, said in schema.nodes.items():
        if any(one.name == "name" for one in said.properties) and label not in (REPORT, _COVERED):
            found[label.lower()] = f"{said.en}, and what reports say of it"
    for one in schema.nodes[REPORT].properties:
        if one.type in ("string", "int"):
            found[one.name] = f"what reports with this say: {one.en}"
    found["report"] = "what this report says, by its id, name or source"
    return found


def read_conditions(texts: Iterable[str], tables: GraphTables) -> tuple[Condition, ...]:
    """The conditions, each `NAME=VALUE` or `NAME=VALUE,VALUE` (any of them), a year also `2021-2023`.

    Raises InputError, with near matches, for a name that is none or a value that the graph does not have.
    """
    return tuple(_read(text, tables) for text in texts)


def _read(text: str, tables: GraphTables) -> Condition:
    name, equals, said = (part.strip() for part in text.partition("="))
    values = [value.strip() for value in said.replace("，", ",").split(",") if value.strip()]
    name = name.lower()
    known = condition_names(tables.schema)
    if not equals or not values:
        raise InputError(f"--where {text!r} is no condition", todo="write it as --where NAME=VALUE, such as year=2023")
    if name not in known:
        raise InputError(f"--where {text}: nothing is called '{name}'", todo=near(name, known))
    if name in ("label", "type"):
        names = tables.schema.labels if name == "label" else tables.schema.types
        return Condition(text, "labels" if name == "label" else "types", _closed(text, values, names))
    if name == "report":
        return Condition(text, "reports", ids=((REPORT, _reports(text, values, tables)),))
    labels = INITIATIVES if name == "initiative" else tuple(one for one in tables.schema.labels if one.lower() == name)
    if labels:
        kind: Literal["covers", "speaks"] = "covers" if labels == (_COVERED,) else "speaks"
        return Condition(text, kind, ids=_named(text, labels, values, tables))
    one = next(one for one in tables.schema.nodes[REPORT].properties if one.name == name)
    return Condition(text, "reports", ids=((REPORT, _having(text, one, values, tables)),))


def _closed(text: str, values: list[str], names: tuple[str, ...]) -> tuple[str, ...]:
    by_case = {name.lower(): name for name in names}
    for value in values:
        if value.lower() not in by_case:
            raise InputError(f"--where {text}: the graph has no '{value}'", todo=near(value, names))
    return tuple(by_case[value.lower()] for value in values)


def _named(
    text: str, labels: tuple[str, ...], values: list[str], tables: GraphTables
) -> tuple[tuple[str, pa.Array], ...]:
    """The ids of the nodes that have one of the values as id, name or alias."""
    found, known, missing = [], set[str](), set(values)
    for label in labels:
        nodes, key = tables.nodes[label], tables.schema.nodes[label].key.name
        ids = []
        aliases = nodes["aliases"].to_pylist() if "aliases" in nodes.column_names else [[]] * nodes.num_rows
        for id, name, others in zip(nodes[key].to_pylist(), nodes["name"].to_pylist(), aliases, strict=True):
            names = {id, name, *others}
            known |= names - {id}
            if matched := names.intersection(values):
                ids.append(id)
                missing -= matched
        found.append((label, pa.array(ids, pa.string())))
    for value in sorted(missing):
        close = similar_names(value, known)
        todo = f"did you mean {', '.join(close)}?" if close else "kg query run initiative-districts lists names"
        raise InputError(f"--where {text}: no {' or '.join(labels)} in this graph is called '{value}'", todo=todo)
    return tuple(found)


def _reports(text: str, values: list[str], tables: GraphTables) -> pa.Array:
    reports, key = tables.nodes[REPORT], tables.schema.nodes[REPORT].key.name
    columns = [reports[name] for name in (key, "name", "source")]
    for value in values:
        if not any(pc.any(pc.equal(column, value)).as_py() for column in columns):
            close = similar_names(value, {one for column in columns[1:] for one in column.to_pylist() if one})
            todo = f"did you mean {', '.join(close)}?" if close else "kg query run reports lists them"
            raise InputError(f"--where {text}: no report is called '{value}'", todo=todo)
    wanted = pa.array(values, pa.string())
    first, *rest = [pc.is_in(column, value_set=wanted) for column in columns]
    for other in rest:
        first = pc.or_(first, other)
    return reports[key].filter(first).combine_chunks()


def _having(text: str, one: Property, values: list[str], tables: GraphTables) -> pa.Array:
    """The ids of the reports whose property is one of the values (a number also: from-to)."""
    reports, key = tables.nodes[REPORT], tables.schema.nodes[REPORT].key.name
    column = reports[one.name]
    if one.name == "year":
        column = pc.coalesce(column, reports["plan_year"])  # a plan looks at no year but the one planned for
    present = sorted({value for value in column.to_pylist() if value is not None}, key=str)
    wanted: set[str | int] = set()
    for value in values:
        matched = _matching(text, one, value, present)
        if not matched:
            close = similar_names(value, map(str, present)) if one.type == "string" else []
            there = ", ".join(map(str, present[:_SHOWN])) + (", …" if len(present) > _SHOWN else "")
            todo = f"did you mean {', '.join(close)}?" if close else f"there is {there or 'none'}"
            raise InputError(f"--where {text}: no report has the {one.name} {value}", todo=todo)
        wanted |= matched
    found = pc.is_in(column, value_set=pa.array(sorted(wanted, key=str), column.type))
    return reports[key].filter(found).combine_chunks()


def _matching(text: str, one: Property, value: str, present: list[str | int]) -> set[str | int]:
    if one.type == "string":
        return {value} if value in present else set()
    first, dash, last = value.partition("-")
    if not first.isdecimal() or (dash and not last.isdecimal()):
        todo = f"write {one.name}=2023 or {one.name}=2021-2023"
        raise InputError(f"--where {text}: '{value}' is no number", todo=todo)
    return {number for number in present if int(first) <= int(number) <= int(last or first)}
