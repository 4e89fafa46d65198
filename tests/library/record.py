"""Record anew what the saved queries answer on the examples' annotation.

`python tests/library/record.py`. Read the difference before you commit it: a changed row is a changed answer.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from goldgraph import build_gold_graph

from kg.library import load_library, query_folders, run_saved
from kg.output import Rows

EXPECTED = Path(__file__).parent / "expected"
PARAMETERS: dict[str, dict[str, str]] = {
    "bridging-units": {"min_districts": "1"},
    "district-profile": {"district": "青岚区"},
    "districts-in-common": {"min_shared": "5"},
    "figures-across-districts": {"initiative": "低保"},
    "figures-of-an-initiative": {"initiative": "家庭医生签约服务"},
    "indicators-in-common": {"min_districts": "1", "indicator": "率"},
    "initiative-districts": {"initiative": "河长制"},
    "initiatives-in-time": {"district": "禾川县"},
    "initiative-profile": {"initiative": "河长制"},
    "programme-coverage": {"initiative": "农村人居环境整治"},
    "spread-of-an-initiative": {"initiative": "全国文明城市创建"},
    "unit-profile": {"unit": "市爱卫办"},
    "units-of-a-district": {"district": "松河市"},
}
"""What the queries are asked, where not with their defaults."""


def lines(rows: Rows) -> list[str]:
    """One JSON line for each row. Ids are left out: they are tested where they are made."""
    shown = [{name: value for name, value in row.items() if not name.endswith("_id")} for row in rows.dicts()]
    return [json.dumps(row, ensure_ascii=False) for row in shown]


def main() -> None:
    """Write expected/NAME.jsonl for every shipped query."""
    EXPECTED.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / "graph"
        build_gold_graph(graph)
        for name, query in load_library(query_folders()[:1]).items():
            text = "".join(f"{line}\n" for line in lines(run_saved(graph, query, dict(PARAMETERS.get(name, {})))))
            (EXPECTED / f"{name}.jsonl").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
