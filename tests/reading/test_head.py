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


def _report(text: str) -> Report:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    (report,) = find_reports(SourceText(source="a.txt", name="a.txt", text=text, sha256=sha256))
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
        ("柳树村2023年工作总结\n一年来，村“两委”一班人做了一些实事。\n", "柳树村", "村社区", "柳树村"),
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
    ],
)
def test_kind_and_years(text: str, kind: str, year: int | None, plan_year: int | None) -> None:
    report = _report(text + BODY)
    assert (report.kind, report.year, report.plan_year) == (kind, year, plan_year)


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
    for report in reports:
        row = truth[report.name, report.start_line]
        assert (row["title"], row["unit"], row["year"]) == (report.title, report.unit, report.year)
