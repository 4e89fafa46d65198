"""GraphML and GEXF: read back by NetworkX, and held against what Gephi's importers and the formats' schemas demand."""

from __future__ import annotations

import datetime
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path

import networkx as nx
import pytest

from kg.errors import LoadError
from kg.graph.tables import GraphTables, build_tables
from kg.resolution import resolve
from loaders.base import load
from loaders.flat import common_types, split_list
from loaders.gexf import GexfExporter
from loaders.graphml import GraphmlExporter
from tests.loaders.hostile import HOSTILE, TABLES, rows_by_id
from tests.resolution.invented import extraction

ML, GX = "{http://graphml.graphdrawing.org/xmlns}", "{http://gexf.net/1.3}"
# What Gephi's importers know as types (ImporterGraphML and ImporterGEXF, without their lists), and how it reads them.
GEPHI = {"boolean": lambda text: {"true": True, "false": False}[text], "long": int, "double": float, "string": str}
# In no XML 1.0 document.
LOST = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF], "\ufffd")


def expected(tables: GraphTables, kind: str) -> dict[str, dict[str, object]]:
    """The properties of every node or edge, as a format with one space of names has them."""
    schema, rows = tables.schema, rows_by_id(tables)
    found = {}
    for name in schema.labels if kind == "node" else schema.types:
        said = schema.nodes[name].properties if kind == "node" else schema.relationships[name].properties
        for id, row in rows[name].items():
            values = {one.name: row[one.name] for one in said if one.name in row and not one.key}
            found[id] = {"is": name, **{key: clean(value) for key, value in values.items()}}
            if kind == "edge":
                found[id] |= {"ends": (row["from"], row["to"])}
    return found


def clean(value: object) -> object:
    if isinstance(value, list):
        return [part.translate(LOST) for part in value]
    return value.translate(LOST) if isinstance(value, str) else value


def read(tables: GraphTables, data: Mapping[str, object], label: str) -> dict[str, object]:
    """What NetworkX read of a node or edge, under the schema's names again, lists as lists."""
    name = str(data[label])
    schema = tables.schema
    said = (schema.nodes[name] if name in schema.nodes else schema.relationships[name]).properties
    found: dict[str, object] = {"is": name}
    for one in said:
        written = f"kg_{one.name}" if f"kg_{one.name}" in data else one.name
        if written in data and not one.key and not (written in {"start", "end"} and isinstance(data[written], str)):
            value = data[written]
            found[one.name] = split_list(str(value)) if one.type == "list" else value
    return found


@pytest.mark.parametrize("tables", [TABLES, HOSTILE], ids=["invented", "hostile"])
@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_networkx_reads_the_same_graph(format: str, tables: GraphTables, tmp_path: Path) -> None:
    path = tmp_path / f"a.{format}"
    load({"graphml": GraphmlExporter, "gexf": GexfExporter}[format](path), tables)
    graph = nx.read_graphml(path, force_multigraph=True) if format == "graphml" else nx.read_gexf(path)
    nodes = {id: read(tables, data, "node_label") for id, data in graph.nodes(data=True)}
    assert nodes == expected(tables, "node")
    graph = nx.MultiDiGraph(graph)
    edges = {}
    for source, target, key, data in graph.edges(keys=True, data=True):
        edges[data.get("id", key)] = {**read(tables, data, "relationship"), "ends": (source, target)}
        assert data["weight"] == 1.0
        assert data["label"] == data["relationship"]
    assert edges == expected(tables, "edge")


def test_labels_are_what_people_know(tmp_path: Path) -> None:
    load(GraphmlExporter(tmp_path / "a.graphml"), TABLES)
    load(GexfExporter(tmp_path / "a.gexf"), TABLES)
    for graph in (nx.read_graphml(tmp_path / "a.graphml"), nx.read_gexf(tmp_path / "a.gexf")):
        for label, shown in (("Program", "name"), ("Report", "name"), ("Observation", "text"), ("District", "name")):
            for row in TABLES.nodes[label].to_pylist():
                assert graph.nodes[row["id"]]["label"] == row[shown]


def test_graphml_keeps_gephis_rules(tmp_path: Path) -> None:
    load(GraphmlExporter(tmp_path / "a.graphml"), HOSTILE)
    root = ET.parse(tmp_path / "a.graphml").getroot()
    assert [child.tag.removeprefix(ML) for child in root] == ["key"] * (len(root) - 1) + ["graph"]
    keys = {key.get("id"): key.attrib for key in root.findall(f"{ML}key")}
    assert len(keys) == len(root) - 1
    # Names and ids by which Gephi sets something else than an attribute (position, size, colour, another label).
    special = {"d3", "d7", "x", "y", "z", "xpos", "ypos", "size", "r", "g", "b", "edgeid", "edgelabel", "id"}
    for id, key in keys.items():
        assert key["for"] in {"node", "edge"}
        assert key["attr.type"] in GEPHI
        assert not {id, key["attr.name"]} & special
    for kind in ("node", "edge"):
        names = [key["attr.name"] for key in keys.values() if key["for"] == kind]
        assert len(set(names)) == len(names)
        assert "label" in names
    (graph,) = root.findall(f"{ML}graph")
    assert graph.get("edgedefault") == "directed"
    seen: set[str | None] = set()
    for element in graph:
        kind = element.tag.removeprefix(ML)
        assert element.get("id") not in seen
        if kind == "node":
            seen.add(element.get("id"))
        else:
            assert {element.get("source"), element.get("target")} <= seen
        used = [data.get("key") for data in element]
        assert len(set(used)) == len(used)
        for data in element:
            key = keys[data.get("key")]
            assert key["for"] == kind
            GEPHI[key["attr.type"]](data.text or "")


def test_gexf_keeps_its_schema_and_gephis_rules(tmp_path: Path) -> None:
    load(GexfExporter(tmp_path / "a.gexf"), HOSTILE)
    root = ET.parse(tmp_path / "a.gexf").getroot()
    assert root.tag == f"{GX}gexf"
    assert root.attrib == {"version": "1.3"}
    assert [child.tag for child in root] == [f"{GX}meta", f"{GX}graph"]
    graph = root[1]
    assert graph.attrib == {
        "defaultedgetype": "directed", "mode": "dynamic", "timeformat": "date", "timerepresentation": "interval",
        "idtype": "string",
    }  # fmt: skip
    assert [child.tag.removeprefix(GX) for child in graph] == ["attributes", "attributes", "nodes", "edges"]
    types: dict[str, dict[str, str]] = {}
    for group in graph.findall(f"{GX}attributes"):
        assert group.attrib == {"class": group.get("class"), "mode": "static"}
        for one in group:
            assert set(one.attrib) == {"id", "title", "type"}
            assert one.attrib["type"] in GEPHI
        types[str(group.get("class"))] = {one.attrib["id"]: one.attrib["type"] for one in group}
        assert len(types[str(group.get("class"))]) == len(group)
        assert len({one.attrib["title"] for one in group}) == len(group)
    assert set(types) == {"node", "edge"}
    ids = set()
    for node in graph.find(f"{GX}nodes") or ():
        assert {"id", "label"} <= set(node.attrib) <= {"id", "label", "start", "end"}
        ids.add(node.attrib["id"])
    for edge in graph.find(f"{GX}edges") or ():
        needed = {"id", "source", "target", "kind", "label", "weight"}
        assert needed <= set(edge.attrib) <= needed | {"start", "end"}
        assert {edge.attrib["source"], edge.attrib["target"]} <= ids
        assert float(edge.attrib["weight"]) == 1
        (mark,) = [one for one in edge.iter(f"{GX}attvalue") if one.get("for") == "edge_relationship"]
        assert mark.get("value") == edge.attrib["kind"] == edge.attrib["label"]
    for kind in ("node", "edge"):
        elements = list(graph.find(f"{GX}{kind}s") or ())
        assert elements
        assert len({one.attrib["id"] for one in elements}) == len(elements)
        for element in elements:
            (values,) = element
            for value in values:
                assert set(value.attrib) == {"for", "value"}
                GEPHI[types[kind][value.attrib["for"]]](value.attrib["value"])
            if "start" in element.attrib:
                first, last = (datetime.date.fromisoformat(element.attrib[end]) for end in ("start", "end"))
                assert first < last


def test_the_time_line_has_the_years_of_the_reports(tmp_path: Path) -> None:
    said = [
        extraction(["P:河长制", "C:春风行动"], year=2021, plan_year=2022, district="甲县"),
        extraction(["P:河长制", "U:县水利局"], year=2023, plan_year=2024, district="乙县", name="b.txt"),
        extraction(["P:林长制"], year=None, plan_year=2025, kind="plan", district="丙县", name="c.txt"),
        extraction(["P:田长制"], year=None, plan_year=None, district="丁县", name="d.txt"),
    ]
    load(GexfExporter(tmp_path / "a.gexf"), build_tables(resolve(said)))
    graph = nx.read_gexf(tmp_path / "a.gexf")
    times = {data["label"]: (data.get("start", "")[:4], data.get("end", "")[:4]) for _, data in graph.nodes(data=True)}
    assert times["河长制"] == ("2021", "2023")
    assert times["春风行动"] == ("2021", "2021")
    assert times["林长制"] == ("2025", "2025")
    assert times["田长制"] == ("", "")
    assert times["乙县"] == ("2023", "2023")
    for source, _, data in graph.edges(data=True):
        assert data.get("start") == graph.nodes[source].get("start") or graph.nodes[source]["node_label"] != "Report"


@pytest.mark.parametrize("exporter", [GraphmlExporter, GexfExporter])
def test_an_id_that_two_labels_share_is_said(exporter: type[GraphmlExporter], tmp_path: Path) -> None:
    nodes = {**HOSTILE.nodes, "Document": HOSTILE.nodes["Indicator"].select(["id", "name"])}
    empty = HOSTILE.schema.nodes["Document"].arrow.empty_table()
    rows = [{**row, "aliases": []} for row in nodes["Document"].to_pylist()[:1]]
    nodes["Document"] = type(empty).from_pylist(rows, schema=empty.schema)
    with pytest.raises(LoadError, match="has the id ind-"):
        load(exporter(tmp_path / "a.xml"), GraphTables(nodes, HOSTILE.relationships, HOSTILE.schema))
    assert list(tmp_path.iterdir()) == []


def test_one_column_for_all_labels_is_wide_enough() -> None:
    said = TABLES.schema.nodes["Observation"].properties
    of = {one.type: one for one in said} | {"list": TABLES.schema.nodes["Unit"].properties[2]}

    def named(type: str) -> object:
        return of[type].__class__("p", type, "", "")  # type: ignore[arg-type]

    for types, wide in (("int int", "int"), ("int float", "float"), ("bool int", "string"), ("list list", "string")):
        assert common_types([[named(one)] for one in types.split()])["p"] == wide  # type: ignore[list-item]
