"""The thesaurus of initiatives (schema/thesaurus/initiatives.tsv): from a surface to the concept it names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from kg.datatables import read_table, several
from kg.errors import SchemaError
from kg.resolution.names import normal_form
from kg.resources import resource

__all__ = ["Concept", "Thesaurus", "load_thesaurus"]

InitiativeLabel = Literal["Program", "Campaign"]
_LABELS: Mapping[str, InitiativeLabel] = {"program": "Program", "campaign": "Campaign"}
_COLUMNS = ("id", "name", "kind", "variants", "level")
_OPTIONAL = ("bare", "broader", "not")


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
    rows = list(read_table(path, _COLUMNS, _OPTIONAL))
    ids = {name: id for _, (id, name, *_) in rows}
    return [_concept(cells, ids, path, number) for number, cells in rows]


def _concept(cells: Sequence[str], ids: Mapping[str, str], path: Path, number: int) -> Concept:
    id, name, kind, variants, level, bare, wider, apart = cells
    label = _LABELS.get(kind)
    if not id or not name or label is None:
        what = "a row needs id, name and kind program or campaign"
        raise SchemaError(what, where=f"{path}:{number}", todo="correct the row")

    def named(column: str, cell: str) -> tuple[str, ...]:
        names = several(cell)
        if lost := [part for part in names if not ids.get(part)]:
            what = f"'{column}' names no concept: {', '.join(lost)}"
            raise SchemaError(what, where=f"{path}:{number}", todo="correct the row")
        return tuple(ids[part] for part in names)

    broader = named("broader", wider)
    return Concept(
        id, name, label, level or None, several(variants), bare or "yes",
        broader[0] if broader else None, named("not", apart),
    )  # fmt: skip


@cache
def load_thesaurus() -> Thesaurus:
    """The thesaurus that ships with kg (empty where the installation has none)."""
    try:
        path = resource("schema", "thesaurus", "initiatives.tsv")
    except FileNotFoundError:
        return Thesaurus()
    return Thesaurus.of(read_concepts(path))
