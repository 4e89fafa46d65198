"""Names that a user gave and the graph does not have, with those it has that look like them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path

from kg.errors import QueryError
from kg.library.model import SavedQuery
from kg.library.statement import run_statement
from kg.output.rows import Value

__all__ = ["check_names", "similar_names"]

_NEAR = 5


def similar_names(name: str, known: Iterable[str]) -> list[str]:
    """At most five known names like this one: first those that hold it or lie in it, then by letters."""
    names = sorted(set(known) - {""}, key=lambda other: (len(other), other))
    inside = [other for other in names if name in other or (len(other) > 1 and other in name)]
    close = difflib.get_close_matches(name, names, n=_NEAR, cutoff=0.5)
    return list(dict.fromkeys([*inside, *close]))[:_NEAR]


def check_names(folder: Path, query: SavedQuery, bound: Mapping[str, Value]) -> None:
    """Raise QueryError where a parameter names something of the graph (`of`) that it does not have.

    Meant for a query that found nothing: is there nothing to say, or is the name wrong?
    """
    for parameter in query.parameters:
        value = bound[parameter.name]
        if not parameter.of or not value:
            continue
        statement = f"MATCH (n:{'|'.join(parameter.of)}) RETURN n.id, n.name, n.aliases"
        known: set[str] = set()
        for id, name, aliases in run_statement(folder, statement).rows:
            if value == id:
                known.add(str(value))
            known.add(str(name))
            known.update(map(str, aliases if isinstance(aliases, list) else ()))
        if value not in known:
            near = similar_names(str(value), known)
            raise QueryError(
                f"no {' or '.join(parameter.of)} in this graph is called '{value}'",
                where=str(folder),
                todo=f"did you mean {', '.join(near)}?" if near else "kg query run initiative-districts lists names",
            )
