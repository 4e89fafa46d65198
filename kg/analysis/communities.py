"""`communities`: groups of districts that share more with each other than with the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.analysis.arguments import DISTRICT, NEIGHBOURS, PLACEHOLDERS, SEED, TOP, chosen, number, whole
from kg.analysis.holdings import Holdings, holdings
from kg.analysis.model import Analysis, Result, Written, columns
from kg.analysis.neighbours import Alike, nearest
from kg.analysis.networks import networkx, weighted
from kg.analysis.picture import Dot, Link, Network, Picture
from kg.errors import InputError
from kg.graph.tables import GraphTables
from kg.library.model import Parameter, Words
from kg.output.rows import Rows, Value

__all__ = ["COMMUNITIES", "communities"]

Ints = NDArray[np.int64]
_DRAWN = 90


def communities(tables: GraphTables, values: Mapping[str, Value]) -> Result:
    """The community of each district: Louvain (Blondel et al., 2008) on the network of nearest districts.

    The best of several runs by modularity; a community that Louvain leaves in pieces is taken apart, which is what
    Leiden (Traag et al., 2019) guards against. Numbers from 1, the largest first; a district that shares nothing has
    none. Written: District.community.
    """
    known = holdings(tables, placeholders=bool(values["placeholders"]))
    only = chosen(values["district"], known.districts, known.names, tables, ("District",))
    alike = nearest(known, whole(values, "neighbours"))
    parts, modularity = _partition(known, alike, values)
    member = np.zeros(len(known.districts), np.int64)
    for at, part in enumerate(parts, 1):
        member[list(part)] = at
    top = whole(values, "top", least=1)
    held = [_held_by(known, member == at, top) for at in range(1, len(parts) + 1)]
    inside = _inside(alike, member)
    rows: list[Sequence[Value]] = []
    for district in sorted(range(len(member)), key=lambda one: (member[one] == 0, member[one], one)):
        if only is not None and district not in only:
            continue
        at = int(member[district])
        by = held[at - 1] if at else []
        rows.append((
            known.names[district], at or None, len(parts[at - 1]) if at else 1,
            round(float(inside[district]), 4) if at else None, [known.all.names[one] for one, _ in by],
            [many for _, many in by], known.districts[district], [known.all.ids[one] for one, _ in by],
        ))  # fmt: skip
    alone = int((member == 0).sum())
    notes = [f"{len(parts)} communities, modularity {modularity:.3f}"]
    if modularity < 0.3 and parts:
        notes.append("a modularity below 0.3 says that communities are weak: districts share much across them")
    if alone:
        notes.append(f"{alone} districts share nothing with any other and belong to no community")
    return Result(
        Rows.of([column.name for column in COMMUNITIES.columns], rows),
        tuple(notes),
        Written({("District", "community"): {known.districts[one]: int(at) for one, at in enumerate(member) if at}}),
        lambda: _picture(known, alike, member, held),
    )


def _partition(known: Holdings, alike: Alike, values: Mapping[str, Value]) -> tuple[list[list[int]], float]:
    resolution = values["resolution"]
    if not isinstance(resolution, int | float) or resolution <= 0:
        raise InputError("the parameter 'resolution' must be above 0", todo="1 is usual, more for smaller communities")
    library = networkx()
    graph = weighted(len(known.districts), alike.a, alike.b, alike.score)
    graph.remove_nodes_from([node for node, degree in list(graph.degree()) if not degree])
    best: tuple[float, list[list[int]]] = (0.0, [])
    for run in range(whole(values, "runs", least=1) if graph else 0):
        found = library.community.louvain_communities(graph, resolution=resolution, seed=whole(values, "seed") + run)
        whole_parts = [
            sorted(part) for one in found for part in library.connected_components(graph.subgraph(sorted(one)))
        ]
        whole_parts.sort(key=lambda part: (-len(part), part))
        quality = round(library.community.modularity(graph, whole_parts, resolution=resolution), 9)
        if not best[1] or quality > best[0]:
            best = quality, whole_parts
    return best[1], best[0]


def _held_by(known: Holdings, inside: NDArray[np.bool_], top: int) -> list[tuple[int, int]]:
    """The initiatives that hold a community together, with how many members have each.

    Those that at least two members have, by the share of members that have it less the share of others that have it.
    """
    district, initiative = known.pairs
    size, rest = int(inside.sum()), int((~inside).sum())
    have = np.bincount(initiative[inside[district]], minlength=len(known.reach))
    some = np.flatnonzero(have >= 2)
    lead = have[some] / size - (known.reach[some] - have[some]) / max(rest, 1)
    order = np.lexsort([some, -have[some], -np.round(lead, 9)])[:top]
    return [(int(some[at]), int(have[some[at]])) for at in order]


def _inside(alike: Alike, member: Ints) -> NDArray[np.float64]:
    """By district: of its likeness to its neighbours, the part that stays in its community."""
    size = len(member)
    both, score = np.concatenate([alike.a, alike.b]), np.concatenate([alike.score, alike.score])
    within = np.tile(member[alike.a] == member[alike.b], 2)
    whole_score = np.bincount(both, score, minlength=size)
    part = np.bincount(both[within], score[within], minlength=size)
    return np.divide(part, whole_score, out=np.zeros(size), where=whole_score > 0)


def _picture(known: Holdings, alike: Alike, member: Ints, held: list[list[tuple[int, int]]]) -> Picture:
    """Districts in the colour of their community, those with most initiatives where there are too many."""
    has = np.bincount(known.pairs[0], minlength=len(member))
    some = sorted(np.flatnonzero(member).tolist(), key=lambda one: (-int(has[one]), one))[:_DRAWN]
    place = {one: at for at, one in enumerate(some)}
    widest = max((int(has[one]) for one in some), default=1)
    dots = tuple(Dot(known.names[one], int(member[one]), int(has[one]) / widest) for one in some)
    inside = [
        (place[a], place[b], score)
        for a, b, score in zip(alike.a.tolist(), alike.b.tolist(), alike.score.tolist(), strict=True)
        if a in place and b in place
    ]
    most = max((score for *_, score in inside), default=1.0)
    groups = {
        at: f"{at}：" + "、".join(known.all.names[one] for one, _ in held[at - 1][:2])
        for at in sorted({int(member[one]) for one in some})
    }
    total = int((member > 0).sum())
    return Network(
        "行政区的社区（按共有的项目和行动）", dots, tuple(Link(a, b, score / most) for a, b, score in inside), groups,
        "行政区，越大表示项目和行动越多；颜色（形状）为社区，图例为使其结成的项目和行动",
        note=f"画出项目和行动最多的 {len(some)} 个行政区，共 {total} 个" if len(some) < total else "",
    )  # fmt: skip


def _resolution() -> Parameter:
    return Parameter("resolution", "float", Words("分辨率；越大社区越小", "the larger, the smaller they are"), 1.0)




COMMUNITIES = Analysis(
    "communities",
    Words("行政区的社区", "Communities of districts"),
    Words(
        "哪些行政区因共有的项目和行动结成一组，靠什么结成",
        "which districts form groups by what they share, and what holds these together",
    ),
    (
        DISTRICT, NEIGHBOURS, TOP, _resolution(),
        number("runs", 10, "运行几次，取模块度最高的", "so many runs, of which the best"), SEED,
        PLACEHOLDERS,
    ),
    columns(
        district=("行政区", "the district"),
        community=("社区编号，从最大的起；空为与他处无共有", "its community, the largest first; empty when alone"),
        size=("社区中行政区个数", "districts in the community"),
        strength=("相似度中留在社区内的比例", "of its likeness to its neighbours, the part inside the community"),
        held_by=("使社区结成的项目和行动", "initiatives that hold the community together, the strongest first"),
        held_in=("各有几个成员开展或计划，与前一列对应", "how many members have each"),
        district_id=("行政区标识，可用于 kg evidence", "id of the district, for kg evidence"),
        held_by_ids=("各项目和行动的标识，可用于 kg evidence", "ids of these initiatives, for kg evidence"),
    ),
    communities,
)  # fmt: skip
