"""Where reports begin and end."""

from __future__ import annotations

import hashlib
import json
import time
from collections import defaultdict
from pathlib import Path

import pytest

from kg.reading import dropped_lines, find_reports, read_sources
from kg.records import SourceText
from tests.reading.compendia import Measure, add, compendia, found_lines, single_reports

ONE = """青石县民政局2023年工作总结及2024年工作计划
2023年，县民政局在县委、县政府的坚强领导下，坚持民政为民，扎实做好社会救助、养老服务各项工作，成效明显。
一、2023年工作情况
（一）救助有力。发放救助金三百万元，惠及困难群众一千二百人，临时救助二百六十户，做到应救尽救、应保尽保、应养尽养。
（二）养老提质。建成社区养老服务站七处，改造敬老院两所，床位达到四百张，入住率八成以上，群众满意度持续提高。
二、2024年工作计划
新建养老服务站五处，完成适老化改造三百户，打造“青石乐养”服务品牌，让老年人的生活更有保障、更有质量。
"""
TWO = """今年以来，柳河镇在县委、县政府的正确领导下，紧扣“生态立镇”目标，统筹推进产业、民生各项工作，现将情况汇报如下：
一、产业发展
我镇新建大棚二百亩，引进企业三家，全镇农民人均收入增长百分之八，村集体经济收入全部超过二十万元，势头良好。
二、民生实事
我镇修缮村道十二公里，新建小广场四处，完成厕改三百五十户，群众出行和生活条件得到明显改善，获得感不断增强。
三、下一步打算
明年，我镇将继续抓好项目建设，确保粮食生产稳定，推动乡村面貌再上新台阶，为全县高质量发展贡献柳河力量。
"""


def _source(text: str) -> SourceText:
    return SourceText(source="a.txt", name="a.txt", text=text, sha256=hashlib.sha256(text.encode()).hexdigest())


def _lines(text: str) -> list[tuple[int, int]]:
    return [(report.start_line, report.end_line) for report in find_reports(_source(text))]


def _wrapped(text: str, width: int, blank: bool) -> str:
    out: list[str] = []
    for line in text.splitlines():
        for at in range(0, len(line), width):
            out.append(line[at : at + width])
            if blank:
                out.append("")
    return "\n".join(out) + "\n"


def test_two_reports_one_of_them_without_a_title() -> None:
    assert _lines(ONE + TWO) == [(1, 7), (8, 14)]
    assert _lines(TWO + ONE) == [(1, 7), (8, 14)]


@pytest.mark.parametrize("width", [20, 26, 37, 60])
@pytest.mark.parametrize("blank", [False, True])
def test_wrapping_changes_nothing(width: int, blank: bool) -> None:
    one, two = _wrapped(ONE, width, blank), _wrapped(TWO, width, blank)
    (first, second) = find_reports(_source(one + two))
    assert second.start == len(one)
    assert first.end == len(one.rstrip())


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_offsets_count_code_points_of_the_text_as_it_is(ending: str) -> None:
    text = (ONE + "\n\n" + TWO).replace("\n", ending)
    first, second = find_reports(_source(text))
    assert text[first.start : first.end] == ONE.strip().replace("\n", ending)
    assert text[second.start : second.end] == TWO.strip().replace("\n", ending)
    assert first.sha256 == hashlib.sha256(text[first.start : first.end].encode()).hexdigest()
    assert text.split(ending)[second.start_line - 1].startswith("今年以来")


def test_plans_whose_numbering_restarts_belong_to_their_summary() -> None:
    plan = (
        "2024年工作计划\n一、总体要求\n坚持稳中求进，全力抓好各项民政工作。\n"
        "二、重点任务\n建设养老服务站五处，完成适老化改造。\n"
    )
    assert _lines(ONE.replace("二、2024年工作计划\n", "二、存在问题\n") + plan) == [(1, 12)]


def test_a_report_cut_off_in_mid_sentence_ends_there() -> None:
    cut = ONE[: ONE.index("让老年人")]
    assert _lines(cut + "\n" + TWO) == [(1, 7), (8, 14)]


def test_residue_and_series_titles_are_left_out_and_listed() -> None:
    text = (
        "工作总结及工作计划汇编（14篇）\n\n2023-03-14 05:05:17 121\n\n" + ONE + "\n\n" + TWO + "\n\n"
        "【某某素材库】——每天更新材料，会员群、网盘群同步，欢迎加入svip会员\n添加客服：abc\n\n阅读全文\n联系客服\n"
    )
    assert len(_lines(text)) == 2
    reports = find_reports(_source(text))
    assert (reports[0].start_line, reports[1].end_line) == (5, 20)
    dropped = dropped_lines(_source(text))
    assert [line.line for line in dropped] == [1, 3, 23, 24, 26, 27]
    assert all(text[line.start : line.end] == line.text for line in dropped)


@pytest.mark.parametrize("at", [14, 17, 20, 23])
def test_a_broken_title_under_a_longer_line_is_whole(at: int) -> None:
    series = "某某系列8--年度工作总结及工作计划汇编(14篇)\n2023-03-14 05:05:17 121\n"
    text = series + _wrapped(ONE[:at] + "\n" + ONE[at:], 60, False)
    (report,) = find_reports(_source(text))
    assert (report.start_line, report.title) == (3, ONE.split("\n", maxsplit=1)[0])


def test_what_belongs_to_one_speech_is_one_report() -> None:
    body = "全市发放救助金三百万元，惠及困难群众一千二百人，建成养老服务站七处，各项民生工作取得明显成效。\n" * 9
    speech = (
        "政府工作报告\n——2024年1月14日云川市市长王某某在云川市第七届人民代表大会第四次会议上的讲话\n来源：云川日报\n"
        "各位代表：\n现在，我代表市人民政府，向大会报告工作，请予审议。\n一、过去五年的工作\n"
        + body
        + "各位代表！\n2023年是收官之年。全市在市委领导下，攻坚克难，成效明显。\n"
        + body
        + "过去五年，财政、金融工作创新推进。为全省发展贡献了云川力量。\n过去五年，在市委领导下，双拥工作开创新局面。\n"
        + body
        + "刚刚过去的2023年，在市委坚强领导下，各项工作再上台阶。\n二、2024年工作安排\n"
        + body
    )
    for width in (24, 36, 200):
        assert len(_lines(_wrapped(speech, width, False))) == 1


def test_a_heading_at_the_end_of_one_report_hides_no_beginning() -> None:
    paragraph = ONE.split("\n")[3] + "\n"
    cut = ONE[: ONE.index("二、")].replace("一、2023年工作情况\n", "") + paragraph * 3 + "一、坚持在改革上精准发力\n"
    assembly = "各位代表：\n现在，我代表市人民政府向大会报告工作，请予审议。\n一、2023年工作回顾\n"
    assert _lines(cut + assembly + TWO)[0] == (1, 8)
    assert _lines(cut + TWO) == [(1, 8), (9, 15)]


def test_what_is_attached_to_a_report_belongs_to_it() -> None:
    attached = "附件1\n2024年县十件民生实事\n一、新建养老服务站五处，完成适老化改造三百户。\n二、改造敬老院两所。\n"
    assert _lines(ONE + TWO + "\n\n" + attached) == [(1, 7), (8, 20)]


def test_a_title_over_a_short_first_line_is_kept() -> None:
    text = "民政局2023年工作总结\n云川民政人奋力争先。\n" + ONE.split("\n", 2)[2]
    assert _lines(text) == [(1, 7)]


def test_a_table_of_contents_is_no_report() -> None:
    contents = "目录\n青石县民政局2023年工作总结\n青石县财政局2023年工作总结\n柳河镇2023年工作总结\n"
    assert _lines(contents + ONE + TWO) == [(5, 11), (12, 18)]


@pytest.mark.parametrize(
    "text", ["", "\n\n", "Minutes of the meeting.\nNothing was said.\n", "一、你好\n", "123\n456\n"]
)
def test_what_is_no_chinese_text_holds_no_report(text: str) -> None:
    assert find_reports(_source(text)) == ()


def test_ordinary_chinese_prose_is_one_report() -> None:
    text = "村里的老人常说，早些年河上没有桥，过河全靠一条小木船。后来桥修好了，船也就闲下来，再没有人去划它。\n" * 3
    assert _lines(text) == [(1, 3)]


def test_speed_is_linear_in_the_text() -> None:
    def seconds(text: str) -> float:
        begun = time.perf_counter()
        find_reports(_source(text))
        return time.perf_counter() - begun

    assert seconds("青石县的工作取得了新的成绩" * 80_000) < 5  # one line of a million characters
    assert seconds("2023年，县局在县委领导下，坚持抓好工作\n" * 40_000) < 20
    assert seconds("一、\n" * 100_000) < 20


@pytest.mark.shared
def test_the_seeds_are_split_exactly(shared: Path) -> None:
    truth: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for line in (shared / "seeds/reports.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        truth[row["file"]].append((row["start_line"], row["end_line"]))
    found = {
        source.name: [(report.start_line, report.end_line) for report in find_reports(source)]
        for source in read_sources([shared / "seeds"])
        if isinstance(source, SourceText)
    }
    assert found == dict(truth)
    assert sum(map(len, found.values())) == 26


@pytest.mark.shared
def test_compendia_are_split_at_98_percent_of_the_boundaries(shared: Path) -> None:
    measure = Measure()
    for compendium in compendia(1, 120, shared):
        add(measure, compendium, found_lines(compendium.text))
    assert measure.reports > 1000
    assert measure.exact >= 0.98, measure
    assert measure.split <= 0.005 * measure.reports, measure


@pytest.mark.shared
def test_no_single_report_is_cut(shared: Path) -> None:
    cut = [
        name
        for name, lines in single_reports(shared).items()
        for text in ("\n".join(lines), "\n\n".join(lines), _wrapped("\n".join(lines), 30, False))
        if len(found_lines(text)) != 1
    ]
    assert cut == []


@pytest.mark.shared
@pytest.mark.parametrize("folder", ["national", "provinces-2025", "provinces-2026"])
def test_no_long_speech_is_cut(shared: Path, folder: str) -> None:
    sources = [source for source in read_sources([shared / "corpus" / folder]) if isinstance(source, SourceText)]
    assert len(sources) >= 30
    texts = [(source.name, source.text) for source in sources]
    texts += [(source.name, _wrapped(source.text, 36, False)) for source in sources]
    assert [name for name, text in texts if len(found_lines(text)) != 1] == []
