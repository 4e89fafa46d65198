"""What tells two names apart that look alike: numbers, levels, places, words that exclude each other, head nouns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import Indel

from kg.datatables import read_table
from kg.errors import SchemaError
from kg.resolution.identity.keys import is_place
from kg.resolution.identity.words import drive_word
from kg.resources import resource

__all__ = ["difference"]

_NUMBER = re.compile(r"\d+(?:\.\d+)?|[零〇一二三四五六七八九十百千万亿两双]+")
_BARE_LEVELS = {"省": "province", "市": "city", "县": "county", "区": "county"}  # 省重点项目
_FILE = ("schema", "thesaurus", "differences.tsv")


@dataclass(frozen=True)
class _Table:
    """levels, heads: the group of each word. contrasts: words of one set exclude each other."""

    levels: Mapping[str, str]
    heads: Mapping[str, str]
    contrasts: tuple[frozenset[str], ...]
    level: re.Pattern[str]


@cache
def _table() -> _Table:
    """schema/thesaurus/differences.tsv. Raises SchemaError with the line of a malformed row."""
    path = resource(*_FILE)
    levels: dict[str, str] = {}
    heads: dict[str, str] = {}
    contrasts = []
    for number, (kind, name, listed) in read_table(path, ("kind", "name", "words")):
        if kind not in ("level", "head", "contrast") or not name or not listed:
            what = "a row needs a kind (level, head, contrast), a name and words"
            raise SchemaError(what, where=f"{path}:{number}", todo="correct the row")
        words = listed.split("|")
        if kind == "contrast":
            contrasts.append(frozenset(words))
        else:
            (levels if kind == "level" else heads).update(dict.fromkeys(words, name))
    pattern = "|".join(map(re.escape, sorted(levels, key=len, reverse=True)))
    return _Table(levels, heads, tuple(contrasts), re.compile(rf"{pattern}|^[省市县区](?=.{{3}})"))


def difference(one: str, other: str) -> tuple[str, str] | None:
    """(rule, evidence) of what makes two keys name two things, or None when nothing that is known does.

    Where only one of them says a number, a level or a place, nothing is decided: the other may leave it out.
    """
    first, second = _numbers(one), _numbers(other)
    if (mine := first - second) and (theirs := second - first):
        return "number", f"{'、'.join(sorted(mine))} ≠ {'、'.join(sorted(theirs))}"
    levels = _levels(one), _levels(other)
    if levels[0] and levels[1] and not levels[0] & levels[1]:
        return "level", f"{min(levels[0])} ≠ {min(levels[1])}"
    for mine_part, their_part in _replaced(one, other):
        if _is_place_part(mine_part) and _is_place_part(their_part):
            return "place", f"{mine_part} ≠ {their_part}"
        if any(mine_part in line and their_part in line for line in _table().contrasts):
            return "contrast", f"{mine_part} ≠ {their_part}"
    heads = _head(one), _head(other)
    if heads[0] and heads[1] and heads[0][0] != heads[1][0]:
        return "head", f"{heads[0][1]} ≠ {heads[1][1]}"
    return None


def _numbers(text: str) -> Counter[str]:
    return Counter(match[0] for match in _NUMBER.finditer(text))


def _levels(text: str) -> set[str]:
    table = _table()
    return {table.levels.get(match[0]) or _BARE_LEVELS[match[0]] for match in table.level.finditer(text)}


def _is_place_part(text: str) -> bool:
    return is_place(text) or (len(text) > 2 and text[-1] in "省市州县区镇乡" and is_place(text[:-1]))


def _head(text: str) -> tuple[str, str] | None:
    """(kind, word) of the head noun that is known: the longest that the text ends in."""
    heads, drive = _table().heads, drive_word(text)
    for size in range(min(4, len(text) - 1), 0, -1):
        if size <= len(drive):
            return "drive", drive
        if kind := heads.get(text[-size:]):
            return kind, text[-size:]
    return None


def _replaced(one: str, other: str) -> Iterator[tuple[str, str]]:
    """The parts that stand in each other's place, also grown to the whole words around them (城|镇, 农|村)."""
    for step in Indel.opcodes(one, other):
        if step.tag != "replace":
            continue
        yield one[step.src_start : step.src_end], other[step.dest_start : step.dest_end]
    head = 0
    while head < min(len(one), len(other)) and one[head] == other[head]:
        head += 1
    tail = 0
    while tail < min(len(one), len(other)) - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    for left in range(3):
        for right in range(3):
            if left > head or right > tail:
                continue
            mine = one[head - left : len(one) - tail + right]
            theirs = other[head - left : len(other) - tail + right]
            if mine and theirs:
                yield mine, theirs
