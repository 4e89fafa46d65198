"""Districts and units: what a name means in one report, and that it means another thing in another."""

from __future__ import annotations

import pytest

from kg.resolution.districts import identify_district
from kg.resolution.divisions import Division, Divisions, load_divisions
from kg.resolution.places import Place, level_word, own_place, place_of
from kg.resolution.units import identify_unit, parent_organ
from tests.resolution.invented import report


def place(**said: object) -> Place:
    return place_of(report(**said), load_divisions())  # type: ignore[arg-type]


LINYI = place(district="临沂", level="市", name="临沂.txt")
LANSHAN = place(district="兰山区", level="县区", district_code="371302", name="兰山.txt")
QINGSHI = place(district="青石坪县", level="县区", name="青石坪.txt")
MASKED = place(unit="*镇人民政府", level="乡镇街道", name="c.txt")
OTHER_MASKED = place(unit="*镇人民政府", level="乡镇街道", name="d.txt")


def test_the_manifest_s_code_wins() -> None:
    assert place(district="城关镇", district_code="371302").home.name == "兰山区"


def test_a_named_district_is_found_by_its_short_name() -> None:
    assert (LINYI.home.code, LINYI.home.name, LINYI.home.placeholder) == ("371300", "临沂市", False)


def test_a_district_that_the_table_lacks_keeps_its_name() -> None:
    assert (QINGSHI.home.code, QINGSHI.home.name, QINGSHI.home.level) == ("", "青石坪县", "county")
    assert QINGSHI.home.id == place(district="青石坪县", name="other.txt").home.id


def test_a_name_of_several_districts_is_decided_by_context_or_left_open() -> None:
    divisions = load_divisions()
    alone = place_of(report(district="鼓楼区"), divisions)
    beside = place_of(report(district="鼓楼区"), divisions, ["徐州市"])
    assert alone.home.code == ""
    assert beside.home.code == "320302"


def test_a_masked_or_missing_district_is_the_report_s_own_placeholder() -> None:
    assert MASKED.home.placeholder
    assert MASKED.home.level == "township"
    assert "*镇" in MASKED.home.name
    assert "c.txt" in MASKED.home.name
    assert MASKED.home.id != OTHER_MASKED.home.id
    assert place(name="e.txt").home.placeholder


@pytest.mark.parametrize(
    ("here", "one", "other"),
    [
        (QINGSHI, "县委", "中共青石坪县委员会"),
        (QINGSHI, "县委", "青石坪县县委"),
        (QINGSHI, "县政府", "青石坪县人民政府"),
        (QINGSHI, "县人大常委会", "县人民代表大会常务委员会"),
        (QINGSHI, "民政局", "县民政局"),
        (LINYI, "市教育局", "临沂市教育局"),
        (LINYI, "省委", "中共山东省委"),
        (LANSHAN, "市教育局", "临沂市教育局"),
        (LANSHAN, "区教育局", "临沂市兰山区教育局"),
        (MASKED, "镇党委", "*镇党委"),
    ],
)
def test_one_body(here: Place, one: str, other: str) -> None:
    assert identify_unit(one, here).id == identify_unit(other, here).id


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [
        (LINYI, QINGSHI, "民政局"),
        (LINYI, QINGSHI, "市教育局"),
        (MASKED, OTHER_MASKED, "镇党委"),
        (MASKED, OTHER_MASKED, "*村"),
        (MASKED, OTHER_MASKED, "县委"),
        (QINGSHI, LANSHAN, "西街社区"),
    ],
)
def test_the_same_name_elsewhere_is_another_body(first: Place, second: Place, name: str) -> None:
    assert identify_unit(name, first).id != identify_unit(name, second).id


@pytest.mark.parametrize(
    "name",
    [
        "国务院",
        "党中央",
        "国家卫健委",
        "住房和城乡建设部",
        "全国总工会",
        "江西省文化和旅游厅",
        "临沂市兰山区卫健局",
        "碧源生态农业有限公司",
    ],
)
def test_a_national_or_named_body_is_one_everywhere(name: str) -> None:
    assert len({identify_unit(name, here).id for here in (LINYI, QINGSHI, MASKED)}) == 1


def test_scopes() -> None:
    assert identify_unit("国务院", QINGSHI).scope == "national"
    assert identify_unit("江西省民政厅", QINGSHI).scope == "named"
    assert identify_unit("县委", QINGSHI).scope == "district"
    assert identify_unit("*村", QINGSHI).scope == "report"
    assert identify_unit("镇党委", MASKED).scope == "report"


def test_location_only_where_the_name_proves_it() -> None:
    assert identify_unit("县委", QINGSHI).located
    assert not identify_unit("民政局", QINGSHI).located
    assert not identify_unit("市教育局", QINGSHI).located  # the city above is not known
    above = identify_unit("市教育局", LANSHAN)
    assert above.located
    assert above.area is not None
    assert above.area.name == "临沂市"


@pytest.mark.parametrize(
    "name", ["市场监管局", "市政公司", "区域发展中心", "乡村振兴局", "县域经济促进会", "市民中心"]
)
def test_words_that_only_look_like_a_level(name: str) -> None:
    assert level_word(name)[0] == ""


def test_levels_before_an_organ() -> None:
    assert level_word("市政府")[2] == "政府"
    assert level_word("市民政局")[2] == "民政局"
    assert level_word("县城管局")[2] == "城管局"
    assert level_word("街道办事处") == ("township", "街道", "办事处")


def test_own_place_of_a_reporting_unit() -> None:
    assert own_place("XX镇人民政府") == "XX镇"
    assert own_place("中共*县委组织部") == "*县"
    assert own_place("市爱卫办") == ""


def test_districts_named_in_a_report() -> None:
    assert identify_district("武汉", QINGSHI).code == "420100"
    assert identify_district("青石坪", QINGSHI) == QINGSHI.home
    assert identify_district("*镇", MASKED) == MASKED.home
    assert identify_district("*镇", MASKED).id != identify_district("*镇", OTHER_MASKED).id
    assert identify_district("高新区", LINYI).id == identify_district("临沂高新区", QINGSHI).id
    assert identify_district("高新区", LINYI).id != identify_district("高新区", QINGSHI).id
    assert identify_district("法兰克福", LINYI).id == identify_district("法兰克福", QINGSHI).id


def test_divisions_of_one_name() -> None:
    divisions = load_divisions()
    changsha = divisions.resolve("长沙")
    assert changsha is not None
    assert changsha.code == "430100"  # the city, which holds 长沙县
    assert divisions.resolve("鼓楼区") is None
    nanjing = divisions.resolve("南京")
    assert nanjing is not None
    inside = divisions.resolve("鼓楼区", [nanjing])
    assert inside is not None
    assert inside.parent == nanjing.code


def test_ancestors_end_also_in_a_circle() -> None:
    one, other = (
        Division("910000", "甲省", "province", "920000"),
        Division("920000", "乙省", "province", "910000"),
    )
    assert Divisions([one, other]).chain(one) == (one, other)


def test_a_part_by_its_name() -> None:
    others = frozenset({"公安局", "委", "政府", "民"})
    assert parent_organ("公安局交警大队", others) == "公安局"
    assert parent_organ("委组织部", others) == "委"
    assert parent_organ("政府办", others) == "政府"
    assert parent_organ("民政局", others) is None
