"""The labelled pairs of initiatives: their form, the agreement of the two readings, and what kg makes of them.

Names from annotated reports and from reports of cities, chosen by shared characters and by kind of difference, before
kg's verdicts were seen. `relation` is what the readings settled on: of a to b, so `broader` says that b is wider;
`look-alike` is any two things that are apart. `source`: the report in which each was first met; line breaks in a name
became a space. An edition of an event (第二届, 第26届) is narrower than the event; a year's day or month
(第35个爱国卫生月) is the day or month itself, a round of inspection or census is one of its own,
a title and the drive for it are one.

Both readings are the same author's: the second of the shuffled list without the labels, pairs turned round by chance,
minutes after the first. Its agreement says that the labels are not slips; it does not stand for a second reader.
When the pairs were made kg reached precision 0.884, recall 0.767. The thesaurus was then corrected where the pairs
showed an error or a gap, so what is reached below is no measure of names that nobody has seen.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from kg.evaluation.identity import judge_pairs, read_pairs, tally

PAIRS = Path(__file__).parent / "pairs" / "initiatives.tsv"
RELATIONS = {"same", "look-alike", "broader", "narrower"}
COLUMNS = ["a", "b", "relation", "reading1", "reading2", "source", "note"]

Row = dict[str, str]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    with PAIRS.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        assert reader.fieldnames == COLUMNS
        return list(reader)


def kappa(rows: list[Row]) -> float:
    """Cohen's kappa of the two readings (Cohen 1960): agreement beyond what their frequencies give by chance."""
    first, second = (Counter(row[column] for row in rows) for column in ("reading1", "reading2"))
    observed = sum(row["reading1"] == row["reading2"] for row in rows) / len(rows)
    expected = sum(first[label] * second[label] for label in RELATIONS) / len(rows) ** 2
    return (observed - expected) / (1 - expected)


def test_every_pair_is_two_names_with_two_readings(rows: list[Row]) -> None:
    assert len(rows) >= 650
    for row in rows:
        assert row["a"].strip() and row["b"].strip() and row["a"] != row["b"], row
        assert {row[column] for column in ("relation", "reading1", "reading2")} <= RELATIONS, row
        assert row["source"].count("|") == 1, row


def test_no_pair_is_there_twice(rows: list[Row]) -> None:
    assert [pair for pair, times in Counter(frozenset((row["a"], row["b"])) for row in rows).items() if times > 1] == []


def test_readings_agree_and_what_differed_was_settled_with_a_reason(rows: list[Row]) -> None:
    print(f"Cohen's kappa {kappa(rows):.3f} over {len(rows)} pairs")
    assert kappa(rows) >= 0.97
    for row in rows:
        if row["reading1"] == row["reading2"]:
            assert row["relation"] == row["reading1"], row
        else:
            assert row["relation"] in (row["reading1"], row["reading2"]) and row["note"], row


@pytest.mark.shared
def test_names_occur_in_their_reports(rows: list[Row], shared: Path) -> None:
    texts: dict[str, str] = {}
    for row in rows:
        for name, source in zip((row["a"], row["b"]), row["source"].split("|"), strict=True):
            assert not source.startswith("gold/dev")
            if source not in texts:
                path = shared / (source if source.endswith(".txt") else f"{source}.txt")
                texts[source] = "".join(path.read_text(encoding="utf-8").split())
            assert "".join(name.split()) in texts[source], (name, source)


def test_precision_and_recall_stay_where_they_are() -> None:
    """Raise the figures as kg gets better; they are what was reached when they were written."""
    _, _, _, _, _, precision, recall = next(tally(judge_pairs(read_pairs(PAIRS))))
    print(f"precision {precision}, recall {recall}")
    assert precision is not None and precision >= 0.916
    assert recall is not None and recall >= 0.893
