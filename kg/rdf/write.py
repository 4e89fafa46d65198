"""A graph as RDF, streamed from its tables."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from kg.errors import MissingExtraError
from kg.graph.reader import GraphFolder
from kg.graph.tables import GraphTables
from kg.rdf.describe import Statements, dataset_statements, period_statements, run_id
from kg.rdf.formats import FORMATS, RdfFormat
from kg.rdf.iris import check_base
from kg.rdf.mapping import load_mapping
from kg.rdf.model import RowMap
from kg.rdf.plan import FixedText, Plan, make_plan
from kg.rdf.render import Renderer
from kg.rdf.syntax import Lines, Names, Pieces, Place, RdfXml, Syntax, Turtle, Value
from kg.rdf.tables import FolderSource, Lookups, MemorySource, TableSource

__all__ = ["ChunkReader", "RdfOptions", "need_oxigraph", "nquads", "rdf_chunks", "source_of", "write_rdf"]

Readable: TypeAlias = GraphFolder | GraphTables | TableSource
Chunk: TypeAlias = bytes | pa.Buffer


@dataclass(frozen=True, slots=True)
class RdfOptions:
    """base: what the IRIs of the graph's own things begin with (None: the mapping's). licence: its IRI."""

    base: str | None = None
    licence: str | None = None


def source_of(graph: Readable) -> TableSource:
    """The tables of a graph folder that is open, or in memory."""
    if isinstance(graph, GraphFolder):
        return FolderSource(graph)
    return MemorySource(graph) if isinstance(graph, GraphTables) else graph


def rdf_chunks(graph: Readable, format: RdfFormat, options: RdfOptions | None = None) -> Iterator[Chunk]:
    """The graph in a format that is written from tables (all but JSON-LD), as chunks of bytes, some 10 MB each at most.

    Raises InputError for a base that is none, or a character that the format cannot hold; GraphError when the folder's
    files cannot be read.
    """
    mapping, options = load_mapping(), options or RdfOptions()
    tables = source_of(graph)
    base = check_base(options.base or mapping.base)
    syntax = _syntax(format, Names(mapping, base))
    yield syntax.head().encode()
    yield from _fixed(syntax, dataset_statements(tables, mapping, base, options.licence))
    renderer = Renderer(syntax, mapping, Lookups(tables, mapping), run_id(tables.run))
    for label, node in mapping.nodes.items():
        yield from _rows(renderer, tables, make_plan(node, tables.schema, mapping), label)
    for type, relationship in mapping.relationships.items():
        yield from _relationships(renderer, tables, relationship, type)
    for name, row in mapping.tables.items():
        yield from _rows(renderer, tables, make_plan(row, tables.schema, mapping), name)
    yield from _fixed(syntax, period_statements(renderer.years))
    yield syntax.foot().encode()


def nquads(graph: Readable, base: str | None = None) -> Iterator[bytes]:
    """The graph as N-Quads, in chunks of whole lines."""
    for chunk in rdf_chunks(graph, FORMATS["nq"], RdfOptions(base)):
        yield bytes(chunk)


def write_rdf(graph: Readable, file: IO[bytes], format: RdfFormat, options: RdfOptions | None = None) -> None:
    """Write the graph into the file. Raises what rdf_chunks does; MissingExtraError for JSON-LD without pyoxigraph."""
    if format.name != "jsonld":
        for chunk in rdf_chunks(graph, format, options):
            file.write(chunk)
        return
    oxigraph = need_oxigraph("JSON-LD")
    base = (options or RdfOptions()).base or load_mapping().base
    statements = oxigraph.parse(ChunkReader(rdf_chunks(graph, FORMATS["nq"], options)), oxigraph.RdfFormat.N_QUADS)
    prefixes = dict(Names(load_mapping(), base).mapping.prefixes)
    oxigraph.serialize(statements, file, oxigraph.RdfFormat.JSON_LD, prefixes=prefixes)


def need_oxigraph(purpose: str) -> Any:
    """The module pyoxigraph. Raises MissingExtraError where it is not installed."""
    try:
        import pyoxigraph  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise MissingExtraError.of("rdf", purpose) from error
    return pyoxigraph


class ChunkReader(io.RawIOBase):
    """Chunks of bytes as a file to read from."""

    def __init__(self, chunks: Iterable[Chunk]) -> None:
        """chunks: read when they are asked for."""
        self._chunks, self._left = iter(chunks), memoryview(b"")

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer as far as the current chunk goes."""
        while not self._left:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._left = memoryview(chunk).cast("B")
        view = memoryview(buffer).cast("B")
        size = min(len(view), len(self._left))
        view[:size] = self._left[:size]
        self._left = self._left[size:]
        return size


def _syntax(format: RdfFormat, names: Names) -> Syntax:
    if format.name == "rdf":
        return RdfXml(names)
    kind = Lines if format.name in ("nt", "nq") else Turtle
    return kind(names, named_graphs=format.named_graphs)


def _fixed(syntax: Syntax, statements: Statements) -> Iterator[bytes]:
    for subject, said in statements:
        of: Pieces = (syntax.name(subject),)
        pieces = [*syntax.begin(of)]
        before = ""
        for predicate, object in said:
            if isinstance(object, FixedText):
                text = syntax.escape_text(object.text)
                value = Value((text,), True, object.language, object.datatype)
            else:
                value = Value((syntax.name(object),))
            place: Place = "again" if predicate == before else "next" if before else "first"
            pieces += syntax.pair(of, predicate, value, "", place)
            before = predicate
        yield "".join([*map(str, pieces), *map(str, syntax.end())]).encode()


def _rows(renderer: Renderer, tables: TableSource, plan: Plan, name: str) -> Iterator[pa.Buffer]:
    first = 0
    for batch in tables.batches(name):
        yield from renderer.chunks(plan, batch, first)
        first += batch.num_rows


def _relationships(renderer: Renderer, tables: TableSource, row: RowMap, type: str) -> Iterator[pa.Buffer]:
    pairs = tables.schema.relationships[type].pairs
    plans = {pair: make_plan(row, tables.schema, load_mapping(), *pair) for pair in pairs}
    for batch in tables.batches(type):
        for (source, target), plan in plans.items():
            here = pc.and_(pc.equal(batch["from_label"], source), pc.equal(batch["to_label"], target))
            part = batch if pc.all(here).as_py() else batch.filter(here)
            if part.num_rows:
                yield from renderer.chunks(plan, part)
