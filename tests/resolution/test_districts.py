"""Districts: townships, what is no more, names of several places, and the tables that say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import SchemaError
from kg.resolution import load_divisions, resolve
from kg.resolution.districts import identify_district
from kg.resolution.places import Place, place_of
from kg.resolution.successors import load_changes, read_changes
from kg.resolution.townships import load_townships, read_townships
from tests.resolution.invented import extraction, report


def place(**said: object) -> Place:
    return place_of(report(**said), load_divisions())  # type: ignore[arg-type]


def test_a_township_is_found_in_the_report_s_own_county_or_city() -> None:
    county = place(district="费县", level="县区")
    assert identify_district("探沂镇", county).code == "371325105"
    assert identify_district("探沂镇", place(district="临沂", level="市")).code == "371325105"
    assert identify_district("费县探沂镇", place(district="临沂", level="市")).code == "371325105"


def test_a_township_elsewhere_is_not_guessed() -> None:
    found = identify_district("探沂镇", place(district="南充", level="市"))
    assert (found.code, found.level) == ("", "township")
    assert found.id != identify_district("探沂镇", place(district="杭州", level="市")).id


def test_a_report_of_a_township_is_placed_by_the_county_in_its_unit_or_folder() -> None:
    by_unit = place(district="城关镇", level="乡镇街道", unit="甘肃省榆中县城关镇人民政府")
    by_folder = place(district="城关镇", level="乡镇街道", name="甘肃/榆中县/城关镇.txt")
    assert load_divisions().resolve("城关镇") is None
    assert by_unit.home.code == by_folder.home.code
    assert by_unit.home.code[:6] == "620123"


def test_the_district_above_a_township_is_its_county() -> None:
    graph = resolve([extraction(["D:探沂镇"], district="费县", level="县区")])
    names = {node.id: node.properties["name"] for node in graph.nodes}
    part_of = {(names[row.source], names[row.target]) for row in graph.relationships if row.type == "PART_OF"}
    assert part_of == {("探沂镇", "费县"), ("费县", "临沂市"), ("临沂市", "山东省")}


def test_a_part_that_every_place_has_lies_in_its_own() -> None:
    graph = resolve([extraction(["D:高新区"], district="临沂", level="市")])
    names = {node.id: node.properties["name"] for node in graph.nodes}
    assert ("高新区", "临沂市") in {
        (names[row.source], names[row.target]) for row in graph.relationships if row.type == "PART_OF"
    }


@pytest.mark.parametrize("name", ["江苏/鼓楼区.txt", "江苏省徐州市/鼓楼区.txt"])
def test_folders_decide_between_places_of_one_name(name: str) -> None:
    found = place(district="鼓楼区", level="县区", name=name).home.code
    assert found == ("320302" if "徐州" in name else "")  # in 江苏 alone there are two


def test_the_manifest_wins_also_with_a_code_of_the_past() -> None:
    assert place(district="别的县", district_code="341421").home.name == "庐江县"  # moved to 合肥 in 2011
    assert place(district_code="371302001000").home.name == "兰山街道"
    assert place(district_code="371302000000").home.name == "兰山区"


def test_what_is_no_more_is_itself_and_has_a_successor() -> None:
    graph = resolve([extraction([], district="铜山县", level="县区", year=2008)])
    names = {node.id: str(node.properties["name"]) for node in graph.nodes if node.label == "District"}
    assert sorted(names.values()) == ["徐州市", "江苏省", "铜山区", "铜山县"]
    (row,) = [row for row in graph.relationships if row.type == "SUCCEEDS"]
    assert (names[row.source], names[row.target]) == ("铜山区", "铜山县")
    assert row.properties == {"year": 2010, "basis": "2010年撤并改设"}
    assert ("铜山县", "徐州市") in {
        (names[row.source], names[row.target]) for row in graph.relationships if row.type == "PART_OF"
    }


def test_the_present_comes_before_the_past_and_the_own_place_before_both() -> None:
    divisions = load_divisions()
    guangzhou = divisions.resolve("广州")
    assert guangzhou is not None
    there, elsewhere = divisions.resolve("东山区", [guangzhou]), divisions.resolve("东山区")
    assert there is not None
    assert elsewhere is not None
    assert (there.until, elsewhere.until) == (2005, None)
    now = divisions.resolve("铜山")
    assert now is not None
    assert now.name == "铜山区"
    before = divisions.resolve("襄樊")
    assert before is not None
    assert before.name == "襄樊市"


def test_the_tables_fit_one_another() -> None:
    divisions, changes = load_divisions(), load_changes()
    ended = list(changes.ended())
    assert len(ended) > 500
    for code, name, _ in ended:
        assert changes.after(code, name)
        for change in changes.after(code, name):
            after = divisions.code(change.new_code)
            assert after is not None, (name, change)
    townships = load_townships()
    assert len(townships.inside("城关镇")) > 50
    for code in townships.inside("城关镇"):
        assert divisions.code(code[:6]) is not None, code
    for former in divisions.former.values():
        assert divisions.chain(former)[-1].level == "province", former


def test_malformed_tables_are_said_to_be(tmp_path: Path) -> None:
    bad = tmp_path / "bad.tsv"
    bad.write_text("code\tname\n12\t某镇\n", "utf-8")
    with pytest.raises(SchemaError, match="nine digits"):
        read_townships(bad)
    bad.write_text("year\tkind\told_code\told\tnew_code\tnew\nnone\trenamed\t1\ta\t2\tb\n", "utf-8")
    with pytest.raises(SchemaError, match=":2"):
        read_changes(bad)
