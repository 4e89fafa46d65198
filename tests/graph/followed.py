"""Small invented report files, and graphs built of them as `kg build` does, for tests of what a rebuild changes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

import kg.incremental.build
import loaders.ladybug_update
from kg.cli.construct import construct
from kg.cli.intake import Intake
from kg.graph.reader import open_graph
from kg.graph.store import run_query

__all__ = ["TEXTS", "build", "stored", "tables", "write"]

_HEAD = "{place}人民政府2023年工作总结\n"
_SAID = (
    "一年来，县委高度重视，深入推进河长制，开展安全生产月活动12场次，县应急管理局牵头排查隐患35处。\n",
    "深入开展爱国卫生运动，创建全国文明城市，新建停车位300个，县住建局配合整治背街小巷8条。\n",
    "县民政局印发《养老服务三年行动方案》，发放高龄津贴120万元，保障低保户1,200户，推进一村一辅警。\n",
    "开展安全生产月活动20场次，县卫健局牵头推进家庭医生签约服务，签约居民3.5万人。\n",
)
TEXTS: Mapping[str, tuple[str, ...]] = {
    f"{place}.txt": tuple(
        _HEAD.format(place=place) + _SAID[number % 4] + _SAID[(number + 1 + variant) % 4] for variant in range(2)
    )
    for number, place in enumerate(("青石县", "白沙县", "松河县", "柳溪县"))
}
"""For each file name two texts that it may hold. What they say overlaps, so that reports share their entities."""


def write(folder: Path, chosen: Mapping[str, int]) -> None:
    """Make the folder hold just these files, each with the text of that number."""
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        if path.name not in chosen:
            path.unlink()
    for name, number in chosen.items():
        path = folder / name
        if not path.exists() or path.read_text("utf-8") != TEXTS[name][number]:
            path.write_text(TEXTS[name][number], "utf-8")


def build(reports: Path, graph: Path, *, fresh: bool = False) -> None:
    """As `kg build REPORTS --graph GRAPH`."""
    intake = Intake([reports])
    with pytest.MonkeyPatch.context() as patch:
        for module in (kg.incremental.build, loaders.ladybug_update):  # graphs so small would be made from nothing
            patch.setattr(module, "SHARE", 9.0)
        construct(intake, graph, fresh=fresh)
    assert not intake.faults


def tables(graph: Path) -> dict[str, bytes]:
    """Every table of the current version, as bytes."""
    with open_graph(graph) as opened:
        return {path.name: path.read_bytes() for path in sorted(opened.version.glob("*/*.parquet"))}


def stored(graph: Path) -> None:
    """See that the store holds the rows of the tables, neither more nor fewer, with the same ends and properties."""
    with open_graph(graph) as opened:
        found = opened.tables()
    for label, table in found.nodes.items():
        columns = [f"n.`{name}`" for name in table.column_names]
        rows = run_query(graph, f"MATCH (n:{label}) RETURN {', '.join(columns)} ORDER BY n.id").rows
        assert rows == list(zip(*(column.to_pylist() for column in table.columns), strict=True))
    for type, table in found.relationships.items():
        own = table.column_names[5:]
        columns = ["r.rid", "a.id", "label(a)", "b.id", "label(b)", *(f"r.`{name}`" for name in own)]
        rows = run_query(graph, f"MATCH (a)-[r:{type}]->(b) RETURN {', '.join(columns)} ORDER BY r.rid").rows
        assert rows == list(zip(*(column.to_pylist() for column in table.columns), strict=True))
