"""The syntaxes that are written from tables: N-Triples, N-Quads, Turtle, TriG, RDF/XML.

Nothing is built triple by triple. A piece is a string or an Arrow column of strings; what is written is the pieces of a
whole batch, joined row by row in Arrow. A null in a column makes the joined text null.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from kg.rdf.iris import encode, encoded, is_name
from kg.rdf.literals import escape_string, escape_strings, escape_xml, escape_xml_text
from kg.rdf.model import RdfMapping
from kg.rdf.plan import THESAURUS

__all__ = ["Lines", "Names", "Piece", "Pieces", "Place", "RdfXml", "Syntax", "Turtle", "Value", "joined"]

Piece: TypeAlias = str | pa.Array
Pieces: TypeAlias = tuple[Piece, ...]
Place = Literal["first", "again", "next"]
_RDF_TYPE = "rdf:type"
_BARE = ("xsd:integer", "xsd:boolean")


class Names:
    """The IRIs of one export: the mapping's prefixes, and the base."""

    def __init__(self, mapping: RdfMapping, base: str) -> None:
        """base: what the IRIs of the graph's own things begin with."""
        self.mapping, self.base = mapping, base
        self._known: dict[str, str] = {}

    def iri(self, term: str) -> str:
        """The whole IRI of a term."""
        if term not in self._known:
            self._known[term] = self.mapping.expand(term, self.base)
        return self._known[term]

    def path(self, path: str) -> str:
        """What the IRIs of a path begin with."""
        return self.mapping.thesaurus if path == THESAURUS else f"{self.base}{path}/"

    def prefixes(self) -> Mapping[str, str]:
        """Prefixes by name: of the vocabularies, and of the paths."""
        paths = [row.path for row in self.mapping.rows()] + ["period", "run"]
        paths += [f"{row.path}/{part.path}" for row in self.mapping.rows() for part in row.parts.values()]
        own = {path.replace("/", "-"): self.path(path) for path in paths}
        return {**self.mapping.prefixes, **own, "concept": self.mapping.thesaurus}


@dataclass(frozen=True, slots=True)
class Value:
    """An object: the pieces of an IRI as the syntax writes it, or of a literal's escaped text."""

    pieces: Pieces
    literal: bool = False
    language: str | None = None
    datatype: str | None = None


class Syntax(ABC):
    """How subjects, predicates and objects are put into text. graph: the named graph's IRI, as `resource` writes it."""

    named_graphs = False

    def __init__(self, names: Names) -> None:
        """names: the IRIs of the export."""
        self.names = names
        self.escape: Callable[[pa.Array], pa.Array] = escape_strings
        self.escape_text: Callable[[str], str] = escape_string

    def head(self) -> str:
        """What the file begins with."""
        return ""

    def foot(self) -> str:
        """What it ends with."""
        return ""

    @abstractmethod
    def name(self, term: str) -> str:
        """A term of the mapping."""

    @abstractmethod
    def resource(self, path: str, ids: Piece) -> Pieces:
        """An IRI of ours: the path and a column of ids (or one id), not yet encoded."""

    def begin(self, subject: Pieces) -> Pieces:
        """Before the first pair."""
        del subject
        return ()

    @abstractmethod
    def pair(self, subject: Pieces, predicate: str, value: Value, graph: Piece, place: Place) -> Pieces:
        """A predicate and an object. place: the first pair, one more object of the same predicate, or another pair."""

    def end(self) -> Pieces:
        """After the last pair."""
        return ()

    def graph(self, reports: pa.Array | None, path: str) -> tuple[Piece, Piece, Piece]:
        """Of each row's graph (null: the default one): what opens it, stands in each statement, and closes it."""
        del reports, path
        return "", "", ""


class Lines(Syntax):
    """N-Triples, and N-Quads when the graphs are named: one statement a line."""

    def __init__(self, names: Names, *, named_graphs: bool) -> None:
        """named_graphs: N-Quads."""
        super().__init__(names)
        self.named_graphs = named_graphs

    def name(self, term: str) -> str:
        """The IRI in angle brackets."""
        return f"<{self.names.iri(term)}>"

    def resource(self, path: str, ids: Piece) -> Pieces:
        """The IRI in angle brackets."""
        return (f"<{self.names.path(path)}", _encoded(ids), ">")

    def pair(self, subject: Pieces, predicate: str, value: Value, graph: Piece, place: Place) -> Pieces:
        """The whole line."""
        del place
        return (*subject, f" {self.name(predicate)} ", *_quoted(value, self), graph, " .\n")

    def graph(self, reports: pa.Array | None, path: str) -> tuple[Piece, Piece, Piece]:
        """The graph's IRI before the full stop."""
        if reports is None or not self.named_graphs:
            return "", "", ""
        return "", _filled((" ", *self.resource(path, reports))), ""


class Turtle(Syntax):
    """Turtle, and TriG when the graphs are named: one block a subject."""

    def __init__(self, names: Names, *, named_graphs: bool) -> None:
        """named_graphs: TriG."""
        super().__init__(names)
        self.named_graphs = named_graphs

    def head(self) -> str:
        """The prefixes."""
        return "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in self.names.prefixes().items())

    def name(self, term: str) -> str:
        """The term as the mapping has it: a prefix and a name."""
        if term == _RDF_TYPE:
            return "a"
        return f"<{self.names.iri(term)}>" if term.startswith("<") else term

    def resource(self, path: str, ids: Piece) -> Pieces:
        """A prefix and the id, or where an id is no name, the IRI in angle brackets."""
        column = pa.array([ids]) if isinstance(ids, str) else ids
        if is_name(column):
            return ("concept:" if path == THESAURUS else f"{path.replace('/', '-')}:", ids)
        return (f"<{self.names.path(path)}", _encoded(ids), ">")

    def begin(self, subject: Pieces) -> Pieces:
        """The subject."""
        return subject

    def pair(self, subject: Pieces, predicate: str, value: Value, graph: Piece, place: Place) -> Pieces:
        """After a semicolon, or a comma; numbers and truth values as such."""
        del subject, graph
        before = {"first": f" {self.name(predicate)} ", "again": " , ", "next": f" ;\n  {self.name(predicate)} "}[place]
        return (before, *(value.pieces if value.datatype in _BARE else _quoted(value, self)))

    def end(self) -> Pieces:
        """The full stop."""
        return (" .\n",)

    def graph(self, reports: pa.Array | None, path: str) -> tuple[Piece, Piece, Piece]:
        """The graph's IRI and braces around the row."""
        if reports is None or not self.named_graphs:
            return "", "", ""
        nothing = pc.utf8_slice_codeunits(reports, 0, 0)
        return _filled((*self.resource(path, reports), " {\n")), "", _filled(("}\n", nothing))


class RdfXml(Syntax):
    """RDF/XML: one rdf:Description a subject."""

    def __init__(self, names: Names) -> None:
        """names: the IRIs of the export."""
        super().__init__(names)
        self.escape, self.escape_text = escape_xml, escape_xml_text

    def head(self) -> str:
        """The root element with the namespaces of predicates."""
        spaces = self.names.mapping.prefixes.items()
        used = "".join(f'\n  xmlns:{name}="{escape_xml_text(iri)}"' for name, iri in spaces)
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{used}>\n'

    def foot(self) -> str:
        """The end of the root element."""
        return "</rdf:RDF>\n"

    def name(self, term: str) -> str:
        """The IRI, for an attribute."""
        return escape_xml_text(self.names.iri(term))

    def resource(self, path: str, ids: Piece) -> Pieces:
        """The IRI, for an attribute."""
        return (escape_xml_text(self.names.path(path)), _encoded(ids))

    def begin(self, subject: Pieces) -> Pieces:
        """The start tag."""
        return ('<rdf:Description rdf:about="', *subject, '">\n')

    def pair(self, subject: Pieces, predicate: str, value: Value, graph: Piece, place: Place) -> Pieces:
        """A property element."""
        del subject, graph, place
        if not value.literal:
            return (f'  <{predicate} rdf:resource="', *value.pieces, '"/>\n')
        kind = f' xml:lang="{value.language}"' if value.language else ""
        kind += f' rdf:datatype="{self.name(value.datatype)}"' if value.datatype else ""
        return (f"  <{predicate}{kind}>", *value.pieces, f"</{predicate}>\n")

    def end(self) -> Pieces:
        """The end tag."""
        return ("</rdf:Description>\n",)


def joined(pieces: Sequence[Piece], rows: int) -> pa.Array:
    """The pieces of each row in one; null where a piece is."""
    merged: list[Any] = []
    text = ""
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
        else:
            merged += [pa.scalar(text), piece]
            text = ""
    if not merged:
        return pa.repeat(pa.scalar(text), rows)
    return pc.binary_join_element_wise(*merged, pa.scalar(text), pa.scalar(""))


def _filled(pieces: Pieces) -> pa.Array:
    """The pieces joined; "" where that is null."""
    return pc.fill_null(joined(pieces, 0), "")


def _encoded(ids: Piece) -> Piece:
    return encode(ids) if isinstance(ids, str) else encoded(ids)


def _quoted(value: Value, syntax: Syntax) -> Pieces:
    if not value.literal:
        return value.pieces
    if value.language:
        return ('"', *value.pieces, f'"@{value.language}')
    return ('"', *value.pieces, f'"^^{syntax.name(value.datatype)}' if value.datatype else '"')
