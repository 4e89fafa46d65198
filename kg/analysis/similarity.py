"""`similarity`: districts by what they share, weighted by how rare it is."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kg.analysis.arguments import DISTRICT, NEIGHBOURS, PLACEHOLDERS, TOP, chosen, number, whole
from kg.analysis.holdings import Holdings, holdings
from kg.analysis.model import Analysis, Pair, Result, Written, columns
from kg.analysis.neighbours import Alike, nearest
from kg.analysis.picture import Dot, Link, Network, Picture
from kg.analysis.weights import rarity
from kg.graph.tables import GraphTables
from kg.library.model import Words
from kg.output.rows import Rows, Value

__all__ = ["SIMILARITY", "similarity"]

_DIGITS = 6
_DRAWN = 60


def similarity(tables: GraphTables, values: Mapping[str, Value]) -> Result:
    """Pairs of districts by the weighted Jaccard index: the weight of what both have by that of what either has.

    values: district, neighbours, min_shared, top, placeholders (see SIMILARITY). Written: SIMILAR_TO, always of all
    districts. Raises InputError for a district that the graph does not have.
    """
    known = holdings(tables, placeholders=bool(values["placeholders"]))
    only = chosen(values["district"], known.districts, known.names, tables, ("District",))
    alike = nearest(known, whole(values, "neighbours"), whole(values, "min_shared", least=1))
    weights, top = rarity(known), whole(values, "top", least=1)
    rows, pairs = [], []
    for a, b, exact, shared in zip(alike.a, alike.b, alike.score, alike.shared, strict=True):
        both = np.intersect1d(known.held(a), known.held(b), assume_unique=True)
        # The rarest first; of equals, which the order of ids decides, the same ones each time.
        best = both[np.argsort(-weights[both], kind="stable")[:top]]
        names = [known.all.names[one] for one in best]
        score = round(float(exact), _DIGITS)
        pairs.append(
            Pair(known.districts[a], "District", known.districts[b], "District",
                 {"score": score, "shared": int(shared), "top": list(names)})
        )  # fmt: skip
        if only is None or a in only or b in only:
            either = len(known.held(a)) + len(known.held(b)) - int(shared)
            parts = [round(float(weights[one] / weights[both].sum()), 4) for one in best]
            ids = [known.all.ids[one] for one in best]
            rows.append((known.names[a], known.names[b], score, int(shared), either, names, parts,
                         known.districts[a], known.districts[b], ids))  # fmt: skip
    left = alike.found - len(alike.a)
    note = f"{left} of {alike.found} pairs are no district's nearest and left out; -p neighbours=0 takes all"
    return Result(
        Rows.of([column.name for column in SIMILARITY.columns], rows),
        (note,) * (left > 0),
        Written(relationships={"SIMILAR_TO": tuple(pairs)}),
        lambda: _picture(known, alike, only),
    )


def _picture(known: Holdings, alike: Alike, only: frozenset[int] | None) -> Picture:
    """The districts of the strongest pairs."""
    kept: list[int] = []
    links = []
    for a, b, score in zip(alike.a.tolist(), alike.b.tolist(), alike.score.tolist(), strict=True):
        if only is not None and a not in only and b not in only:
            continue
        new = [one for one in (a, b) if one not in kept]
        if len(kept) + len(new) > _DRAWN:
            continue
        kept += new
        links.append((a, b, score))
    links = links[: 3 * len(kept)]
    most = max((score for *_, score in links), default=1.0)
    has = np.bincount(known.pairs[0], minlength=len(known.districts))
    widest = max((int(has[one]) for one in kept), default=1)
    groups = {0: "行政区", 1: "所问的行政区"} if only else {}
    dots = [Dot(known.names[one], int(one in only) if only else None, int(has[one]) / widest) for one in kept]
    place = {one: at for at, one in enumerate(kept)}
    return Network(
        "行政区的相似关系（按共有的项目和行动）", tuple(dots),
        tuple(Link(place[a], place[b], score / most) for a, b, score in links), groups,
        "行政区，越大表示项目和行动越多；线越粗越相似",
        note=f"画出相似度最高的 {len(links)} 对，{len(kept)} 个行政区" if len(links) < len(alike.a) else "",
    )  # fmt: skip


SIMILARITY = Analysis(
    "similarity",
    Words("行政区的相似度", "How similar districts are"),
    Words(
        "哪些行政区共有的项目和行动最多、最少见，主要是哪些",
        "which districts share most, and rarest, programs and campaigns, and which count most",
    ),
    (
        DISTRICT, NEIGHBOURS,
        number("min_shared", 2, "至少共有几项", "pairs that share at least so many"), TOP, PLACEHOLDERS,
    ),
    columns(
        district_a=("行政区甲", "one district"),
        district_b=("行政区乙", "the other district"),
        score=("相似度：按稀有程度加权的雅卡尔系数，0 到 1", "Jaccard index weighted by rarity, 0 to 1"),
        shared=("共有项数", "initiatives of both"),
        either=("两者合计项数", "initiatives of either"),
        top=("贡献最大的共有项目和行动", "shared initiatives that contribute most, the first most"),
        parts=("各占共有权重的比例，与前一列对应", "the share of each in the weight of what both have"),
        district_a_id=("行政区甲的标识，可用于 kg evidence", "id of the one, for kg evidence"),
        district_b_id=("行政区乙的标识，可用于 kg evidence", "id of the other, for kg evidence"),
        top_ids=("各项目和行动的标识，可用于 kg evidence", "ids of these initiatives, for kg evidence"),
    ),
    similarity,
)  # fmt: skip
