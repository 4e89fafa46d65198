"""Keeping a statement to one graph of those in a database: the graph's name is added to its patterns.

Relationships never lead from one graph into another, so one node of each path is enough: the first that has a label
(there Neo4j starts), else the first. The statement is read as tokens: what stands in strings, comments and backticks
is never taken for a pattern.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.graph.statement import tokens

__all__ = ["one_label", "scoped"]

# After these words no pattern stands until the next MATCH.
_ENDS = {
    "CALL", "FILTER", "FINISH", "INSERT", "LET", "LIMIT", "OFFSET", "OPTIONAL", "ORDER", "RETURN", "SKIP", "UNION",
    "UNWIND", "USING", "WHERE", "WITH", "YIELD",
}  # fmt: skip
_SUBQUERIES = {"EXISTS", "COUNT", "COLLECT"}
_OPEN, _CLOSE = ("(", "[", "{"), (")", "]", "}")
# Words before a parenthesis that are no function: a node may follow.
_BEFORE_NODE = {"MATCH", "ANY", "ALL", "SHORTEST", "PATH", "PATHS", "GROUP", "GROUPS", "TRAIL", "WALK"}

# Words before a parenthesis in an expression that are no function.
_BEFORE_PATTERN = {"AND", "IN", "NOT", "OR", "RETURN", "THEN", "WHEN", "WHERE", "WITH", "XOR"}


def scoped(statement: str, property: str) -> str:
    """The statement with `property: $property` in one node of each path that it matches.

    property: a plain name; the statement's parameter of that name holds the graph's name.
    """
    reader = _Reader(statement)
    reader.read()
    for at, before, after in sorted(reader.inserts, reverse=True):
        statement = f"{statement[:at]}{before}{property}: ${property}{after}{statement[at:]}"
    return statement


def one_label(statement: str) -> str:
    """The statement with labels(n) as one text, as in the embedded store, where a node has one label."""
    found = list(tokens(statement))
    inserts: list[tuple[int, str]] = []
    for number, token in enumerate(found[:-1]):
        if (token["word"] or "").lower() == "labels" and found[number + 1]["sign"] == "(":
            end = _matching(found, number + 1)
            inserts += [(token.start(), "head("), (found[end].end(), ")")]
    for at, text in sorted(inserts, reverse=True):
        statement = statement[:at] + text + statement[at:]
    return statement


def _matching(found: list[re.Match[str]], start: int) -> int:
    """The token that closes the bracket at `start`; the last one where none does."""
    depth = 0
    for number in range(start, len(found)):
        depth += (found[number]["sign"] in _OPEN) - (found[number]["sign"] in _CLOSE)
        if depth == 0:
            return number
    return len(found) - 1


@dataclass(slots=True)
class _Node:
    """A node of a pattern: whether it has a label, and where the property goes, with what before and after it."""

    labelled: bool
    insert: tuple[int, str, str]


@dataclass(slots=True)
class _Reader:
    """Walks over the tokens and finds the nodes of patterns."""

    statement: str
    inserts: list[tuple[int, str, str]] = field(default_factory=list)
    found: list[re.Match[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.found = list(tokens(self.statement))

    def read(self) -> None:
        """Fill `inserts`."""
        levels = [False]  # for each open bracket: is a pattern expected in it?
        at = 0
        while at < len(self.found):
            word, sign = self._word(at), self._sign(at)
            if word and self._sign(at - 1) not in (".", ":", "|", "&", "!") and self._sign(at + 1) != ":":
                levels[-1] = word == "MATCH" or (levels[-1] and word not in _ENDS)
            if sign == "(" and self._is_node(at, levels[-1]):
                at = self._chain(at)
                continue
            if sign in _OPEN:
                levels.append((sign == "{" and self._word(at - 1) in _SUBQUERIES) or (sign == "(" and levels[-1]))
            elif sign in _CLOSE and len(levels) > 1:
                levels.pop()
            at += 1

    def _word(self, at: int) -> str:
        return (self.found[at]["word"] or "").upper() if 0 <= at < len(self.found) else ""

    def _sign(self, at: int) -> str:
        return (self.found[at]["sign"] or "") if 0 <= at < len(self.found) else ""

    def _is_node(self, at: int, expected: bool) -> bool:
        """Whether the parenthesis holds a node: where a pattern is expected, or before a relationship."""
        if expected:
            group = self._sign(at + 1) == "(" or self._sign(at + 2) == "="  # ((a)-->(b)){2}, (p = (a)-->(b))
            function = self._word(at - 1) not in {"", *_BEFORE_NODE}  # shortestPath(…)
            return not group and not function
        if self._word(at - 1) not in {"", *_BEFORE_PATTERN}:
            return False
        plain = self.found[at + 1]["word"] or self.found[at + 1]["name"] if at + 1 < len(self.found) else None
        after = self._sign(at + 2) if plain else self._sign(at + 1)
        return after in (")", ":", "{") and self._way_after(_matching(self.found, at)) is not None

    def _way_after(self, at: int) -> int | None:
        """The node after the relationship that follows the token, if one follows: <-[…]-, -->, -[…]->."""
        at += 1
        if self._sign(at) == "<" and self._sign(at + 1) == "-":
            at += 1
        if self._sign(at) != "-" or self._sign(at + 1) not in ("[", "-"):
            return None
        at += 1
        if self._sign(at) == "[":
            at = _matching(self.found, at) + 1
        if self._sign(at) != "-":
            return None
        at += 1
        if self._sign(at) == ">":
            at += 1
        if self._sign(at) == "{":  # -->{1,3}(b)
            at = _matching(self.found, at) + 1
        elif self._sign(at) in ("+", "*"):
            at += 1
        return at if self._sign(at) == "(" else None

    def _chain(self, start: int) -> int:
        """Note where the property goes in the path that begins here. Returns the token after the path."""
        nodes: list[_Node] = []
        at: int | None = start
        end = start
        while at is not None and self._sign(at + 1) != "(":
            end = _matching(self.found, at)
            nodes.append(self._node(at, end))
            at = self._way_after(end)
        chosen = next((node for node in nodes if node.labelled), nodes[0])
        self.inserts.append(chosen.insert)
        return end + 1

    def _node(self, start: int, end: int) -> _Node:
        labelled = False
        for at in range(start + 1, end):
            sign, word = self._sign(at), self._word(at)
            if sign == "{":
                empty = self._sign(at + 1) == "}"
                return _Node(labelled, (self.found[at].end(), "", "" if empty else ", "))
            if word == "WHERE" and self._sign(at - 1) != ":":
                return _Node(labelled, (self.found[at].start(), "{", "} "))
            labelled = labelled or sign == ":" or (word == "IS" and at > start + 1)
        return _Node(labelled, (self.found[end].start(), " {" if end > start + 1 else "{", "}"))
