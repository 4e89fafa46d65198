"""How many rows an RDF file holds: by the class that each label and type has for itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO

from kg.graph.tables import Counts
from kg.rdf.formats import RdfFormat, open_read
from kg.rdf.mapping import load_mapping
from kg.rdf.syntax import Names
from kg.rdf.write import need_oxigraph

__all__ = ["count_rows"]

_BLOCK = 4 << 20


def count_rows(path: Path, format: RdfFormat, compression: str | None) -> Counts:
    """Read a file that write_rdf wrote, and count its rows.

    A line of it begins with a subject: within literals line breaks are escaped (RDF/XML has the type on a line that
    begins as none of a literal can). JSON-LD is parsed.
    """
    mapping = load_mapping()
    names = Names(mapping, mapping.base)
    space = mapping.prefixes["kg"]
    element = rb'>\n  <rdf:type rdf:resource="' + re.escape(space.encode()) + rb'(\w+)"/>'
    kinds: Mapping[str, Callable[[IO[bytes]], Iterator[str]]] = {
        "turtle": lambda file: _matches(file, rb"\n[^\s\"]+ a kg:(\w+)"),
        "lines": lambda file: _matches(file, _line(names.iri("rdf:type"), space)),
        "rdf": lambda file: _matches(file, element),
        "jsonld": lambda file: _parsed(file, names.iri("rdf:type"), space),
    }
    kind = {"ttl": "turtle", "trig": "turtle", "nt": "lines", "nq": "lines"}.get(format.name, format.name)
    with open_read(path, compression) as file:
        found = Counter(kinds[kind](file))
    groups = (mapping.nodes, mapping.relationships)
    return Counts(*({name: found[row.types[0].partition(":")[2]] for name, row in group.items()} for group in groups))


def _line(type: str, space: str) -> bytes:
    return rb"\n<[^>\n]*> <" + re.escape(type.encode()) + rb"> <" + re.escape(space.encode()) + rb"(\w+)>"


def _matches(file: IO[bytes], pattern: bytes) -> Iterator[str]:
    """The first group of each match; no match goes beyond two lines."""
    search, left = re.compile(pattern), b"\n"
    while block := file.read(_BLOCK):
        block = left + block
        cut = block.rfind(b"\n", 0, block.rfind(b"\n"))
        if cut < 0:
            left = block
            continue
        for match in search.finditer(block, 0, cut):
            yield match[1].decode()
        left = block[cut - 1 :]
    for match in search.finditer(left):
        yield match[1].decode()


def _parsed(file: IO[bytes], type: str, space: str) -> Iterator[str]:
    oxigraph = need_oxigraph("JSON-LD")
    for statement in oxigraph.parse(file, oxigraph.RdfFormat.JSON_LD):
        if statement.predicate.value == type and statement.object.value.startswith(space):
            yield statement.object.value[len(space) :]
