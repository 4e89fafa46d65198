"""What a saved query is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kg.output.rows import Value

__all__ = ["ENGINES", "Column", "Parameter", "ParameterType", "SavedQuery", "Words"]

ParameterType = Literal["string", "int", "float", "bool", "list"]
ENGINES = ("ladybug", "neo4j")
"""What a query can run on: the embedded store, and a Neo4j server."""


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in both languages."""

    zh: str
    en: str

    def __str__(self) -> str:
        """Both, Chinese first, as on a query's first line."""
        return f"{self.zh} · {self.en}"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that the statement binds as $name. Without a default it must be given.

    of: the labels of what it names, where it names something in the graph.
    """

    name: str
    type: ParameterType
    description: Words
    default: Value = None
    required: bool = False
    choices: tuple[str, ...] = ()
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column that the statement returns. ordered: its lists have an order of their own, else kg sorts them."""

    name: str
    description: Words
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """One saved query. `source` is its file; `empty` says that any row is a fault in the graph.

    engines: what it runs on. if_empty: what to tell a user who finds no rows.
    """

    id: str
    title: Words
    answers: Words
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    statement: str
    text: str
    source: str
    empty: bool = False
    engines: tuple[str, ...] = ENGINES
    if_empty: Words | None = None
