"""Which analyses there are: entry points of the group `kg.analyses`, kg's own among them."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import entry_points

from kg.analysis.model import Analysis, Result
from kg.errors import InputError, QueryError
from kg.graph.tables import GraphTables
from kg.library.model import SavedQuery
from kg.library.parameters import bind_parameters, near
from kg.output.rows import Value

__all__ = ["ANALYSES", "find_analyses", "find_analysis", "run_analysis"]

ANALYSES = "kg.analyses"
"""The entry point group; each names an Analysis."""


def find_analyses() -> dict[str, Analysis]:
    """Every analysis installed, by name. One that cannot be imported is left out, so that the others can be used."""
    found: dict[str, Analysis] = {}
    for entry in sorted(entry_points(group=ANALYSES), key=lambda entry: entry.name):
        try:
            loaded = entry.load()
        except ImportError:
            continue
        if isinstance(loaded, Analysis):
            found[loaded.name] = loaded
    return found


def find_analysis(name: str) -> Analysis:
    """The analysis of a name. Raises InputError, with near matches, when there is none."""
    found = find_analyses()
    if name not in found:
        raise InputError(f"no analysis is called '{name}'", todo=near(name, found))
    return found[name]


def run_analysis(analysis: Analysis, tables: GraphTables, given: Mapping[str, Value] | None = None) -> Result:
    """Run an analysis with the parameters given and the defaults of the others.

    Raises QueryError for a parameter that it does not have or a value of another type, and what `Analysis.run` raises.
    """
    said = SavedQuery(
        analysis.name, analysis.title, analysis.answers, analysis.parameters, analysis.columns, "", "", analysis.name
    )
    bound = bind_parameters(said, given or {})
    try:
        return analysis.run(tables, bound)
    except QueryError:
        raise
    except InputError as error:
        raise InputError(error.what, where=error.where or analysis.name, todo=error.todo) from None
