"""The thesaurus as it was worked out before: concepts are made when they are asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import astuple

import pyarrow as pa

from kg.resolution.identity.match import Matcher
from kg.resolution.thesaurus import Concept, Thesaurus

__all__ = ["matcher_rows", "read_matcher"]


def matcher_rows(matcher: Matcher) -> dict[str, list[tuple[str, ...]]]:
    """What takes a matcher a while to work out, as rows of the memory."""
    thesaurus = matcher.thesaurus
    return {
        "forms": [(form, concept.id) for form, concept in thesaurus.by_form.items()],
        "levels": [(key, concept.id) for key, concept in matcher.by_level.items()],
        "concepts": [(id, json.dumps(astuple(one), ensure_ascii=False)) for id, one in thesaurus.concepts.items()],
    }


def read_matcher(tables: Mapping[str, pa.Table]) -> Matcher:
    """The matcher of these rows."""
    pairs = {
        name: dict(zip(tables[name][0].to_pylist(), tables[name][1].to_pylist(), strict=True))
        for name in ("forms", "levels", "concepts")
    }
    concepts = _Concepts(pairs["concepts"])
    matcher = Matcher(Thesaurus(concepts, _Forms(pairs["forms"], concepts)))
    matcher.by_level = _Forms(pairs["levels"], concepts)
    return matcher


class _Concepts(Mapping[str, Concept]):
    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._made: dict[str, Concept] = {}

    def __getitem__(self, id: str) -> Concept:
        if (found := self._made.get(id)) is None:
            _, name, label, level, variants, bare, broader, distinct = json.loads(self._texts[id])
            found = Concept(id, name, label, level, tuple(variants), bare, broader, tuple(distinct))
            self._made[id] = found
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


class _Forms(Mapping[str, Concept]):
    def __init__(self, ids: Mapping[str, str], concepts: Mapping[str, Concept]) -> None:
        self._ids, self._concepts = ids, concepts

    def __getitem__(self, form: str) -> Concept:
        return self._concepts[self._ids[form]]

    def __contains__(self, form: object) -> bool:
        return form in self._ids

    def get(self, form: str, default: Concept | None = None) -> Concept | None:  # type: ignore[override]
        """Asked for what is not there most of the time."""
        id = self._ids.get(form)
        return default if id is None else self._concepts[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)
