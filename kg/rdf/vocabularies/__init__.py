"""Which terms foreign vocabularies have: copies of their term lists (names only), see README.md beside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

__all__ = ["term_lists", "unknown_terms"]


@cache
def term_lists() -> Mapping[str, frozenset[str]]:
    """The local names of every vocabulary by its namespace IRI."""
    found = {}
    for path in sorted(Path(__file__).parent.glob("*.txt")):
        namespace, _source, *names = path.read_text(encoding="utf-8").splitlines()
        found[namespace.removeprefix("# ")] = frozenset(names)
    return found


def unknown_terms(iris: Iterable[str]) -> list[str]:
    """Those of the IRIs, sorted, that lie in the namespace of a known vocabulary and are no term of it.

    A namespace is not a term: it stands for the vocabulary itself.
    """
    lists = term_lists()
    wrong = set()
    for iri in iris:
        for namespace, names in lists.items():
            rest = iri.removeprefix(namespace)
            # qudt: is a prefix of nothing else, but schema.org's terms lie below its very site.
            if rest != iri and rest and "/" not in rest and rest not in names:
                wrong.add(iri)
    return sorted(wrong)
