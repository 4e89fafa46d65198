"""Scores: the same numbers as the gold's own scorer, and faults where they are."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import SourceError
from kg.evaluation import confusions, extracted_by_kg, read_system, score
from kg.evaluation.pairing import alike, overlap, pairs
from kg.evaluation.systems import System
from kg.gold import GoldReport, read_folder
from kg.records import Mention

INVENTED = Path(__file__).resolve().parents[2] / "gold" / "invented"


@pytest.fixture(scope="module")
def golds() -> list[GoldReport]:
    return [gold for gold in read_folder(INVENTED) if gold.name in ("ng03", "nh05")]


def test_gold_against_itself_is_perfect(golds: list[GoldReport]) -> None:
    scores = score(golds, read_system(INVENTED))
    assert {measure: tally.f1 for measure, tally in scores.tallies.items() if tally.gold and tally.f1 != 1.0} == {}


def test_a_system_that_says_nothing(golds: list[GoldReport]) -> None:
    scores = score(golds, {})
    assert scores.tallies["unit (exact span)"].recall == 0
    assert scores.tallies["unit (exact span)"].f1 == 0
    assert not confusions(golds, {}) or {one.fault for one in confusions(golds, {})} == {"missed"}


def test_each_fault_is_named(golds: list[GoldReport]) -> None:
    gold = golds[0]
    first, second, _, *others = gold.mentions
    other = "Unit" if second.type != "Unit" else "District"
    invented = Mention("Program", 0, 3, gold.text[:3])
    mentions = [replace(first, end=first.end + 2), replace(second, type=other), *others]  # type: ignore[arg-type]
    faults = confusions([gold], {gold.name: System([*mentions, invented])})
    assert {"edge", "type", "missed"} <= {one.fault for one in faults}
    assert sum(one.count for one in faults) == 4
    assert all(one.where.startswith(f"{gold.name}:") for one in faults)


def test_pairs_are_one_to_one_and_the_likest_first() -> None:
    assert pairs([(0, 4), (2, 6)], [(2, 6), (0, 5)], overlap) == [(1, 0), (0, 1)]
    assert pairs([(0, 1)], [(1, 2)], overlap) == []
    assert alike("“双减”政策", "双减政策")
    assert not alike("安全生产月", "河长制")
    assert alike(None, "")


@pytest.mark.shared
def test_the_same_numbers_as_the_scorer_of_the_gold(shared: Path, tmp_path: Path) -> None:
    golds = [gold for gold in read_folder(shared / "gold/train") if gold.name in ("s01", "s10", "c05")]
    found = extracted_by_kg(golds)
    assert found
    system = tmp_path / "system.jsonl"
    texts = [str(shared / f"gold/train/{gold.name}.txt") for gold in golds]
    assert CliRunner().invoke(app, ["extract", *texts, "-o", str(system)]).exit_code == 0
    command = [
        sys.executable, str(shared / "gold/score.py"), str(shared / "gold/train"), str(system), "--json",
        "--names", ",".join(gold.name for gold in golds),
    ]  # fmt: skip
    theirs = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    for systems in (found, read_system(system)):
        ours = {
            measure: (round(one.precision, 4), round(one.recall, 4), round(one.f1, 4), one.gold)
            for measure, one in score(golds, systems).tallies.items()
        }
        assert ours == {
            measure: (row["precision"], row["recall"], row["f1"], row["gold"]) for measure, row in theirs.items()
        }


def test_from_the_command_line(tmp_path: Path) -> None:
    run = CliRunner()
    found = tmp_path / "found.jsonl"
    assert run.invoke(app, ["extract", str(INVENTED / "ng03.txt"), "-o", str(found)]).exit_code == 0
    told = run.invoke(app, ["evaluate", str(INVENTED), "--report", "ng03", "-f", "json"])
    assert told.exit_code == 0, told.output
    rows = {row["measure"]: row for row in json.loads(told.stdout)}
    assert rows["unit (exact span)"]["f1"] > 0.5
    both = run.invoke(
        app, ["evaluate", str(INVENTED), "--report", "ng03", "--compare", str(found), "--compare", str(INVENTED)]
    )
    assert both.exit_code == 0, both.output
    compared = {row["measure"]: row for row in json.loads(both.stdout)}
    assert compared["unit (exact span)"][str(found)] == rows["unit (exact span)"]["f1"]
    assert compared["unit (exact span)"][str(INVENTED)] == 1
    faults = run.invoke(app, ["evaluate", str(INVENTED), "--report", "ng03", "--confusions"])
    assert {row["fault"] for row in json.loads(faults.stdout)} <= {"missed", "invented", "edge", "type"}


def test_bad_input_is_told(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"report": 1}\n', encoding="utf-8")
    with pytest.raises(SourceError, match="no extraction"):
        read_system(bad)
    result = CliRunner().invoke(app, ["evaluate", str(tmp_path)])
    assert result.exit_code == 2
    assert CliRunner().invoke(app, ["evaluate", str(INVENTED), "--report", "nope"]).exit_code == 2
