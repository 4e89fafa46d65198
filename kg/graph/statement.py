"""What a Cypher statement is, before the engine sees it: how many statements, which parameters, reading or not.

The engine's read-only mode refuses changes of the graph, but still runs COPY … TO (writes files), LOAD FROM (reads any
file), INSTALL (downloads) and several statements at once. So a statement must begin as a read does.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.errors import QueryError

__all__ = ["LADYBUG", "NEO4J", "Procedures", "check_parameters", "limited", "parameters_of", "single_read", "tokens"]

_TOKEN = re.compile(
    r"(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))"
    r"|(?P<string>'(?:\\.|[^'\\])*(?:'|\Z)|\"(?:\\.|[^\"\\])*(?:\"|\Z))"
    r"|(?P<name>`(?:``|[^`])*(?:`|\Z))"
    r"|\$(?P<parameter>\w+)"
    r"|(?P<word>[^\W\d]\w*)"
    r"|(?P<sign>[^\s\w])|\d\w*",
    re.DOTALL,
)
_BEGINNINGS = ("MATCH", "OPTIONAL", "WITH", "UNWIND", "RETURN", "CALL")
# Clauses that change the graph, or reach beyond it, wherever they stand. As a name such a word goes into backticks.
_REFUSED = {
    "ALTER", "ATTACH", "CHECKPOINT", "COMMENT", "COPY", "CREATE", "DELETE", "DETACH", "DROP", "EXPORT", "IMPORT",
    "INSTALL", "LOAD", "MERGE", "SET", "UNINSTALL", "UPDATE", "USE",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Procedures:
    """What may stand behind CALL on an engine: procedures by name, and whether a subquery in braces may."""

    names: frozenset[str]
    subqueries: bool = False


LADYBUG = Procedures(frozenset({"show_tables", "table_info", "show_connection", "show_functions", "db_version"}))
# Its own access mode refuses procedures that write; these neither write nor administer (kill a query, set a value).
NEO4J = Procedures(
    frozenset({
        "db.labels", "db.relationshiptypes", "db.propertykeys", "db.schema.visualization",
        "db.schema.nodetypeproperties", "db.schema.reltypeproperties", "dbms.components",
    }),
    subqueries=True,
)  # fmt: skip
_READ_ONLY = (
    "only reading is possible: one statement, beginning with MATCH, OPTIONAL MATCH, WITH, UNWIND or RETURN"
)


def tokens(statement: str) -> Iterator[re.Match[str]]:
    """The tokens but for comments.

    The group that matched says what one is: string, name (in backticks), parameter, word, sign (one character), or
    none (a number).
    """
    for match in _TOKEN.finditer(statement):
        if match.lastgroup != "comment":
            yield match


def single_read(statement: str, procedures: Procedures = LADYBUG) -> str:
    """The statement without a closing semicolon.

    procedures: what CALL may name.

    Raises QueryError when it is empty, more than one statement, or anything but a read of the graph.
    """
    found = list(tokens(statement))
    while found and found[-1]["sign"] == ";":
        statement = statement[: found.pop().start()]
    if not found:
        raise QueryError("the statement is empty", todo="write one, such as: MATCH (r:Report) RETURN r.name")
    if any(token["sign"] == ";" for token in found):
        raise QueryError("more than one statement", todo="run them one by one")
    words = [(token["word"] or "").upper() for token in found]
    first = 1 if words[0] in ("EXPLAIN", "PROFILE") else 0
    if first >= len(words) or words[first] not in _BEGINNINGS:
        raise QueryError(
            f"a statement that begins with {found[min(first, len(found) - 1)][0]!r}", todo=_READ_ONLY
        )
    for number, word in enumerate(words):
        before = found[number - 1]["sign"] if number else None
        after = found[number + 1]["sign"] if number + 1 < len(found) else None
        if word in _REFUSED and before not in (".", ":", "|") and after not in (".", ":"):
            raise QueryError(
                f"{word} is not possible here",
                todo=f"{_READ_ONLY}; a name {word.lower()} goes into backticks",
            )
        if word == "CALL" and before != "." and not _may_call(found[number + 1 :], procedures):
            allowed = ", ".join(sorted(procedures.names))
            raise QueryError("CALL of something else than a listing", todo=f"possible are: {allowed}")
    return statement


def _may_call(following: list[re.Match[str]], procedures: Procedures) -> bool:
    if following and following[0]["sign"] in ("{", "("):
        return procedures.subqueries
    name = ""
    for token in following:
        if not token["word"] and token["sign"] != ".":
            break
        if token["word"] and name and not name.endswith("."):  # CALL db.labels YIELD …
            break
        name += token[0].lower()
    return name in procedures.names


def limited(statement: str, rows: int) -> str:
    """The statement with a LIMIT, so that the engine need not sort and keep what nobody fetches.

    As it is where it ends in a SKIP or LIMIT of its own, or has a UNION (the LIMIT would be of its last part).
    Raises what single_read raises.
    """
    statement = single_read(statement, NEO4J)
    words = [(token["word"] or "").upper() for token in tokens(statement)]
    after = words[len(words) - words[::-1].index("RETURN") :] if "RETURN" in words else words
    if "UNION" in words or {"LIMIT", "SKIP", "OFFSET"} & set(after):
        return statement
    return f"{statement}\nLIMIT {rows}"


def parameters_of(statement: str) -> tuple[str, ...]:
    """The names of its parameters ($name), each once, in order."""
    return tuple(dict.fromkeys(token["parameter"] for token in tokens(statement) if token["parameter"]))


def check_parameters(statement: str, given: Mapping[str, Any] | Collection[str]) -> None:
    """Raises QueryError when a parameter is missing (the engine would just find no rows) or not in the statement."""
    wanted = parameters_of(statement)
    if missing := [name for name in wanted if name not in given]:
        raise QueryError(
            f"parameters without a value: {', '.join(missing)}", todo="give each as --param NAME=VALUE"
        )
    if unknown := sorted(set(given) - set(wanted)):
        known = f"it has: {', '.join(wanted)}" if wanted else "it has none"
        raise QueryError(f"parameters that the statement does not have: {', '.join(unknown)}", todo=known)
