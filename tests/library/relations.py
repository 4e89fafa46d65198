"""Relationships and values that need more than the examples' annotation, put into tables for the queries on them.

What stands here replaces what resolution found of these types, so that the expected rows depend on this file alone; to
BROADER alone it adds, for a concept may have no other evidence than what stands under it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pyarrow as pa

from kg.graph.tables import GraphTables, check_tables
from kg.resolution.ids import make_id

Row = dict[str, Any]

BROADER = (
    ("农村人居环境整治提升五年行动", "农村人居环境整治"),
    ("国家卫生县城复审", "国家卫生城市"),
    ("低保边缘家庭救助", "低保"),
)
PLACES = {"农村人居环境整治提升五年行动": "禾川县"}
LOOKS_LIKE = (("国家卫生县城复审", "国家卫生城市", 0.62), ("低保", "低保边缘家庭救助", 0.81))
SUCCEEDS = (("Unit", "区市场监管局", "区行政审批局", 2019), ("District", "澜州市", "临渚市", None))
COMMUNITIES = {"青岚区": 1, "禾川县": 1, "听泉街道": 2, "松河市": 2}
SIMILAR = (
    ("青岚区", "禾川县", 0.25, ["河长制", "安全生产月"]),
    ("听泉街道", "青岚区", 0.125, ["全国文明城市创建", "低保"]),
)
BRIDGING = {"低保": 0.5}


def with_relations(tables: GraphTables) -> GraphTables:
    """The tables of the examples' annotation with the relationships and values above."""
    by_name = {(label, row["name"]): (row["id"], label) for label in tables.schema.labels for row in of(tables, label)}
    # Ids of labels that have no names (figures) are never asked for.

    def one(name: str, *labels: str) -> tuple[str, str]:
        return next(by_name[label, name] for label in labels if (label, name) in by_name)

    def initiatives(a: str, b: str) -> tuple[str, str, str, str]:
        return (*one(a, "Program", "Campaign"), *one(b, "Program", "Campaign"))

    def similar(a: str, b: str) -> tuple[str, str, str, str]:
        return rising((*one(a, "District"), *one(b, "District")))

    said = enumerate(tables.relationships["MENTIONS"].to_pylist())
    ways = {
        "BROADER": added(tables, [way("BROADER", *initiatives(a, b)) for a, b in BROADER]),
        "LOOKS_LIKE": [
            way("LOOKS_LIKE", *rising(initiatives(a, b)), score=score, rule="test", evidence=f"{a} / {b}")
            for a, b, score in LOOKS_LIKE
        ],
        "SUCCEEDS": [
            way("SUCCEEDS", *one(a, label), *one(b, label), year=year, basis="reform") for label, a, b, year in SUCCEEDS
        ],
        "SIMILAR_TO": [
            way("SIMILAR_TO", *similar(a, b), score=score, shared=len(top), top=top) for a, b, score, top in SIMILAR
        ],
        "MENTIONS": [row | {"confidence": 0.25 + number % 4 / 4} for number, row in said],
    }
    values = {
        "District": [row | {"community": COMMUNITIES.get(row["name"])} for row in of(tables, "District")],
        "Campaign": [row | {"place": PLACES.get(row["name"], row["place"])} for row in of(tables, "Campaign")],
        "Program": [row | {"bridging": BRIDGING.get(row["name"])} for row in of(tables, "Program")],
    }
    return replaced(tables, values, ways)


def invented(tables: GraphTables) -> GraphTables:
    """The tables of any graph with relationships between nodes of it, enough that no query finds nothing."""
    ids = {label: [(row["id"], label) for row in of(tables, label)] for label in tables.schema.labels}
    covered = set(tables.relationships["COVERS"]["to"].to_pylist())
    districts = [one for one in ids["District"] if one[0] in covered]
    narrower, wider = [*ids["Campaign"][::3], *ids["Program"][::5]][:2000], ids["Program"][1::50]
    under = [(*one, *wider[number % len(wider)]) for number, one in enumerate(narrower)]
    alike = [
        rising((*a, *b))
        for label in ("Campaign", "Unit", "Document", "Indicator")
        for a, b in zip(ids[label][::7], ids[label][3::7], strict=False)
    ]
    taken = zip(ids["Unit"][::11], ids["Unit"][5::11], strict=False)
    names = {row["id"]: row["name"] for row in of(tables, "Program")}
    top = list(names.values())[:3]
    said = enumerate(tables.relationships["MENTIONS"].to_pylist())
    ways = {
        "BROADER": added(tables, [way("BROADER", *ends) for ends in under if ends[0] != ends[2]]),
        "LOOKS_LIKE": [
            way("LOOKS_LIKE", *ends, score=number % 10 / 10, rule="test", evidence=None)
            for number, ends in enumerate(alike)
        ],
        "SUCCEEDS": [
            way("SUCCEEDS", *a, *b, year=2018 + number % 3 if number % 2 else None, basis="reform")
            for number, (a, b) in enumerate(taken)
        ],
        "SIMILAR_TO": [
            way("SIMILAR_TO", *rising((*a, *b)), score=number % 97 / 97, shared=number, top=top[::-1])
            for number, (a, b) in enumerate(pairwise(districts))
        ],
        "MENTIONS": [row | {"confidence": number % 101 / 101} for number, row in said],
    }
    values = {
        label: [
            row | {"place": "某地" if number % 3 else None, "bridging": number % 13 / 13}
            for number, row in enumerate(of(tables, label))
        ]
        for label in ("Campaign", "Program")
    }
    values["District"] = [row | {"community": number % 4 or None} for number, row in enumerate(of(tables, "District"))]
    return replaced(tables, values, ways)


def of(tables: GraphTables, label: str) -> list[Row]:
    """The rows of a node table; what has no name (a figure) has its text as one."""
    rows: list[Row] = tables.nodes[label].to_pylist()
    return rows if rows and "name" in rows[0] else [row | {"name": row.get("text")} for row in rows]


def rising(ends: tuple[str, str, str, str]) -> tuple[str, str, str, str]:
    """Both ends (id, label, id, label), the smaller id first."""
    return ends if ends[0] < ends[2] else (*ends[2:], *ends[:2])


def way(type: str, source: str, source_label: str, target: str, target_label: str, **properties: Any) -> Row:
    """The row of a relationship."""
    ends = {"from": source, "from_label": source_label, "to": target, "to_label": target_label}
    return {"rid": make_id("rel", type, source, target), **ends, **properties}


def added(tables: GraphTables, rows: list[Row]) -> list[Row]:
    """The BROADER relationships that are there, and those of `rows` between others."""
    there: list[Row] = tables.relationships["BROADER"].to_pylist()
    known = {(row["from"], row["to"]) for row in there}
    return [*there, *(row for row in rows if (row["from"], row["to"]) not in known)]


def replaced(tables: GraphTables, nodes: Mapping[str, Iterable[Row]], ways: Mapping[str, list[Row]]) -> GraphTables:
    """The tables with other rows for these labels and types, checked."""
    schema = tables.schema
    node_tables = {label: pa.Table.from_pylist(list(rows), schema.nodes[label].arrow) for label, rows in nodes.items()}
    way_tables = {
        type: pa.Table.from_pylist(sorted(rows, key=lambda row: row["rid"]), schema.relationships[type].arrow)
        for type, rows in ways.items()
    }
    result = replace(
        tables, nodes={**tables.nodes, **node_tables}, relationships={**tables.relationships, **way_tables}
    )
    check_tables(result)
    return result
