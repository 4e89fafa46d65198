"""schema/context.jsonld: a JSON-LD 1.1 context for what kg exports, derived from the mapping.

`python -m kg.rdf.context` writes the file. Our own properties get their bare names, everything else its prefixed one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from kg.graph.model import Property
from kg.graph.schema import load_schema
from kg.rdf.mapping import load_mapping
from kg.rdf.model import PropertyMap

__all__ = ["context_json"]

_DATATYPES = {"int": "xsd:integer", "float": "xsd:double", "bool": "xsd:boolean"}


def context_json() -> str:
    """The whole file."""
    mapping = load_mapping()
    own: dict[str, Any] = {}
    for column, said in _columns():
        if said.predicate.startswith("kg:"):
            own.setdefault(said.predicate, {"@id": said.predicate, **_kind(column, said, mapping.language)})
    for row in mapping.relationships.values():
        ends = [*row.ends.values(), *(end for variant in row.variants for end in variant.ends.values())]
        for predicate in (*row.direct.values(), *(end.predicate for end in ends)):
            if predicate.startswith("kg:"):
                own.setdefault(predicate, {"@id": predicate, "@type": "@id", "@container": "@set"})
    for dimension in mapping.cube.dimensions.values():
        literal = dimension.range if dimension.range.startswith("xsd:") else "@id"
        own.setdefault(dimension.iri, {"@id": dimension.iri, "@type": literal})
    terms = {predicate.partition(":")[2]: own[predicate] for predicate in sorted(own)}
    context: Mapping[str, Any] = {
        "@version": 1.1, "id": "@id", "type": "@type", "graph": "@graph", **dict(sorted(mapping.prefixes.items())),
        **terms,
    }  # fmt: skip
    return json.dumps({"@context": context}, ensure_ascii=False, indent=2) + "\n"


def _columns() -> Iterator[tuple[Property, PropertyMap]]:
    schema, mapping = load_schema(), load_mapping()
    for known, mapped in (
        (schema.nodes, mapping.nodes), (schema.relationships, mapping.relationships), (schema.tables, mapping.tables),
    ):  # fmt: skip
        for name, said in known.items():
            for column in said.properties:
                yield column, mapped[name].properties[column.name]


def _kind(column: Property, said: PropertyMap, language: str) -> dict[str, str]:
    """How a value is read: an IRI, a text in our language, or a literal of a type."""
    several = {"@container": "@set"} if column.type == "list" else {}
    if said.codes or said.node or said.concept:
        return {"@type": "@id", **several}
    if said.language:
        return {"@language": language, **several}
    datatype = said.datatype or _DATATYPES.get(column.type)
    return {"@type": datatype, **several} if datatype else several


def main() -> None:
    """Write schema/context.jsonld."""
    from kg.resources import resource  # noqa: PLC0415 (only here)

    path = resource("schema", "graph.yaml").with_name("context.jsonld")
    path.write_text(context_json(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
