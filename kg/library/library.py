"""The saved queries that there are: those that ship with kg, then the user's own."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from kg.errors import QueryError
from kg.library.model import SavedQuery
from kg.library.parameters import near
from kg.library.parse import parse_query
from kg.resources import resource

__all__ = ["find_query", "load_library", "query_folders"]


def query_folders(own: Iterable[Path] = ()) -> tuple[Path, ...]:
    """The folders to look into: the shipped one, those of KG_QUERIES (separated as in PATH), then `own`."""
    named = [Path(part) for part in os.environ.get("KG_QUERIES", "").split(os.pathsep) if part]
    return (resource("queries"), *named, *own)


def load_library(folders: Iterable[Path]) -> dict[str, SavedQuery]:
    """Every saved query by id, in order of id; in a later folder a query replaces one of the same id.

    Raises QueryError when a folder is missing, SchemaError when a file does not keep the form.
    """
    found: dict[str, SavedQuery] = {}
    for folder in folders:
        if not folder.is_dir():
            raise QueryError(
                "there is no such folder of saved queries",
                where=str(folder),
                todo="check --queries, KG_QUERIES",
            )
        for path in sorted(folder.glob("*.cypher")):
            query = parse_query(path)
            found[query.id] = query
    return dict(sorted(found.items()))


def find_query(library: Mapping[str, SavedQuery], name: str) -> SavedQuery:
    """The query of that id. Raises QueryError with near matches when there is none."""
    try:
        return library[name]
    except KeyError:
        raise QueryError(
            f"there is no saved query '{name}'", todo=f"{near(name, library)} (kg query list shows all)"
        ) from None
