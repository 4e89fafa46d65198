"""The embedded store's table definitions, from the schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.graph.schema import GraphSchema, Property

__all__ = ["quoted", "store_ddl"]

_TYPES: Mapping[str, str] = {
    "string": "STRING",
    "int": "INT64",
    "float": "DOUBLE",
    "bool": "BOOL",
    "list": "STRING[]",
}


def quoted(name: str) -> str:
    """A label, type or property name in backticks. Names come from the schema only; a backtick in one is doubled."""
    return "`" + name.replace("`", "``") + "`"


def store_ddl(schema: GraphSchema) -> Iterator[str]:
    """One CREATE statement for each node table, then one for each relationship table."""
    for node in schema.nodes.values():
        key = quoted(node.key.name)
        yield f"CREATE NODE TABLE {quoted(node.label)}({_columns(node.properties)}, PRIMARY KEY({key}))"
    for relationship in schema.relationships.values():
        pairs = ", ".join(
            f"FROM {quoted(source)} TO {quoted(target)}" for source, target in relationship.pairs
        )
        columns = _columns((Property("rid", "string", "关系标识", "id"), *relationship.properties))
        yield f"CREATE REL TABLE {quoted(relationship.type)}({pairs}, {columns})"


def _columns(properties: tuple[Property, ...]) -> str:
    return ", ".join(f"{quoted(property.name)} {_TYPES[property.type]}" for property in properties)
