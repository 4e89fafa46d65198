"""What a Neo4j database holds of a graph beyond its tables: counting it, and removing it.

Removed is only what carries the graph's name and a key that the tables do not have. A node goes when nothing is linked
to it any more: relationships of others are not ours to remove.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from kg.errors import LoadError
from kg.graph.ddl_neo4j import RID, quoted
from kg.graph.model import GraphSchema
from kg.graph.tables import Counts
from kg.neo4j import GRAPH

__all__ = ["NODE", "RELATIONSHIP", "GraphInStore"]

_BATCH = 10_000
_NAMED = 3
NODE, RELATIONSHIP = "NODE", "RELATIONSHIP"


class Read(Protocol):
    """Runs a reading statement in a managed transaction; returns its rows."""

    def __call__(self, name: str, statement: str, **parameters: Any) -> list[list[Any]]:
        """name: for messages. Parameters go with $graph, the graph's name."""


class Run(Protocol):
    """Runs a writing statement in a managed transaction."""

    def __call__(self, name: str, statement: str, **parameters: Any) -> None:
        """name: for messages. Parameters go with $graph, the graph's name."""


class GraphInStore:
    """Counts and cleans one graph in a database."""

    def __init__(self, graph: str, schema: GraphSchema, read: Read, run: Run) -> None:
        """graph: its name. read, run: how statements are run."""
        self._graph, self._schema, self._read, self._run = graph, schema, read, run
        self._keys = {label: node.key.name for label, node in schema.nodes.items()}
        self._types = list(schema.types)

    def constraints(self) -> set[tuple[str, str]]:
        """The labels and types whose keys the database watches over, as ("NODE", label) and ("RELATIONSHIP", type).

        They tell what kg, of whatever version, has written into this database; from now on all of it is counted.
        """
        statement = "SHOW CONSTRAINTS YIELD entityType, labelsOrTypes, properties RETURN *"
        found = set()
        for entity, names, properties in self._read("constraints", statement):
            if len(properties) == 2 and properties[0] == GRAPH:
                found.add((str(entity), str(names[0])))
                if entity == NODE:
                    self._keys.setdefault(names[0], properties[1])
                elif names[0] not in self._types:
                    self._types.append(names[0])
        return found

    def counts(self) -> Counts:
        """How much the database holds of the graph; labels and types outside the schema only where there is some."""
        names = [*self._keys, *self._types]
        parts = []
        for at, name in enumerate(names):
            head, _, value = self._matching(name).rpartition("RETURN ")
            parts.append(f"{head}RETURN {at} AS at, count({value}) AS found")
        rows = self._read("counts", " UNION ALL ".join(parts))  # a part that finds nothing returns no row
        found = dict.fromkeys(names, 0) | {names[at]: int(count) for at, count in rows}
        schema = self._schema
        return Counts(
            {name: found[name] for name in self._keys if found[name] or name in schema.nodes},
            {name: found[name] for name in self._types if found[name] or name in schema.relationships},
        )

    def remove(self, found: Counts, written: Mapping[str, Sequence[pa.ChunkedArray]]) -> bool:
        """Remove what was not written. found: the counts now. written: the keys written, by label and type.

        Returns whether anything was removed. Raises LoadError when nodes are linked by what is not this graph's.
        """
        removed = False
        for names, how in ((found.relationships, self._remove_ways), (found.nodes, self._remove_nodes)):
            for name, count in names.items():
                keys = _together(written.get(name, ()))
                if count > len(keys):  # every key written is there, so more means that others are too
                    there = pa.array([row[0] for row in self._read(name, self._matching(name))], pa.string())
                    how(name, there.filter(pc.invert(pc.is_in(there, value_set=keys))))
                    removed = True
        return removed

    def _matching(self, name: str) -> str:
        """The statement that returns the keys. Both properties are named, so that the constraint's index answers."""
        node = name in self._keys
        key = quoted(self._keys[name] if node else RID)
        pattern = f"(x:{quoted(name)})" if node else f"()-[x:{quoted(name)}]->()"
        return f"MATCH {pattern} WHERE x.{quoted(GRAPH)} = $graph AND x.{key} IS NOT NULL RETURN x.{key}"

    def _remove_ways(self, type: str, rids: pa.Array) -> None:
        statement = (
            f"UNWIND $keys AS key MATCH ()-[r:{quoted(type)}]->() "
            f"WHERE r.{quoted(GRAPH)} = $graph AND r.{RID} = key DELETE r"
        )
        for part in _parts(rids):
            self._run(type, statement, keys=part)

    def _remove_nodes(self, label: str, keys: pa.Array) -> None:
        node = f"(n:{quoted(label)} {{{quoted(GRAPH)}: $graph, {quoted(self._keys[label])}: key}})"
        found = f"UNWIND $keys AS key MATCH {node}"
        linked: list[str] = []
        for part in _parts(keys):
            self._run(label, f"{found} WHERE NOT EXISTS {{ (n)--() }} DELETE n", keys=part)
            linked += [row[0] for row in self._read(label, f"{found} RETURN key", keys=part)]
        if linked:
            others = f" and {len(linked) - _NAMED} more" if len(linked) > _NAMED else ""
            raise LoadError(
                f"{label} {', '.join(linked[:_NAMED])}{others} cannot be removed: relationships that are not this "
                "graph's are linked there",
                where=f"graph {self._graph}",
                todo="remove those, then load again",
            )


def _together(parts: Iterable[pa.ChunkedArray]) -> pa.Array:
    chunks = [chunk for part in parts for chunk in part.chunks]
    return pc.unique(pa.concat_arrays(chunks)) if chunks else pa.array([], pa.string())


def _parts(keys: pa.Array) -> Iterator[list[str]]:
    for start in range(0, len(keys), _BATCH):
        yield keys[start : start + _BATCH].to_pylist()
