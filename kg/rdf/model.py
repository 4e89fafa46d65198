"""How the graph is said in RDF, as typed records: what schema/rdf.yaml declares (kg/rdf/mapping.py reads it).

Terms are written as in the file: `kg:Done` (a prefix and a name), `<dataset>` (relative to the base, or a whole IRI).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

__all__ = [
    "Code", "Cube", "CubeDataset", "Dimension", "End", "Pairs", "Part", "PropertyMap", "RdfMapping", "RowMap", "Scheme",
    "Variant",
]  # fmt: skip

Pairs = tuple[tuple[str, str], ...]
"""Predicate and object, or part and predicate."""


@dataclass(frozen=True, slots=True)
class Code:
    """The concept that stands for one value of a closed list."""

    value: str
    iri: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """A concept scheme; codes by the value they stand for (none where nodes of the graph are its concepts).

    types: of its concepts, beside skos:Concept.
    """

    name: str
    iri: str
    zh: str
    en: str
    codes: Mapping[str, Code]
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PropertyMap:
    """How one column is said.

    part: whose property it is ("" is the row itself). also: (part, predicate) of the same object once more. At most one
    of language, datatype, codes (scheme), node (label), concept says what the object is; without, a literal of the
    column's own type.
    """

    name: str
    predicate: str
    part: str = ""
    language: str | None = None
    datatype: str | None = None
    codes: str | None = None
    node: str | None = None
    concept: bool = False
    also: Pairs = ()
    present: Pairs = ()
    absent: Pairs = ()
    period: str | None = None
    unit: tuple[str, ...] = ()
    english: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Another subject that a row is made of. of: the part it hangs on ("" is the row itself)."""

    name: str
    linked: str
    of: str = ""
    types: tuple[str, ...] = ()
    constants: Pairs = ()
    links: Pairs = ()
    lookup: Pairs = ()
    when: str | None = None
    key: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """As it stands in IRIs."""
        return self.name.replace("_", "-")


@dataclass(frozen=True, slots=True)
class End:
    """How a relationship's resource names one of its two nodes; inverse: how that node names the resource."""

    predicate: str
    part: str = ""
    also: tuple[str, ...] = ()
    inverse: str | None = None


@dataclass(frozen=True, slots=True)
class Variant:
    """What more is said between certain labels (none named: any). also, inverse: as of the end `to`."""

    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    constants: Pairs = ()
    also: tuple[str, ...] = ()
    inverse: str | None = None
    ends: Mapping[str, End] = field(default_factory=dict)

    def holds(self, source: str, target: str) -> bool:
        """Whether it is about relationships between these labels."""
        return source in (self.sources or (source,)) and target in (self.targets or (target,))


@dataclass(frozen=True, slots=True)
class RowMap:
    """How the rows of one table are said. direct: predicate by the label that the relationship leads from ("": any)."""

    name: str
    path: str
    types: tuple[str, ...]
    properties: Mapping[str, PropertyMap]
    parts: Mapping[str, Part]
    graph: str = "default"
    constants: Pairs = ()
    direct: Mapping[str, str] = field(default_factory=dict)
    says: str | None = None
    ends: Mapping[str, End] = field(default_factory=dict)
    on_to: Pairs = ()
    variants: tuple[Variant, ...] = ()
    role: str | None = None
    identifier: str | None = None
    described: bool = False

    def direct_of(self, source: str) -> str | None:
        """The predicate of the one triple that says the relationship, when it leads from this label."""
        return self.direct.get(source, self.direct.get(""))

    def ends_of(self, source: str, target: str) -> Mapping[str, End]:
        """`from` and `to` between these labels."""
        ends = dict(self.ends)
        for one in self.variants:
            if one.holds(source, target):
                ends |= one.ends
        return ends


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension of the cube. relationship: the type that gives it; unknown: the concept where there is none."""

    name: str
    iri: str
    range: str
    zh: str
    en: str
    code_list: str | None = None
    relationship: str | None = None
    unknown: str | None = None


@dataclass(frozen=True, slots=True)
class CubeDataset:
    """A dataset of the cube with its structure and its one measure."""

    name: str
    iri: str
    structure: str
    measure: str
    range: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Cube:
    """The Data Cube: its datasets share dimensions and attributes."""

    dimensions: Mapping[str, Dimension]
    attributes: tuple[str, ...]
    datasets: Mapping[str, CubeDataset]


@dataclass(frozen=True, slots=True)
class RdfMapping:
    """The whole of schema/rdf.yaml. units: QUDT's unit by measure word; lookups: types by what they tell."""

    base: str
    thesaurus: str
    language: str
    prefixes: Mapping[str, str]
    schemes: Mapping[str, Scheme]
    nodes: Mapping[str, RowMap]
    relationships: Mapping[str, RowMap]
    tables: Mapping[str, RowMap]
    lookups: Mapping[str, str]
    cube: Cube
    units: Mapping[str, str]

    def rows(self) -> Iterator[RowMap]:
        """Every table's mapping: labels, types, tables beside the graph."""
        yield from (*self.nodes.values(), *self.relationships.values(), *self.tables.values())

    def expand(self, term: str, base: str | None = None) -> str:
        """The IRI that a term stands for. Raises KeyError for a prefix that is not declared."""
        if term.startswith("<"):
            inner = term[1:-1]
            return inner if ":" in inner else (base or self.base) + inner
        prefix, _, name = term.partition(":")
        return self.prefixes[prefix] + name
