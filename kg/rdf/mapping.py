"""Reads the mapping (schema/rdf.yaml), and says where it is malformed or leaves out something of the graph schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kg.errors import SchemaError
from kg.graph.model import Property
from kg.graph.schema import GraphSchema, load_schema
from kg.rdf.model import (
    Code,
    Cube,
    CubeDataset,
    Dimension,
    End,
    Pairs,
    Part,
    PropertyMap,
    RdfMapping,
    RowMap,
    Scheme,
    Variant,
)  # fmt: skip
from kg.resources import parse_yaml, resource

__all__ = ["check_mapping", "load_mapping", "read_mapping"]

SPECIAL = ("run", "role")
"""Objects of constants that are no terms: the build that made the graph, the role of the type."""
GRAPHS = ("default", "self", "from", "report", "observation")


def _fail(where: str, what: str) -> SchemaError:
    return SchemaError(what, where=f"schema/rdf.yaml: {where}", todo="correct the mapping, or install kg again")


def _pairs(value: Iterable[Any]) -> Pairs:
    return tuple((str(first), str(second)) for first, second in value)


def _property(name: str, said: Mapping[str, Any]) -> PropertyMap:
    also = tuple(("", one) if isinstance(one, str) else (str(one[0]), str(one[1])) for one in said.get("also", ()))
    known = {key: said[key] for key in said if key not in ("also", "present", "absent", "unit")}
    return PropertyMap(
        name, **known, also=also, present=_pairs(said.get("present", ())), absent=_pairs(said.get("absent", ())),
        unit=tuple(said.get("unit", ())),
    )  # fmt: skip


def _part(name: str, said: Mapping[str, Any]) -> Part:
    converted: dict[str, Any] = {key: _pairs(said[key]) for key in ("constants", "links", "lookup") if key in said}
    converted |= {key: tuple(said[key]) for key in ("types", "key") if key in said}
    return Part(name, **{**said, **converted})


def _end(said: Mapping[str, Any]) -> End:
    return End(**{**said, "also": tuple(said.get("also", ()))})


def _variant(said: Mapping[str, Any]) -> Variant:
    known = {"from", "to", "types", "constants", "also", "inverse", "ends"}
    if unknown := set(said) - known:
        raise TypeError(f"unknown entries: {', '.join(sorted(unknown))}")
    return Variant(
        tuple(said.get("from", ())), tuple(said.get("to", ())), tuple(said.get("types", ())),
        _pairs(said.get("constants", ())), tuple(said.get("also", ())), said.get("inverse"),
        {name: _end(one) for name, one in said.get("ends", {}).items()},
    )  # fmt: skip


def _row(name: str, said: Mapping[str, Any]) -> RowMap:
    direct = said.get("direct", {})
    plain = {key: said[key] for key in ("path", "graph", "says", "role", "identifier", "described") if key in said}
    known = {*plain, "types", "properties", "parts", "constants", "direct", "from", "to", "on_to", "variants"}
    if unknown := set(said) - known:
        raise TypeError(f"unknown entries: {', '.join(sorted(unknown))}")
    return RowMap(
        name,
        types=tuple(said["types"]),
        properties={one: _property(one, each) for one, each in said.get("properties", {}).items()},
        parts={one: _part(one, each) for one, each in said.get("parts", {}).items()},
        constants=_pairs(said.get("constants", ())),
        direct={"": direct} if isinstance(direct, str) else direct,
        ends={end: _end(said[end]) for end in ("from", "to") if end in said},
        on_to=_pairs(said.get("on_to", ())),
        variants=tuple(_variant(one) for one in said.get("variants", ())),
        **plain,
    )


def _scheme(name: str, said: Mapping[str, Any]) -> Scheme:
    codes = {str(value): Code(str(value), **one) for value, one in said["codes"].items()}
    return Scheme(name, said["iri"], said["zh"], said["en"], codes, tuple(said.get("types", ())))


def _units(said: Mapping[str, str]) -> dict[str, str]:
    """The unit of each measure word; `counts` stands for all of that group in schema/measures.yaml."""
    words = parse_yaml(resource("schema", "measures.yaml").read_text(encoding="utf-8"))
    groups = {"counts": str(words["counts"]).split()}
    found = {word: unit for group, unit in said.items() if group in groups for word in groups[group]}
    return found | {word: unit for word, unit in said.items() if word not in groups}


def read_mapping(path: Path) -> RdfMapping:
    """The mapping declared in the file. Raises SchemaError when it is malformed."""
    part = "whole file"
    try:
        value = parse_yaml(path.read_text(encoding="utf-8"))
        groups: dict[str, dict[str, RowMap]] = {}
        for group in ("nodes", "relationships", "tables"):
            groups[group] = {}
            for name, said in value[group].items():
                part = f"{group}.{name}"
                groups[group][name] = _row(name, said)
        part = "schemes"
        schemes = {name: _scheme(name, said) for name, said in value["schemes"].items()}
        part = "cube"
        cube = Cube(
            {name: Dimension(name, **said) for name, said in value["cube"]["dimensions"].items()},
            tuple(value["cube"]["attributes"]),
            {name: CubeDataset(name, **said) for name, said in value["cube"]["datasets"].items()},
        )
        part = "units"
        units = _units(value["units"])
        part = "top level"
        plain = (value["base"], value["thesaurus"], value["language"], value["prefixes"], schemes)
        mapping = RdfMapping(
            *plain, groups["nodes"], groups["relationships"], groups["tables"], value["lookups"], cube, units
        )
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise _fail(part, f"{type(error).__name__}: {error}") from error
    return mapping


@cache
def load_mapping() -> RdfMapping:
    """The mapping that ships with kg, which says everything that the graph schema has."""
    mapping = read_mapping(resource("schema", "rdf.yaml"))
    check_mapping(mapping, load_schema())
    return mapping


def check_mapping(mapping: RdfMapping, schema: GraphSchema) -> None:
    """Raises SchemaError when something of the schema is not mapped, or what is read back could be ambiguous."""
    declared: tuple[tuple[str, Mapping[str, Any], Mapping[str, RowMap]], ...] = (
        ("nodes", schema.nodes, mapping.nodes),
        ("relationships", schema.relationships, mapping.relationships),
        ("tables", schema.tables, mapping.tables),
    )
    for group, known, mapped in declared:
        if set(known) ^ set(mapped):
            raise _fail(group, f"not in both schemas: {', '.join(sorted(set(known) ^ set(mapped)))}")
        for name, said in known.items():
            _check_row(f"{group}.{name}", said.properties, mapped[name], mapping)
    for name, relationship in schema.relationships.items():
        for source, target in relationship.pairs:
            ends = mapping.relationships[name].ends_of(source, target)
            if set(ends) != {"from", "to"}:
                raise _fail(f"relationships.{name}", f"no predicate for from and to of {source} → {target}")
    paths = [row.path for row in mapping.rows()]
    paths += [f"{row.path}-{part.path}" for row in mapping.rows() for part in row.parts.values()]
    if twice := {path for path in paths if paths.count(path) > 1 or path in mapping.prefixes}:
        raise _fail("path", f"there twice, or also a prefix: {', '.join(sorted(twice))}")
    firsts = [row.types[0] for row in mapping.rows()]
    if shared := {one for one in firsts if firsts.count(one) > 1}:
        raise _fail("types", f"first of several: {', '.join(sorted(shared))}")
    for term in _terms(mapping):
        if not term.startswith("<") and term.partition(":")[0] not in mapping.prefixes:
            raise _fail("prefixes", f"the prefix of {term!r} is not declared")


def _check_row(where: str, properties: tuple[Property, ...], row: RowMap, mapping: RdfMapping) -> None:
    names = {one.name for one in properties}
    if names ^ set(row.properties):
        raise _fail(where, f"properties not in both schemas: {', '.join(sorted(names ^ set(row.properties)))}")
    if row.graph not in GRAPHS:
        raise _fail(where, f"graph must be one of {', '.join(GRAPHS)}")
    parts = {"", *row.parts}
    places = [(one.part, one.predicate) for one in row.properties.values()]
    if twice := [f"{part} {predicate}" for part, predicate in places if places.count((part, predicate)) > 1]:
        raise _fail(where, f"said by two columns: {', '.join(twice)}")
    for one in properties:
        said = row.properties[one.name]
        if {said.part, *(part for part, _ in said.also)} - parts:
            raise _fail(f"{where}.{one.name}", "a part that is not declared")
        if one.values and set(one.values) - set(mapping.schemes[said.codes or "status"].codes if said.codes else ()):
            raise _fail(f"{where}.{one.name}", f"no code for one of: {', '.join(one.values)}")
        if (said.period or said.absent) and one.type == "list":
            raise _fail(f"{where}.{one.name}", "a list has no period and nothing to say of its absence")


def _terms(mapping: RdfMapping) -> Iterator[str]:
    """Every term that the mapping uses."""
    for row in mapping.rows():
        yield from row.types
        yield from row.direct.values()
        yield from (one for one in (row.says, row.role, row.identifier) if one)
        yield from _of_pairs(row.constants)
        yield from (predicate for predicate, _ in row.on_to)
        ends = list(row.ends.values())
        for variant in row.variants:
            yield from (*variant.types, *variant.also, *_of_pairs(variant.constants))
            yield from [variant.inverse] if variant.inverse else []
            ends += variant.ends.values()
        for end in ends:
            yield from (end.predicate, *end.also, *([end.inverse] if end.inverse else []))
        for said in row.properties.values():
            yield from (said.predicate, *(predicate for _, predicate in said.also), *said.unit)
            yield from (*_of_pairs(said.present), *_of_pairs(said.absent))
            yield from (one for one in (said.datatype, said.period, said.english) if one)
        for part in row.parts.values():
            yield from (part.linked, *part.types, *_of_pairs(part.constants))
            yield from (predicate for predicate, _ in (*part.links, *part.lookup))
    for scheme in mapping.schemes.values():
        yield from (scheme.iri, *scheme.types, *(code.iri for code in scheme.codes.values()))
    for dimension in mapping.cube.dimensions.values():
        yield from (one for one in (dimension.iri, dimension.range, dimension.code_list, dimension.unknown) if one)
    for dataset in mapping.cube.datasets.values():
        yield from (dataset.iri, dataset.structure, dataset.measure, dataset.range)
    yield from (*mapping.cube.attributes, *mapping.units.values())


def _of_pairs(pairs: Pairs) -> Iterator[str]:
    for predicate, object in pairs:
        yield predicate
        if object not in SPECIAL:
            yield object
