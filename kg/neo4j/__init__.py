"""Neo4j: how kg reaches a server, and how graphs are kept apart in one database. The driver is the extra kg[neo4j].

kg.neo4j.connection connects, kg.neo4j.errors puts what the server says into words, kg.neo4j.password finds the
password.
"""

from __future__ import annotations

from kg.errors import InputError

__all__ = ["DEFAULT_NAME", "DEFAULT_URI", "DEFAULT_USER", "GRAPH", "checked_name"]

GRAPH = "_graph"
"""The property of every node and relationship that kg wrote: the name of the graph it belongs to."""
DEFAULT_NAME = "kg"
"""The graph's name when the user gives none."""
DEFAULT_URI = "bolt://localhost:7687"
DEFAULT_USER = "neo4j"
_LONGEST = 200


def checked_name(name: str) -> str:
    """The name of a graph as given. Raises InputError when it is empty, too long, or holds what cannot be seen."""
    todo = f"give a short name, such as {DEFAULT_NAME} or 2024"
    if not name.strip() or name != name.strip():
        raise InputError("the name of the graph is empty, or begins or ends with a space", where=repr(name), todo=todo)
    if len(name) > _LONGEST or not name.isprintable():  # lone surrogates are not printable
        raise InputError(
            f"the name of the graph is longer than {_LONGEST} characters or has signs that cannot be shown",
            where=repr(name[:40]),
            todo=todo,
        )
    return name
