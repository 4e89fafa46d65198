"""Neo4j's constraints, from the schema. Each brings the index by which nodes and relationships are found."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kg.graph.schema import GraphSchema
from kg.neo4j import GRAPH

__all__ = ["RID", "neo4j_ddl", "quoted"]

RID = "rid"
"""The property that identifies a relationship; a column of every relationship table."""


def quoted(name: str) -> str:
    r"""A label, type or property name in backticks.

    Before it reads a statement, Neo4j turns \u0060 into a backtick, which would end the name; a backslash is written so
    that it stays one.
    """
    return "`" + name.replace("\\", "\\u005c").replace("`", "``") + "`"


def neo4j_ddl(schema: GraphSchema, there: Collection[tuple[str, str]] = ()) -> Iterator[str]:
    """One statement for each label and type: in one graph, no two have the same key.

    there: those that have one already, as ("NODE", label) and ("RELATIONSHIP", type).
    The constraints have no names of ours: IF NOT EXISTS would do nothing when another rule had that name.
    """
    graph, rid = quoted(GRAPH), quoted(RID)
    for node in schema.nodes.values():
        if ("NODE", node.label) not in there:
            pattern, key = f"(x:{quoted(node.label)})", quoted(node.key.name)
            yield f"CREATE CONSTRAINT IF NOT EXISTS FOR {pattern} REQUIRE (x.{graph}, x.{key}) IS UNIQUE"
    for type in schema.types:
        if ("RELATIONSHIP", type) not in there:
            pattern = f"()-[x:{quoted(type)}]-()"
            yield f"CREATE CONSTRAINT IF NOT EXISTS FOR {pattern} REQUIRE (x.{graph}, x.{rid}) IS UNIQUE"
