"""Whose report, and of when."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from kg.reading import find_reports, read_sources
from kg.reading.places import district_of, level_of
from kg.records import Report, SourceText

BODY = "发放救助金三百万元，惠及困难群众一千二百人，做到应救尽救，群众满意度持续提高，各项工作有序推进。\n"


def _report(text: str, name: str = "a.txt") -> Report:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    (report,) = find_reports(SourceText(source=name, name=name, text=text, sha256=sha256))
    return report


@pytest.mark.parametrize(
    ("text", "unit", "level", "district"),
    [
        ("青石县民政局2023年工作总结\n2023年，县民政局坚持民政为民。\n", "青石县民政局", "县区", "青石县"),
        (
            "民政局2023年工作总结\n2023年，区民政局在区委、区政府的坚强领导下，坚持民政为民。\n",
            "区民政局",
            "县区",
            None,
        ),
        (
            "街道2023年工作总结\n今年以来，**街道办事处在区委、区政府的领导下，紧扣目标。\n",
            "**街道办事处",
            "乡镇街道",
            None,
        ),
        ("今年以来，xx镇在县委、县政府的坚强领导下，坚持生态立镇。\n", "xx镇", "乡镇街道", None),
        ("现在，我代表云川市人民政府向大会报告工作，请予审议。\n", "云川市人民政府", "市", "云川市"),
        ("省生态环境厅2021年工作总结和2022年工作要点\n2021年是开局之年。\n", "省生态环境厅", "省", None),
        ("数据资源管理局2023年工作总结\n2023年，县数管局在县委的领导下，坚持为民。\n", "数据资源管理局", "县区", None),
        ("卫生健康局2023年工作总结\n2023年，市卫健局在市委领导下，坚持为民。\n", "卫生健康局", "市", None),
        ("某某镇2023年工作总结\n一年来，全镇上下做了一些实事。\n", "某某镇", "乡镇街道", None),
        ("柳树村2023年工作总结\n一年来，村“两委”一班人做了一些实事。\n", "柳树村", "村社区", "柳树村"),
        (
            "云川县水利局关于2023年工作完成情况暨2024年工作计划的报告\n2023年，县水利局坚持治水。\n",
            "云川县水利局",
            "县区",
            "云川县",
        ),
        ("本学年，*县*小学在县教体局的领导下，坚持立德树人。\n", "*县*小学", "县区", None),
        ("xx县水利局20xx年度工作总结\n一年来，县水利局坚持治水。\n", "xx县水利局", "县区", None),
        ("云川县人民政府工作报告\n现在，我代表县人民政府向大会报告工作。\n", "云川县人民政府", "县区", "云川县"),
        ("*县气象局关于防汛暨2023年服务情况的汇报\n今年以来，我局做了一些实事。\n", "*县气象局", "县区", None),
        ("xx区应急管理局防汛工作2023年总结暨2024年计划\n今年，我局紧扣目标。\n", "xx区应急管理局", "县区", None),
    ],
)
def test_unit_level_and_district(text: str, unit: str, level: str, district: str | None) -> None:
    report = _report(text + BODY)
    assert (report.unit, report.level, report.district) == (unit, level, district)


@pytest.mark.parametrize(
    ("text", "kind", "year", "plan_year"),
    [
        ("青石县民政局2023年工作总结及2024年工作计划\n", "summary", 2023, 2024),
        ("青石县民政局二〇二四年工作总结\n", "summary", 2024, None),
        ("青石县民政局2025年工作要点\n", "plan", None, 2025),
        ("青石县民政局2023年上半年工作总结及下半年工作打算\n", "summary", 2023, 2023),
        ("2022年以来，县民政局在县委领导下，坚持为民。\n一、2023年工作打算\n", "summary", 2022, 2023),
        ("今年以来，县民政局在县委领导下，坚持为民。\n一、主要工作\n二、2024年工作打算\n", "summary", 2023, 2024),
        ("现将2022年工作总结及2023年工作安排情况汇报如下：\n", "summary", 2022, 2023),
        ("xx镇2022年上半年工作总结\n上半年，做了不少。\n二、下半年工作安排\n2023年将再建。\n", "summary", 2022, 2022),
        ("20**年，*县水利局在县委的领导下，贯彻落实上级部署要求。\n", "summary", None, None),
        ("一、2022年主要工作\n2022年，县民政局始终坚持为民，推进建设。\n三、2023年工作打算\n", "summary", 2022, 2023),
        (
            "一、2023年工作开展情况\n县民政局紧扣目标，编制2023-2035年规划。\n三、2024年工作安排\n",
            "summary",
            2023,
            2024,
        ),
    ],
)
def test_kind_and_years(text: str, kind: str, year: int | None, plan_year: int | None) -> None:
    report = _report(text + BODY)
    assert (report.kind, report.year, report.plan_year) == (kind, year, plan_year)


GOVERNMENT = "各位代表：\n现在，我代表区人民政府向大会报告工作，请予审议。\n一、2022年工作回顾\n"
FOOT = "各位代表，蓝图已经绘就，让我们把各项任务一件一件落到实处！\n"


@pytest.mark.parametrize(
    "text",
    [
        "政府工作报告\n（2023年1月5日）\n云亭区人民政府\n" + GOVERNMENT + BODY + FOOT,
        "政府工作报告\n云亭区人民政府区长 王某某\n" + GOVERNMENT + BODY + FOOT,
        "云亭区人民政府\n政府工作报告\n" + GOVERNMENT + BODY + FOOT,
        GOVERNMENT + BODY + FOOT + "云亭区人民政府\n2023年1月5日\n",
        GOVERNMENT + BODY + FOOT + "云亭区人民政府 2023年1月5日\n",
    ],
)
def test_a_signature_names_unit_and_district(text: str) -> None:
    report = _report(text)
    assert (report.unit, report.level, report.district) == ("云亭区人民政府", "县区", "云亭区")
    assert (report.kind, report.year, report.plan_year) == ("summary", 2022, 2023)
    assert report.end_line == text.count("\n")


def test_a_signature_is_the_unit_where_nobody_is_at_work_in_the_text() -> None:
    report = _report("一、主要工作\n" + BODY * 2 + "青石县民政局\n2023年12月28日\n")
    assert (report.unit, report.district) == ("青石县民政局", "青石县")


def test_the_last_line_of_a_text_is_no_signature_by_its_ending() -> None:
    assert _report("一、主要工作\n" + BODY * 2 + "建设幸福美丽新社区\n").unit is None


@pytest.mark.parametrize(
    ("title", "body", "year", "plan_year"),
    [
        ("云川县2023年政府工作报告", "一、2023年工作回顾\n{}二、2024年工作安排\n", 2023, 2024),
        ("云川县2024年政府工作报告", "一、2023年工作回顾\n{}二、2024年工作安排\n", 2023, 2024),
        ("云川县2023年政府工作报告", "2023年，我们负重前行。\n{}二、2024年重点工作\n", 2023, 2024),
        ("政府工作报告\n（2024年1月9日）", "一、过去一年工作回顾\n{}二、今年工作安排\n", 2023, 2024),
        ("2024年云川县政府工作报告", "一、过去一年工作回顾\n{}二、今年工作安排\n", 2023, 2024),
        ("政府工作报告", "一、过去一年工作回顾\n{}二、今年工作安排\n", None, None),
    ],
)
def test_the_text_decides_which_year_a_government_report_is_named_by(
    title: str, body: str, year: int | None, plan_year: int | None
) -> None:
    opening = "\n各位代表：\n受县人民政府委托，现将一年来的工作报告如下，请予审议。\n"
    report = _report(title + opening + body.format(BODY * 2) + BODY)
    assert (report.unit, report.kind, report.year, report.plan_year) == ("县人民政府", "summary", year, plan_year)


PLAIN = "一、主要工作\n" + BODY * 3


@pytest.mark.parametrize(
    ("name", "text", "where", "when"),
    [
        ("2023/云溪县/工作总结.docx", PLAIN, (None, "云溪县"), ("summary", 2023, None)),
        ("云溪县民政局2023年工作总结.txt", PLAIN, ("云溪县民政局", "云溪县"), ("summary", 2023, None)),
        ("云溪县/民政局/2024年工作计划.txt", BODY * 2, (None, "云溪县"), ("plan", None, 2024)),
        ("2026_云溪县_政府工作报告.csv#2", PLAIN, ("云溪县", "云溪县"), ("summary", None, 2026)),
        ("全部.zip!/云溪县/总结（终稿）.docx", PLAIN, (None, "云溪县"), ("summary", None, None)),
        ("某某县/工作总结.txt", PLAIN, (None, None), ("summary", None, None)),
        ("附件1：云溪县民政局2023年工作总结.doc", PLAIN, ("云溪县民政局", "云溪县"), ("summary", 2023, None)),
        ("003_3a2036.txt", PLAIN, (None, None), ("plan", None, None)),
        # The text comes first, and an area of another level is not the one that the report covers.
        (
            "2021/云溪县/a.txt",
            "2023年，县民政局在县委领导下，坚持为民。\n" + PLAIN,
            ("县民政局", "云溪县"),
            ("summary", 2023, None),
        ),
        ("云川市/a.txt", "区民政局2023年工作总结\n" + PLAIN, ("区民政局", None), ("summary", 2023, None)),
        ("云溪县/a.txt", "青石县民政局2023年工作总结\n" + PLAIN, ("青石县民政局", "青石县"), ("summary", 2023, None)),
        ("云溪县/a.txt", "*镇2023年工作总结\n" + PLAIN, ("*镇", None), ("summary", 2023, None)),
        (
            "云川.txt",
            "市民政局2023年工作总结\n云川市在前，云川市争先。\n" + PLAIN,
            ("市民政局", "云川市"),
            ("summary", 2023, None),
        ),
        ("云川.txt", "市民政局2023年工作总结\n" + PLAIN, ("市民政局", None), ("summary", 2023, None)),
    ],
)
def test_file_name_and_folders_speak_where_the_text_is_silent(
    name: str,
    text: str,
    where: tuple[str | None, str | None],
    when: tuple[str | None, int | None, int | None],
) -> None:
    report = _report(text, name)
    assert (report.unit, report.district) == where
    assert (report.kind, report.year, report.plan_year) == when


def test_a_file_of_several_reports_names_the_unit_of_none() -> None:
    one = "一、2023年工作总结\n" + BODY * 8 + "二、2024年工作计划\n" + BODY * 4
    text = "今年以来，青石镇在县委、县政府的正确领导下，坚持为民，现将情况汇报如下：\n" + one + "\n\n" + one
    reports = find_reports(SourceText("x", "云溪县民政局2023年工作总结.txt", text, "0"))
    assert [report.unit for report in reports] == ["青石镇", None]
    assert [report.district for report in reports] == ["青石镇", "云溪县"]


def test_a_city_that_speaks_of_its_towns_and_of_no_county_is_of_county_level() -> None:
    title = "云川市水利局2023年工作总结\n"
    towns = "黄沙镇、杨林乡和石桥镇、白塔乡、青口镇的水厂建成，各乡镇供水稳定。\n"
    assert _report(title + BODY + towns).level == "县区"
    assert _report(title + BODY + towns + "各县区加强监管。\n").level == "市"
    assert _report(title + BODY * 3).level == "市"


GREETED = "各位代表：\n现在，我代表云亭区人民政府，向大会报告工作，请予审议。\n"


@pytest.mark.parametrize(
    ("name", "text", "places"),
    [
        (
            "a.txt",
            "\n\n青石县民政局2023年工作总结\n及2024年工作计划\n2023年，县民政局坚持为民。\n" + BODY,
            "unit: title, line 3; level: title, line 3; district: title, line 3; kind: title, line 3; "
            "year: title, line 3; plan_year: title, line 4",
        ),
        (
            "a.txt",  # of a name broken over lines it is the line where it begins
            "街道二〇二三年工作总结\n2023年以来，\n柳林街道办\n事处在区委的领导下，紧扣目标。\n" + BODY * 2,
            "unit: opening, line 3; level: opening, line 3; district: opening, line 3; kind: title, line 1; "
            "year: title, line 1",
        ),
        (
            "a.txt",
            "政府工作报告\n（2023年1月5日）\n云亭区人民政府\n" + GOVERNMENT + BODY + FOOT,
            "unit: byline, line 3; level: byline, line 3; district: byline, line 3; kind: title, line 1; "
            "year: heading, line 6; plan_year: byline, line 2",
        ),
        (
            "a.txt",
            GREETED + "一、2022年工作回顾\n" + BODY * 2 + FOOT + "二、2023年工作安排\n" + BODY,
            "unit: opening, line 2; level: opening, line 2; district: opening, line 2; kind: opening, line 2; "
            "year: heading, line 3; plan_year: heading, line 7",
        ),
        (
            "2023/云溪县/工作总结.docx",
            PLAIN + "全县上下一心，全县新建水厂。\n",
            "level: body, line 5; district: folder; kind: file name; year: folder",
        ),
        (
            "云溪县/青石镇2024年工作计划.txt",
            BODY * 2,
            "unit: file name; level: file name; district: file name; kind: file name; plan_year: file name",
        ),
        (
            "a.txt",
            "一、主要工作\n" + BODY * 2 + "青石县民政局\n2023年12月28日\n",
            "unit: byline, line 4; level: byline, line 4; district: byline, line 4; kind: body; "
            "plan_year: byline, line 5",
        ),
    ],
)
def test_every_field_comes_with_the_place_that_says_so(name: str, text: str, places: str) -> None:
    report = _report(text, name)
    assert "; ".join(f"{field}: {place}" for field, place in report.places) == places
    # Offsets and lines do not depend on how lines end.
    assert _report(text.replace("\n", "\r\n"), name).places == report.places
    assert _report(text.replace("\n", "\r"), name).places == report.places


def test_lines_are_those_of_the_source_not_of_the_report() -> None:
    one = "青石县{}局2023年工作总结\n2023年，县{}局在县委领导下，坚持为民。\n一、主要工作\n" + BODY * 8
    text = "各单位总结汇编（2篇）\n\n" + one.format("民政", "民政") + "\n\n" + one.format("水利", "水利")
    reports = find_reports(SourceText("x", "x.txt", text, "0"))
    assert [report.unit for report in reports] == ["青石县民政局", "青石县水利局"]
    lines = [text.split("\n").index(f"青石县{name}局2023年工作总结") + 1 for name in ("民政", "水利")]
    assert [dict(report.places)["year"] for report in reports] == [f"title, line {line}" for line in lines]


@pytest.mark.shared
def test_places_name_the_fields_that_are_known_and_lines_that_name_the_unit(shared: Path, examples: Path) -> None:
    fields = ("unit", "level", "district", "kind", "year", "plan_year")
    count = 0
    for source in read_sources([shared / "seeds", shared / "corpus/cities-2024", examples]):
        if not isinstance(source, SourceText):
            continue
        lines = source.text.split("\n")
        for report in find_reports(source):
            assert [field for field, _ in report.places] == [f for f in fields if getattr(report, f) is not None]
            passage, _, line = dict(report.places).get("unit", "").partition(", line ")
            if line:
                count += 1
                said = "".join("".join(lines[int(line) - 1 : int(line) + 1]).split())
                assert report.unit is not None
                assert report.unit in said, (report.source, report.unit, passage, line)
    assert count >= 90


def test_a_report_without_a_name_has_no_unit() -> None:
    assert _report("一、主要工作\n" + BODY * 2).unit is None


@pytest.mark.parametrize(
    ("unit", "level"),
    [
        ("xx县住房和城乡建设局", "县区"),
        ("云川市农业农村局", "市"),
        ("镇江市人民政府", "市"),
        ("*乡便民服务中心", "乡镇街道"),
        ("**社区居委会", "村社区"),
        ("省交通运输厅", "省"),
        ("黔川自治州人民政府", "市"),
        (None, None),
    ],
)
def test_level_of_a_unit(unit: str | None, level: str | None) -> None:
    assert level_of(unit) == level


@pytest.mark.parametrize(
    ("name", "district"),
    [
        ("云台县市场监督管理局", "云台县"),
        ("云川市河西区民政局", "河西区"),
        ("常州市人民政府", "常州市"),
        ("*县教育局", None),
        ("县教育局", None),
        ("城市管理局", None),
        ("自治区人民政府", None),
        ("2024年云川省政府工作报告", "云川省"),
        ("某某镇人民政府", None),
        ("滨江经济技术开发区管委会", "滨江经济技术开发区"),
    ],
)
def test_district_of_a_name(name: str, district: str | None) -> None:
    assert district_of(name) == district


def _bare(name: str | None) -> str:
    return "".join(ch for ch in (name or "") if ch not in "“”\"'‘’「」 \n\r\t　，,、")


def _alike(one: str | None, other: str | None) -> bool:
    """Agreement of two names as the scorer of the annotated reports measures it."""
    a, b = _bare(one), _bare(other)
    if not a or not b:
        return a == b
    return a in b or b in a or SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.66


@pytest.mark.shared
@pytest.mark.parametrize("pattern", ["train/s*.obs.jsonl", "synthetic/*.obs.jsonl"])
def test_heads_of_the_annotated_reports(shared: Path, pattern: str) -> None:
    right: Counter[str] = Counter()
    count = 0
    for path in sorted((shared / "gold").glob(pattern)):
        gold = json.loads(path.read_text(encoding="utf-8").splitlines()[-1])["report"]
        (source,) = read_sources([path.with_name(path.name.replace(".obs.jsonl", ".txt"))])
        assert isinstance(source, SourceText)
        (report,) = find_reports(source)
        count += 1
        right["unit"] += _alike(gold["unit"], report.unit)
        for key in ("kind", "year", "plan_year"):
            right[key] += gold[key] == getattr(report, key)
    assert count >= 16
    assert all(right[key] >= 0.96 * count for key in ("unit", "kind", "year", "plan_year")), (right, count)


@pytest.mark.shared
def test_heads_of_the_seeds(shared: Path) -> None:
    rows = [json.loads(line) for line in (shared / "seeds/reports.jsonl").read_text(encoding="utf-8").splitlines()]
    truth = {(row["file"], row["start_line"]): row for row in rows}
    reports = [r for s in read_sources([shared / "seeds"]) if isinstance(s, SourceText) for r in find_reports(s)]
    assert len(reports) == len(rows)
    for report in reports:
        row = truth[report.name, report.start_line]
        assert (row["title"], row["year"]) == (report.title, report.year)
        # Where the title gives the full name and the opening its short form, this list has the short form, the
        # annotation of the same report the full name: both name the unit.
        titled = (
            row["unit"] is not None
            and report.unit != row["unit"]
            and (row["title"] or "").startswith(report.unit or "?")
        )
        assert report.unit == row["unit"] or titled, (row["unit"], report.unit)


def test_heads_of_the_shipped_examples(examples: Path) -> None:
    listed = (Path(__file__).parents[1] / "gold_examples" / "reports.jsonl").read_text(encoding="utf-8")
    fields = (
        "start_line", "end_line", "title", "unit", "level", "kind", "year", "plan_year", "district",
    )  # fmt: skip
    truth = [(row["file"], *(row[field] for field in fields)) for row in map(json.loads, listed.splitlines())]
    found = [
        (report.name, *(getattr(report, field) for field in fields))
        for source in read_sources([examples])
        if isinstance(source, SourceText)
        for report in find_reports(source)
    ]
    assert sorted(map(repr, found)) == sorted(map(repr, truth))
