"""Which figures are found, with which value, measure and approximator (docs: the guidelines' decided cases)."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.quantities import Quantity, find_quantities
from kg.gold import read_folder
from tests.extraction.measure_quantities import measure


def only(text: str) -> Quantity:
    found = find_quantities(text)
    assert len(found) == 1, found
    quantity = found[0]
    assert text[quantity.start : quantity.end] == quantity.text
    return quantity


@pytest.mark.parametrize(
    ("text", "surface", "value", "measure", "approx"),
    [
        ("发放宣传册1,204份。", "1,204份", 1204, "份", None),
        ("惠及群众近4.5万人。", "近4.5万人", 45000, "人", "约"),
        ("筹措资金5万余元，", "5万余元", 50000, "元", "多"),
        ("组织演出300多场次。", "300多场次", 300, "场次", "多"),
        ("出栏生猪二十六万头。", "二十六万头", 260000, "头", None),
        ("投资1.28万亿元以上。", "1.28万亿元以上", 1280000000000, "元", "多"),
        ("罚没叁拾贰万元，", "叁拾贰万元", 320000, "元", None),
        ("合格率达92%以上。", "92%以上", 92, "%", "多"),
        ("投入不少于60万元。", "不少于60万元", 600000, "元", "多"),
        ("压减至约2000余吨。", "约2000余吨", 2000, "吨", "约"),
        ("参保率提高0.4个百分点。", "0.4个百分点", 0.4, "个百分点", None),
        ("成功率不足三成。", "不足三成", 3, "成", "少"),
        ("办结率百分之百。", "百分之百", 100, "%", None),
        ("压缩时限三分之一。", "三分之一", 0.333, "", None),
        ("占比达五成六。", "五成六", 5.6, "成", None),
        ("减少排放一半。", "一半", 0.5, "", None),
        ("浓度降至31微克/立方米。", "31微克/立方米", 31, "微克/立方米", None),
        ("补贴提高到207元/人/月。", "207元/人/月", 207, "元/人/月", None),
        ("缴获毒品27.4千克。", "27.4千克", 27.4, "千克", None),
        ("筹集住房300套（间）。", "300套（间）", 300, "套（间）", None),
        ("走访企业20家次。", "20家次", 20, "家次", None),
        ("增速为-3.5%，", "-3.5%", -3.5, "%", None),
        ("销售额突破千亿元。", "突破千亿元", 100000000000, "元", "多"),
        ("建成100+家驿站。", "100+家", 100, "家", "多"),
    ],
)
def test_value_measure_and_approximator(
    text: str, surface: str, value: float, measure: str, approx: str | None
) -> None:
    quantity = only(text)
    assert (quantity.text, quantity.value, quantity.measure, quantity.approx) == (surface, value, measure, approx)
    assert not quantity.masked


@pytest.mark.parametrize(
    ("text", "surface", "measure"),
    [
        ("走访群众*人。", "*人", "人"),
        ("总产xx.xx万吨，", "xx.xx万吨", "吨"),
        ("新建公园x个。", "x个", "个"),
        ("考核得分8xx分，", "8xx分", "分"),
        ("检查商户××家次，", "××家次", "家次"),
        ("居全市第×位。", "第×位", "名次"),
    ],
)
def test_masked_figures_have_no_value(text: str, surface: str, measure: str) -> None:
    quantity = only(text)
    assert (quantity.text, quantity.measure, quantity.value, quantity.masked) == (surface, measure, None, True)


@pytest.mark.parametrize("text", ["培育产业2—3个，", "每年补助800-1500元。", "增设网点2至3家，", "标准提高3%-5%。"])
def test_a_range_is_one_figure_without_value(text: str) -> None:
    quantity = only(text)
    assert quantity.value is None
    assert not quantity.masked


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("全年未发生一起火灾。", [("一起", 0, "起")]),
        ("不发生一起重特大事故、一起群体事件。", [("一起", 0, "起"), ("一起", 0, "起")]),
        ("实现零事故、零上访。", [("零", 0, ""), ("零", 0, "")]),
        ("全年火点为0。", [("0", 0, "")]),
        ("考核排名全市第三。", [("第三", 3, "名次")]),
        ("综合得分进入全省前十。", [("前十", 10, "名次")]),
        ("入托率居全省首位。", [("首位", 1, "名次")]),
        ("聚焦三大行动，", [("三", 3, "")]),
        ("实现双拥创建七连冠，", [("七连冠", 7, "连冠")]),
        ("连续6年获评先进。", [("6年", 6, "年")]),
        ("实行24小时值守。", [("24小时", 24, "小时")]),
    ],
)
def test_decided_cases(text: str, values: list[tuple[str, float, str]]) -> None:
    found = find_quantities(text)
    surfaces = [(q.text.removesuffix("大"), q.value, q.measure) for q in found]
    assert surfaces == values


@pytest.mark.parametrize(
    "text",
    [
        "2023年12月5日召开会议。",
        "（3）加强队伍建设。",
        "1.强化组织领导\n2、抓好落实",
        "印发《关于做好3项工作的通知》（某政办〔2022〕15号）。",
        "为60岁以上老人服务。",
        "新开工亿元以上项目，",
        "落实“五个到户”要求，构建“3+5+5”体系。",
        "开展第13个宣传周活动。",
        "深入学习党的二十大精神。",
        "建成5G基站，创建4A级景区。",
        "改善PM2.5浓度。",
        "解决一批难题，形成一系列成果，避免一次性投入。",
        "一是抓学习，二是抓落实。",
        "进一步做好下半年工作，千方百计增收。",
        "实现零的突破，问题动态清零，社会消费品零售总额增长。",
        "整治xx路、*村环境。",
        "新的一年，三年行动扎实推进。",
        "压减一般性支出，城乡一体化发展。",
        "十四届五次全会、六次全会召开。",
    ],
)
def test_what_is_no_quantity(text: str) -> None:
    assert find_quantities(text) == []


def test_figures_in_names_are_left_out() -> None:
    text = "开展14类重点人员排查，走访320户。"
    assert [q.text for q in find_quantities(text)] == ["14类", "320户"]
    assert [q.text for q in find_quantities(text, [(2, 9)])] == ["320户"]
    assert find_quantities(text, [(4, 6), (0, len(text))]) == []


@given(
    st.text(
        alphabet="0123456789.,，。、；：第前零一二三十百千万亿个家元%*xX×近约超余多以上年月日大成分之“”《》\n至-",
        max_size=60,
    )
)
def test_any_text_gives_ordered_disjoint_figures(text: str) -> None:
    found = find_quantities(text)
    at = 0
    for quantity in found:
        assert at <= quantity.start < quantity.end <= len(text)
        assert quantity.text == text[quantity.start : quantity.end]
        at = quantity.end


@pytest.mark.parametrize("piece", ["1", "一", "x", "1,111,", "1.", "“", "《", "百分之", "连续三年", "第一"])
def test_time_grows_with_length_only(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        began = time.perf_counter()
        find_quantities(text)
        return time.perf_counter() - began

    short = min(seconds(20_000) for _ in range(3))
    assert seconds(200_000) < 40 * short + 0.5


@pytest.mark.shared
@pytest.mark.parametrize("part", ["train", "synthetic"])
def test_figures_of_annotated_reports(shared: Path, part: str) -> None:
    total = measure(read_folder(shared / "gold" / part), with_names=True)
    assert total.rates(total.spans)[2] >= 0.985
    assert total.rates(total.right)[2] >= 0.975
