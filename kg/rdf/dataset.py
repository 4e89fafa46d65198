"""A graph folder as rdflib's Dataset."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import MissingExtraError
from kg.graph.reader import open_graph
from kg.graph.tables import GraphTables
from kg.rdf.formats import FORMATS
from kg.rdf.mapping import load_mapping
from kg.rdf.write import ChunkReader, RdfOptions, need_oxigraph, rdf_chunks

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["graph"]


def graph(folder: Path | str | GraphTables, base: str | None = None) -> Dataset:
    """The graph of a folder (or tables in memory) as an rdflib.Dataset, in memory.

    Each report's statements lie in the named graph that is called as the report; asked as a whole, the dataset answers
    as if all lay in one. base: what the IRIs begin with (None: the mapping's).

    Raises GraphError when the folder holds no graph, InputError for a base that is none, MissingExtraError without the
    extra `rdf`.
    """
    try:
        import rdflib  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise MissingExtraError.of("rdf", "a graph for rdflib") from error
    dataset = rdflib.Dataset(default_union=True)
    for prefix, iri in load_mapping().prefixes.items():
        dataset.bind(prefix, iri, replace=True)
    if isinstance(folder, GraphTables):
        _fill(dataset, folder, base)
    else:
        with open_graph(folder) as opened:
            _fill(dataset, opened, base)
    return dataset


def _fill(dataset: Dataset, source: Any, base: str | None) -> None:
    oxigraph = need_oxigraph("a graph for rdflib")  # parses thirty times as fast as rdflib does
    iri, literal = _terms()
    graphs: dict[Any, Any] = {}
    chunks = ChunkReader(rdf_chunks(source, FORMATS["nq"], RdfOptions(base)))
    for quad in oxigraph.parse(chunks, oxigraph.RdfFormat.N_QUADS):
        place = graphs.get(quad.graph_name)
        if place is None:
            named = isinstance(quad.graph_name, oxigraph.NamedNode)
            place = dataset.graph(iri(quad.graph_name.value)) if named else dataset.default_graph
            graphs[quad.graph_name] = place
        object = quad.object
        value = iri(object.value) if isinstance(object, oxigraph.NamedNode) else literal(object)
        place.add((iri(quad.subject.value), iri(quad.predicate.value), value))


def _terms() -> tuple[Callable[[str], Any], Callable[[Any], Any]]:
    """What makes rdflib's IRIs and literals; IRIs are made once each."""
    from rdflib import Literal, URIRef  # noqa: PLC0415 (an extra)

    iri = cache(URIRef)
    string = "http://www.w3.org/2001/XMLSchema#string"

    def literal(term: Any) -> Any:
        if term.language:
            return Literal(term.value, lang=term.language)
        datatype = term.datatype.value
        return Literal(term.value, datatype=None if datatype == string else iri(datatype), normalize=False)

    return iri, literal
