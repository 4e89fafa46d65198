"""`matrix`: districts against the initiatives that most of them share."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kg.analysis.arguments import PLACEHOLDERS, number, whole
from kg.analysis.holdings import holdings
from kg.analysis.model import Analysis, Result, columns
from kg.analysis.picture import HeatMap
from kg.graph.tables import GraphTables
from kg.library.model import Words
from kg.output.rows import Rows, Value

__all__ = ["MATRIX", "matrix"]


def matrix(tables: GraphTables, values: Mapping[str, Value]) -> Result:
    """One row for each initiative and district that has it, those of most districts first, in either direction."""
    known = holdings(tables, placeholders=bool(values["placeholders"]))
    shared = np.flatnonzero(known.reach > 1)
    things = shared[np.lexsort([shared, -known.reach[shared]])][: whole(values, "initiatives", least=1)]
    place = np.full(len(known.reach), -1)
    place[things] = np.arange(len(things))
    district, initiative = known.pairs
    has = np.bincount(district[place[initiative] >= 0], minlength=len(known.districts))
    some = np.flatnonzero(has)
    some = some[np.lexsort([some, -has[some]])]
    kept = some[: whole(values, "districts", least=1)]
    column = np.full(len(known.districts), -1)
    column[kept] = np.arange(len(kept))
    cells: dict[tuple[int, int], dict[bool, set[int]]] = {}
    for one in np.flatnonzero((place[known.initiative] >= 0) & (column[known.district] >= 0)):
        cell = cells.setdefault((int(place[known.initiative[one]]), int(column[known.district[one]])), {})
        cell.setdefault(bool(known.planned[one]), set()).add(int(known.report[one]))
    rows = []
    for (row, at), said in sorted(cells.items()):
        reports = sorted(set().union(*said.values()))
        rows.append((
            known.all.names[things[row]], known.names[kept[at]], len(reports), len(said.get(False, ())),
            len(said.get(True, ())), known.all.ids[things[row]], known.districts[kept[at]],
        ))  # fmt: skip
    left = [f"{len(shared) - len(things)} more initiatives (-p initiatives=…)"] * (len(shared) > len(things))
    left += [f"{len(some) - len(kept)} more districts (-p districts=…)"] * (len(some) > len(kept))
    shown = [f"最多见的 {len(things)} 项，共 {len(shared)} 项"] * (len(shared) > len(things))
    shown += [f"{len(kept)} 个行政区，共 {len(some)} 个"] * (len(some) > len(kept))
    note = "；".join(shown)
    return Result(
        Rows.of([column.name for column in MATRIX.columns], rows),
        (f"left out: {', '.join(left)}",) * bool(left),
        picture=lambda: HeatMap(
            "各行政区共有的项目和行动", tuple(known.all.names[one] for one in things),
            tuple(known.names[one] for one in kept),
            {cell: (0 if said.get(False) else 1, len(set().union(*said.values()))) for cell, said in cells.items()},
            ("已开展", "仅列入计划"), note,
        ),
    )  # fmt: skip


MATRIX = Analysis(
    "matrix",
    Words("行政区与项目行动对照", "Districts against initiatives"),
    Words("最多行政区共有的项目和行动，各行政区有哪些", "which districts have which of the most shared initiatives"),
    (
        number("initiatives", 30, "几个项目和行动", "how many initiatives"),
        number("districts", 80, "几个行政区", "how many districts"), PLACEHOLDERS,
    ),
    columns(
        initiative=("项目或行动名称", "name of the program or campaign"),
        district=("行政区", "the district"),
        reports=("报告份数", "reports that say so"),
        done=("写明已开展的报告份数", "reports that say it was carried out"),
        planned=("列入计划的报告份数", "reports that plan it"),
        initiative_id=("项目或行动的标识，可用于 kg evidence", "id of the program or campaign, for kg evidence"),
        district_id=("行政区标识，可用于 kg evidence", "id of the district, for kg evidence"),
    ),
    matrix,
)  # fmt: skip
