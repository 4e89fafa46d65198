"""A list of `kg review todo` that was filled in with a spreadsheet, as decisions."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.decide import ANSWERS, Said, checked_day, is_graph, things_of
from kg.errors import InputError

if TYPE_CHECKING:
    from kg.corrections.review import Named, Things

__all__ = ["filled_in"]

_NEEDED = ("decision", "a", "b")
_TAKEN = tuple(dict.fromkeys(ANSWERS.values()))


def filled_in(todo: Path, graph: Path) -> list[Said]:
    """The decisions in the list, in its order. graph: to name things as its list does, if there is one.

    Raises InputError, with file and line, when a row cannot be understood; nothing is decided then.
    """
    from kg.corrections.file import decode_table, table_rows

    where = str(todo)
    try:
        text = decode_table(todo.read_bytes(), where)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=where, todo="check the path") from error
    rows = list(table_rows(text, where))
    if not rows or (lacking := [name for name in _NEEDED if name not in rows[0][1]]):
        what = f"the column {lacking[0]!r} is missing" if rows else "there are no rows"
        raise InputError(what, where=f"{where}:1", todo="make the list with kg review todo -o todo.csv")
    things = things_of(graph) if any(cells.get("a_id") for _, cells in rows) and is_graph(graph) else None
    return [said for line, cells in rows if cells["decision"] for said in _said(cells, f"{where}:{line}", things)]


def _said(cells: Mapping[str, str], where: str, things: Things | None) -> list[Said]:
    action = ANSWERS.get(cells["decision"].lower())
    if action is None:
        what = f"the decision {cells['decision']!r} is none"
        raise InputError(what, where=where, todo=f"use {', '.join(_TAKEN)} (是 否 合 拆 改 缓), or leave it empty")
    if action == "skip":
        return []
    new, one, other = cells.get("new", ""), _end(cells, "a", "place", things), _end(cells, "b", "place_b", things)
    if not one[0] or not other[0]:
        raise InputError("a name is empty", where=where, todo="fill in a and b")
    both = {"label": cells.get("label", ""), "why": cells.get("why", "")}
    if action in ("split", "rename"):
        if not new:
            what = "which name is a thing of its own" if action == "split" else "the new name of a"
            raise InputError(f"{action} needs the column 'new', which is empty", where=where, todo=f"write {what}")
        if action == "rename":
            return [("rename", one[0], {"new": new, "place": one[1], **both})]
        names = things.names(cells["b_id"]) if things is not None and cells.get("b_id", "") in things else [other[0]]
        return [("split", new, {"place": other[1] if new in names else one[1], **both})]
    pair = {"b": other[0], "place": one[1], "place_b": other[1], **both}
    if action == "defer":
        return [("defer", one[0], {**pair, "new": checked_day(new, where)})]
    found: list[Said] = [(action, one[0], pair)]
    if new and action in ("accept", "merge"):
        found.append(("rename", one[0], {"new": new, "place": one[1], **both}))
    return found


def _end(cells: Mapping[str, str], end: str, place: str, things: Things | None) -> tuple[str, str]:
    """(name, place) as a decision names it: by the graph, else as the cells say."""
    named: Named | None = things.named(cells.get(f"{end}_id", "")) if things is not None else None
    return (named.name, named.place) if named is not None else (cells[end], cells.get(place, ""))
