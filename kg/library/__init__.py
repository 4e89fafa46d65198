"""Saved queries: one .cypher file each, with title, parameters and columns; values are bound."""

from kg.library.library import find_query, load_library, query_folders
from kg.library.model import Column, Parameter, SavedQuery, Words
from kg.library.parameters import bind_parameters
from kg.library.parse import parse_query
from kg.library.run import run_saved
from kg.library.statement import opened, run_statement

__all__ = [
    "Column",
    "Parameter",
    "SavedQuery",
    "Words",
    "bind_parameters",
    "find_query",
    "load_library",
    "opened",
    "parse_query",
    "query_folders",
    "run_saved",
    "run_statement",
]
