"""The thesaurus of initiatives (schema/thesaurus/initiatives.tsv): from a surface to the concept it names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from kg.errors import SchemaError
from kg.resolution.names import normal_form
from kg.resources import resource

__all__ = ["Concept", "Thesaurus", "load_thesaurus"]

InitiativeLabel = Literal["Program", "Campaign"]
_LABELS: Mapping[str, InitiativeLabel] = {"program": "Program", "campaign": "Campaign"}
_COLUMNS = {"id", "name", "kind", "variants", "level"}


@dataclass(frozen=True, slots=True)
class Concept:
    """One named initiative: its id, preferred name, label, level at which it is run, and other surfaces.

    bare: "yes": the bare surface nearly always means it; "quoted": in quotation marks or with its head noun; "context":
    depends. broader: id of the concept it is part of. distinct: ids of look-alikes that are other initiatives.
    """

    id: str
    name: str
    label: InitiativeLabel
    level: str | None
    variants: tuple[str, ...] = ()
    bare: str = "yes"
    broader: str | None = None
    distinct: tuple[str, ...] = ()


@dataclass(frozen=True)
class Thesaurus:
    """Concepts by id, and by the normal form of their surfaces."""

    concepts: Mapping[str, Concept] = field(default_factory=dict)
    by_form: Mapping[str, Concept] = field(default_factory=dict)

    @cached_property
    def by_length(self) -> Mapping[int, Sequence[str]]:
        """The normal forms by their number of characters."""
        lengths: defaultdict[int, list[str]] = defaultdict(list)
        for form in self.by_form:
            lengths[len(form)].append(form)
        return lengths

    @classmethod
    def of(cls, concepts: Iterable[Concept]) -> Thesaurus:
        """A thesaurus of these concepts.

        A form that is one concept's preferred name belongs to it; a form that several concepts have as a variant
        belongs to none (a match would be a guess).
        """
        ordered = sorted(concepts, key=lambda concept: concept.id)
        preferred: dict[str, list[Concept]] = {}
        variant: dict[str, list[Concept]] = {}
        for concept in ordered:
            own = normal_form(concept.name)
            preferred.setdefault(own, []).append(concept)
            for form in {normal_form(text) for text in concept.variants} - {own}:
                variant.setdefault(form, []).append(concept)
        forms = {form: found[0] for form, found in variant.items() if len(found) == 1}
        forms |= {form: found[0] for form, found in preferred.items() if len(found) == 1}
        forms.pop("", None)
        return cls({concept.id: concept for concept in ordered}, forms)

    def concept_of(self, surface: str) -> Concept | None:
        """The concept that the surface names, or None."""
        return self.by_form.get(normal_form(surface))

    def ancestors(self, concept: Concept) -> list[Concept]:
        """The concepts above it, the next one first; a circle ends where it closes."""
        found: list[Concept] = []
        above = self.concepts.get(concept.broader or "")
        while above is not None and above is not concept and above not in found:
            found.append(above)
            above = self.concepts.get(above.broader or "")
        return found

    def kept_apart(self, one: Concept, other: Concept) -> bool:
        """Whether one of them is said to be a look-alike of the other that is not it."""
        return other.id in one.distinct or one.id in other.distinct


def read_concepts(path: Path) -> list[Concept]:
    """The rows of a thesaurus file (tab-separated, see the README beside it; english and note are not used).

    Raises SchemaError with the line of a malformed row, or of one that names a concept the file does not have.
    """
    columns, *lines = (line.rstrip("\r").split("\t") for line in path.read_text("utf-8").split("\n"))
    if missing := _COLUMNS - set(columns):
        raise SchemaError(f"columns missing: {', '.join(sorted(missing))}", where=str(path), todo="install kg again")
    empty = dict.fromkeys(columns)
    rows = [
        (number, {**empty, **dict(zip(columns, cells, strict=False))})
        for number, cells in enumerate(lines, 2)
        if cells != [""]
    ]
    ids = {row["name"]: row["id"] for _, row in rows}
    return [_concept(row, ids, f"{path}:{number}") for number, row in rows]


def _concept(row: Mapping[str, str | None], ids: Mapping[str | None, str | None], where: str) -> Concept:
    label, id, name = _LABELS.get(row["kind"] or ""), row["id"], row["name"]
    if not id or not name or label is None:
        todo = "correct the row"
        raise SchemaError("a row needs id, name and kind program or campaign", where=where, todo=todo)

    def named(column: str) -> tuple[str, ...]:
        names = [part for part in (row.get(column) or "").split("|") if part]
        found = tuple(known for part in names if (known := ids.get(part)))
        if len(found) < len(names):
            lost = ", ".join(part for part in names if not ids.get(part))
            raise SchemaError(f"'{column}' names no concept: {lost}", where=where, todo="correct the row")
        return found

    variants = tuple(part for part in (row["variants"] or "").split("|") if part)
    broader = named("broader")
    return Concept(
        id, name, label, row["level"] or None, variants, row.get("bare") or "yes",
        broader[0] if broader else None, named("not"),
    )  # fmt: skip


@cache
def load_thesaurus() -> Thesaurus:
    """The thesaurus that ships with kg (empty where the installation has none)."""
    try:
        path = resource("schema", "thesaurus", "initiatives.tsv")
    except FileNotFoundError:
        return Thesaurus()
    return Thesaurus.of(read_concepts(path))
