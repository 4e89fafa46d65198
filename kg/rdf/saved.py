"""The saved queries that have a SPARQL side: queries/NAME.rq beside NAME.cypher, with the same columns and rows."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from kg.errors import QueryError, SchemaError
from kg.library import SavedQuery, bind_parameters, find_query, load_library
from kg.library.parameters import near
from kg.output.rows import Rows, Value
from kg.rdf.sparql import Sparql, answer, bind_values, open_store, read_sparql

__all__ = ["find_sparql", "run_sparql_saved", "sparql_files"]


def sparql_files(folders: Iterable[Path]) -> dict[str, Path]:
    """The .rq files by name; one in a later folder replaces one of the same name in an earlier."""
    return dict(sorted((path.stem, path) for folder in folders for path in sorted(folder.glob("*.rq"))))


def find_sparql(folders: Iterable[Path], name: str) -> tuple[SavedQuery, Sparql]:
    """The saved query of that name: what the .cypher declares, and the SPARQL. Raises QueryError with near matches."""
    folders = tuple(folders)
    library = load_library(folders)
    files = sparql_files(folders)
    if name not in files:
        if name in library:
            raise QueryError(
                "this query is there in Cypher only", where=name, todo=f"run it with: kg query run {name}"
            )
        raise QueryError(f"there is no saved query '{name}' in SPARQL", todo=near(name, files))
    return find_query(library, name), read_sparql(files[name])


def run_sparql_saved(
    folder: Path, query: SavedQuery, sparql: Sparql, given: Mapping[str, Value] | None = None
) -> Rows:
    """The rows of a saved query, as `run_saved` gives them for its Cypher.

    Raises what run_saved raises, and MissingExtraError where the extra `rdf` is not installed.
    """
    from kg.library.names import check_names
    from kg.library.statement import opened

    bound = bind_parameters(query, given or {})
    bound_query = bind_values(sparql, bound)
    with opened(folder) as engine:
        check_names(engine, query, bound)
    rows = answer(open_store(folder, bound_query), bound_query)
    declared = tuple(column.name for column in query.columns)
    if not isinstance(rows, Rows) or rows.columns != declared:
        raise SchemaError(
            f"the columns must be {', '.join(declared)}", where=sparql.where, todo="correct its SELECT"
        )
    return Rows(rows.columns, tuple(tuple(_ordered(value) for value in row) for row in rows.rows))


def _ordered(value: Value) -> Value:
    return sorted(value, key=str) if isinstance(value, list) else value
