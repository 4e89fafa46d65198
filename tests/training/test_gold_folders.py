"""The repository's own annotated reports: each reads, and none is both learnt from and measured with."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.gold import GoldReport, read_folder
from kg.training.held import HELD

GOLD = Path(__file__).resolve().parents[2] / "gold"
STATUSES = {"done", "planned", "problem", "baseline"}
LEARNT, UNSEEN = ("invented", "transposed"), ("later", "next")


@pytest.fixture(scope="module")
def folders() -> dict[str, list[GoldReport]]:
    return {name: read_folder(GOLD / name) for name in (*LEARNT, *UNSEEN)}


def test_every_report_says_something_and_what_it_says_is_complete(folders: dict[str, list[GoldReport]]) -> None:
    for name, golds in folders.items():
        assert golds, name
        for gold in golds:
            assert gold.mentions, gold.name
            assert {row["status"] for row in gold.observations} <= STATUSES, gold.name


def test_actors_and_abouts_name_what_is_tagged(folders: dict[str, list[GoldReport]]) -> None:
    for golds in folders.values():
        for gold in golds:
            surfaces = {mention.text for mention in gold.mentions}
            plain = {surface.replace("\n", "") for surface in surfaces}
            for actor in gold.actors:
                assert actor["actor"].replace("\n", "") in plain, (gold.name, actor)
                assert actor["of"].replace("\n", "") in plain, (gold.name, actor)


def test_no_name_stands_twice(folders: dict[str, list[GoldReport]]) -> None:
    names = [gold.name for golds in folders.values() for gold in golds]
    assert len(names) == len(set(names))


def test_what_is_measured_with_is_not_learnt_from(folders: dict[str, list[GoldReport]]) -> None:
    learnt = {gold.text for name in LEARNT for gold in folders[name]}
    assert not [gold.name for name in UNSEEN for gold in folders[name] if gold.text in learnt]
    assert not {gold.name for name in UNSEEN for gold in folders[name]} & set(HELD)
