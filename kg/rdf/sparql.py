"""SPARQL on a graph folder: the export is read into an embedded store (pyoxigraph), which nothing can write to.

A saved query is a .rq file beside the .cypher of the same name, which declares its parameters and columns. A parameter
is a block `VALUES ?_name { … }` that holds its default, so that the file runs as it is in any other tool.
"""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError
from kg.output.rows import Rows, Value
from kg.rdf.write import need_oxigraph

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["SEPARATOR", "Sparql", "answer", "bind_values", "check_reads", "open_store", "read_sparql"]

SEPARATOR = " | "
"""What a saved query puts between the parts of a list; kg itself asks for a sign that no name has."""
_UNIT = "\x1f"
_TOKEN = re.compile(
    r"(?P<text>\"\"\".*?\"\"\"|'''.*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*')|(?P<iri><[^<>\"{}|^`\\\s]*>)"
    r"|(?P<comment>\#[^\n]*)|(?P<variable>[?$]\w+)|(?P<name>[\w.-]*:[\w.%:-]*)|(?P<word>[A-Za-z_]+)",
    re.DOTALL,
)
_LISTS = re.compile(r"^# lists: *(.+)$", re.MULTILINE)
_INTEGERS = frozenset({"integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "gYear"})
_NUMBERS = frozenset({"decimal", "double", "float"})
_XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True, slots=True)
class Sparql:
    """One query. lists: the columns whose values are lists, each with the type of its parts, "string" or "int"."""

    text: str
    where: str = ""
    lists: Mapping[str, str] = field(default_factory=dict)


def read_sparql(path: Path) -> Sparql:
    """A query from a file; a line `# lists: which, years:int` says which columns are lists. Raises QueryError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"the query cannot be read ({error})", where=str(path), todo="save it as UTF-8") from error
    said = _LISTS.search(text)
    parts = [part.strip().partition(":") for part in said[1].split(",")] if said else []
    return Sparql(text, str(path), {name: kind or "string" for name, _, kind in parts})


def check_reads(query: Sparql) -> None:
    """Raise QueryError where the query is no SELECT, ASK or CONSTRUCT, or would ask another server (SERVICE)."""
    words = _words(query)
    form = next((word for word in words if word not in {"BASE", "PREFIX"}), "")
    if form not in {"SELECT", "ASK", "CONSTRUCT"}:
        raise QueryError(
            f"{form or 'this'} is no query that kg runs", where=query.where, todo="begin with SELECT, ASK or CONSTRUCT"
        )
    if "SERVICE" in words:
        raise QueryError(
            "SERVICE asks another server, and kg asks none",
            where=query.where,
            todo="export the graph and load it there",
        )


def bind_values(query: Sparql, values: Mapping[str, Value]) -> Sparql:
    """The query with its blocks `VALUES ?_name { … }` holding the values given.

    Raises QueryError for a name that has no such block.
    """
    text = query.text
    for name, value in values.items():
        block = re.compile(rf"(\bVALUES\s+[?$]_{re.escape(name)}\s*)\{{[^{{}}]*\}}", re.IGNORECASE)
        terms = " ".join(_term(part) for part in (value if isinstance(value, list) else [value]))
        text, found = block.subn(partial(_fill, terms), text)
        if not found:
            raise QueryError(
                f"the query has no parameter '{name}'",
                where=query.where,
                todo=f'a parameter is a block VALUES ?_{name} {{ "its default" }} in the query',
            )
    return Sparql(text, query.where, query.lists)


def open_store(folder: Path, query: Sparql) -> ox.Store:
    """The graph of a folder in a store in memory. Raises GraphError, MissingExtraError.

    Everything lies in the default graph, as in an export without named graphs; the graphs of the reports are there as
    well when the query names graphs (GRAPH).
    """
    need_oxigraph("SPARQL")
    import pyoxigraph as ox

    from kg.graph.reader import open_graph
    from kg.rdf.write import nquads

    store = ox.Store()
    with open_graph(folder) as graph:
        for lines in nquads(graph):
            quads = list(ox.parse(lines, format=ox.RdfFormat.N_QUADS))
            # A store that takes its graphs for one gives a triple of two graphs twice: it must be there once.
            store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
            if "GRAPH" in _words(query):
                named = (quad for quad in quads if quad.graph_name != ox.DefaultGraph())
                store.bulk_extend(named)
    return store


def answer(store: ox.Store, query: Sparql) -> Rows | list[ox.Triple]:
    """Rows of a SELECT, one row of an ASK (column `answer`), triples of a CONSTRUCT.

    Raises QueryError where the query is refused or not well-formed.
    """
    import pyoxigraph as ox

    from kg.rdf.mapping import load_mapping

    check_reads(query)
    text = query.text
    if query.lists:
        text = re.sub(r"(?i)(SEPARATOR\s*=\s*)\"" + re.escape(SEPARATOR) + '"', r'\1"\\u001F"', text)
    try:
        found = store.query(text, prefixes=dict(load_mapping().prefixes))
        if isinstance(found, ox.QueryTriples):
            return list(found)
        if isinstance(found, ox.QueryBoolean):
            return Rows(("answer",), ((bool(found),),))
        columns = [variable.value for variable in found.variables]
        kinds = [query.lists.get(column) for column in columns]
        rows = [tuple(_value(row[column], kind) for column, kind in zip(columns, kinds, strict=True)) for row in found]
    except (SyntaxError, ValueError, RuntimeError) as error:
        raise QueryError(
            f"the query cannot be run: {' '.join(str(error).split())}", where=query.where, todo="correct the SPARQL"
        ) from error
    return Rows(tuple(columns), tuple(rows))


def _words(query: Sparql) -> list[str]:
    """The words of the query in capitals, but for names, texts and comments."""
    return [token["word"].upper() for token in _TOKEN.finditer(query.text) if token["word"]]


def _fill(terms: str, block: re.Match[str]) -> str:
    return f"{block[1]}{{ {terms} }}"


def _term(value: Value) -> str:
    need_oxigraph("SPARQL")
    import pyoxigraph as ox

    if not isinstance(value, str | int | float | bool):
        raise QueryError(
            f"{value!r} cannot be a parameter", todo="give a text, a number, true or false, or a list of them"
        )
    if isinstance(value, int):  # and bool, as SPARQL writes them
        return str(value).lower()
    if isinstance(value, str):
        value = value.encode("utf-8", "replace").decode()  # a lone surrogate of a broken terminal
    return str(ox.Literal(value))


def _value(term: Any, kind: str | None) -> Value:
    """A term as a plain value: numbers and truth as such, IRIs and other literals as text."""
    import pyoxigraph as ox

    if kind is not None:
        parts = term.value.split(_UNIT) if term is not None else []
        return [int(part) if kind == "int" else part for part in parts if part]
    if term is None:
        return None
    if not isinstance(term, ox.Literal):
        return term.value if isinstance(term, ox.NamedNode) else str(term)
    name = term.datatype.value.removeprefix(_XSD)
    try:
        if name in _INTEGERS:
            return int(term.value)
        if name in _NUMBERS:
            return float(term.value)
    except ValueError:  # not of its type
        return str(term.value)
    if name == "boolean":
        return term.value in {"true", "1"}
    return str(term.value)
