"""Names that a user gave and the graph does not have, with those it has that look like them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.library.model import SavedQuery
from kg.library.statement import run_statement
from kg.output.rows import Value

if TYPE_CHECKING:
    from kg.graph.store import Engine

__all__ = ["check_names", "similar_names"]

_NEAR = 5
# More names than this are not compared letter by letter (a second); those that hold the name are enough then.
_COMPARED = 50_000


def similar_names(name: str, known: Iterable[str]) -> list[str]:
    """At most five known names like this one: first those that hold it or lie in it, then by letters."""
    names = sorted(set(known) - {""}, key=lambda other: (len(other), other))
    inside = [other for other in names if name in other or (len(other) > 1 and other in name)]
    close = [] if len(names) > _COMPARED else difflib.get_close_matches(name, names, n=_NEAR, cutoff=0.5)
    return list(dict.fromkeys([*inside, *close]))[:_NEAR]


def check_names(engine: Engine, query: SavedQuery, bound: Mapping[str, Value]) -> None:
    """Raise QueryError where a parameter names something of the graph (`of`) that it does not have.

    Else a wrong name would find nothing, or, asked what lacks it, everything.
    """
    for parameter in query.parameters:
        value = bound[parameter.name]
        for name in value if isinstance(value, list) else [value]:
            if parameter.of and name:
                _check(engine, parameter.of, str(name))


def _check(engine: Engine, labels: tuple[str, ...], name: str) -> None:
    from kg.graph.schema import load_schema  # noqa: PLC0415 (only a query that names something needs it)

    nodes = load_schema().nodes
    surfaces = all("aliases" in {one.name for one in nodes[label].properties} for label in labels if label in nodes)
    node = f"MATCH (n:{'|'.join(labels)})"
    said = "n.name = $name OR n.id = $name" + (" OR $name IN n.aliases" if surfaces else "")
    if run_statement(engine, f"{node} WHERE {said} RETURN n.id AS id LIMIT 1", {"name": name}).rows:
        return
    known: set[str] = set()
    columns = "n.name AS name" + (", n.aliases AS aliases" if surfaces else "")
    for found, *aliases in run_statement(engine, f"{node} RETURN {columns}").rows:
        known.add(str(found))
        known.update(str(alias) for part in aliases if isinstance(part, list) for alias in part)
    close = similar_names(name, known)
    raise QueryError(
        f"no {' or '.join(labels)} in this graph is called '{name}'",
        where=engine.where,
        todo=f"did you mean {', '.join(close)}?" if close else _listing(labels),
    )


def _listing(labels: tuple[str, ...]) -> str:
    query = {"District": "reports", "Unit": "bridging-units", "Document": "documents-cited"}.get(labels[0])
    return f"kg query run {query or 'initiative-districts'} lists names"
