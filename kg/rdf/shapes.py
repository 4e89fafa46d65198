"""schema/shapes.ttl: SHACL shapes of what kg exports, derived from the graph schema and its mapping to RDF.

`python -m kg.rdf.shapes` writes the file. A shape a label and relationship type, targeted by its first class, with one
property shape a column: its path, kind of value, and how often it may be there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.graph.model import GraphSchema, NodeType, Property, RelationshipType, TableType
from kg.graph.schema import load_schema
from kg.rdf.mapping import SPECIAL, load_mapping
from kg.rdf.model import PropertyMap, RdfMapping, RowMap

__all__ = ["SHAPES", "shapes_turtle"]

SHAPES = "https://w3id.org/kg-reports/shapes#"
_DATATYPES = {
    "string": "xsd:string", "int": "xsd:integer", "float": "xsd:double", "bool": "xsd:boolean", "list": "xsd:string",
}  # fmt: skip
_HEAD = """# Written by kg/rdf/shapes.py from schema/graph.yaml and schema/rdf.yaml; do not edit here.
# Validate an export with all its graphs taken as one.
"""
_POSITION = """
:PositionShape a sh:NodeShape ;
  sh:targetClass oa:TextPositionSelector ;
  sh:property :PositionShape-start .

:PositionShape-start a sh:PropertyShape ;
  sh:path oa:start ;
  sh:lessThanOrEquals oa:end ;
  sh:message "起始位置不得在结束位置之后"@zh-Hans, "a place in the text does not end before it starts"@en .
"""


@dataclass(slots=True)
class _Shape:
    """A node shape being put together: constraints of its own, and property shapes by name."""

    name: str
    target: str
    zh: str
    en: str
    own: list[str] = field(default_factory=list)
    properties: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, path: Sequence[str], *constraints: str) -> None:
        """One property shape; a second of the same name gets a number."""
        unique = name if name not in self.properties else f"{name}-{len(self.properties)}"
        self.properties[unique] = [f"sh:path {_path(path)}", *(one for one in constraints if one)]

    def turtle(self) -> str:
        parts = [f"\n:{self.name} a sh:NodeShape", f"sh:targetClass {self.target}", _words(self.zh, self.en), *self.own]
        names = [f":{self.name}-{name}" for name in self.properties]
        text = " ;\n  ".join([*parts, f"sh:property {', '.join(names)}"]) + " .\n"
        for name, lines in self.properties.items():
            text += " ;\n  ".join([f"\n:{self.name}-{name} a sh:PropertyShape", *lines]) + " .\n"
        return text


def shapes_turtle() -> str:
    """The whole file, in Turtle."""
    mapping, schema = load_mapping(), load_schema()
    prefixes = {**mapping.prefixes, "sh": "http://www.w3.org/ns/shacl#", "": SHAPES}
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes.items())
    return _HEAD + head + "".join(shape.turtle() for shape in _shapes(mapping, schema)) + _POSITION


def _shapes(mapping: RdfMapping, schema: GraphSchema) -> Iterator[_Shape]:
    for label, node in schema.nodes.items():
        shape = _row_shape(node, label, mapping.nodes[label], mapping)
        _direct(shape, label, mapping, schema)
        if label == "Observation":
            _dimensions(shape, mapping)
        yield shape
    for type, relationship in schema.relationships.items():
        row = mapping.relationships[type]
        shape = _row_shape(relationship, type, row, mapping)
        _relationship(shape, row)
        variants = list(_ends(shape, relationship, row, mapping))
        yield shape
        yield from variants
    for name, table in schema.tables.items():
        yield _row_shape(table, name, mapping.tables[name], mapping)


def _row_shape(said: NodeType | RelationshipType | TableType, name: str, row: RowMap, mapping: RdfMapping) -> _Shape:
    """What nodes, relationships and rows of other tables have in common: classes, constants, parts and columns."""
    shape = _Shape(f"{row.types[0].partition(':')[2]}Shape", row.types[0], said.zh, said.en)
    shape.own = [f"sh:class {', '.join(row.types[1:])}"] if row.types[1:] else []
    for predicate, object in row.constants:
        role = row.role if object == "role" else object
        value = "sh:class prov:Activity ; sh:minCount 1" if role in SPECIAL else f"sh:hasValue {role}"
        shape.add(_name(predicate), [predicate], value)
    for part in row.parts.values():
        least = f"sh:qualifiedMinCount {0 if part.when else 1}"
        kind = f"sh:qualifiedValueShape [ sh:class {', '.join(part.types)} ]"
        shape.add(part.path, _chain(row, part.name), kind, least, "sh:qualifiedMaxCount 1")
    shared = Counter(one.period for one in row.properties.values() if one.period)
    for column in said.properties:
        _column(shape, column, row.properties[column.name], row, mapping)
    for predicate, columns in shared.items():
        always = any(predicate in dict(one.absent) for one in row.properties.values())
        # Nothing is inferred: a proper interval counts as a temporal entity only where that is said.
        kinds = "sh:or ( [ sh:class time:ProperInterval ] [ sh:class time:TemporalEntity ] )"
        kind = kinds if always else "sh:class time:ProperInterval"
        shape.add(_name(predicate), [predicate], kind, f"sh:minCount {int(always)}", f"sh:maxCount {columns}")
    return shape


def _column(shape: _Shape, column: Property, said: PropertyMap, row: RowMap, mapping: RdfMapping) -> None:
    path = [*_chain(row, said.part), said.predicate]
    several = column.type == "list"
    least = "sh:minCount 1" if (column.key or column.required) and not several else ""
    most = "" if several else "sh:maxCount 1"
    # 0 is the first character: no offset is below it.
    low = "sh:minInclusive 0" if column.unit == "code points" else ""
    kind = _kind(column, said, mapping)
    shape.add(column.name, path, _words(column.zh, column.en), kind, low, least, most)
    for part, predicate in said.also:
        unique = "sh:uniqueLang true" if said.language and not several else ""
        shape.add(f"{column.name}-{_name(predicate)}", [*_chain(row, part), predicate], _plain(kind), least, unique)
    for predicate in said.unit:
        shape.add(f"{column.name}-unit", [predicate], "sh:nodeKind sh:IRI", most)
    for predicate in dict(said.present).keys() & dict(said.absent).keys():
        shape.add(_name(predicate), [predicate], "sh:nodeKind sh:IRI", "sh:minCount 1", "sh:maxCount 1")


def _kind(column: Property, said: PropertyMap, mapping: RdfMapping) -> str:
    """What the object of a column is."""
    if said.language:
        return f'sh:datatype rdf:langString ; sh:languageIn ( "{said.language}" )'
    if said.datatype:
        return f"sh:datatype {said.datatype}"
    if said.codes:
        codes = mapping.schemes[said.codes].codes
        return f"sh:in ( {' '.join(codes[value].iri for value in column.values or codes)} )"
    if said.node:
        return f"sh:class {mapping.nodes[said.node].types[0]}"
    if said.concept:
        return "sh:nodeKind sh:IRI"
    if column.values:
        return f"sh:in ( {' '.join(_string(value) for value in column.values)} )"
    return f"sh:datatype {_DATATYPES[column.type]}"


def _plain(kind: str) -> str:
    """The same for a predicate that may also say it in another language."""
    return kind.partition(" ; sh:languageIn")[0]


def _relationship(shape: _Shape, row: RowMap) -> None:
    """What a resource of a relationship says besides its columns and ends."""
    if row.says:
        predicates = " ".join(dict.fromkeys(row.direct.values()))
        shape.add("says", [row.says], f"sh:in ( {predicates} )", "sh:minCount 1", "sh:maxCount 1")
    if row.identifier:
        shape.add("identifier", [row.identifier], "sh:datatype xsd:string", "sh:minCount 1", "sh:maxCount 1")
    if row.described:
        described = ("sh:datatype rdf:langString", "sh:minCount 2", "sh:uniqueLang true")
        shape.add("description", ["dct:description"], *described)


def _ends(shape: _Shape, said: RelationshipType, row: RowMap, mapping: RdfMapping) -> Iterator[_Shape]:
    """Add the two nodes that a relationship joins: exactly one each, of labels that the schema pairs.

    Where the predicates differ by label (variants), these get a shape of their own, by the class of the variant.
    """
    variants = [one for one in row.variants if one.ends]
    if not variants:
        _pairs(shape, said.pairs, row, mapping)
        return
    for variant in variants:
        pairs = tuple(pair for pair in said.pairs if variant.holds(*pair))
        own = _Shape(f"{variant.types[0].partition(':')[2]}Shape", variant.types[0], said.zh, said.en)
        _pairs(own, pairs, row, mapping)
        yield own


def _pairs(shape: _Shape, pairs: Sequence[tuple[str, str]], row: RowMap, mapping: RdfMapping) -> None:
    ends = row.ends_of(*pairs[0])
    sides: Mapping[str, dict[str, None]] = {
        "from": dict.fromkeys(source for source, _ in pairs), "to": dict.fromkeys(target for _, target in pairs)
    }  # fmt: skip
    paths = {name: [*_chain(row, ends[name].part), ends[name].predicate] for name in sides}
    for name, labels in sides.items():
        shape.add(name, paths[name], _any_of(labels, mapping), "sh:minCount 1", "sh:maxCount 1")
    if len(pairs) < len(sides["from"]) * len(sides["to"]):
        choices = [
            f"[ sh:property [ sh:path {_path(paths['from'])} ; {_any_of([source], mapping)} ], "
            f"[ sh:path {_path(paths['to'])} ; {_any_of([target], mapping)} ] ]"
            for source, target in pairs
        ]
        shape.own.append(f"sh:or ( {' '.join(choices)} )")


def _direct(shape: _Shape, label: str, mapping: RdfMapping, schema: GraphSchema) -> None:
    """What a node's relationships lead to, said as single triples."""
    targets: dict[str, dict[str, None]] = {}
    once = set()
    for type, relationship in schema.relationships.items():
        for source, target in relationship.pairs:
            predicate = mapping.relationships[type].direct_of(source)
            if source == label and predicate:
                targets.setdefault(predicate, {})[target] = None
                once |= {predicate} if relationship.one else set()
    taken = {predicate for predicate, _ in mapping.nodes[label].constants}
    taken |= {one.iri for one in mapping.cube.dimensions.values()}
    for predicate, labels in targets.items():
        if predicate not in taken:
            number = "sh:minCount 1 ; sh:maxCount 1" if predicate in once else ""
            shape.add(_name(predicate), [predicate], _any_of(labels, mapping), number)


def _dimensions(shape: _Shape, mapping: RdfMapping) -> None:
    """A figure has one value in every dimension of the cube."""
    there = {lines[0] for lines in shape.properties.values()}
    for one in mapping.cube.dimensions.values():
        kind = "sh:datatype" if one.range.startswith("xsd:") else "sh:class"
        if f"sh:path {one.iri}" not in there:
            shape.add(one.name, [one.iri], f"{kind} {one.range}", "sh:minCount 1", "sh:maxCount 1")


def _any_of(labels: Sequence[str] | Mapping[str, None], mapping: RdfMapping) -> str:
    classes = [mapping.nodes[label].types[0] for label in labels]
    if len(classes) == 1:
        return f"sh:class {classes[0]}"
    return f"sh:or ( {' '.join(f'[ sh:class {one} ]' for one in classes)} )"


def _chain(row: RowMap, part: str) -> list[str]:
    """The predicates from a row's resource to one of its parts."""
    if not part:
        return []
    said = row.parts[part]
    return [*_chain(row, said.of), said.linked]


def _path(predicates: Sequence[str]) -> str:
    return predicates[0] if len(predicates) == 1 else f"( {' '.join(predicates)} )"


def _name(term: str) -> str:
    return term.partition(":")[2]


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _words(zh: str, en: str) -> str:
    return f"sh:name {_string(zh)}@zh-Hans ; sh:description {_string(en)}@en"


def main() -> None:
    """Write schema/shapes.ttl."""
    from kg.resources import resource  # noqa: PLC0415 (only here)

    path = resource("schema", "graph.yaml").with_name("shapes.ttl")
    path.write_text(shapes_turtle(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
