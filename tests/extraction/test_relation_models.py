"""The linear models: training is deterministic, weights survive being written, and what is learnt carries over."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kg.errors import SchemaError
from kg.extraction import linear
from kg.extraction.linear import Linear, read_model
from kg.gold import read_folder, read_gold
from kg.training.cases import Case, train
from kg.training.crossvalidate import MEASURES, Outcome, compare
from kg.training.linear import fit_choices, fit_classes, minimise, write_model

ITEMS = [["1", "将"], ["1", "将", "年"], ["1", "了"], ["1", "已"], ["1", "了", "年"], ["1", "将"]]
LABELS = ["planned", "planned", "done", "done", "done", "planned"]
SOURCES = [0, 1, 0, 1, 1, 2]


def test_minimise_finds_the_bottom_of_a_bowl() -> None:
    x = minimise(lambda v: (float(((v - 3) ** 2).sum()), 2 * (v - 3)), np.zeros(4))
    assert np.allclose(x, 3, atol=1e-3)


def test_classes_are_learnt_the_same_way_each_time() -> None:
    models = [fit_classes(ITEMS, LABELS, ("done", "planned"), SOURCES, l2=0.1) for _ in range(2)]
    assert np.array_equal(models[0].rows, models[1].rows)
    assert models[0].decide([["1", "将"], ["1", "了"]]) == ["planned", "done"]


def test_features_of_one_report_only_are_left_out() -> None:
    model = fit_classes(ITEMS, LABELS, ("done", "planned"), SOURCES)
    assert "已" not in model.numbers
    assert "将" in model.numbers


def test_choices_are_learnt() -> None:
    groups = [[["none"], ["near"], ["far"]], [["none"], ["far"]], [["none"], ["near"]]]
    sources = [0, 1, 1]
    model = fit_choices(groups, [1, 0, 1], sources, l2=0.1, at_least=1)
    none, near, far = model.sums([["none"], ["near"], ["far"]])
    assert near > none > far


def test_weights_survive_being_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = fit_classes(ITEMS, LABELS, ("done", "planned"), SOURCES, l2=0.1)
    for name in ("a", "b"):
        write_model(model, tmp_path / f"{name}.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    (tmp_path / "broken.json").write_text('{"scale": 1}', "utf-8")
    monkeypatch.setattr(linear, "resource", lambda *parts: tmp_path / parts[-1])
    read_model.cache_clear()
    again = read_model("a")
    with pytest.raises(SchemaError, match="install kg again"):
        read_model("broken")
    read_model.cache_clear()
    assert again.classes == model.classes
    assert np.allclose(again.scores(ITEMS), model.scores(ITEMS), atol=0.05)


@pytest.mark.parametrize(("names", "left"), [([], {}), (["x", "a\tb", "y"], {"x": 1, "y": 2}), (["a\tb"], {})])
def test_a_model_without_features_and_one_that_quotes_a_tab(
    names: list[str], left: dict[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_model(Linear.of(("a", "b"), names, [[1.0, 2.0]] * len(names)), tmp_path / "small.json")
    monkeypatch.setattr(linear, "resource", lambda *parts: tmp_path / parts[-1])
    read_model.cache_clear()
    again = read_model("small")
    read_model.cache_clear()
    assert again.numbers == left
    assert again.decide([["x"], ["nothing"]]) == (["b", "a"] if left else ["a", "a"])


def test_no_items_give_no_scores() -> None:
    model = Linear.of(("a", "b"), ["x"], [[1.0, 2.0]])
    assert model.decide([]) == []
    assert model.decide([["unknown", "x"]]) == ["b"]


@pytest.mark.shared
@pytest.mark.slow
def test_what_invented_reports_teach_carries_over_to_real_ones(shared: Path) -> None:
    """Trained on the invented reports and the cities' alone, measured on reports of the kind that users have."""
    folder = shared / "gold" / "train"
    names = sorted(path.name.removesuffix(".ann.txt") for path in folder.glob("*.ann.txt"))
    cities = [Case.of(read_gold(folder, name)) for name in names if name.startswith("c")]
    models = train([*map(Case.of, read_folder(shared / "gold" / "synthetic")), *cities])
    outcome = Outcome()
    for name in names:
        if name.startswith("s"):
            compare(Case.of(read_gold(folder, name)), models, outcome)
    reached = {measure: outcome.tallies[measure, "s"].f1 for measure in MEASURES}
    assert reached[MEASURES[0]] >= 0.94, reached
    assert reached[MEASURES[1]] >= 0.94, reached
    assert reached[MEASURES[2]] >= 0.70, reached
    assert reached[MEASURES[3]] >= 0.40, reached
