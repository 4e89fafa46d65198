"""A teacher's soft targets: small on disk, the same to the learner."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kg.errors import SourceError
from kg.extraction.tagger.labels import tags_of
from kg.gold import read_folder
from kg.reading import analyse
from kg.training.held import HELD
from kg.training.samples import gold_spans
from kg.training.soft import SoftTargets, key_of

ROOT = Path(__file__).resolve().parents[2]
TAGS = ("O", "B-Unit", "E-Unit", "S-Quantity")


def _dense(length: int, seed: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    sharp = np.random.default_rng(seed).normal(size=(length, len(TAGS))) * 4
    sharp[::3, 0] += 20  # most characters are surely outside
    share = np.exp(sharp)
    return np.asarray(share / share.sum(axis=1, keepdims=True), dtype=np.float32)


def test_what_is_read_back_is_what_the_teacher_thought(tmp_path: Path) -> None:
    texts = {"甲县开展爱国卫生月活动": _dense(11, 1), "乙": _dense(1, 2), "丙" * 70_000: _dense(70_000, 3)}
    SoftTargets.of(TAGS, texts.items(), {key_of("源"): (3, 9)}).save(tmp_path / "soft.npz")
    back = SoftTargets.load(tmp_path / "soft.npz")
    assert back.tags == TAGS
    assert back.excerpts == {key_of("源"): (3, 9)}
    for text, thought in texts.items():
        dense = back.dense(text)
        assert dense is not None
        assert np.abs(dense.sum(axis=1) - 1).max() < 0.01
        assert np.abs(dense - thought).max() < 0.015
    assert back.dense("没有读过") is None


def test_sure_characters_take_no_room(tmp_path: Path) -> None:
    outside = np.zeros((5000, len(TAGS)), dtype=np.float32)
    outside[:, 0] = 1.0
    SoftTargets.of(TAGS, [("文" * 5000, outside)], {}).save(tmp_path / "soft.npz")
    assert (tmp_path / "soft.npz").stat().st_size < 3000
    dense = SoftTargets.load(tmp_path / "soft.npz").dense("文" * 5000)
    assert dense is not None
    assert (dense[:, 0] == 1).all()


def test_known_tags_are_certain() -> None:
    certain = SoftTargets(TAGS, {}).certain(["O", "B-Unit", "E-Unit"])
    assert certain.argmax(axis=1).tolist() == [0, 1, 2]
    assert certain.sum() == 3


def test_a_tag_that_the_teacher_never_met_gets_nothing_of_it(tmp_path: Path) -> None:
    thought = _dense(6, 4)
    targets = SoftTargets.of(TAGS, [("甲县乙镇丙村", thought)], {}).covering(["O", "S-District", "B-Unit"])
    assert targets.tags == (*TAGS, "S-District")
    assert targets.certain(["S-District"]).tolist() == [[0, 0, 0, 0, 1]]
    dense = targets.dense("甲县乙镇丙村")
    assert dense is not None
    assert (dense[:, -1] == 0).all()
    assert np.abs(dense[:, :-1] - thought).max() < 0.015


def test_the_shipped_targets_are_those_of_the_invented_reports() -> None:
    """The teacher read na00 to nj05, and mostly thinks what the annotation says."""
    targets = SoftTargets.load(ROOT / "gold" / "teacher.npz")
    read = [gold for gold in read_folder(ROOT / "gold" / "invented") if gold.name < "nk" and gold.name not in HELD]
    assert len(read) > 100
    for gold in read[::20]:
        analysis = analyse(gold.text)
        dense = targets.dense(analysis.text)
        assert dense is not None, gold.name
        tags = tags_of(len(analysis.text), gold_spans(gold, analysis))
        best = [targets.tags[number] for number in dense.argmax(axis=1)]
        assert np.mean([one == other for one, other in zip(tags, best, strict=True)]) > 0.9


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04"])
def test_another_file(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "soft.npz").write_bytes(content)
    with pytest.raises(SourceError, match="soft targets"):
        SoftTargets.load(tmp_path / "soft.npz")
