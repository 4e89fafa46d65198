"""GEXF 1.3, Gephi's own format, with the years from which to which each node and edge is there.

https://gexf.net/schema.html. The file is written front to back, but when a node is there is known only from what is
said of it: so the edges go to a second file first, and the nodes are written at the end.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from kg.graph.model import Property
from kg.graph.tables import Counts
from loaders.exporter import batches
from loaders.flat import common_types, display_property, flat_rows
from loaders.xmlcount import count_values
from loaders.xmlfile import TYPES, XmlExporter, named, values_writer
from loaders.xmltext import attribute
from loaders.years import Years

__all__ = ["GexfExporter"]

_NODE, _EDGE = "node_label", "relationship"
# Names that GEXF, or NetworkX when it reads one, gives a meaning of its own; such a property gets kg_ before it.
_TAKEN = {"id", "label", "start", "end", "weight", "pid", "spells", "viz", "parents", "interval", _NODE, _EDGE}
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
<meta><creator>kg</creator></meta>
<graph defaultedgetype="directed" mode="dynamic" timeformat="date" timerepresentation="interval" idtype="string">
"""


class GexfExporter(XmlExporter):
    """One directed graph with a time line.

    Node: id, label (its name), start and end; edge: id, source, target, kind and label (the type), weight 1, start and
    end. start is the first day of the first year, end the last day of the last (loaders.years); what has no year is
    there always. Attributes, lists and null as in GraphML. The time of an edge is its report's.
    """

    name = "gexf"
    about = "one file for Gephi, with kinds of edges and a time line of the reports' years"
    suffix = ".gexf"

    def _start(self) -> None:
        self._years = Years(self._schema)
        self._tables: list[tuple[str, pa.Table]] = []
        self._file = self._edges.open("w", encoding="utf-8", newline="\n")

    def _nodes(self, label: str, rows: pa.Table) -> None:
        self._tables.append((label, rows))
        self._years.add_nodes(label, rows)

    def _relationships(self, type: str, source: str, target: str, rows: pa.Table) -> None:
        properties = self._schema.relationships[type].properties
        values_of = _writer("edge", properties)
        years_of = self._years.of_relationships(type)
        kind = attribute(type)
        mark = f'<attvalue for="edge_{_EDGE}" value="{kind}"/>'
        for part in batches(rows.drop_columns(["from_label", "to_label"])):
            self._write(
                f'<edge id="{attribute(rid)}" source="{attribute(start)}" target="{attribute(end)}" kind="{kind}" '
                f'label="{kind}" weight="1.0"{_time(years_of(start, end, values))}>'
                f"<attvalues>{mark}{values_of(values)}</attvalues></edge>\n"
                for rid, start, end, *values in flat_rows(part)
            )

    def _finish(self) -> None:
        self._drop()
        with self._path.open("w", encoding="utf-8", newline="\n") as self._file:
            self._write([_HEAD])
            nodes = common_types(one.properties[1:] for one in self._schema.nodes.values())
            self._write(_attributes("node", _NODE, nodes))
            edges = common_types(one.properties for one in self._schema.relationships.values())
            self._write(_attributes("edge", _EDGE, edges))
            self._write(["<nodes>\n"])
            for label, rows in self._tables:
                self._write_nodes(label, rows)
            self._write(["</nodes>\n<edges>\n"])
            with self._edges.open(encoding="utf-8", newline="\n") as edges_file:
                shutil.copyfileobj(edges_file, self._file, 1 << 20)
            self._write(["</edges>\n</graph>\n</gexf>\n"])
        self._drop()
        self._edges.unlink()
        self._tables.clear()

    def abort(self) -> None:
        """Remove what was written; what was there before stays."""
        super().abort()
        if hasattr(self, "_path"):
            self._edges.unlink(missing_ok=True)

    def _read_back(self) -> Counts:
        names = (f"node_{_NODE}", f"edge_{_EDGE}")
        found = count_values(self._path, "attvalue", "for", names, "value")
        return Counts(found[names[0]], found[names[1]])

    @property
    def _edges(self) -> Path:
        return self._path.with_name(f"{self._path.name}.edges")

    def _write_nodes(self, label: str, rows: pa.Table) -> None:
        node = self._schema.nodes[label]
        shown = rows.column_names.index(display_property(node))
        values_of = _writer("node", node.properties[1:])
        mark = f'<attvalue for="node_{_NODE}" value="{attribute(label)}"/>'
        for part in batches(rows):
            self._write(
                f'<node id="{attribute(row[0])}" label="{attribute(row[0] if row[shown] is None else str(row[shown]))}"'
                f"{_time(self._years.of_node(row[0]))}>"
                f"<attvalues>{mark}{values_of(row[1:])}</attvalues></node>\n"
                for row in flat_rows(part)
            )


def _time(years: tuple[int, int] | None) -> str:
    return f' start="{years[0]:04}-01-01" end="{years[1]:04}-12-31"' if years else ""


def _attributes(kind: str, own: str, properties: Mapping[str, str]) -> Iterable[str]:
    yield f'<attributes class="{kind}" mode="static">\n'
    for name, of in {own: "string", **{named(name, _TAKEN): of for name, of in properties.items()}}.items():
        quoted = attribute(name)
        yield f'<attribute id="{kind}_{quoted}" title="{quoted}" type="{TYPES[of]}"/>\n'
    yield "</attributes>\n"


def _writer(kind: str, properties: Sequence[Property]) -> Callable[[Sequence[Any]], str]:
    """A function from a row's values, in the order of the properties, to its attvalue elements."""
    starts = [f'<attvalue for="{kind}_{attribute(named(one.name, _TAKEN))}" value="' for one in properties]
    return values_writer(starts, '"/>', attribute)
