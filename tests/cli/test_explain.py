"""`kg explain` and `kg evaluate --identity`, as a user runs them, also wrongly."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

DRIVE = "渣土扬尘专项整治"


def answers(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def test_names_alone_are_explained_in_both_languages(kg: Run) -> None:
    (one,) = answers(kg("explain", "创建全国文明城市", "文明城市创建"))
    assert (one["verdict"], one["rule"]) == ("same", "thesaurus")
    assert "是同一事物" in one["answer"]
    assert "are one thing" in one["answer"]
    (two,) = answers(kg("explain", "安全生产月", "安全生产大检查"))
    assert (two["verdict"], two["rule"]) == ("apart", "thesaurus-not")
    wide = answers(kg("explain", "平安建设", "平安校园")), answers(kg("explain", "平安校园", "平安建设"))
    assert [rows[0]["verdict"] for rows in wide] == ["narrower", "broader"]
    (none,) = answers(kg("explain", "榆钱饭", "槐花茶"))
    assert none["verdict"] == "unknown"


def test_the_district_decides_for_a_generic_drive(kg: Run) -> None:
    here = answers(kg("explain", DRIVE, DRIVE, "--district", "甲山县"))
    there = answers(kg("explain", DRIVE, DRIVE, "--district", "甲山县", "--district", "乙水县"))
    assert [rows[0]["verdict"] for rows in (here, there)] == ["same", "apart"]
    assert there[0]["rule"] == "local-drive"


def test_a_graph_says_what_it_has_decided(kg: Run, graph: Path) -> None:
    table = answers(kg("cypher", "MATCH (i:Program) WHERE size(i.aliases) > 0 RETURN i.id AS id, i.name AS name, "
                       "i.aliases[1] AS other ORDER BY id LIMIT 3", "--graph", graph))  # fmt: skip
    for row in table:
        found = answers(kg("explain", row["other"], row["name"], "--graph", graph))
        by_graph = [one for one in found if one["by"] == "graph"]
        assert {(one["verdict"], one["a_id"]) for one in by_graph} == {("same", row["id"])}
        by_id = answers(kg("explain", row["id"], row["id"], "--graph", graph))
        assert [one["verdict"] for one in by_id] == ["same"]
    assert table


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("explain", "init-0123456789abcdef", "河长制"), "--graph"),
        (("explain", "甲", " "), "empty"),
        (("explain", "甲", "乙", "--district", "丙", "--district", "丁", "--district", "戊"), "--district"),
        (("explain", "甲", "乙", "--graph", "nowhere"), "nowhere"),
        (("evaluate", "--identity", "nowhere.tsv"), "nowhere.tsv"),
    ],
)
def test_wrong_use_is_said_in_one_line(kg: Run, arguments: tuple[str, ...], said: str) -> None:
    done = kg(*arguments)
    assert done.returncode in (2, 3)
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("error: ")
    assert said in line


def test_pairs_are_evaluated_and_the_wrong_ones_listed(kg: Run, tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text("a\tb\trelation\n创建全国文明城市\t文明城市创建\tsame\n甲事\t乙事\tsame\n", encoding="utf-8")
    done = kg("evaluate", "--identity", pairs)
    rows = answers(done)
    assert [(row["which"], row["precision"], row["recall"]) for row in rows] == [
        ("all", 1.0, 0.5), ("proper names", 1.0, 0.5),
    ]  # fmt: skip
    assert done.stderr.splitlines() == ["line 3: 甲事 | 乙事: is same, kg says unknown"]
