"""GraphML, as NetworkX, Gephi, yEd, igraph and Cytoscape read it.

http://graphml.graphdrawing.org/specification.html; Gephi shows the attribute `label` and adds up `weight`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from kg.graph.model import Property
from kg.graph.tables import Counts
from loaders.exporter import batches
from loaders.flat import common_types, display_property, flat_rows
from loaders.xmlcount import count_values
from loaders.xmlfile import TYPES, XmlExporter, named, values_writer
from loaders.xmltext import attribute, content

__all__ = ["GraphmlExporter"]

# What nodes and edges have beside the schema's properties.
_NODE = {"label": "string", "node_label": "string"}
_EDGE = {"label": "string", "relationship": "string", "weight": "float"}
# Names that Gephi gives a meaning of its own; a property of that name gets kg_ before it.
_TAKEN = {"id", "edgeid", "edgelabel", "x", "y", "z", "xpos", "ypos", "size", "r", "g", "b", *_NODE, *_EDGE}


class GraphmlExporter(XmlExporter):
    """One directed graph: node and edge ids are kg's; the label and the type are the attributes below.

    Node: label (what Gephi shows), node_label (Report, Unit, …), then the properties. Edge: label and relationship (the
    type), weight (1 each, so that Gephi's merged parallel edges weigh how many they were), then the properties. Null is
    an attribute left out, a list one text (loaders.flat.join_list), a character that XML cannot hold U+FFFD.
    """

    name = "graphml"
    about = "one file for Gephi, yEd, Cytoscape, NetworkX, igraph"
    suffix = ".graphml"

    def _start(self) -> None:
        self._file = self._path.open("w", encoding="utf-8", newline="\n")
        self._write(
            ['<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n']
        )
        nodes = common_types(one.properties[1:] for one in self._schema.nodes.values())
        self._write(_keys("node", _NODE, nodes))
        edges = common_types(one.properties for one in self._schema.relationships.values())
        self._write(_keys("edge", _EDGE, edges))
        self._write(['<graph id="kg" edgedefault="directed">\n'])

    def _nodes(self, label: str, rows: pa.Table) -> None:
        node = self._schema.nodes[label]
        shown = rows.column_names.index(display_property(node))
        data = _writer("node", node.properties[1:])
        of_label = f'<data key="node_node_label">{content(label)}</data>'
        for part in batches(rows):
            self._write(
                f'<node id="{attribute(row[0])}">'
                f'<data key="node_label">{content(row[0] if row[shown] is None else str(row[shown]))}</data>'
                f"{of_label}{data(row[1:])}</node>\n"
                for row in flat_rows(part)
            )

    def _relationships(self, type: str, source: str, target: str, rows: pa.Table) -> None:
        data = _writer("edge", self._schema.relationships[type].properties)
        of_type = "".join(
            f'<data key="edge_{name}">{content(value)}</data>'
            for name, value in (("label", type), ("relationship", type), ("weight", "1.0"))
        )
        for part in batches(rows.drop_columns(["from_label", "to_label"])):
            self._write(
                f'<edge id="{attribute(rid)}" source="{attribute(start)}" target="{attribute(end)}">'
                f"{of_type}{data(values)}</edge>\n"
                for rid, start, end, *values in flat_rows(part)
            )

    def _finish(self) -> None:
        self._write(["</graph>\n</graphml>\n"])
        self._drop()

    def _read_back(self) -> Counts:
        found = count_values(self._path, "data", "key", ("node_node_label", "edge_relationship"))
        return Counts(found["node_node_label"], found["edge_relationship"])


def _keys(kind: str, own: Mapping[str, str], properties: Mapping[str, str]) -> Iterable[str]:
    for name, of in {**own, **{named(name, _TAKEN): of for name, of in properties.items()}}.items():
        quoted = attribute(name)
        yield f'<key id="{kind}_{quoted}" for="{kind}" attr.name="{quoted}" attr.type="{TYPES[of]}"/>\n'


def _writer(kind: str, properties: Sequence[Property]) -> Callable[[Sequence[Any]], str]:
    """A function from a row's values, in the order of the properties, to its data elements."""
    starts = [f'<data key="{kind}_{attribute(named(one.name, _TAKEN))}">' for one in properties]
    return values_writer(starts, '</data>', content)
