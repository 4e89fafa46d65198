"""What the commands of `kg review` share: names checked, decisions written."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.corrections import Correction
    from kg.corrections.review import Things

__all__ = [
    "ANSWERS",
    "Said",
    "append",
    "checked_day",
    "checked_label",
    "checked_name",
    "decide",
    "is_graph",
    "named_end",
    "now",
    "things_of",
]

ANSWERS: Mapping[str, str] = {
    **dict.fromkeys(("a", "y", "accept", "yes", "是", "同", "同一", "接受"), "accept"),
    **dict.fromkeys(("r", "n", "reject", "no", "否", "不", "异", "不同", "拒绝"), "reject"),
    **dict.fromkeys(("m", "merge", "合", "合并"), "merge"),
    **dict.fromkeys(("s", "split", "拆", "拆分", "拆出"), "split"),
    **dict.fromkeys(("c", "rename", "call", "改", "改名"), "rename"),
    **dict.fromkeys(("d", "defer", "缓", "暂缓"), "defer"),
    **dict.fromkeys(("k", "skip", "跳", "跳过", "过"), "skip"),
}
"""What people may write for a decision, on a terminal and in a spreadsheet, and which it is."""
_ID = re.compile(r"[a-z]+-[0-9a-f]{16}")


Said = tuple[str, str, dict[str, str]]
"""An action, what it is about, and the other columns."""


def append(file: Path, said: Sequence[Said], who: str | None, *, skip: bool = False) -> None:
    """Write the decisions and say so. skip: leave out what is said already."""
    from kg.cli.console import say

    made = len(decide(file, said, who, skip=skip))
    say(f"wrote {made} to {file}; kg build … --decisions {file} applies it" if made else "nothing new was decided")


def decide(file: Path, said: Sequence[Said], who: str | None, *, skip: bool = False) -> list[Correction]:
    """Write the decisions, name each, and give them."""
    from kg.cli.console import say
    from kg.corrections import active, append_decisions, make_correction

    when = now().isoformat(timespec="milliseconds")

    def make(there: Sequence[Correction]) -> list[Correction]:
        known = {_content(row) for row in active(there)} if skip else set()
        taken, made = {row.id for row in there}, []
        for action, a, values in said:
            row = make_correction(action, a, taken=taken, **values, who=who or _login(), when=when)
            if _content(row) not in known:
                made.append(row)
                taken.add(row.id)
        return made

    for row in (made := append_decisions(file, make)):
        say(f"decided: {row.said()}")
    return made


def _content(row: Correction) -> tuple[str, ...]:
    return row.action, row.a, row.b, row.label, row.new, row.place, row.place_b


def named_end(name: str, place: str, label: str, graph: Path) -> tuple[str, str, str]:
    """(name, place, label) to write for what the user named: an id becomes a name where the graph knows it."""
    from kg.errors import InputError

    name = checked_name(name)
    if not _ID.fullmatch(name) or not is_graph(graph):
        return name, place, label
    named = things_of(graph).named(name)
    if named is None:
        raise InputError(f"there is nothing of the id {name}", where=str(graph), todo="see kg review list")
    return named.name, named.place, label or named.label


def checked_name(text: str) -> str:
    """The name in one line. Raises InputError when it is empty."""
    from kg.errors import InputError

    if not text.strip():
        raise InputError("a name is empty", todo="see kg review --help")
    return " ".join(text.split())


def checked_label(label: str) -> str:
    """The label. Raises InputError when decisions are not about such things."""
    from kg.corrections.review import LABELS
    from kg.errors import InputError

    if label and label not in LABELS:
        raise InputError(f"there is no label {label!r} to decide about", todo=f"use one of {', '.join(LABELS)}")
    return label


def checked_day(text: str, where: str) -> str:
    """The ISO date. Raises InputError when the text is no date."""
    from kg.corrections.record import iso_day
    from kg.errors import InputError

    if text.strip() and not iso_day(text):
        raise InputError(f"{text!r} is no date", where=where, todo="write it as 2025-01-31")
    return iso_day(text)


def is_graph(graph: Path) -> bool:
    """Whether there is a graph in the folder."""
    return (graph / "CURRENT").is_file()


def things_of(graph: Path) -> Things:
    """The named things of a graph. Raises what open_graph raises."""
    from kg.corrections.review import Things
    from kg.graph.reader import open_graph

    with open_graph(graph) as opened:
        return Things(opened)


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


def now() -> datetime:
    """The time here, as people write it into the file."""
    return datetime.now(UTC).astimezone().replace(tzinfo=None)
