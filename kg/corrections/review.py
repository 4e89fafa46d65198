"""What is uncertain in a graph, most valuable first, and what has been decided about it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.corrections.record import Correction, active
from kg.graph.reader import GraphFolder
from kg.resolution.splits import LABELS, form_of, group_of

__all__ = ["LABELS", "STATUS", "TODO", "Named", "Things", "report_names", "status_rows", "todo_rows"]

TODO = (
    "decision", "new", "why", "a", "b", "reports_a", "reports_b", "label", "rule", "score", "evidence",
    "place", "place_b", "a_id", "b_id", "example_a", "example_b",
)  # fmt: skip
STATUS = ("id", "action", "a", "b", "new", "who", "when", "why", "state", "reason")
_MARK = re.compile(r"\[([^\[\]]+)\]")


@dataclass(frozen=True, slots=True)
class Named:
    """How a decision names a thing: its name where that means one thing, else its id; its label and place."""

    name: str
    label: str
    place: str


@dataclass(frozen=True, slots=True)
class Forms:
    """By what a decision finds a thing: its id, and the forms of its names; and its place."""

    forms: frozenset[str]
    label: str
    place: str

    def has(self, name: str, place: str) -> bool:
        """Whether a decision that says this name and place means it."""
        return bool(self.forms & {name, form_of(name, self.label)}) and place in ("", self.place)


class Things:
    """The named things of a graph."""

    def __init__(self, graph: GraphFolder) -> None:
        """Reads the tables of the labels that decisions are about."""
        self._by_id: dict[str, Mapping[str, Any]] = {}
        self._forms: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for label in LABELS:
            for row in graph.table(label).to_pylist():
                self._by_id[row["id"]] = {**row, "label": label}
                for name in {row["name"], *(row.get("aliases") or ())}:
                    self._forms[group_of(label), form_of(name, label)].add(row["id"])

    def named(self, id: str) -> Named | None:
        """How to name the thing of this id; None when there is none."""
        row = self._by_id.get(id)
        if row is None:
            return None
        label, name, place = row["label"], row["name"], row.get("place") or ""
        same = [self._by_id[one] for one in self._forms[group_of(label), form_of(name, label)]]
        alone = [one for one in same if (one.get("place") or "") == place]
        clear = len(alone) == 1 and alone[0]["id"] == id
        return Named(name if clear else id, label, place if clear else "")

    def __contains__(self, id: object) -> bool:
        """Whether there is one of this id."""
        return id in self._by_id

    def names(self, id: str) -> list[str]:
        """Its name, then its other names."""
        row = self._by_id[id]
        return [row["name"], *(row.get("aliases") or ())]

    def label(self, id: str) -> str:
        """Its label."""
        return str(self._by_id[id]["label"])

    def place(self, id: str) -> str:
        """Its place, "" where it has none."""
        return self._by_id[id].get("place") or ""

    def forms(self, id: str) -> Forms:
        """By what a decision finds it."""
        label = self.label(id)
        return Forms(frozenset({id, *(form_of(name, label) for name in self.names(id))}), label, self.place(id))

    def find(self, name: str, label: str) -> list[str]:
        """The ids of what has this name or id and may be one with a thing of the label."""
        if name in self._by_id:
            return [name] if group_of(self.label(name)) == group_of(label) else []
        return sorted(self._forms.get((group_of(label), form_of(name, label)), ()))


def todo_rows(graph: GraphFolder, rows: Iterable[Correction], today: str) -> list[tuple[Any, ...]]:
    """The candidates of the graph that no decision is about, in the columns TODO; the first brings most together.

    rows: the decisions there are; what was deferred until a day after `today` (ISO date) is left out.
    """
    things = Things(graph)
    said: defaultdict[str, list[Correction]] = defaultdict(list)
    for row in active(rows):
        if row.b and (row.action != "defer" or not row.new or row.new > today):
            said[row.a].append(row)
            for label in LABELS if row.a not in things else ():
                said[form_of(row.a, label)].append(row)
    pairs, example = _mentioned(graph)
    reports = Counter(id for id, _ in pairs)
    found = []
    for row in graph.table("identity").to_pylist():
        ends = things.named(row["a_id"]), things.named(row["b_id"])
        if row["verdict"] != "candidate" or ends[0] is None or ends[1] is None:
            continue
        # A row may speak of a surface; a decision is about the nodes.
        names = [things.names(id)[0] for id in (row["a_id"], row["b_id"])]
        one, other = (things.forms(id) for id in (row["a_id"], row["b_id"]))
        near = {each for form in (*one.forms, *other.forms) for each in said.get(form, ())}
        if any(_about(each, *pair) for each in near for pair in ((one, other), (other, one))):
            continue
        counts = reports[row["a_id"]], reports[row["b_id"]]
        found.append(
            ("", "", "", *names, *counts, row["label"], row["rule"], row["score"], row["evidence"],
             ends[0].place, ends[1].place, row["a_id"], row["b_id"],
             example.get(row["a_id"], ""), example.get(row["b_id"], ""))
        )  # fmt: skip
    return sorted(found, key=lambda one: (-min(one[5:7]), -sum(one[5:7]), -(one[9] or 0), one[13], one[14]))


def _about(row: Correction, one: Forms, other: Forms) -> bool:
    return one.has(row.a, row.place) and other.has(row.b, row.place_b)


def status_rows(
    graph: GraphFolder | None, rows: Sequence[Correction], outcome: Mapping[str, str] | None = None
) -> list[tuple[str, ...]]:
    """Each decision in the order of the file, in the columns STATUS.

    state: applied, no effect, not built, deferred, undone, undoes. outcome: what read_outcome gives: a decision that
    the last build did not know is "not built", as where there is no graph. reason: why one has no effect.
    """
    live = {row.id for row in active(rows)}
    applied: set[str] = set()
    if graph is not None:
        table = graph.table("identity").to_pylist()
        applied = {id for row in table if row["rule"] == "decision" for id in _MARK.findall(row["evidence"])}
    found: list[tuple[str, ...]] = []
    for row in rows:
        if row.action == "undo":
            state = "undoes" if any(other.id == row.a for other in rows) else "no effect"
        elif row.id not in live:
            state = "undone"
        elif row.action == "defer":
            state = "deferred"
        elif row.id in applied:
            state = "applied"
        else:
            known = graph is not None and (outcome is None or row.id in outcome)
            state = "no effect" if known else "not built"
        reason = (outcome or {}).get(row.id, "") if state in ("no effect", "applied") else ""
        found.append((row.id, row.action, row.a, row.b, row.new, row.who, row.when, row.why, state, reason))
    return found


def report_names(graph: GraphFolder, ids: Collection[str]) -> dict[str, list[str]]:
    """Of each of the things the names of the reports that speak of it (of equal names with the file), sorted."""
    reports = graph.table("Report").select(["id", "name", "source"]).to_pylist()
    often = Counter(row["name"] for row in reports)
    names = {row["id"]: row["name"] + (f" ({row['source']})" if often[row["name"]] > 1 else "") for row in reports}
    found: dict[str, list[str]] = {id: [] for id in ids}
    for id, report in _mentioned(graph)[0]:
        if id in found:
            found[id].append(names[report])
    return {id: sorted(those) for id, those in found.items()}


def _mentioned(graph: GraphFolder) -> tuple[set[tuple[str, str]], dict[str, str]]:
    """(thing, report that speaks of it), and of each thing the id of one statement that does."""
    pairs: set[tuple[str, str]] = set()
    example: dict[str, str] = {}
    of_figure = {row["to"]: row["from"] for row in graph.table("STATES").select(["from", "to"]).to_pylist()}
    for type in ("MENTIONS", "MEASURES"):
        for row in graph.table(type).select(["rid", "from", "to"]).to_pylist():
            pairs.add((row["to"], of_figure.get(row["from"], row["from"])))
            example[row["to"]] = min(row["rid"], example.get(row["to"], row["rid"]))
    return pairs, example
