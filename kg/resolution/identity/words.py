"""Common words of the reports (schema/thesaurus/words.tsv): a name made of them alone describes, it does not name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from kg.datatables import read_table
from kg.errors import SchemaError
from kg.resources import resource

__all__ = ["CLASSES", "drive_word", "is_common", "word_classes"]

CLASSES = ("drive", "degree", "act", "noun", "level")


@cache
def word_classes() -> Mapping[str, str]:
    """The class of each common word: drive (排查), degree (专项, 春季), act (提升), noun (消防), level (省级).

    Raises SchemaError with the line of a malformed row.
    """
    path = resource("schema", "thesaurus", "words.tsv")
    found: dict[str, str] = {}
    for number, (word, kind) in read_table(path, ("word", "class")):
        if not word or kind not in CLASSES:
            what = "a row needs a word and its class"
            raise SchemaError(what, where=f"{path}:{number}", todo="correct the row")
        found[word] = kind
    return found


_LONGEST = 8
# What joins words and adds no meaning of its own.
_JOINTS = frozenset("和与及暨的类等级性")


@lru_cache(maxsize=1 << 16)
def is_common(text: str) -> bool:
    """Whether the text can be cut into common words without a rest.

    >>> is_common("消防安全隐患大排查"), is_common("雷霆行动")
    (True, False)
    """
    words = word_classes()
    reached = [True] + [False] * len(text)
    for start in range(len(text)):
        if not reached[start]:
            continue
        if text[start] in _JOINTS:
            reached[start + 1] = True
        for end in range(start + 1, min(start + _LONGEST, len(text)) + 1):
            if not reached[end] and text[start:end] in words:
                reached[end] = True
    return reached[-1]


@lru_cache(maxsize=1 << 14)
def drive_word(text: str) -> str:
    """The word for a drive that the text ends in (the longest: 大排查, not 排查), or ""."""
    words = word_classes()
    for size in range(min(_LONGEST, len(text)), 0, -1):
        if words.get(text[-size:]) == "drive":
            return text[-size:]
    return ""
