"""Cross-validation counts as the gold's scorer does, and says what kind of fault each is."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.gold import read_folder
from kg.training.cases import Case
from kg.training.crossvalidate import FOLDS, MEASURES, cross_validate, fold, kinds

FOLDER = Path(__file__).parents[2] / "gold" / "invented"


def test_each_report_is_measured_in_one_part() -> None:
    assert {fold(f"na{i:02}") for i in range(60)} == set(range(FOLDS))


def test_kinds_of_faults() -> None:
    missed = [("县水务局", "join", "净水行动"), ("县委", "lead", "主题教育"), ("柳溪村", "target", "卫生村")]
    extra = [("县水务局", "lead", "净水行动"), ("县委", "lead", "三会一课"), ("县教育局", "join", "净水行动")]
    said = [kind for kind, _ in kinds(missed, extra)]
    assert said == ["join said lead", "another object", "missed target", "invented join"]


@pytest.mark.slow
@pytest.mark.skipif(not FOLDER.is_dir(), reason="the invented reports are part of a checkout only")
def test_a_cross_validation_finds_most() -> None:
    cases = [Case.of(gold) for gold in read_folder(FOLDER) if gold.name < "nb"]
    outcome = cross_validate(cases)
    one = outcome.tallies["about", "all"]
    assert one.gold == sum(bool(row["about"]) for case in cases for row in case.gold.observations)
    assert outcome.tallies[MEASURES[3], "n"].gold == sum(len(case.gold.actors) for case in cases)
    assert one.f1 > 0.7
    faults = sum(outcome.faults["about", kind] for kind in ("missed", "another"))
    assert faults == one.gold - one.hits


