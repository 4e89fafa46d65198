"""Reads the declaration of the graph schema (schema/graph.yaml) and says where it is malformed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kg.errors import SchemaError
from kg.graph.model import ENDS, TYPES, GraphSchema, NodeType, Property, RelationshipType, TableType
from kg.resources import parse_yaml, resource

__all__ = ["GraphSchema", "NodeType", "Property", "RelationshipType", "TableType", "load_schema", "read_schema"]

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


class _Reader:
    """Turns the parsed YAML into records, saying where it is malformed."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def fail(self, where: str, what: str) -> SchemaError:
        return SchemaError(
            what, where=f"{self._path}: {where}", todo="correct the declaration, or install kg again"
        )

    def mapping(self, value: Any, where: str) -> dict[str, Any]:
        if not isinstance(value, dict) or not value:
            raise self.fail(where, "a mapping with entries is expected here")
        for name in value:
            if not isinstance(name, str) or not _NAME.fullmatch(name):
                raise self.fail(where, f"{name!r} is no name (letters, digits and underscores)")
        return value

    def text(self, value: Mapping[str, Any], key: str, where: str) -> str:
        if not isinstance(value.get(key), str) or not value[key].strip():
            raise self.fail(where, f"'{key}' is missing")
        return str(value[key])

    def known(self, value: Mapping[str, Any], allowed: set[str], where: str) -> None:
        if unknown := sorted(set(value) - allowed):
            raise self.fail(where, f"unknown entries: {', '.join(unknown)}")

    def properties(self, value: Any, where: str) -> tuple[Property, ...]:
        found = []
        for name, said in self.mapping(value, where).items():
            here = f"{where}.{name}"
            self.known(
                self.mapping(said, here), {"type", "zh", "en", "unit", "key", "required", "values"}, here
            )
            if said.get("type") not in TYPES:
                raise self.fail(here, f"type must be one of {', '.join(TYPES)}")
            for flag in ("key", "required"):
                if not isinstance(said.get(flag, False), bool):
                    raise self.fail(here, f"'{flag}' must be true or false")
            values = said.get("values", [])
            if not isinstance(values, list) or (values and said["type"] != "string"):
                raise self.fail(here, "'values' must be a list, of a string property")
            found.append(
                Property(
                    name, said["type"], self.text(said, "zh", here), self.text(said, "en", here), said.get("unit"),
                    said.get("key", False), said.get("required", False), tuple(str(one) for one in values),
                )
            )  # fmt: skip
        return tuple(found)

    def node(self, label: str, value: Any) -> NodeType:
        where = f"nodes.{label}"
        self.known(self.mapping(value, where), {"zh", "en", "properties"}, where)
        properties = self.properties(value.get("properties"), where)
        keys = [one for one in properties if one.key]
        if len(keys) != 1 or keys[0].type != "string" or keys[0] != properties[0]:
            raise self.fail(where, "the first property, and no other, must be the key, of type string")
        return NodeType(label, self.text(value, "zh", where), self.text(value, "en", where), properties)

    def table(self, name: str, value: Any) -> TableType:
        where = f"tables.{name}"
        self.known(self.mapping(value, where), {"zh", "en", "properties"}, where)
        properties = self.properties(value.get("properties"), where)
        return TableType(name, self.text(value, "zh", where), self.text(value, "en", where), properties)

    def relationship(self, type: str, value: Any, labels: set[str]) -> RelationshipType:
        where = f"relationships.{type}"
        self.known(self.mapping(value, where), {"zh", "en", "pairs", "properties", "cardinality"}, where)
        pairs = value.get("pairs")
        if not isinstance(pairs, list) or not pairs:
            raise self.fail(where, "'pairs' is missing: [[from, to], …]")
        for pair in pairs:
            if not isinstance(pair, list) or len(pair) != 2 or not set(pair) <= labels:
                raise self.fail(where, f"pair {pair!r}: two labels declared under nodes are expected")
        properties = self.properties(value["properties"], where) if "properties" in value else ()
        if clash := [one.name for one in properties if one.name in ENDS or one.key]:
            raise self.fail(where, f"properties that hide a column of the table: {', '.join(clash)}")
        if value.get("cardinality", "one") != "one":
            raise self.fail(where, "cardinality can only be 'one'")
        ends = tuple((str(source), str(target)) for source, target in pairs)
        if len(set(ends)) < len(ends):
            raise self.fail(where, "a pair is there twice")
        return RelationshipType(
            type,
            self.text(value, "zh", where),
            self.text(value, "en", where),
            ends,
            properties,
            "cardinality" in value,
        )


def read_schema(path: Path) -> GraphSchema:
    """The schema declared in the file. Raises SchemaError, which says where, when the declaration is malformed."""
    reader = _Reader(path)
    try:
        value = parse_yaml(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise reader.fail("whole file", f"cannot be read: {error}") from error
    reader.known(reader.mapping(value, "top level"), {"version", "nodes", "relationships", "tables"}, "top level")
    version = value.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise reader.fail("version", "a whole number from 1 is expected")
    nodes = {
        label: reader.node(label, said) for label, said in reader.mapping(value.get("nodes"), "nodes").items()
    }
    said = reader.mapping(value.get("relationships"), "relationships")
    relationships = {type: reader.relationship(type, one, set(nodes)) for type, one in said.items()}
    if clash := set(nodes) & set(relationships):
        raise reader.fail("relationships", f"also a label: {', '.join(sorted(clash))}")
    beside = reader.mapping(value["tables"], "tables") if "tables" in value else {}
    tables = {name: reader.table(name, one) for name, one in beside.items()}
    return GraphSchema(version, nodes, relationships, tables)


@cache
def load_schema() -> GraphSchema:
    """The schema that ships with kg."""
    return read_schema(resource("schema", "graph.yaml"))
