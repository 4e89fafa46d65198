"""Annotation kept without its text, and put back beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.gold import read_folder
from kg.training.cuts import main

LATER = Path(__file__).resolve().parents[2] / "gold" / "later"


def test_what_is_kept_and_restored_is_the_same_annotation(tmp_path: Path) -> None:
    whole, cuts = tmp_path / "whole", tmp_path / "cuts"
    (whole / "some").mkdir(parents=True)
    golds = read_folder(LATER)[::9]
    for gold in golds:  # the annotated text is a part of a longer file
        (whole / "some" / f"{gold.name}.txt").write_bytes(f"前文。\n{gold.text}后文。".encode())
    folder = tmp_path / "gold"
    folder.mkdir()
    for gold in golds:
        for ending in (".txt", ".ann.txt", ".obs.jsonl"):
            (folder / f"{gold.name}{ending}").write_bytes((LATER / f"{gold.name}{ending}").read_bytes())
    main(["keep", str(folder), "--texts", str(whole), "--out", str(tmp_path / "cuts.jsonl")])
    assert all(gold.text[:30] not in (tmp_path / "cuts.jsonl").read_text("utf-8") for gold in golds)
    main(["restore", str(tmp_path / "cuts.jsonl"), "--texts", str(whole), "--out", str(cuts)])
    assert read_folder(cuts) == golds
    (whole / "some" / f"{golds[0].name}.txt").write_text("另一篇" * 9000, "utf-8")
    with pytest.raises(SourceError, match="another text"):
        main(["restore", str(tmp_path / "cuts.jsonl"), "--texts", str(whole), "--out", str(cuts)])
    with pytest.raises(SourceError, match="no file holds"):
        main(["keep", str(folder), "--texts", str(whole), "--out", str(tmp_path / "cuts.jsonl")])
