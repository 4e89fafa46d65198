"""`bridges`: initiatives that link districts, and units that link initiatives, by betweenness."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kg.analysis.arguments import PLACEHOLDERS, SEED, number, whole
from kg.analysis.holdings import Holdings, Initiatives, holdings
from kg.analysis.model import Analysis, Result, Written, columns
from kg.analysis.networks import bipartite, networkx
from kg.analysis.picture import Dot, Link, Network, Picture
from kg.graph.tables import GraphTables
from kg.library.model import Parameter, Words
from kg.output.rows import Rows, Value

__all__ = ["BRIDGES", "bridges"]

Ints = NDArray[np.int64]
_DIGITS = 9
_NAMED = 5
# A node or an edge of the network takes NetworkX about two microseconds from each place: half a minute.
_EFFORT = 15_000_000
_FEWEST = 16
_DRAWN = 15


@dataclass(frozen=True)
class _Bridges:
    """One network: nodes that may be bridges (rows of `ids`), each with its ends; value and degree by node."""

    kind: str
    ids: Sequence[str]
    names: Sequence[str]
    labels: Sequence[str]
    node: Ints
    end: Ints
    ends: Sequence[str]
    value: Mapping[int, float]
    note: str

    def best(self) -> list[int]:
        """The nodes that are between others, the first the most."""
        some = [(-value, node) for node, value in self.value.items() if value > 0]
        return [node for _, node in sorted(some)]

    def linked(self, node: int) -> Ints:
        """The ends that a node links."""
        begin, end = np.searchsorted(self.node, [node, node + 1])
        return self.end[begin:end]


def bridges(tables: GraphTables, values: Mapping[str, Value]) -> Result:
    """Betweenness (Freeman, 1977) of initiatives between districts, and of units between initiatives.

    It is the share, of all pairs of districts (of initiatives), whose shortest way leads over the node; where there are
    several shortest ways, each counts in part. Exact when that takes half a minute or so; else estimated from a sample
    of the places where ways begin, drawn with the seed (Brandes and Pich, 2007). Written: bridging of Program, Campaign
    and Unit.
    """
    networkx()
    known = holdings(tables, placeholders=bool(values["placeholders"]))
    asked = str(values["network"] or "all")
    found = []
    if asked in ("all", "districts"):
        found.append(_initiatives(known, values))
    if asked in ("all", "units"):
        found.append(_units(tables, known.all, values))
    rows, notes = [], []
    for one in found:
        notes += [one.note] * bool(one.note)
        best = one.best()
        limit = whole(values, "limit")
        if limit and limit < len(best):
            notes.append(f"{one.kind}: {limit} of {len(best)} that are between others; -p limit=0 shows all")
        for node in best[: limit or None]:
            linked = one.linked(node)
            ends = [one.ends[at] for at in linked[:_NAMED]]
            rows.append((one.kind, one.names[node], one.labels[node], one.value[node], len(linked), ends,
                         one.ids[node]))  # fmt: skip
    written: dict[tuple[str, str], dict[str, Value]] = {}
    for one in found:
        for label in sorted(set(one.labels)):
            written[label, "bridging"] = {}
        for node, value in one.value.items():
            written[one.labels[node], "bridging"][one.ids[node]] = value
    return Result(
        Rows.of([column.name for column in BRIDGES.columns], rows), tuple(notes), Written(written),
        lambda: _picture(found[0]),
    )  # fmt: skip


def _initiatives(known: Holdings, values: Mapping[str, Value]) -> _Bridges:
    district, initiative = known.pairs
    fit = known.reach[initiative] > 1  # what one district has is between no two
    order = np.lexsort([district[fit], initiative[fit]])
    node, end = initiative[fit][order], district[fit][order]
    value, note = _between(node, end, len(known.districts), values)
    value = {**dict.fromkeys(np.flatnonzero(known.reach).tolist(), 0.0), **value}
    return _Bridges("districts", known.all.ids, known.all.names, known.all.labels, node, end, known.names, value,
                    note and f"districts: {note}")  # fmt: skip


def _units(tables: GraphTables, known: Initiatives, values: Mapping[str, Value]) -> _Bridges:
    """Units that lead, join or are the target of initiatives: what leads from Unit to all labels of initiatives."""
    labels = set(known.labels) or {"Program"}
    table = tables.nodes["Unit"]
    index = table["id"].combine_chunks()
    parts: list[tuple[Ints, Ints]] = []
    for said in tables.schema.relationships.values():
        if not {("Unit", label) for label in labels} <= set(said.pairs):
            continue
        acting = tables.relationships[said.type]
        which, initiative = known.counted(known.rows(acting["to"]))
        unit = pa.compute.index_in(acting["from"], value_set=index).to_numpy().astype(np.int64)[which]
        parts.append((unit, initiative))
    both = np.concatenate([np.stack(part) for part in parts], axis=1) if parts else np.zeros((2, 0), np.int64)
    size = len(known.ids) + 1
    once = np.unique(both[0] * size + both[1])
    node, end = once // size, once % size
    value, note = _between(node, end, len(np.unique(end)), values)
    value = {**dict.fromkeys(np.unique(node).tolist(), 0.0), **value}
    return _Bridges("units", index.to_pylist(), table["name"].to_pylist(), ("Unit",) * len(table), node, end,
                    known.names, value, note and f"units: {note}")  # fmt: skip


def _between(node: Ints, end: Ints, ends: int, values: Mapping[str, Value]) -> tuple[dict[int, float], str]:
    """Betweenness of each node between all ends, by node, and what is said when it is an estimate."""
    if not len(node):
        return {}, ""
    shift = int(node.max()) + 1
    graph = bipartite(node, end + shift)
    places = (np.unique(end) + shift).tolist()
    asked = whole(values, "sources")
    fit = asked or max(_FEWEST, _EFFORT // (graph.number_of_edges() + graph.number_of_nodes()))
    sources = places if fit >= len(places) else sorted(random.Random(whole(values, "seed")).sample(places, fit))
    found: dict[Any, float] = networkx().betweenness_centrality_subset(graph, sources, places)
    # NetworkX counts each pair once from either side and halves; of a sample only one side is there.
    scale = len(places) / len(sources) / (ends * (ends - 1) / 2)
    value = {one: round(float(found[one]) * scale, _DIGITS) for one in np.unique(node).tolist()}
    note = f"estimated from {len(sources)} of {len(places)} places where ways begin; -p sources=… takes more"
    return value, note if len(sources) < len(places) else ""


def _picture(one: _Bridges) -> Picture:
    """The strongest bridges with what they link."""
    best = one.best()[:_DRAWN]
    pairs = [(node, end) for node in best for end in one.linked(node).tolist()]
    ends = sorted({end for _, end in pairs})
    degree = np.bincount([end for _, end in pairs], minlength=1)
    place = {end: len(best) + at for at, end in enumerate(ends)}
    most = max((one.value[node] for node in best), default=1.0)
    dots = [Dot(one.names[node], 1, one.value[node] / most, thing=True) for node in best]
    dots += [Dot(one.ends[end], 0, degree[end] / degree.max()) for end in ends]
    first = {node: at for at, node in enumerate(best)}
    links = tuple(Link(first[node], place[end], 0.3) for node, end in pairs)
    units = one.kind == "units"
    circle, square = ("项目和行动", "桥接单位") if units else ("行政区", "桥接项目和行动")
    return Network(
        "连接各项目和行动的单位" if units else "连接各行政区的项目和行动", tuple(dots), links, {0: circle, 1: square},
        circle, f"{square}，越大桥接度越高", note=f"画出桥接度最高的 {len(best)} 个",
    )  # fmt: skip


BRIDGES = Analysis(
    "bridges",
    Words("桥接的项目、行动和单位", "Bridging initiatives and units"),
    Words(
        "哪些项目和行动把各行政区连接起来，哪些单位把各项目和行动连接起来",
        "which initiatives link districts, and which units link initiatives",
    ),
    (
        Parameter(
            "network", "string", Words("哪个网络：districts 行政区，units 单位，all 两者", "which network"), "all",
            choices=("all", "districts", "units"),
        ),
        number("limit", 50, "每个网络列出几个；0 为全部", "how many of each network; 0 for all"),
        number("sources", 0, "从几处起算；0 为自动，规模小时精确", "from how many places; 0: all, if quick"),
        SEED, PLACEHOLDERS,
    ),
    columns(
        network=("网络：districts 行政区与项目，units 单位与项目", "districts, or units, and initiatives"),
        name=("名称", "name"),
        kind=("Program、Campaign 或 Unit", "Program, Campaign or Unit"),
        bridging=("桥接度：最短路径经过它的组合比例", "share of pairs whose shortest way leads over it"),
        links=("直接连接的个数", "how many it links directly"),
        linked=("其中几个的名称", "names of some of these"),
        id=("标识，可用于 kg evidence", "id, for kg evidence"),
    ),
    bridges,
)  # fmt: skip
