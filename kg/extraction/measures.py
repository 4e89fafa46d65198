"""The measure words and units of schema/measures.yaml, as one regular expression that matches the longest."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from kg.errors import SchemaError
from kg.resources import parse_yaml, resource

__all__ = ["Measures", "load_measures"]

_SECTIONS = ("counts", "with_ge", "ratios", "money", "durations", "units")


class Measures:
    """The closed list of measures.

    pattern: source of a regular expression for one measure, compounds included (家次, 套（间）, 微克/立方米).
    arabic_only: measures that are words rather than measures after a Chinese numeral (一体, 三级).
    money, units, durations, ratios: the measures of these classes.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        try:
            words = {name: tuple(str(data[name]).split()) for name in _SECTIONS}
            not_before = {str(word): str(chars) for word, chars in data["not_before"].items()}
            self.arabic_only = frozenset(str(data["arabic_only"]).split())
        except (KeyError, AttributeError) as error:
            raise SchemaError(
                f"a section is missing or malformed: {error}",
                where="schema/measures.yaml",
                todo="restore the file from the distribution",
            ) from error
        self.money = frozenset(words["money"])
        self.units = frozenset(words["units"])
        self.durations = frozenset(words["durations"])
        self.ratios = frozenset(words["ratios"])
        everything = set().union(*words.values())
        self.pattern = _compound(everything, not_before)


def _compound(words: Iterable[str], not_before: dict[str, str]) -> str:
    ends = {
        word: _guard(not_before.get(word, "")) + ("(?![A-Za-z])" if word.isascii() and word.isalpha() else "")
        for word in words
    }
    plain, guarded = _tree(dict.fromkeys(ends, "")), _tree(ends)
    # M（M）, M（次）, M/M, 元/人/月, 6.12/10万: the second measure carries no guard.
    per = rf"(?:/(?:(?:{plain}|月)|[0-9]*[十百千万](?:{plain})?))"
    return rf"(?:{guarded}(?:[（(](?:{plain}|次)[）)]次?|{per}{{1,2}})?|/[0-9]*[十百千万]{plain}?)"


def _tree(ends: dict[str, str]) -> str:
    """A pattern for the longest of the words, branching by character; ends: what follows each word."""
    branches: dict[str, dict[str, str]] = {}
    for word, end in ends.items():
        if word:
            branches.setdefault(word[0], {})[word[1:]] = end
    parts = [re.escape(first) + _tree(rest) for first, rest in sorted(branches.items())]
    if "" in ends:
        parts.append(ends[""])
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


def _guard(following: str) -> str:
    if not following:
        return ""
    return f"(?!{following})" if "|" in following else f"(?![{following}])"


@cache
def load_measures() -> Measures:
    """The measures that ship with kg. Raises SchemaError when the file is malformed."""
    return Measures(parse_yaml(resource("schema", "measures.yaml").read_text("utf-8")))
