"""The triples of one row of a table, worked out once from the mapping: subjects, each with its predicates and objects.

Columns are named as in the table; those that are looked up begin with `_` (kg/rdf/columns.py makes them).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.graph.model import GraphSchema
from kg.rdf.model import Pairs, Part, PropertyMap, RdfMapping, RowMap

__all__ = [
    "THESAURUS", "Block", "Choice", "Const", "English", "FixedText", "Object", "Pair", "Plan", "Resource", "Text",
    "make_plan",
]  # fmt: skip

THESAURUS = "@thesaurus"
"""The path of the thesaurus' concepts, which lie beside the base."""
XSD = {"string": None, "list": None, "int": "xsd:integer", "float": "xsd:double", "bool": "xsd:boolean"}


@dataclass(frozen=True, slots=True)
class Resource:
    """IRIs of ours: the path below the base, and the column of ids. many: the column is a list."""

    path: str
    ids: str
    many: bool = False


@dataclass(frozen=True, slots=True)
class Const:
    """A term of the mapping, the same for every row."""

    term: str


@dataclass(frozen=True, slots=True)
class FixedText:
    """A literal that is the same for every row."""

    text: str
    language: str | None = None
    datatype: str | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """Literals from a column (a list has one for each entry)."""

    column: str
    language: str | None = None
    datatype: str | None = None
    many: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A term for each value that the table has; other values have none (or are an error: strict)."""

    column: str
    terms: str
    """Which table of terms: a scheme's name, or "units"."""
    strict: bool = True


@dataclass(frozen=True, slots=True)
class English:
    """The thesaurus' English name of the concepts in a column."""

    column: str


Object = Resource | Const | FixedText | Text | Choice | English


@dataclass(frozen=True, slots=True)
class Pair:
    """A predicate and its object. when: only where that column has a value (True) or has none (False)."""

    predicate: str
    object: Object
    when: tuple[str, bool] | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """What is said of one subject; the first pair always holds. when: only where that column has a value."""

    subject: Resource
    pairs: tuple[Pair, ...]
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a row says, in the order in which it is written."""

    row: RowMap
    blocks: tuple[Block, ...]


def make_plan(row: RowMap, schema: GraphSchema, mapping: RdfMapping, source: str = "", target: str = "") -> Plan:
    """The plan of a label's rows, or of a type's rows between two labels, or of a table beside the graph."""
    return Plan(row, tuple(_Planner(row, schema, mapping, source, target).blocks()))


class _Planner:
    def __init__(self, row: RowMap, schema: GraphSchema, mapping: RdfMapping, source: str, target: str) -> None:
        self.row, self.schema, self.mapping, self.source, self.target = row, schema, mapping, source, target
        self.relationship = schema.relationships.get(row.name)
        said = schema.nodes.get(row.name) or self.relationship or schema.tables[row.name]
        self.properties = {one.name: one for one in said.properties}
        self.variants = [one for one in row.variants if source and one.holds(source, target)]
        key = next((name for name, one in self.properties.items() if one.key), "_row")
        self.id = "rid" if self.relationship else key

    def blocks(self) -> Iterator[Block]:
        found = [self._own(), *(self._part(part) for part in self.row.parts.values())]
        if self.relationship:
            found += [self._end("from"), self._end("to")]
        yield from (block for block in found if block.pairs)

    def _subject(self, part: str) -> Resource:
        if not part:
            return Resource(self.row.path, self.id)
        said = self.row.parts[part]
        return Resource(f"{self.row.path}/{said.path}", "_key" if said.key else self.id)

    def _own(self) -> Block:
        row = self.row
        pairs = [Pair("rdf:type", Const(one)) for one in (*row.types, *(one for v in self.variants for one in v.types))]
        pairs += self._constants(row.constants)
        for variant in self.variants:
            pairs += self._constants(variant.constants)
        if row.described and self.relationship:
            for text, language in ((self.relationship.zh, self.mapping.language), (self.relationship.en, "en")):
                pairs.append(Pair("dct:description", FixedText(text, language)))
        if row.identifier:
            pairs.append(Pair(row.identifier, Text(self.id)))
        direct = row.direct_of(self.source)
        if row.says and direct:
            pairs.append(Pair(row.says, Const(direct)))
        return Block(self._subject(""), (*pairs, *self._said(""), *self._unknown()))

    def _unknown(self) -> Iterator[Pair]:
        """What stands for a dimension of the cube that no relationship gives (of a column, `absent` says it)."""
        for dimension in self.mapping.cube.dimensions.values():
            if dimension.relationship and dimension.unknown and self.row.name == "Observation":
                yield Pair(dimension.iri, Const(dimension.unknown), ("_measured", False))

    def _part(self, part: Part) -> Block:
        pairs = [Pair("rdf:type", Const(one)) for one in part.types]
        pairs += self._constants(part.constants)
        pairs += [Pair(predicate, self._subject(other)) for predicate, other in part.links]
        pairs += [Pair(predicate, self._looked_up(what)) for predicate, what in part.lookup]
        return Block(self._subject(part.name), (*pairs, *self._said(part.name)), part.when)

    def _said(self, part: str) -> Iterator[Pair]:
        """Columns, ends and parts that hang on this part."""
        if self.relationship:
            for name, end in self.row.ends_of(self.source, self.target).items():
                if end.part == part:
                    also = [one for v in self.variants for one in v.also] if name == "to" else []
                    for predicate in (end.predicate, *end.also, *also):
                        yield Pair(predicate, self._node(name))
        for said in self.row.properties.values():
            yield from self._property(said, part)
        for other in self.row.parts.values():
            if other.of == part:
                when = (other.when, True) if other.when else None
                yield Pair(other.linked, self._subject(other.name), when)

    def _property(self, said: PropertyMap, part: str) -> Iterator[Pair]:
        object = self._object(said)
        if said.part == part:
            yield Pair(said.predicate, object)
            yield from (Pair(predicate, Const(one), (said.name, True)) for predicate, one in said.present)
            yield from (Pair(predicate, Const(one), (said.name, False)) for predicate, one in said.absent)
            if said.period:
                yield Pair(said.period, Resource("period", said.name))
            if said.english:
                yield Pair(said.english, English(said.name))
            yield from (Pair(predicate, Choice(said.name, "units", strict=False)) for predicate in said.unit)
            if self.properties[said.name].type == "list":
                yield Pair("kg:order", Text(f"_order_{said.name}"))
        yield from (Pair(predicate, object) for other, predicate in said.also if other == part)

    def _object(self, said: PropertyMap) -> Object:
        declared = self.properties[said.name]
        many = declared.type == "list"
        if said.codes:
            return Choice(said.name, said.codes)
        if said.node:
            return Resource(self.mapping.nodes[said.node].path, said.name)
        if said.concept:
            return Resource(THESAURUS, said.name)
        column = f"_set_{said.name}" if many else said.name
        return Text(column, said.language, said.datatype or (None if said.language else XSD[declared.type]), many)

    def _constants(self, pairs: Pairs) -> list[Pair]:
        words: Mapping[str, Object] = {"run": Resource("run", "_run"), "role": Const(self.row.role or "")}
        return [Pair(predicate, words.get(object) or Const(object)) for predicate, object in pairs]

    def _node(self, end: str) -> Resource:
        label = self.source if end == "from" else self.target
        return Resource(self.mapping.nodes[label].path, end)

    def _looked_up(self, what: str) -> Object:
        """What the report of the row has: its source text, its area."""
        if what == "area":
            (pair,) = self.schema.relationships[self.mapping.lookups["area"]].pairs
            return Resource(self.mapping.nodes[pair[1]].path, "_area")
        report = self.mapping.nodes["Report"]
        return Resource(f"{report.path}/{report.parts['source'].path}", "_source")

    def _end(self, name: str) -> Block:
        """What the relationship says of the node at one end."""
        end = self.row.ends_of(self.source, self.target)[name]
        inverse = [end.inverse, *(v.inverse for v in self.variants if name == "to")]
        pairs = [Pair(one, self._subject("")) for one in inverse if one]
        direct = self.row.direct_of(self.source)
        if name == "from" and direct:
            pairs.append(Pair(direct, self._node("to")))
        for predicate, what in self.row.on_to if name == "to" else ():
            if what == "from":
                pairs.append(Pair(predicate, self._node("from")))
            elif what == "area":
                pairs.append(Pair(predicate, self._looked_up("area")))
            else:
                pairs.append(Pair(predicate, self._object(self.row.properties[what])))
        return Block(self._node(name), tuple(pairs))
