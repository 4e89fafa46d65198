"""What the MATCH clauses of a statement join, read from its tokens: which names hang together, and how."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

__all__ = ["Clause", "PatternGraph", "Token", "clauses_of", "closing", "match_groups", "names_in", "read_pattern"]

_CLAUSES = {"MATCH", "OPTIONAL", "WITH", "UNWIND", "RETURN", "UNION", "CALL", "ORDER", "SKIP", "LIMIT"}
# Types of which there is at most one between two nodes; of the others each mention makes one.
_SINGLE = {
    "ISSUED_BY", "COVERS", "STATES", "MEASURES", "ABOUT", "PART_OF", "LOCATED_IN", "BROADER", "SUCCEEDS", "LOOKS_LIKE",
    "SIMILAR_TO",
}  # fmt: skip
_OPEN, _CLOSE = ("(", "[", "{"), (")", "]", "}")
Token = re.Match[str]


@dataclass(slots=True)
class PatternGraph:
    """What one MATCH clause, or several in a row, join: nodes by name, and the relationships between them."""

    hops: dict[str, list[str]] = field(default_factory=dict)  # node to the nodes at the other end of its relationships
    ways: dict[str, str] = field(default_factory=dict)  # relationship to one of its nodes
    types: dict[str, set[str]] = field(default_factory=dict)  # relationship to its types; none: any
    mapped: set[str] = field(default_factory=set)  # what has a {map} of conditions

    def unsafe(self) -> set[str]:
        """Names on which a condition may be checked between two hops."""
        inner = {node for node, others in self.hops.items() if len(others) > 1}
        return inner | {way for way, node in self.ways.items() if self._size(node) > 1}

    def intersects(self, known: set[str]) -> bool:
        """Whether a path of several hops, with relationships that can be there several times, is held at both ends."""
        for node in self.hops:
            together = self._together(node)
            held = len(together & known) > 1 or self._size(node) >= len(together)
            several = any(at in together and not self.types[way] & _SINGLE for way, at in self.ways.items())
            if held and several and self._size(node) > 1:
                return True
        return False

    def _size(self, node: str) -> int:
        """How many relationships hang together with the node."""
        return sum(len(self.hops[one]) for one in self._together(node)) // 2

    def _together(self, node: str) -> set[str]:
        """The nodes that hang together with the node."""
        seen, todo = {node}, [node]
        while todo:
            for other in self.hops[todo.pop()]:
                if other not in seen:
                    seen.add(other)
                    todo.append(other)
        return seen


@dataclass(slots=True)
class Clause:
    """A clause by its tokens: where it begins, where WHERE stands (if it does), and where it ends."""

    kind: str
    start: int
    where: int | None
    end: int


def match_groups(found: list[Token]) -> Iterator[tuple[list[Clause], set[str]]]:
    """MATCH clauses in a row, which the engine plans as one, or an OPTIONAL MATCH; with the names known before."""
    group: list[Clause] = []
    known: set[str] = set()
    for clause in clauses_of(found):
        if clause.kind == "MATCH":
            group.append(clause)
            continue
        if group:
            yield group, known
            known = known | names_in(found, group[0].start, group[-1].end)
            group = []
        if clause.kind == "OPTIONAL":
            yield [clause], known
        if clause.kind in ("WITH", "UNION"):
            known = _carried(found, clause, known)
        else:
            known = known | names_in(found, clause.start, clause.end)
    if group:
        yield group, known


def _carried(found: list[Token], clause: Clause, known: set[str]) -> set[str]:
    """The names known after a WITH (those it names alone, or after AS), or a UNION (none)."""
    if clause.kind == "UNION":
        return set()
    end = clause.where or clause.end
    if any(found[at]["sign"] == "*" for at in range(clause.start + 1, min(clause.start + 3, end))):
        return known
    ends = [at for at in range(clause.start + 1, end + 1) if at == end or found[at]["sign"] == ","]
    return {found[at - 1][0] for at in ends}


def clauses_of(found: list[Token], start: int = 0, stop: int | None = None) -> Iterator[Clause]:
    """The clauses at the outermost level of the tokens from `start` to `stop`."""
    stop = len(found) if stop is None else stop
    begins: list[tuple[int, str]] = []
    wheres: dict[int, int] = {}
    depth = 0
    for at in range(start, stop):
        depth += (found[at]["sign"] in _OPEN) - (found[at]["sign"] in _CLOSE)
        word = (found[at]["word"] or "").upper()
        if depth or not word or (found[at - 1]["sign"] in (".", ":", "|") and at > start):
            continue
        before = (found[at - 1]["word"] or "").upper() if at > start else ""
        if word == "WHERE" and begins:
            wheres.setdefault(begins[-1][0], at)
        elif word in _CLAUSES and not (word == "MATCH" and before == "OPTIONAL") and before not in ("STARTS", "ENDS"):
            begins.append((at, word))
    for (at, word), (end, _) in pairwise([*begins, (stop, "")]):
        yield Clause(word, at, wheres.get(at), end)


def read_pattern(found: list[Token], start: int, stop: int, graph: PatternGraph) -> None:
    """Add the nodes and relationships of the pattern between the tokens to the graph."""
    node, way, types, at = "", "", set[str](), start
    while at < stop:
        sign = found[at]["sign"]
        if sign == ",":
            node = ""
        elif sign in ("(", "["):
            end = closing(found, at)
            inside = at + 1
            named = inside < end and (found[inside]["word"] or found[inside]["name"])
            name = found[inside][0] if named else f"#{at}"  # what has no name has no condition, but is a hop
            if any(found[number]["sign"] == "{" for number in range(inside, end)):
                graph.mapped.add(name)
            if sign == "[":
                way = name
                types = {found[number][0] for number in range(inside, end) if found[number - 1]["sign"] in (":", "|")}
            else:
                graph.hops.setdefault(name, [])
                if node:
                    graph.hops[node].append(name)
                    graph.hops[name].append(node)
                    way = way or f"#{at}w"
                    graph.ways[way], graph.types[way] = name, types
                node, way, types = name, "", set()
            at = end
        at += 1


def names_in(found: list[Token], start: int, stop: int) -> set[str]:
    """The names that may stand for nodes and relationships in a condition."""
    return {
        found[at][0]
        for at in range(start, stop)
        if (found[at]["word"] or found[at]["name"]) and found[at - 1]["sign"] not in (".", ":")
    }


def closing(found: list[Token], start: int) -> int:
    depth = 0
    for at in range(start, len(found)):
        depth += (found[at]["sign"] in _OPEN) - (found[at]["sign"] in _CLOSE)
        if depth == 0:
            return at
    return len(found) - 1
