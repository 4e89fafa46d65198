"""Annotations written and read: nothing is lost on the way through a draft and gold's files."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.annotation import Annotation, annotation_of, draft_of, gold_files, read_draft
from kg.annotation.forms import CODES, MARKS, Tag
from kg.cli import app
from kg.errors import InputError
from kg.gold import GoldReport, read_folder, read_gold

INVENTED = Path(__file__).resolve().parents[2] / "gold" / "invented"
DRAFT = (
    "⟦U:县教育局⟧开展⟦C?:安全生产月⟧，排查隐患⟦N:30余处|30|处|多|排查隐患|done|安全生产月⟧。\n"
    "----\nR: 县教育局 | plan | | 2024\n"
)


def _annotation(gold: GoldReport) -> Annotation:
    tags = [
        Tag(one.start, one.end, CODES[one.type] + (MARKS[one.status] if one.type in ("Program", "Campaign") else ""))
        for one in gold.mentions
    ]
    for span, row in zip(gold.quantities, gold.observations, strict=True):
        tags.append(Tag(*span, "N", {key: value for key, value in row.items() if key != "n"}))
    return Annotation(gold.text, tuple(sorted(tags, key=lambda tag: tag.start)), tuple(gold.actors), gold.head)


def _write(folder: Path, name: str, annotation: Annotation) -> GoldReport:
    for suffix, content in gold_files(annotation).items():
        (folder / f"{name}{suffix}").write_bytes(content.encode())
    return read_gold(folder, name)


def test_gold_goes_through_a_draft_and_back(tmp_path: Path) -> None:
    golds = [gold for gold in read_folder(INVENTED) if gold.name[:2] in ("na", "ng")]
    assert len(golds) > 15
    for gold in golds:
        annotation = _annotation(gold)
        again = _write(tmp_path, gold.name, read_draft(draft_of(annotation), gold.name))
        assert (again.text, again.mentions, again.quantities) == (gold.text, gold.mentions, gold.quantities)
        assert again.head == gold.head
        assert again.actors == gold.actors
        assert again.observations == gold.observations


def test_a_corrected_draft() -> None:
    found = gold_files(read_draft(DRAFT, "a.draft"))
    assert found[".txt"] == "县教育局开展安全生产月，排查隐患30余处。"
    assert found[".ann.txt"] == "⟦U:县教育局⟧开展⟦C?:安全生产月⟧，排查隐患⟦N1:30余处⟧。"
    assert '"value": 30, "measure": "处", "approx": "多", "indicator": "排查隐患"' in found[".obs.jsonl"]


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("⟦U:", "⟦Q:", "line 1: ⟦Q:…⟧ is no tag"),
        ("|30|", "|三十|", "'三十' is no number"),
        ("|排查隐患|", "||", "a figure needs"),
        ("|done|", "|gone|", "'gone' is no status"),
        ("|多|", "|近|", "'近' is not"),
        ("⟦C?:", "⟦C?:⟦", "bracket"),
        ("----", "---", "line ----"),
        ("R: ", "X: ", "line 3: not 'A:"),
        ("| 2024", "| soon", "line 3: not 'A:"),
        ("安全生产月⟧，", "⟧，", "an empty tag"),
    ],
)
def test_faults_are_named_with_their_line(before: str, after: str, message: str) -> None:
    with pytest.raises(InputError, match=r"a\.draft") as caught:
        read_draft(DRAFT.replace(before, after, 1), "a.draft")
    assert message in str(caught.value)


def test_nothing_extracted_is_an_annotation_too() -> None:
    assert gold_files(annotation_of("没有内容。", []))[".ann.txt"] == "没有内容。"


def test_from_report_to_gold_on_the_command_line(tmp_path: Path) -> None:
    run, report, out = CliRunner(), INVENTED / "ng03.txt", tmp_path / "mine"
    assert run.invoke(app, ["annotate", str(report), "-o", str(out), "--draft"]).exit_code == 0
    draft = out / "ng03.draft"
    assert "⟦N:" in draft.read_text("utf-8")
    again = run.invoke(app, ["annotate", str(report), "-o", str(out), "--draft"])
    assert again.exit_code == 2
    assert "corrections" in again.stderr
    assert run.invoke(app, ["annotate", str(draft), "-o", str(out)]).exit_code == 0
    gold = read_gold(out, "ng03")
    assert gold.text == report.read_bytes().decode("utf-8")
    assert len(gold.mentions) > 50
    straight = tmp_path / "straight"
    assert run.invoke(app, ["annotate", str(report), "-o", str(straight)]).exit_code == 0
    assert read_gold(straight, "ng03") == gold
