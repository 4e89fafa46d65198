"""Normal forms and masks: what tells two names apart and what does not."""

from __future__ import annotations

import pytest

from kg.resolution.ids import make_id, report_id
from kg.resolution.masks import is_masked, is_masked_figure
from kg.resolution.names import chinese_number, core, display, fold, normal_form
from tests.resolution.invented import report

SAME = [
    ("“双随机、一公开”", "双随机一公开"),
    ("河（湖）长制", "河湖长制"),
    ("ＰＰＰ模式", "ppp模式"),
    ("“互联网＋政务服务”", "互联网+政务服务"),
    ("D史学习教育", "党史学习教育"),
    ("全面从严治D", "全面从严治党"),
    ("2023年“安全生产月”活动", "安全生产月"),
    ("2022-2023年度安全生产月", "安全生产月"),
    ("20××年安全生产月", "安全生产月"),
    ("第35个爱国卫生月", "第xx个爱国卫生月"),
    ("创建国家卫生城市", "国家卫生城市创建"),
    ("创建国家卫生城市工作", "国家卫生城市创建活动"),
    ("4好农村路", "四好农村路"),
    ("安全生产治本攻坚3年行动", "安全生产治本攻坚三年行动"),
    ("打好污染防治攻坚战", "污染防治攻坚战"),
    ("12.4国家宪法日", "国家宪法日"),
    ("农村人居\n    环境整治", "农村人居环境整治"),
]
OTHER = [
    ("第五次全国经济普查", "第四次全国经济普查"),
    ("安全生产月", "安全生产大检查"),
    ("国家卫生县城", "省级卫生县城"),
    ("国家卫生城市", "国家卫生城市创建"),
    ("“1+N”方案", "“1N”方案"),
    ("5G工厂", "五G工厂"),
    ("第二届全省旅游发展大会", "第三届全市旅游发展大会"),
    ("2030年前碳达峰行动", "碳达峰行动"),
    ("C、D级危房排查", "党级危房排查"),
    ("3D打印", "3党打印"),
]
MASKED = [
    "*镇",
    "**社区",
    "xx市",
    "XX街道",
    "×县",
    "××镇",
    "某某街道",
    "○○镇",
    "A市",
    "B镇人民政府",
    "第1x届运动会",
    "……村",
    "20xx",
]
PLAIN = [
    "1+X证书制度", "“7+X”清单管理", "7×24小时服务", "SpaceX", "X光检查", "5G+工业互联网", "“数据要素×”行动",
    "省“415X”产业集群",    "二○二三年", "工业园A区", "EOD模式", "3A级景区村",
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_same_normal_form(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_other_normal_form(one: str, other: str) -> None:
    assert normal_form(one) != normal_form(other)


@pytest.mark.parametrize("name", [name for pair in SAME for name in pair])
def test_normal_form_is_stable(name: str) -> None:
    assert normal_form(normal_form(name)) == normal_form(name)


@pytest.mark.parametrize("name", ["活动", "工作", "2023年", "开展", "创建", "第一届", "《》"])
def test_a_name_is_never_stripped_to_nothing_it_did_not_hold(name: str) -> None:
    assert normal_form(name) == fold(name)


@pytest.mark.parametrize("name", MASKED)
def test_masked(name: str) -> None:
    assert is_masked(name)


@pytest.mark.parametrize("name", PLAIN)
def test_not_masked(name: str) -> None:
    assert not is_masked(name)


def test_a_masked_ordinal_or_year_masks_nothing() -> None:
    assert not is_masked(core("第xx个世界无烟日"))
    assert not is_masked(core("20xx年全国安全生产月"))
    assert is_masked(core("xxxx街道平安建设"))


def test_masked_figures() -> None:
    assert all(is_masked_figure(text) for text in ("*人", "xx.x万元", "1x个", "××户", "某"))
    assert not any(is_masked_figure(text) for text in ("三人", "20万元", "若干", "92.5%"))


def test_display_is_one_line() -> None:
    assert display("农村\r\n　　人居") == "农村人居"
    assert display(" smart  city 平台 ") == "smart city平台"


def test_chinese_numbers() -> None:
    assert [chinese_number(value) for value in (0, 3, 10, 12, 20, 99)] == [
        "零",
        "三",
        "十",
        "十二",
        "二十",
        "九十九",
    ]


def test_ids_keep_their_parts_apart() -> None:
    assert make_id("unit", "ab", "c") != make_id("unit", "a", "bc")
    assert make_id("unit", "县委") == make_id("unit", "县委")
    assert make_id("unit", "县委").startswith("unit-")
    assert len(make_id("unit", "县委")) == len("unit-") + 16


def test_report_id_holds_no_folder_and_no_offset() -> None:
    one = report(source="/home/a/in/x/a.txt", name="x/a.txt", start=5)
    other = report(source="C:/in/a.txt", name="a.txt", start=700)
    assert report_id(one) == report_id(other)
    assert report_id(one) != report_id(report(name="b.txt"))
    assert report_id(one) != report_id(report("别的正文"))
