"""Corrections of annotated reports: what they change, and what they refuse."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.gold import GoldReport
from kg.records import Mention
from kg.training.corrections import corrected, read_corrections

HEAD = "report\taction\ttype\tstart\tend\treason\n"
TEXT = "柳河镇获评省级卫生镇，开展春风行动3场。"
GOLD = GoldReport(
    "x01",
    TEXT,
    (Mention("District", 0, 3, "柳河镇"), Mention("Campaign", 12, 17, "开展春风行")),
    ((18, 19),),
    ({"n": 1},),
    (),
    {},
)


def rows(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "corrections.tsv"
    path.write_text(HEAD + "".join(f"{line}\n" for line in lines), "utf-8")
    return path


def test_mentions_are_added_and_removed(tmp_path: Path) -> None:
    path = rows(
        tmp_path,
        "x01\tremove\tDistrict\t0\t3\tawarded",
        "x01\tadd\tUnit\t0\t3\tawarded",
        "x01\tremove\tCampaign\t12\t17\tedge",
        "x01\tadd\tCampaign/planned\t13\t17\tedge",
        "x02\tadd\tUnit\t0\t2\tanother report",
    )
    found = corrected(GOLD, read_corrections(path)["x01"])
    assert [(one.type, one.text, one.status) for one in found.mentions] == [
        ("Unit", "柳河镇", "done"),
        ("Campaign", TEXT[13:17], "planned"),
    ]
    assert (found.text, found.quantities) == (GOLD.text, GOLD.quantities)
    assert corrected(GOLD, ()) == GOLD


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("x01\tremove\tUnit\t0\t3\t", "x01 has no such Unit"),
        ("x01\tadd\tUnit\t1\t3\t", "something else is annotated"),
        ("x01\tadd\tUnit\t18\t20\t", "something else is annotated"),
        ("x01\tadd\tUnit\t5\t99\t", "something else is annotated"),
        ("x01\tchange\tUnit\t0\t3\t", "unknown action"),
        ("x01\tadd\tPerson\t4\t6\t", "unknown action, type"),
        ("x01\tadd\tUnit\t6\t4\t", "unknown action, type or span"),
        ("x01\tadd\tUnit\tsix\t7\t", "not a correction"),
        ("x01\tadd", "not a correction"),
    ],
)
def test_what_cannot_be_used_is_said_with_its_line(tmp_path: Path, line: str, said: str) -> None:
    path = rows(tmp_path, line)
    with pytest.raises(InputError, match=said) as caught:
        corrected(GOLD, read_corrections(path).get("x01", ()))
    assert str(caught.value).startswith(f"{path}:2: ")
