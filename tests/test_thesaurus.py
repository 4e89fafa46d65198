"""What must hold of the tables in ``schema/thesaurus`` and ``schema/divisions.tsv``."""

from __future__ import annotations

import csv
import hashlib
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = ROOT / "schema"
THESAURUS = SCHEMA / "thesaurus"
COLUMNS = {
    "initiatives": "id name kind variants bare level broader not english note",
    "surfaces": "surface tagged inside across untagged",
    "organs": "body short levels system parent succeeds english note",
    "heads": "head kind note",
    "places": "prefix meaning",
}
LEVELS = {"国家", "省", "市", "县", "乡", "村"}
OUTCOMES = ("tagged", "inside", "across", "untagged")
UNCLEAN = re.compile(r"[\s\"“”'‘’「」『』《》０-９＋％]|^[、，。；：·—\-+/）]|[、，。；：·—\-/（]$")

Row = dict[str, str]


def read(path: Path, columns: str) -> list[Row]:
    """Read a table; every row must have exactly the columns."""
    lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    assert lines[0].split("\t") == columns.split()
    assert [line for line in lines if line.count("\t") != lines[0].count("\t")] == []
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def values(cell: str) -> list[str]:
    """Split a cell of many values."""
    return cell.split("|") if cell else []


def surfaces(row: Row) -> list[str]:
    """All surfaces of an initiative, the preferred name first."""
    return [row["name"], *values(row["variants"])]


def repeated(items: list[str]) -> list[str]:
    """The items which are there more than once."""
    return [item for item, times in Counter(items).items() if times > 1]


def cycles(above: dict[str, str]) -> list[str]:
    """The keys from which going up leads back to the key."""
    found = []
    for start, broader in above.items():
        at, steps = broader, 0
        while at and at != start and steps <= len(above):
            at, steps = above.get(at, ""), steps + 1
        if at:
            found.append(start)
    return found


@pytest.fixture(scope="module")
def initiatives() -> list[Row]:
    """The rows of initiatives.tsv."""
    return read(THESAURUS / "initiatives.tsv", COLUMNS["initiatives"])


@pytest.fixture(scope="module")
def counted() -> list[Row]:
    """The rows of surfaces.tsv."""
    return read(THESAURUS / "surfaces.tsv", COLUMNS["surfaces"])


@pytest.fixture(scope="module")
def organs() -> list[Row]:
    """The rows of organs.tsv."""
    return read(THESAURUS / "organs.tsv", COLUMNS["organs"])


@pytest.fixture(scope="module")
def divisions() -> list[Row]:
    """The rows of divisions.tsv."""
    return read(SCHEMA / "divisions.tsv", "code name level parent short")


def test_every_surface_belongs_to_one_initiative(initiatives: list[Row]) -> None:
    assert repeated([surface for row in initiatives for surface in surfaces(row)]) == []


def test_surfaces_are_normalised(initiatives: list[Row]) -> None:
    everything = [surface for row in initiatives for surface in surfaces(row)]
    assert [s for s in everything if UNCLEAN.search(s) or len(s) < 2] == []
    assert [s for s in everything if s.count("（") != s.count("）")] == []


def test_ids_come_from_the_names(initiatives: list[Row]) -> None:
    assert repeated([row["id"] for row in initiatives]) == []
    wrong = [r for r in initiatives if r["id"] != "i" + hashlib.sha256(r["name"].encode()).hexdigest()[:8]]
    assert wrong == []


@pytest.mark.parametrize(
    ("column", "allowed"),
    [
        ("kind", {"program", "campaign"}),
        ("bare", {"yes", "quoted", "context"}),
        ("level", {"national", "provincial", "city", "county", "township", "any"}),
    ],
)
def test_closed_sets(initiatives: list[Row], column: str, allowed: set[str]) -> None:
    assert {row[column] for row in initiatives} == allowed


def test_references_resolve(initiatives: list[Row]) -> None:
    names = {row["name"] for row in initiatives}
    assert [row["name"] for row in initiatives if row["broader"] and row["broader"] not in names] == []
    for row in initiatives:
        others = values(row["not"])
        assert set(others) <= names - {row["name"]}, row["name"]
        assert repeated(others) == [], row["name"]


def test_broader_has_no_cycle(initiatives: list[Row]) -> None:
    assert cycles({row["name"]: row["broader"] for row in initiatives}) == []


def test_counted_surfaces_are_in_the_thesaurus(initiatives: list[Row], counted: list[Row]) -> None:
    known = {surface for row in initiatives for surface in surfaces(row)}
    listed = [row["surface"] for row in counted]
    assert listed == sorted(set(listed))
    assert set(listed) <= known
    assert [row["surface"] for row in counted if sum(int(row[o]) for o in OUTCOMES) < 1] == []


@pytest.mark.shared
def test_counts_are_reproduced(shared: Path, tmp_path: Path) -> None:
    made = tmp_path / "surfaces.tsv"
    folders = [str(shared / "gold" / part) for part in ("train", "synthetic")]
    script = str(ROOT / "tools" / "count_surfaces.py")
    subprocess.run([sys.executable, script, *folders, "--output", str(made)], check=True)
    assert made.read_bytes() == (THESAURUS / "surfaces.tsv").read_bytes()


def test_organs(organs: list[Row]) -> None:
    assert repeated([row["body"] for row in organs]) == []
    for row in organs:
        assert set(row["levels"].split()) <= LEVELS, row["body"]
        short = values(row["short"])
        assert row["body"] not in short
        assert repeated(short) == [], row["body"]
        before = values(row["succeeds"])
        assert all(re.fullmatch(r"(?:19|20)\d\d [^\s（）]+", old) for old in before), row["body"]
        assert row["body"] not in [old[5:] for old in before]


@pytest.mark.parametrize("table", ["heads", "places"])
def test_heads_and_places(table: str) -> None:
    rows = read(THESAURUS / f"{table}.tsv", COLUMNS[table])
    assert repeated([next(iter(row.values())) for row in rows]) == []
    assert {row.get("kind", "always") for row in rows} <= {"always", "often", "seldom"}


def test_division_codes(divisions: list[Row]) -> None:
    codes = [row["code"] for row in divisions]
    assert codes == sorted(set(codes))
    assert [code for code in codes if not re.fullmatch(r"\d{6}", code)] == []


def test_division_parents(divisions: list[Row]) -> None:
    level = {row["code"]: row["level"] for row in divisions}
    above = {"province": {""}, "city": {"province"}, "county": {"city", "province"}}
    wrong = [
        row["name"]
        for row in divisions
        if (level[row["parent"]] if row["parent"] else "") not in above[row["level"]]
        or (row["parent"] and row["parent"][:2] != row["code"][:2])
    ]
    assert wrong == []


def test_divisions_are_complete(divisions: list[Row]) -> None:
    assert Counter(row["level"] for row in divisions) == {"province": 34, "city": 333, "county": 2845}
    assert repeated([row["parent"] + row["name"] for row in divisions]) == []


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("临沂市", "临沂"),
        ("恩施土家族苗族自治州", "恩施州|恩施"),
        ("锡林郭勒盟", "锡林郭勒|锡盟"),
        ("岷县", "岷县"),
        ("潜江市", "潜江"),
        ("石河子市", "石河子"),
        ("内蒙古自治区", "内蒙古"),
        ("香港特别行政区", "香港"),
        ("台湾省", "台湾"),
        ("东乡族自治县", "东乡县|东乡"),
        ("科尔沁左翼中旗", "科尔沁左翼中旗|科左中旗"),
        ("长沙县", "长沙县"),
        ("神农架林区", "神农架"),
    ],
)
def test_short_names(divisions: list[Row], name: str, short: str) -> None:
    assert [row["short"] for row in divisions if row["name"] == name] == [short]


def test_every_division_has_a_short_name(divisions: list[Row]) -> None:
    assert [row["name"] for row in divisions if any(len(s) < 2 for s in row["short"].split("|"))] == []
