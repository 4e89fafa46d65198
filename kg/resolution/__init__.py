"""Resolution: from mentions to entities with deterministic ids. Pure: no file is written."""

from kg.resolution.divisions import Division, Divisions, load_divisions
from kg.resolution.graph import Graph, Node, Relationship, Value
from kg.resolution.ids import make_id, report_id
from kg.resolution.masks import is_masked
from kg.resolution.names import display, fold, normal_form
from kg.resolution.resolve import resolve, unique_reports
from kg.resolution.thesaurus import Concept, Thesaurus, load_thesaurus

__all__ = [
    "Concept",
    "Division",
    "Divisions",
    "Graph",
    "Node",
    "Relationship",
    "Thesaurus",
    "Value",
    "display",
    "fold",
    "is_masked",
    "load_divisions",
    "load_thesaurus",
    "make_id",
    "normal_form",
    "report_id",
    "resolve",
    "unique_reports",
]
