"""The repository's own annotated reports: each reads, says what it tags, and stands in one folder only."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from kg.gold import GoldReport, read_folder
from kg.records import INITIATIVES, ObservationStatus
from kg.training.held import HELD

GOLD = Path(__file__).resolve().parents[2] / "gold"


@pytest.fixture(scope="module")
def folders() -> dict[str, list[GoldReport]]:
    return {name: read_folder(GOLD / name) for name in ("invented", "transposed", "later", "next")}


@pytest.fixture(scope="module")
def golds(folders: dict[str, list[GoldReport]]) -> list[GoldReport]:
    assert all(folders.values())
    return [gold for part in folders.values() for gold in part]


def test_every_report_tags_something_and_its_figures_have_a_status(golds: list[GoldReport]) -> None:
    for gold in golds:
        assert gold.mentions, gold.name
        assert {row["status"] for row in gold.observations} <= set(get_args(ObservationStatus)), gold.name


def test_actors_and_abouts_name_what_is_tagged(golds: list[GoldReport]) -> None:
    for gold in golds:
        tagged = {mention.text.replace("\n", "") for mention in gold.mentions}
        initiatives = {mention.text.replace("\n", "") for mention in gold.mentions if mention.type in INITIATIVES}
        for actor in gold.actors:
            assert {actor["actor"].replace("\n", ""), actor["of"].replace("\n", "")} <= tagged, (gold.name, actor)
        abouts = {row["about"].replace("\n", "") for row in gold.observations if row.get("about")}
        assert abouts <= initiatives, (gold.name, abouts - initiatives)


def test_no_name_and_no_text_stands_twice(golds: list[GoldReport]) -> None:
    """So nothing that is measured with (later) is learnt from under another name."""
    assert len({gold.name for gold in golds}) == len({gold.text for gold in golds}) == len(golds)


def test_what_is_measured_with_chooses_no_epoch(folders: dict[str, list[GoldReport]]) -> None:
    assert not {gold.name for name in ("later", "next") for gold in folders[name]} & set(HELD)
