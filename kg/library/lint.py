"""What is wrong with a saved query before it runs: names the schema lacks, Cypher that only one engine has.

The subset is what Ladybug and Neo4j 5 both run with the same meaning. Ladybug walks (a relationship may stand twice in
a pattern), so two variables of one label that are known at the same time need `a.id < b.id` or `a.id <> b.id`, which
also keeps a thing from being paired with itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.library.model import SavedQuery
from kg.library.parse import is_union

if TYPE_CHECKING:
    from kg.graph.model import GraphSchema

__all__ = ["lint_query"]

_NOT_SHARED = {
    r"\breduce\s*\(": "reduce",
    r"\bCALL\b": "CALL",
    r"\[\s*\w+\s+IN\b": "a list comprehension (the engines' forms differ)",
    r"\w+\s*\{\s*\.": "a map projection",
    r"(?<!\.)\b(?:type|elementId|id)\s*\(": "type(), elementId() or id()",
    r"\b(?:toInteger|toFloat|toString|cast|string)\s*\(": "a cast (each engine has its own)",
    r"\b(?:head|last|substring|range|list_\w+|apoc)\s*[(.]": "a function of one engine",
    r"\w\[\s*-?\d+\s*\]": "an index into a list (one engine counts from 0, the other from 1)",
    r"\blabels\s*\(\s*\w+\s*\)(?!\s+AS\b)": "labels() that is not a column (here a text, there a list)",
    r"\bWHERE\b[^\n]*(?<![\w)\]])\w+:[A-Z]\w*(?!\w*\))": "a label as a condition (put it into the pattern)",
    r"\*\s*\]|\*\s*\d*\s*\.\.\s*\]": "a path without an upper bound",
    r"\b(?:shortestPath|FOREACH|LOAD|PROFILE|EXPLAIN)\b": "a clause of one engine",
}
_NODE = re.compile(r"\(\s*(\w*)\s*:\s*([A-Za-z_]\w*(?:\s*\|\s*[A-Za-z_]\w*)*)")
_WAY = re.compile(r"\[\s*(\w*)\s*:\s*([A-Za-z_]\w*(?:\s*\|\s*[A-Za-z_]\w*)*)")
_PROPERTY = re.compile(r"\b([A-Za-z_]\w*)\.(`?)([A-Za-z_]\w*)\2")
_STRING = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"")


def lint_query(query: SavedQuery, schema: GraphSchema) -> list[str]:
    """The faults of a query, each as one line; empty when there is none."""
    from kg.graph.barrier import with_barriers  # noqa: PLC0415 (the parser is only needed here)
    from kg.graph.statement import LADYBUG, NEO4J, single_read  # noqa: PLC0415

    statement = _STRING.sub("''", query.statement)
    found = []
    try:
        embedded = "ladybug" in query.engines
        read = single_read(query.statement, LADYBUG if embedded else NEO4J)
        if embedded:
            with_barriers(read)
    except QueryError as error:
        found.append(str(error))
    if len(query.engines) > 1:
        found += [f"{what} is not in the Cypher that both engines share" for what in _foreign(statement)]
    if not any(column.name == "id" or column.name.endswith("_id") for column in query.columns):
        found.append("no column leads to the evidence: return an id, in a column that ends in _id")
    for parameter in query.parameters:
        found += [f"the schema has no {label}" for label in parameter.of if label not in schema.nodes]
    for branch in re.split(r"\bUNION\s+ALL\b|\bUNION\b", statement):
        found += _names(branch, schema)
        found += _returns(branch, query)
    return found


def _foreign(statement: str) -> Iterator[str]:
    for pattern, what in _NOT_SHARED.items():
        if re.search(pattern, statement):
            yield what


def _names(branch: str, schema: GraphSchema) -> Iterator[str]:
    """Labels, types and properties that the schema lacks, and pairs of one label that are not kept apart."""
    known = {label: {one.name for one in node.properties} for label, node in schema.nodes.items()}
    ways = schema.relationships.items()
    known |= {type: {"rid", *(one.name for one in way.properties)} for type, way in ways}
    variables: dict[str, set[str]] = {}
    for pattern, allowed in ((_NODE, schema.nodes), (_WAY, schema.relationships)):
        for variable, names in pattern.findall(branch):
            for name in re.split(r"\s*\|\s*", names):
                if name not in allowed:
                    yield f"the schema has no {name}"
                elif variable:
                    variables.setdefault(variable, set()).add(name)
    for variable, _, property in _PROPERTY.findall(branch):
        lacking = [name for name in variables.get(variable, ()) if property not in known[name]]
        if lacking:
            yield f"{variable}.{property}: {', '.join(sorted(lacking))} has no such property"
    for a, b in sorted(_together(branch, set(variables))):
        same = variables[a] & variables[b] & set(schema.nodes)
        if same and not re.search(rf"\b(?:{a}\.id\s*(?:<|<>|=)\s*{b}|{b}\.id\s*(?:<|<>|=)\s*{a})\.id\b", branch):
            yield f"{a} and {b} are both {', '.join(sorted(same))}: add {a}.id < {b}.id or {a}.id <> {b}.id"


def _together(branch: str, variables: set[str]) -> set[tuple[str, str]]:
    """The pairs of variables that are known at the same time: a WITH ends those that it does not name."""
    found: set[tuple[str, str]] = set()
    carried: set[str] = set()
    for part in re.split(r"(?<!STARTS )(?<!ENDS )\bWITH\b", branch):
        head = re.split(r"\b(?:MATCH|OPTIONAL|UNWIND|WHERE|RETURN|ORDER)\b", part)[0]
        named = {item.strip() for item in _top_level(head.strip().removeprefix("DISTINCT"))}
        carried = carried if "*" in named else carried & named
        carried |= {name for name, _ in (*_NODE.findall(part), *_WAY.findall(part)) if name in variables}
        found |= set(combinations(sorted(carried), 2))
    return found


def _returns(branch: str, query: SavedQuery) -> Iterator[str]:
    """Whether the columns are those declared, and the order of rows is said."""
    last = re.split(r"\bRETURN\b(?:\s+DISTINCT\b)?", branch)[-1]
    items, ordered, _ = last.partition("ORDER BY")
    returned = [re.split(r"\bAS\b", item)[-1].strip().strip("`") for item in _top_level(items)]
    declared = [column.name for column in query.columns]
    if returned != declared:
        yield f"it returns {', '.join(returned)} and declares {', '.join(declared)}"
    if is_union(query.statement):  # kg sorts their rows
        if ordered:
            yield "ORDER BY in a part of a UNION orders nothing"
    elif not ordered:
        yield "there is no ORDER BY: the rows would come in any order"


def _top_level(items: str) -> Iterator[str]:
    """The parts between commas that are in no bracket."""
    depth, start = 0, 0
    for number, sign in enumerate(items):
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and depth == 0:
            yield items[start:number]
            start = number + 1
    yield items[start:]
