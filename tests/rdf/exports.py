"""What the tests of others' suites look at: an export, its graphs taken as one."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import rdflib

from kg.graph.reader import open_graph
from kg.rdf import nquads

__all__ = ["broken_literals", "canonical", "merged", "quads_of", "report_of", "write_nt"]


def canonical(quads: Iterable[ox.Quad]) -> list[str]:
    """The statements with blank nodes named by RDFC-1.0, sorted; language tags in lower case, as rdflib has them."""
    found = ox.Dataset(quads)
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(re.sub(r"(?<=\")@[A-Za-z-]+", lambda tag: tag[0].lower(), str(quad)) for quad in found)


def quads_of(folder: Path) -> list[ox.Quad]:
    """The export of a graph folder."""
    with open_graph(folder) as graph:
        return list(ox.parse(b"".join(nquads(graph)), format=ox.RdfFormat.N_QUADS))


def _once(quads: list[ox.Quad]) -> list[ox.Triple]:
    return list(dict.fromkeys(quad.triple for quad in quads))


def merged(quads: list[ox.Quad]) -> rdflib.Graph:
    """All of it as one graph of rdflib."""
    lines = io.BytesIO()
    ox.serialize(_once(quads), lines, ox.RdfFormat.N_TRIPLES)
    return rdflib.Graph().parse(data=lines.getvalue(), format="nt")


def write_nt(quads: list[ox.Quad], path: Path) -> Path:
    """All of it as one graph in a file."""
    ox.serialize(_once(quads), str(path), ox.RdfFormat.N_TRIPLES)
    return path


def broken_literals(graph: rdflib.Graph) -> rdflib.Graph:
    """The graph with every literal of a type that nothing has."""
    found = rdflib.Graph()
    for subject, predicate, object in graph:
        wrong: Any = rdflib.Literal("x", datatype=rdflib.URIRef("http://example.org/none"))
        found.add((subject, predicate, wrong if isinstance(object, rdflib.Literal) else object))
    return found


def report_of(quads: list[ox.Quad], number: int) -> list[ox.Quad]:
    """The default graph, and of the reports' graphs one."""
    names = sorted({quad.graph_name for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}, key=str)
    return [quad for quad in quads if quad.graph_name in (ox.DefaultGraph(), names[number])]
