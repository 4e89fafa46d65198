"""The thesaurus of initiatives (schema/thesaurus/initiatives.tsv): from a surface to the concept it names."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from kg.errors import SchemaError
from kg.resolution.names import normal_form
from kg.resources import resource

__all__ = ["Concept", "Thesaurus", "load_thesaurus"]

InitiativeLabel = Literal["Program", "Campaign"]
_LABELS: Mapping[str, InitiativeLabel] = {"program": "Program", "campaign": "Campaign"}


@dataclass(frozen=True, slots=True)
class Concept:
    """One named initiative: its id, preferred name, label, level at which it is run, and other surfaces."""

    id: str
    name: str
    label: InitiativeLabel
    level: str | None
    variants: tuple[str, ...] = ()


@dataclass(frozen=True)
class Thesaurus:
    """Concepts by id, and by the normal form of their surfaces."""

    concepts: Mapping[str, Concept] = field(default_factory=dict)
    by_form: Mapping[str, Concept] = field(default_factory=dict)

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


def read_concepts(path: Path) -> list[Concept]:
    """The rows of a thesaurus file (tab-separated; columns id, name, kind, variants and level are used).

    Raises SchemaError with the line of a malformed row.
    """
    concepts = []
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        missing = {"id", "name", "kind", "variants", "level"} - set(reader.fieldnames or ())
        if missing:
            raise SchemaError(
                f"columns missing: {', '.join(sorted(missing))}", where=str(path), todo="install kg again"
            )
        for number, row in enumerate(reader, 2):
            label = _LABELS.get(row["kind"] or "")
            if not row["id"] or not row["name"] or label is None:
                where = f"{path}:{number}"
                raise SchemaError(
                    "a row needs id, name and kind program or campaign", where=where, todo="correct the row"
                )
            variants = tuple(part for part in (row["variants"] or "").split("|") if part)
            concepts.append(Concept(row["id"], row["name"], label, row["level"] or None, variants))
    return concepts


@cache
def load_thesaurus() -> Thesaurus:
    """The thesaurus that ships with kg (empty where the installation has none)."""
    try:
        path = resource("schema", "thesaurus", "initiatives.tsv")
    except FileNotFoundError:
        return Thesaurus()
    return Thesaurus.of(read_concepts(path))
