"""How fast a graph becomes RDF, beside rdflib's and pyoxigraph's serialisers.

python benchmarks/rdf.py                      an invented graph of 50,000 nodes and 250,000 relationships
python benchmarks/rdf.py --graph DIR          a graph of your own
python benchmarks/rdf.py --nodes 1000000 --edges 5000000

Processor time of this one process, everything included that turns tables into text; nothing goes to a disk. The others
serialise statements that they already hold in memory: what it takes to make these is left out, in their favour.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, Any, cast

import pyoxigraph as ox
import rdflib
from generate import generate

from kg.graph.reader import open_graph
from kg.rdf import write_rdf
from kg.rdf.formats import FORMATS
from kg.rdf.write import ChunkReader, nquads, source_of

_SAMPLE = 200_000
_MANY = 20_000_000


class _Counter:
    """Takes bytes and keeps their number."""

    def __init__(self) -> None:
        self.size = 0

    def write(self, data: Any) -> int:
        """As files have it."""
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is kept back."""


def _timed(what: str, statements: int, run: Callable[[], object]) -> None:
    began = time.process_time()
    run()
    seconds = time.process_time() - began
    sys.stdout.write(f"{what:<20} {seconds:8.2f} s {statements / seconds:12,.0f} statements/s\n")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--graph", type=Path, metavar="DIR")
    parser.add_argument("--nodes", type=int, default=50_000)
    parser.add_argument("--edges", type=int, default=250_000)
    said = parser.parse_args()
    with ExitStack() as stack:
        tables = stack.enter_context(open_graph(said.graph)) if said.graph else generate(said.nodes, said.edges)
        source = source_of(tables)
        counts = source.counts()
        nodes, relationships = sum(counts.nodes.values()), sum(counts.relationships.values())
        statements = sum(chunk.count(b"\n") for chunk in nquads(source))
        sys.stdout.write(f"{nodes:,} nodes, {relationships:,} relationships, {statements:,} statements\n")
        for name, format in FORMATS.items():
            if name != "jsonld" or statements < _MANY:
                sink = cast("IO[bytes]", _Counter())
                _timed(f"kg, {format.title}", statements, partial(write_rdf, source, sink, format))
        _memory("after kg")
        lines = ChunkReader(nquads(source))
        sample = [quad.triple for quad in islice(ox.parse(lines, ox.RdfFormat.N_QUADS), _SAMPLE)]
    _timed("pyoxigraph, Turtle", len(sample), lambda: ox.serialize(sample, format=ox.RdfFormat.TURTLE))
    graph = rdflib.Graph()
    graph.parse(data="".join(f"{triple} .\n" for triple in sample), format="nt")
    for name in ("turtle", "nt"):
        _timed(f"rdflib, {name}", len(graph), partial(graph.serialize, format=name))


def _memory(when: str) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(f"memory at most {peak >> (20 if sys.platform == 'darwin' else 10):,} MB {when}\n")


if __name__ == "__main__":
    main()
