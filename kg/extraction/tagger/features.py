"""What the dictionaries in schema/ say about each character: evidence for the tagger, never a verdict.

HanLP's trie finds the longest known names; each character gets the number of its class and place (first, inside, last)
in the match. The encoder reads the number as its token type.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from hanlp_trie.dictionary import TrieDict

from kg.datatables import read_table
from kg.memory import collector_paused
from kg.resources import resource

__all__ = ["CLASSES", "FEATURES", "Dictionaries", "feature_ids", "load_dictionary"]

CLASSES = ("program", "campaign", "weak", "organ", "place", "head")
FEATURES = 1 + 3 * len(CLASSES)
"""How many different numbers there are; 0 stands for no match."""

_QUOTES = "“”‘’\"'"

_FEW = 20_000
"""Characters of text up to which a trie of the names that each text holds takes less than one of all names."""


def _bare(text: str) -> str:
    """The text without quotation marks."""
    for mark in _QUOTES:  # translate() looks at each character, which takes ten times as long
        text = text.replace(mark, "")
    return text


def _surfaces() -> Iterator[tuple[str, list[str]]]:
    """Surfaces by class, the weakest class first, so that a stronger one overrides it."""
    thesaurus = resource("schema", "thesaurus")
    for _, (head, kind) in read_table(thesaurus / "heads.tsv", ("head", "kind")):
        if kind in {"always", "often"}:
            yield "head", [head]
    for path, name, others, kind in (
        (resource("schema", "divisions.tsv"), "name", "short", "place"),
        (thesaurus / "organs.tsv", "body", "short", "organ"),
    ):
        for _, (one, short) in read_table(path, (name, others)):
            yield kind, [one, *short.split("|")]
    for _, (name, kind, variants, bare) in read_table(
        thesaurus / "initiatives.tsv", ("name", "kind", "variants", "bare")
    ):
        yield kind if bare == "yes" else "weak", _bare(f"{name}|{variants}").split("|")


@lru_cache(maxsize=1)
def _classes() -> dict[str, int]:
    with collector_paused():
        numbers = {kind: number for number, kind in enumerate(CLASSES)}
        return {name: numbers[kind] for kind, names in _surfaces() for name in names if len(name) > 1}


@lru_cache(maxsize=1)
def load_dictionary() -> TrieDict:
    """The trie over every surface in schema/, with the number of its class."""
    with collector_paused():
        return TrieDict(_classes())


class Dictionaries:
    """A dictionary for each text: of the names that it holds, for as long as there were few texts, then of all names.

    Which of them it is makes no difference to what is found.
    """

    def __init__(self) -> None:
        """Nothing was asked for yet."""
        self._characters = 0

    def of(self, text: str) -> TrieDict:
        """A dictionary that finds in this text whatever load_dictionary() finds."""
        self._characters += len(text)
        if self._characters > _FEW or load_dictionary.cache_info().currsize:
            return load_dictionary()
        bare = _bare(text)
        pairs = set(map("".join, pairwise(bare)))
        return TrieDict({name: number for name, number in _classes().items() if name[:2] in pairs and name in bare})


def feature_ids(text: str, dictionary: TrieDict) -> list[int]:
    """One number for each character of the text. Quotation marks and line ends inside a name do not hide it."""
    numbers = [0] * len(text)
    kept = [i for i, ch in enumerate(text) if ch not in _QUOTES]
    bare = "".join(text[i] for i in kept)
    for start, end, kind in dictionary.tokenize(bare):
        base = 1 + 3 * kind
        for i in range(start, end):
            numbers[kept[i]] = base + 1
        numbers[kept[start]] = base
        numbers[kept[end - 1]] = base + 2
    return numbers
