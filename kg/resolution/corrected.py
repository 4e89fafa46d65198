"""A reviewer's decisions applied to the entities and statements, before the rest of resolution looks at them.

Names are looked up among all entities as the reports give them, never in what other decisions made of these, so the
order of the rows does not matter. Of two rows that contradict each other the later is in force.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.corrections.record import Correction, in_force
from kg.resolution.divisions import Divisions
from kg.resolution.entities import Entities, Entity
from kg.resolution.identity import Decisions, IdentityDecision, Verdict
from kg.resolution.names import fold
from kg.resolution.nesting import Nesting
from kg.resolution.splits import LABELS, Splits, form_of, group_of
from kg.resolution.statements import Statements

__all__ = ["Corrected"]

_SHOWN = 4


class Corrected:
    """The decisions in force, and what came of them.

    notes: (decision, why it has no effect), sorted; empty where all have one.
    """

    def __init__(self, rows: Iterable[Correction] = ()) -> None:
        """rows: as the files have them, with those that are undone."""
        given = set(rows)
        self.rows: Sequence[Correction] = in_force(given)
        self.splits = Splits(self.rows)
        self._notes: set[tuple[Correction, str]] = set()
        ids = {row.id for row in given if row.action != "undo"}
        for row in given:
            if row.action == "undo" and row.a not in ids:
                self._note(row, f"no decision has the id {row.a}")
        self._same: dict[tuple[str, str], list[Correction]] = {}
        self._apart: dict[tuple[str, str], list[Correction]] = {}
        self._renamed: dict[str, Correction] = {}
        self._before: dict[str, tuple[str, str, dict[str, int]]] = {}
        self._former: dict[str, str] = {}
        self._kept: frozenset[frozenset[str]] = frozenset()

    @property
    def notes(self) -> tuple[tuple[Correction, str], ...]:
        """What had no effect, and what contradicts what."""
        return tuple(sorted(self._notes))

    def apply(self, entities: Entities, statements: Statements, divisions: Divisions) -> None:
        """Merge and rename. To be called when all reports have spoken, and nothing is decided."""
        if not self.rows:
            return
        self._read(_Names(entities, self.rows))
        merged = self._united(entities, divisions)
        for id in {id for pair in (*self._same, *self._apart) for id in pair}:
            entity = entities[id]
            self._before[id] = (entity.best_name(), entity.label, dict(entity.surfaces))
        entities.unite(merged)
        statements.unite(merged)
        latest: dict[str, Correction] = {}
        for id, row in sorted(self._renamed.items(), key=lambda item: item[1].order):
            if (beaten := latest.get(merged.get(id, id))) is not None and beaten.new != row.new:
                self._note(beaten, f"contradicts the later {row.said()}")
            latest[merged.get(id, id)] = row
        for id, row in latest.items():
            self._former[id] = entities[id].best_name()
            entities[id].name = row.new
        self._renamed = latest
        pairs = [*self._apart, *((id, own) for id, own, _ in self.splits.done)]
        kept = {frozenset({merged.get(a, a), merged.get(b, b)}) for a, b in pairs}
        self._kept = frozenset(pair for pair in kept if len(pair) == 2)

    def decide(self, entities: Entities, statements: Statements, decisions: Decisions) -> None:
        """Keep apart, and a row for each decision that has an effect. To be called when all else is decided."""
        if not self.rows:
            return
        statements.unite(entities.united, self._kept)
        decisions.unite(entities.united, self._kept)
        found: defaultdict[tuple[str, str, str, str, str, Verdict], set[Correction]] = defaultdict(set)
        for (one, other), rows in self._same.items():
            entity = entities[one]
            name = entity.best_name()
            others = [id for id in (one, other) if id != entity.id] or [other]
            for gone in others:
                before, _, surfaces = self._before[gone]
                for surface in {before, *surfaces} - {name} or {before}:
                    found[entity.label, surface, entity.id, name, entity.id, "same"].update(rows)
        for (one, other), rows in self._apart.items():
            a, b = entities[one], entities[other]
            if a is not b:
                found[a.label, a.best_name(), a.id, b.best_name(), b.id, "apart"].update(rows)
        for (id, own, surface), rows_of in self.splits.done.items():
            entity, there = entities[own], ("", "")
            if id in entities:
                there = entities[id].best_name(), entities[id].id
            if there[1] != entity.id:
                found[entity.label, surface, entity.id, *there, "apart"].update(rows_of)
        for id, row in self._renamed.items():
            entity = entities[id]
            found[entity.label, self._former[id], entity.id, entity.best_name(), entity.id, "same"].add(row)
        for said, because in found.items():
            ordered = sorted(because, key=lambda row: row.order)
            evidence = "；".join(row.reason() for row in ordered)
            since = ordered[0].when[:10]
            decisions.add(IdentityDecision(*said, "decision", evidence=evidence, since=since))

    def _note(self, row: Correction, why: str) -> None:
        self._notes.add((row, why))

    def _read(self, names: _Names) -> None:
        said: defaultdict[tuple[str, str], dict[bool, list[Correction]]] = defaultdict(lambda: {True: [], False: []})
        renames: defaultdict[str, list[Correction]] = defaultdict(list)
        done = {row for rows in self.splits.done.values() for row in rows}
        for row in self.rows:
            if row.action == "split":
                if row not in done:
                    self._note(row, f"no {row.label or 'name'} {row.a!r} is in the reports")
                continue
            ends = [names.find(row.a, row.label, row.place)]
            if row.action != "rename":
                ends.append(names.find(row.b, row.label, row.place_b))
            if wrong := next((end for end in ends if isinstance(end, str)), None):
                self._note(row, wrong)
                continue
            things = [end for end in ends if isinstance(end, Entity)]
            if row.action == "rename":
                renames[things[0].id].append(row)
                continue
            one, other = sorted(things, key=lambda thing: thing.id)
            if group_of(one.label) != group_of(other.label):
                self._note(row, f"a {one.label} and a {other.label} cannot be one")
            elif row.action == "reject" and one.id == other.id:
                self._note(row, "the rules make both names one; take one out with split")
            else:
                said[one.id, other.id][row.action != "reject"].append(row)
        for pair, ways in said.items():
            latest = max([*ways[True], *ways[False]], key=lambda row: row.order)
            joined = latest.action != "reject"
            (self._same if joined else self._apart)[pair] = ways[joined]
            for row in ways[not joined]:
                self._note(row, f"contradicts the later {latest.said()}")
        for id, rows in renames.items():
            self._renamed[id] = latest = max(rows, key=lambda row: row.order)
            followed = {form_of(row.a, "") for row in rows}  # a name that was given is renamed in its turn
            for row in rows:
                if row.new != latest.new and form_of(row.new, "") not in followed:
                    self._note(row, f"contradicts the later {latest.said()}")

    def _united(self, entities: Entities, divisions: Divisions) -> dict[str, str]:
        """Each id that is part of another → that one: the smallest of those that decisions join.

        The later a decision, the sooner it counts; what cannot be beside it has no effect. A district and one that
        lies in it cannot be one.
        """
        above: dict[str, str] = {}

        def top(id: str) -> str:
            while id in above:
                id = above[id]
            return id

        nesting = Nesting(entities, divisions) if any(entities[a].label == "District" for a, _ in self._same) else None
        ages = {pair: max(row.order for row in rows) for pair, rows in self._same.items()}
        for pair in sorted(ages, key=lambda pair: (ages[pair], pair), reverse=True):
            one, other = sorted(map(top, pair))
            if nesting is not None and one != other:
                ways = [ends for ends in (pair, pair[::-1]) if nesting.lies_in(*ends, top)]
                if ways:
                    inner, outer = (entities[id].best_name() for id in ways[0])
                    for row in self._same.pop(pair):
                        self._note(row, f"{inner} lies in {outer}: a district and one in it cannot be one")
                    continue
            if one != other:
                above[other] = one
        for pair in [pair for pair in self._apart if top(pair[0]) == top(pair[1])]:
            for row in self._apart.pop(pair):
                self._note(row, "other decisions make both one")
        return {id: top(id) for id in above}


class _Names:
    """What each name means in these reports; a name that a decision gave is known too."""

    def __init__(self, entities: Entities, rows: Iterable[Correction]) -> None:
        self._entities = entities
        self._by_form: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for entity in entities:
            if entity.label in LABELS:
                for surface in {*entity.surfaces, *([entity.name] if entity.name else [])}:
                    self._by_form[group_of(entity.label), form_of(surface, entity.label)].add(entity.id)
        self._given: defaultdict[str, set[str]] = defaultdict(set)
        renames = [row for row in rows if row.action == "rename"]
        for _ in renames:  # a name given to what another decision had named: as many rounds as the longest chain
            before = {form: set(ids) for form, ids in self._given.items()}
            for row in renames:
                if isinstance(found := self.find(row.a, row.label, row.place), Entity):
                    self._given[form_of(row.new, found.label)].add(found.id)
            if before == self._given:
                break

    def find(self, name: str, label: str, place: str) -> Entity | str:
        """The one thing, or what is wrong."""
        if name in self._entities:
            return self._entities[name]
        found = self._look(name, label, place, given=False) or self._look(name, label, place, given=True)
        if len(found) > 1:  # a name without a place means the kind, not what a place has of it
            found = [one for one in found if not one.properties.get("place")] or found
        if len(found) == 1:
            return found[0]
        kind = label or "thing"
        if not found:
            return f"no {kind} {name!r}{f' of {place}' if place else ''} is in the reports"
        shown = ", ".join(f"{one.id} ({one.properties.get('place') or one.label})" for one in found[:_SHOWN])
        more = " …" if len(found) > _SHOWN else ""
        return f"{len(found)} things are called {name!r}: {shown}{more}; give label, place or id"

    def _look(self, name: str, label: str, place: str, *, given: bool) -> list[Entity]:
        ids: set[str] = set()
        for one in LABELS:
            if label and group_of(label) != group_of(one):
                continue
            form = form_of(name, one)
            if given:
                ids |= {id for id in self._given.get(form, ()) if group_of(self._entities[id].label) == group_of(one)}
            else:
                ids |= self._by_form.get((group_of(one), form), set())
        things = [self._entities[id] for id in sorted(ids)]
        return [one for one in things if not place or fold(str(one.properties.get("place") or "")) == fold(place)]
