"""What the dictionaries in schema/ say about each character: evidence for the tagger, never a verdict.

HanLP's trie finds the longest known names; each character gets the number of its class and place (first, inside, last)
in the match. The encoder reads the number as its token type.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from hanlp_trie.dictionary import TrieDict

from kg.memory import collector_paused
from kg.resources import resource

__all__ = ["CLASSES", "FEATURES", "feature_ids", "load_dictionary"]

CLASSES = ("program", "campaign", "weak", "organ", "place", "head")
FEATURES = 1 + 3 * len(CLASSES)
"""How many different numbers there are; 0 stands for no match."""

_QUOTES = str.maketrans("", "", "“”‘’\"'")


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def _surfaces() -> Iterator[tuple[str, str]]:
    """Surfaces with their class, the weakest class first, so that a stronger one overrides it."""
    thesaurus = resource("schema", "thesaurus")
    for row in _rows(thesaurus / "heads.tsv"):
        if row["kind"] in {"always", "often"} and len(row["head"]) > 1:
            yield row["head"], "head"
    for row in _rows(resource("schema", "divisions.tsv")):
        for name in (row["name"], *row["short"].split("|")):
            if len(name) > 1:
                yield name, "place"
    for row in _rows(thesaurus / "organs.tsv"):
        for name in (row["body"], *row["short"].split("|")):
            if len(name) > 1:
                yield name, "organ"
    for row in _rows(thesaurus / "initiatives.tsv"):
        strong = row["kind"] if row["bare"] == "yes" else "weak"
        for surface in (row["name"], *row["variants"].split("|")):
            name = surface.translate(_QUOTES)
            if len(name) > 1:
                yield name, strong


@lru_cache(maxsize=1)
def load_dictionary() -> TrieDict:
    """The trie over every surface in schema/, with the number of its class."""
    with collector_paused():
        return TrieDict({name: CLASSES.index(kind) for name, kind in _surfaces()})


def feature_ids(text: str, dictionary: TrieDict) -> list[int]:
    """One number for each character of the text. Quotation marks and line ends inside a name do not hide it."""
    numbers = [0] * len(text)
    kept = [i for i, ch in enumerate(text) if ch not in "“”‘’\"'"]
    bare = "".join(text[i] for i in kept)
    for start, end, kind in dictionary.tokenize(bare):
        base = 1 + 3 * kind
        for i in range(start, end):
            numbers[kept[i]] = base + 1
        numbers[kept[start]] = base
        numbers[kept[end - 1]] = base + 2
    return numbers
