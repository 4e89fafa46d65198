"""One page of HTML with reports whose names, figures and acting units are marked where they stand.

The page needs nothing from elsewhere: it can be mailed, and opened without a network.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from kg.page.marks import NAMES, ROLES, STATUS, marked_text, marks_of
from kg.records import Extraction, SourceText

__all__ = ["page_of"]

# Wong 2011, Points of view: Color blindness (Nature Methods), lightened so that black text can be read on them.
_COLOURS = {
    "Unit": "#bfe0f5", "District": "#e3e3e3", "Program": "#b8e6d5", "Campaign": "#f8dca6", "Document": "#ecd3e3",
    "Figure": "#fbf6bd",
}  # fmt: skip
_STYLE = """
:root { color-scheme: light }
body { font: 16px/1.9 "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC",
  "WenQuanYi Micro Hei", sans-serif; margin: 0 auto; max-width: 62rem; padding: 0 1.5rem 4rem; color: #222 }
header { position: sticky; top: 0; background: #fff; border-bottom: 1px solid #ccc; padding: .6rem 0; font-size: 14px }
header label { margin-right: 1rem; white-space: nowrap; cursor: pointer }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .2rem } .head { color: #555; font-size: 14px; line-height: 1.5 }
.text { white-space: pre-wrap; overflow-wrap: anywhere }
mark { color: inherit; background: none; border-radius: 3px; padding: 1px 0; cursor: help }
mark.planned { border-bottom: 2px dashed #0072b2 } mark.problem { border-bottom: 2px solid #d55e00 }
mark.mentioned, mark.baseline { border-bottom: 2px dotted #777 } mark.actor { outline: 1.5px solid #0072b2 }
details { margin: .5rem 0 } table { border-collapse: collapse; font-size: 14px; line-height: 1.5 }
td, th { border-bottom: 1px solid #ddd; padding: .15rem .8rem .15rem 0; text-align: left; vertical-align: top }
td.n { text-align: right; white-space: nowrap }
"""
_SCRIPT = """
for (const box of document.querySelectorAll('header input')) box.addEventListener('change', () => {
  const rule = document.getElementById('hide-' + box.value); rule.disabled = box.checked; });
"""


def page_of(pairs: Iterable[tuple[SourceText, Extraction]]) -> Iterator[str]:
    """The page in pieces, for reports with the source texts that they lie in."""
    colours = "".join(f"mark.{kind} {{ background: {colour} }}\n" for kind, colour in _COLOURS.items())
    yield (
        '<!doctype html>\n<html lang="zh-Hans"><head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>kg extract</title>\n<style>{_STYLE}{colours}</style>\n"
    )
    for kind in NAMES:
        hidden = f"mark.{kind} {{ background: none; border: 0; outline: 0 }}"
        yield f'<style id="hide-{kind}">{hidden}</style>\n'
    yield f"</head><body>\n{_legend()}\n"
    for source, extraction in pairs:
        yield from _report(source, extraction)
    switches = "".join(f"document.getElementById('hide-{kind}').disabled = true;" for kind in NAMES)
    yield f"<script>{switches}{_SCRIPT}</script>\n</body></html>\n"


def _legend() -> str:
    boxes = "".join(
        f'<label><input type="checkbox" value="{kind}" checked> <mark class="{kind}">{name}</mark></label>'
        for kind, name in NAMES.items()
    )
    shown = ("planned", "problem", "mentioned")
    lines = "".join(f'<mark class="{status}">{STATUS[status]}</mark> ' for status in shown)
    return f'<header>{boxes}<br>{lines}<mark class="actor">牵头、配合、对象 acting unit</mark></header>'


def _report(source: SourceText, extraction: Extraction) -> Iterator[str]:
    report, marks = extraction.report, marks_of(extraction)
    title = report.title or report.unit or f"{source.source}:{report.start_line}"
    said = [
        f"{source.source}:{report.start_line}–{report.end_line}",
        *(f"{name} {value}" for name, value in _head(extraction) if value is not None),
    ]
    yield f'<section>\n<h2>{escape("".join(title.split()))}</h2>\n<p class="head">{escape(" · ".join(said))}<br>'
    counts = Counter(mark.kind for mark in marks)
    yield escape(" · ".join(f"{name} {counts[kind]}" for kind, name in NAMES.items() if counts[kind])) + "</p>\n"
    yield '<div class="text">'
    yield from marked_text(source.text, report.start, report.end, marks)
    yield "</div>\n"
    yield from _tables(extraction)
    yield "</section>\n"


def _head(extraction: Extraction) -> Iterator[tuple[str, str | int | None]]:
    report = extraction.report
    yield from (("单位 unit", report.unit), ("行政区 district", report.district), ("层级 level", report.level))
    yield from (("类型 kind", report.kind), ("年度 year", report.year), ("计划年度 plan year", report.plan_year))


def _tables(extraction: Extraction) -> Iterator[str]:
    if extraction.actors:
        rows = [(ROLES[one.role], one.actor, one.of) for one in extraction.actors]
        yield _table("牵头、配合、对象 acting units", ("", "单位 unit", "项目、行动、文件 of"), rows)
    if extraction.observations:
        figures = [
            (one.indicator, one.text, one.measure, STATUS[one.status], one.about or "")
            for one in extraction.observations
        ]
        heads = ("指标 indicator", "原文 as printed", "单位 measure", "状态 status", "关于 about")
        yield _table("数据 figures", heads, figures)


def _table(name: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{cell}</th>" for cell in heads)
    body = "\n".join(
        "<tr>" + "".join(f"<td>{escape(''.join(cell.split()))}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<details><summary>{name} ({len(rows)})</summary>\n<table><tr>{head}</tr>\n{body}\n</table></details>\n"
