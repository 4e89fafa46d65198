"""A way round three faults of Ladybug 0.21 and 0.22, which else answers with wrong rows and no error.

Where a condition on a relationship, or on a node inside a path, is checked between two hops of one scan (FILTER between
two SCAN_REL_TABLE in the plan), the second hop starts from the wrong nodes: rows are lost, and others are invented.

    MATCH (i)<-[m:MENTIONS]-(r)-[:COVERS]->(d) WHERE i.id = $id AND m.status = 'done' RETURN …

Which plan is chosen depends on the data, so the statement is put into a form that cannot have such a plan: conditions
on the outer nodes of a path stay, all others come behind a WITH, which the engine does not move conditions across.

    MATCH (i)<-[m:MENTIONS]-(r)-[:COVERS]->(d) WHERE i.id = $id WITH * WHERE m.status = 'done' RETURN …

The second: a path of several hops between two nodes that are known already, or a ring, is planned as INTERSECT, which
takes one of several relationships between the same two nodes. Such a statement is refused where there can be several.

The third: of WITH … ORDER BY … LIMIT before a WITH or RETURN that aggregates, the order is dropped and any rows are
kept. An UNWIND of one value between the two, which leaves the rows as they are, keeps it.

    MATCH (d) WITH d ORDER BY d.name LIMIT 3 UNWIND [0] AS _1 WITH collect(d.name) AS names RETURN names

tests/graph/test_barrier.py compares thousands of such statements with what plain Python finds in the rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kg.errors import QueryError
from kg.graph.pattern import (
    Clause,
    PatternGraph,
    Token,
    clauses_of,
    closing,
    match_groups,
    names_in,
    read_pattern,
)
from kg.graph.statement import tokens

__all__ = ["with_barriers"]

_OPEN, _CLOSE = ("(", "[", "{"), (")", "]", "}")


def with_barriers(statement: str) -> str:
    """The statement with the same meaning, in a form that the engine answers rightly.

    Raises QueryError for a condition that has no such form: in an OPTIONAL MATCH or a subquery of more than one hop, or
    as a map in the pattern.
    """
    found = list(tokens(statement))
    edits: list[tuple[int, int, str]] = []
    for group, known in match_groups(found):
        edits += _of_group(statement, found, group, known)
    edits += _limits(found)
    for inside in _subqueries(found):
        _check_subquery(found, inside)
    for start, end, text in sorted(edits, reverse=True):
        statement = statement[:start] + text + statement[end:]
    return statement


def _of_group(
    statement: str, found: list[Token], group: list[Clause], known: set[str]
) -> Iterator[tuple[int, int, str]]:
    graph = PatternGraph()
    for clause in group:
        read_pattern(found, clause.start + 1, clause.where or clause.end, graph)
    unsafe = graph.unsafe()
    if graph.intersects(known):
        raise _refused("a path of several hops between two nodes that are known already")
    if graph.mapped & unsafe:
        raise _refused("a condition in braces inside a pattern of several hops")
    moved: list[str] = []
    for clause in group:
        if clause.where is None:
            continue
        conditions = list(_conditions(found, clause.where + 1, clause.end))
        stay = [one for one in conditions if not names_in(found, *one) & unsafe]
        if len(stay) == len(conditions):
            continue
        if clause.kind == "OPTIONAL":
            raise _refused("a condition inside an OPTIONAL MATCH of several hops")
        begin, end = found[clause.where].start(), found[clause.end - 1].end()
        kept = " AND ".join(_text(statement, found, one) for one in stay)
        yield begin, end, f"WHERE {kept}" if kept else ""
        moved += [_text(statement, found, one) for one in conditions if one not in stay]
    if moved:
        end = found[group[-1].end - 1].end()
        yield end, end, f" WITH * WHERE {' AND '.join(moved)}"


def _limits(found: list[Token]) -> Iterator[tuple[int, int, str]]:
    """An UNWIND behind each LIMIT or SKIP of a WITH that another WITH or a RETURN follows."""
    within = ""
    for clause, following in pairwise(clauses_of(found)):
        within = clause.kind if clause.kind in ("WITH", "RETURN", "UNION") else within
        if clause.kind in ("LIMIT", "SKIP") and within == "WITH" and following.kind in ("WITH", "RETURN"):
            if found[following.start + 1]["sign"] == "*":  # it would become a column
                continue
            end = found[clause.end - 1].end()
            yield end, end, f" UNWIND [0] AS _{clause.end}"


def _conditions(found: list[Token], start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The parts of a WHERE between its outermost ANDs; all of it where an OR or XOR stands beside them."""
    depth, cuts = 0, []
    for at in range(start, stop):
        depth += (found[at]["sign"] in _OPEN) - (found[at]["sign"] in _CLOSE)
        word = (found[at]["word"] or "").upper()
        depth += (word == "CASE") - (word == "END")
        if depth == 0 and word in ("OR", "XOR"):
            yield start, stop
            return
        if depth == 0 and word == "AND":
            cuts.append(at)
    for begin, end in pairwise([start - 1, *cuts, stop]):
        yield begin + 1, end


def _text(statement: str, found: list[Token], part: tuple[int, int]) -> str:
    # A comment between two tokens goes with the text, and one at a line's end would swallow what follows.
    start, stop = part
    gaps = [
        found[at][0] + (" " if at + 1 < stop and found[at].end() < found[at + 1].start() else "")
        for at in range(start, stop)
    ]
    return "".join(gaps)


def _subqueries(found: list[Token]) -> Iterator[tuple[int, int]]:
    """The insides of EXISTS { … } and COUNT { … }."""
    for at, (word, brace) in enumerate(pairwise(found)):
        if (word["word"] or "").upper() in ("EXISTS", "COUNT") and brace["sign"] == "{":
            yield at + 2, closing(found, at + 1)


def _check_subquery(found: list[Token], inside: tuple[int, int]) -> None:
    graph, names = PatternGraph(), set[str]()
    for clause in clauses_of(found, *inside):
        read_pattern(found, clause.start + 1, clause.where or clause.end, graph)
        if clause.where is not None:
            names |= names_in(found, clause.where + 1, clause.end)
    if (names | graph.mapped) & graph.unsafe():
        raise _refused("a condition inside a subquery of several hops")


def _refused(what: str) -> QueryError:
    return QueryError(
        f"{what} is answered wrongly by the embedded engine",
        todo="go hop by hop, with a WITH between them, or put the condition behind a WITH: "
        "MATCH (a)-[x]->(b)-[y]->(c) WITH a, x, c WHERE x.status = 'done' …",
    )
