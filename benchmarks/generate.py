"""Graphs of any size that look like those of real reports: few initiatives are everywhere, most are rare.

python benchmarks/generate.py --nodes 1000000 --edges 5000000 --graph DIR    a graph folder with its store

The same size and seed give the same tables. There are no source texts, so `kg evidence` has nothing to show.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from columns import Columns, Ids, named, node_table, picked, relationship_table, zipf
from numpy.typing import NDArray

from kg.errors import InputError
from kg.graph.folder import write_graph
from kg.graph.schema import load_schema
from kg.graph.tables import GraphTables

__all__ = ["generate", "provinces"]

Ints = NDArray[np.int64]
Rows = list[tuple[str, str, Ints, Ints, Columns]]
"""Labels and rows of both ends, and the properties."""
# Shares of the nodes. Real graphs of a few dozen reports have more rare names; they fall as reports accumulate.
_SHARES = {"Report": 0.02, "District": 0.01, "Unit": 0.08, "Program": 0.16, "Campaign": 0.09, "Document": 0.02,
           "Indicator": 0.10}  # fmt: skip
_YEARS = 6
# Of the mentions: initiatives, units, districts, documents; as counted on seventy city reports.
_MENTIONED = {"Program": 0.34, "Campaign": 0.2, "Unit": 0.25, "District": 0.17, "Document": 0.04}
# The most common indicator has 0.7 % of the figures there (with 3, as for the names of initiatives, it would be 3 %).
_FLAT_INDICATORS = 15.0
_ACTING = {"LEADS": 0.3, "JOINS": 0.2, "TARGET_OF": 0.4, "ISSUES": 0.1}


@dataclass(frozen=True, slots=True)
class _World:
    """What is drawn once: ids by label, which district each report covers, which province each district lies in."""

    dice: np.random.Generator
    ids: dict[str, Ids]
    covering: int
    district_of: Ints
    province_of: Ints
    local: Ints
    """Campaigns that a district holds for itself, under a wider one."""


def generate(nodes: int, edges: int, seed: int = 1) -> GraphTables:
    """Tables with exactly so many nodes and relationships. Raises InputError when they are too few for each other.

    Mentions fill up what the other relationships leave, so edges must be 2.2 times the nodes or more.
    """
    if nodes < 1000 or edges < 2.2 * nodes:
        raise InputError("at least 1000 nodes, and 2.2 relationships for each, are needed", todo="give larger numbers")
    schema, dice = load_schema(), np.random.default_rng(seed)
    sizes = {label: int(nodes * share) for label, share in _SHARES.items()}
    sizes["Observation"] = nodes - sum(sizes.values())
    ids = {label: Ids(label, size, seed) for label, size in sizes.items()}
    covering = min(sizes["District"], max(3, sizes["Report"] // _YEARS))
    world = _World(
        dice, ids, covering, np.arange(sizes["Report"]) % covering, np.arange(sizes["District"]) % provinces(covering),
        np.arange(0, sizes["Campaign"], 10)[1:],
    )  # fmt: skip
    made = {label: _properties(label, world) for label in schema.labels}
    names = {label: columns["name"] for label, columns in made.items() if "name" in columns}
    rows = _relationships(world, edges, names)
    return GraphTables(
        {label: node_table(said, ids[label], made[label]) for label, said in schema.nodes.items()},
        {type: relationship_table(said, ids, rows.get(type, []), seed) for type, said in schema.relationships.items()},
        schema,
    )


def provinces(covering: int) -> int:
    """How many provinces so many districts lie in, one after another: fifteen districts or more in each, 31 at most."""
    return max(2, min(31, covering // 15))


def _properties(label: str, world: _World) -> Columns:
    dice, size = world.dice, len(world.ids[label])
    number = np.arange(size)
    if label == "Report":
        year = 2018 + number // world.covering % _YEARS
        start, name = np.zeros(size, np.int64), named(world.district_of, "{}市{}年政府工作报告", year)
        return {"name": name, "source": named(number, "{}.txt"), "start": start, "end": start + 15000, "title": name,
                "kind": picked(["summary"], start), "year": year, "plan_year": year + 1,
                "level": picked(["市", "县区", "乡镇街道"], world.district_of % 3),
                "sha256": world.ids[label].text}  # fmt: skip
    if label == "District":
        return {"name": named(number, "{}市"), "placeholder": pa.array(number % 50 == 49),
                "level": picked(["city", "county", "township"], number % 3)}  # fmt: skip
    if label == "Unit":
        scope = dice.choice(3, size, p=[0.8, 0.15, 0.05])
        return {"name": named(number, "{}局"), "place": named(number % world.covering, "{}市"),
                "scope": picked(["district", "named", "national"], scope)}  # fmt: skip
    if label in ("Program", "Campaign"):
        own = np.isin(number, world.local) if label == "Campaign" else np.zeros(size, bool)
        place = pc.if_else(pa.array(own), named(number % world.covering, "{}市"), None)
        return {"name": named(number, "{}工程" if label == "Program" else "{}专项行动"),
                "masked": pa.array(number % 40 == 39), "place": place}  # fmt: skip
    if label == "Observation":
        value = np.round(dice.lognormal(4, 3, size), 1)
        missing = dice.random(size) < 0.03
        status = dice.choice(4, size, p=[0.7, 0.2, 0.03, 0.07])
        amount, measure = pa.array(value, mask=missing), picked(["个", "户", "亿元", "%"], dice.integers(0, 4, size))
        return {"value": amount, "measure": measure, "base_value": amount, "base_measure": measure,
                "masked": pa.array(missing), "text": pa.array(value).cast(pa.string()),
                "status": picked(["done", "planned", "problem", "baseline"], status),
                "year": 2018 + dice.integers(0, _YEARS, size)}  # fmt: skip
    return {"name": named(number, "《{}条例》" if label == "Document" else "新建{}")}


def _relationships(
    world: _World, edges: int, names: dict[str, pa.Array]
) -> dict[str, Rows]:
    dice, sizes = world.dice, {label: len(ids) for label, ids in world.ids.items()}
    report, figure = np.arange(sizes["Report"]), np.arange(sizes["Observation"])
    unit, district = np.arange(sizes["Unit"]), np.arange(sizes["District"])
    says = dice.integers(0, len(report), len(figure))
    start = dice.integers(0, 14000, len(figure))
    about = figure[figure % 5 < 2]
    acting = int(0.2 * (sum(sizes.values())))
    rows: dict[str, Rows] = {
        "ISSUED_BY": [("Report", "Unit", report, world.district_of % len(unit), {})],
        "COVERS": [("Report", "District", report, world.district_of, {})],
        "STATES": [("Report", "Observation", says, figure,
                    {"start": start, "end": start + 4, "text": picked(["3.5亿元"], start * 0)})],
        "MEASURES": [("Observation", "Indicator", figure,
                      zipf(dice, sizes["Indicator"], len(figure), _FLAT_INDICATORS), {})],
        "ABOUT": [("Observation", label, part, zipf(dice, sizes[label], len(part)), {})
                  for label, part in (("Program", about[::2]), ("Campaign", about[1::2]))],
        "PART_OF": [("District", "District", district[1:], district[1:] // 12, {})],
        "LOCATED_IN": [("Unit", "District", unit, unit % world.covering, {})],
        "BROADER": [("Campaign", "Campaign", world.local, zipf(dice, 10, len(world.local)) % 10 * 10 + 1, {})],
    }  # fmt: skip
    for type, share in _ACTING.items():
        rows[type] = _acting(world, type, int(share * acting))
    alike = np.arange(0, sizes["Program"] - 1, 50)
    # LOOKS_LIKE leads from the smaller id to the larger: ids are in order.
    rows["LOOKS_LIKE"] = [("Program", "Program", alike, alike + 1,
                           {"score": dice.random(len(alike)), "rule": picked(["name"], alike * 0)})]  # fmt: skip
    left = edges - sum(len(one[2]) for said in rows.values() for one in said)
    rows["MENTIONS"] = _mentions(world, left, names)
    return rows


def _acting(world: _World, type: str, size: int) -> Rows:
    dice, labels = world.dice, ("Document",) if type == "ISSUES" else ("Program", "Campaign")
    found: Rows = []
    for label in labels:
        rows = size // len(labels)
        unit = dice.integers(0, len(world.ids["Unit"]), rows)
        said = dice.integers(0, len(world.ids["Report"]), rows)
        start = dice.integers(0, 14000, rows)
        found.append(("Unit", label, unit, zipf(dice, len(world.ids[label]), rows),
                      {"report": world.ids["Report"].text.take(said), "start": start, "end": start + 20}))  # fmt: skip
    return found


def _mentions(world: _World, size: int, names: dict[str, pa.Array]) -> Rows:
    dice = world.dice
    found: Rows = []
    left = size
    for label, share in _MENTIONED.items():
        rows = left if label == "Document" else int(size * share)
        left -= rows
        report = dice.integers(0, len(world.ids["Report"]), rows)
        many = len(world.ids[label])
        target = zipf(dice, many, rows)
        home = world.district_of[report]
        if label == "Unit":  # mostly organs of the place
            target = np.where(dice.random(rows) < 0.8, (home + world.covering * zipf(dice, 24, rows)) % many, target)
        else:  # neighbours have things in common that others do not have
            province = world.province_of[home]
            near = (target + (province + 1) * (many // (provinces(world.covering) + 1))) % many
            target = np.where(dice.random(rows) < 0.4, near, target)
        start = dice.integers(0, 14000, rows)
        status = dice.choice(3, rows, p=[0.62, 0.3, 0.08])
        found.append(("Report", label, report, target,
                      {"start": start, "end": start + 6, "text": names[label].take(target),
                       "status": picked(["done", "planned", "mentioned"], status)}))  # fmt: skip
    return found


def main() -> None:
    """Write a graph folder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--nodes", type=int, default=1_000_000)
    parser.add_argument("--edges", type=int, default=5_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--graph", type=Path, required=True, metavar="DIR")
    options = parser.parse_args()
    began = time.perf_counter()
    tables = generate(options.nodes, options.edges, options.seed)
    print(f"made in {time.perf_counter() - began:.1f} s", flush=True)
    write_graph(options.graph, tables)
    print(f"written after {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
