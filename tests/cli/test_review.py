"""`kg review` and `kg build --decisions`, as a user runs them, also wrongly."""

from __future__ import annotations

import csv
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


class Terminal:
    """A command on a pseudo-terminal of its own, where Ctrl-C is a signal."""

    def __init__(self, command: Sequence[str], environment: dict[str, str]) -> None:
        import pty  # not on Windows

        self.pid, self._leader = pty.fork()
        if self.pid == 0:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os.execve(command[0], list(command), environment)
        self._shown = b""

    def until(self, mark: str | None) -> str:
        """What is shown up to the mark at its end, or to the end of the command."""
        began = time.monotonic()
        while mark is None or not self._shown.decode("utf-8", errors="replace").endswith(mark):
            ready, _, _ = select.select([self._leader], [], [], 1)
            assert time.monotonic() - began < 120, self._shown.decode("utf-8", errors="replace")
            try:
                part = os.read(self._leader, 65536) if ready else b""
            except OSError:  # Linux says so when the other end is closed
                break
            self._shown += part
        shown, self._shown = self._shown.decode("utf-8", errors="replace"), b""
        return shown

    def type(self, text: str) -> None:
        os.write(self._leader, text.encode())

    def code(self) -> int:
        """The exit code, when the command has ended."""
        os.close(self._leader)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def rows(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def version(graph: Path) -> str:
    """The name of the current version: a hash of everything in it."""
    return (graph / "CURRENT").read_text()


def nodes(kg: Run, graph: Path) -> int:
    return int(rows(kg("cypher", "MATCH (n) RETURN count(n) AS n", "--graph", graph))[0]["n"])


def test_decided_built_undone_built(kg: Run, graph: Path, examples: Path, tmp_path: Path) -> None:
    """From the list to a graph in which two are one, and back to the graph from before."""
    reports, own = tmp_path / "reports", tmp_path / "graph"
    shutil.copytree(examples, reports)
    file = reports / "decisions.csv"
    shutil.copytree(graph, own)
    assert kg("build", reports, "--graph", own).returncode == 0
    plain, count = version(own), nodes(kg, own)
    args = ("--graph", own, "--decisions", file)
    listed = rows(kg("review", "list", *args))
    assert [min(one["reports_a"], one["reports_b"]) for one in listed] == sorted(
        (min(one["reports_a"], one["reports_b"]) for one in listed), reverse=True
    )
    first, second, third = listed[:3]
    assert kg("review", "accept", first["a_id"], first["b_id"], "--why", "同一项", *args).returncode == 0
    assert kg("review", "reject", second["a"], second["b"], "--who", "王", *args).returncode == 0
    assert kg("review", "defer", third["a"], third["b"], "--until", "2999-01-01", *args).returncode == 0
    assert {(one["a"], one["b"]) for one in rows(kg("review", "list", *args))} == {
        (one["a"], one["b"]) for one in listed[3:]
    }
    assert [one["state"] for one in rows(kg("review", "status", *args))] == ["not built", "not built", "deferred"]
    built = kg("build", reports, "--graph", own)
    assert built.returncode == 0, built.stderr
    assert f"using {file}" in built.stderr
    assert "without effect" not in built.stderr
    assert nodes(kg, own) == count - 1
    status = rows(kg("review", "status", *args))
    assert [one["state"] for one in status] == ["applied", "applied", "deferred"]
    for one in status:
        assert kg("review", "undo", one["id"], "--decisions", file).returncode == 0
    assert kg("review", "undo", status[0]["id"], "--decisions", file).returncode == 2
    assert kg("build", reports, "--graph", own).returncode == 0
    assert version(own) == plain
    assert rows(kg("review", "list", *args)) == listed


def test_a_list_goes_through_a_spreadsheet(kg: Run, graph: Path, tmp_path: Path) -> None:
    todo, file = tmp_path / "todo.csv", tmp_path / "decisions.csv"
    args = ("--graph", graph, "--decisions", file)
    assert kg("review", "todo", *args, "-o", todo).returncode == 0
    with todo.open(encoding="utf-8-sig", newline="") as lines:
        table = list(csv.DictReader(lines))
    table[0] |= {"decision": "是", "new": "新名", "why": "同一，项"}
    table[1] |= {"decision": "Reject"}
    table[2] |= {"decision": "缓", "new": "2999/1/2"}
    table[3] |= {"decision": "拆", "new": table[3]["b"]}
    # As Excel writes it in China, as LibreOffice with columns moved and lines left empty: taken twice is taken once.
    for encoding, delimiter, columns, empty in (
        ("gb18030", ";", list(table[0]), ""), ("utf-8-sig", ",", [*reversed(table[0])], ",,,\r\n\r\n"),
    ):  # fmt: skip
        with todo.open("w", encoding=encoding, newline="") as lines:
            writer = csv.DictWriter(lines, columns, delimiter=delimiter)
            writer.writeheader()
            lines.write(empty)
            writer.writerows(table)
            lines.write(empty)
        taken = kg("review", "take", todo, *args, "--who", "李")
        assert taken.returncode == 0, taken.stderr
    found = rows(kg("review", "status", *args))
    assert [(one["action"], one["new"], one["who"]) for one in found] == [
        ("accept", "", "李"), ("rename", "新名", "李"), ("reject", "", "李"), ("defer", "2999-01-02", "李"),
        ("split", "", "李"),
    ]  # fmt: skip
    assert len(rows(kg("review", "list", *args))) == len(table) - 3


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"decision,a,b\nperhaps,\xe7\x94\xb2,\xe4\xb9\x99\n", ":2: the decision 'perhaps' is none"),
        ("decision,a,b\n\n是,甲,\n".encode("gb18030"), ":3: a name is empty"),
        ("decision,new,a,b\n缓,morgen,甲,乙\n".encode(), ":2: 'morgen' is no date"),
        ("decision,a,b\n改名,甲,乙\n".encode(), ":2: rename needs the column 'new'"),
        ("decision,a,b\n是,甲,乙,,丙\n".encode(), ":2: 5 cells"),
        (b"name,other\nx,y\n", ":1: the column 'decision' is missing"),
        (b"", "there are no rows"),
        (b"PK\x03\x04\x14\x00", "this is a workbook"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "this is no text"),
    ],
)
def test_a_list_that_cannot_be_taken_is_named_with_its_line(
    kg: Run, graph: Path, tmp_path: Path, content: bytes, said: str
) -> None:
    todo, file = tmp_path / "todo.csv", tmp_path / "decisions.csv"
    todo.write_bytes(content)
    done = kg("review", "take", todo, "--graph", graph, "--decisions", file)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert str(todo) in done.stderr
    assert not file.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("merge", "甲", "甲"), "one name"),
        (("merge", "甲", " "), "empty"),
        (("merge", "甲", "乙", "--label", "Thing"), "Thing"),
        (("defer", "甲", "乙", "--until", "morgen"), "2025-01-31"),
        (("undo", "d-1"), "d-1"),
        (("take", "none.csv"), "none.csv"),
        (("split", "甲", "--place", "乙", "--label", "x"), "'x'"),
        (("merge", "init-0123456789abcdef", "甲"), "init-0123456789abcdef"),
    ],
)
def test_wrong_input_is_said_and_writes_nothing(
    kg: Run, graph: Path, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    file = tmp_path / "decisions.csv"
    file.write_text("id,action,a,b,label,new,place,place_b,who,when,why\n", encoding="utf-8")
    options = () if arguments[0] in ("undo", "split") else ("--graph", graph)
    done = kg("review", *arguments, *options, "--decisions", file)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert file.read_text(encoding="utf-8").count("\n") == 1


def test_a_decision_without_effect_is_said_by_the_build(kg: Run, graph: Path, examples: Path, tmp_path: Path) -> None:
    own, file = tmp_path / "graph", tmp_path / "my.csv"
    shutil.copytree(graph, own)
    assert kg("review", "split", "没有这个名称", "--decisions", file).returncode == 0
    done = kg("build", examples, "--graph", own, "--decisions", file)
    assert done.returncode == 0
    assert "without effect: split 没有这个名称" in done.stderr
    assert version(own) == version(graph)
    (one,) = rows(kg("review", "status", "--graph", own, "--decisions", file))
    assert (one["state"], one["reason"]) == ("no effect", "no name '没有这个名称' is in the reports")
    missing = kg("build", examples, "--graph", own, "--decisions", tmp_path / "none.csv")
    assert missing.returncode == 2


posix = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")


@posix
def test_one_pair_after_the_other_on_a_terminal(
    kg: Run, graph: Path, tmp_path: Path, kg_script: str, environment: dict[str, str]
) -> None:
    """Typed answers are in the file at once; Ctrl-C in the middle loses none of them."""
    file = tmp_path / "decisions.csv"
    args = ("--graph", graph, "--decisions", file)
    listed = rows(kg("review", "list", *args))
    assert len(listed) > 3
    terminal = Terminal([kg_script, "review", *map(str, args), "--who", "王"], environment)
    shown = terminal.until("> ")
    assert f"[1/{len(listed)}]" in shown
    assert listed[0]["a"] in shown
    assert listed[0]["b"] in shown
    assert "【" in shown  # the sentence, with the words marked
    assert f"{listed[0]['rule']} {listed[0]['score']:.2f}" in shown
    terminal.type("什么\n")
    assert "none of these" in terminal.until("> ")
    terminal.type("同\n")
    assert f"[2/{len(listed)}]" in terminal.until("> ")
    assert [one["action"] for one in rows(kg("review", "status", *args))] == ["accept"]
    terminal.type("ｄ someday\n")
    assert "is no date" in terminal.until("> ")
    terminal.type("soon\n")
    terminal.until("> ")
    terminal.type("2999-01-01\n")
    terminal.until("> ")
    terminal.type("c\n")
    terminal.until("> ")
    terminal.type("\x03")
    assert f"2 decisions are in {file}" in terminal.until(None)
    assert terminal.code() == 130
    found = rows(kg("review", "status", *args))
    assert [(one["action"], one["new"], one["who"]) for one in found] == [
        ("accept", "", "王"), ("defer", "2999-01-01", "王"),
    ]  # fmt: skip
    assert rows(kg("review", "list", *args))[0]["a"] == listed[2]["a"]
    assert json.loads(kg("review", *args).stdout)[0]["a"] == listed[2]["a"]  # in a pipe it lists


@posix
def test_what_was_answered_on_a_terminal_can_be_taken_back_and_done_otherwise(
    kg: Run, graph: Path, tmp_path: Path, kg_script: str, environment: dict[str, str]
) -> None:
    file = tmp_path / "decisions.csv"
    args = ("--graph", graph, "--decisions", file)
    first, second, *_ = rows(kg("review", "list", *args))
    merged = rows(kg("cypher", f"MATCH (n:{first['label']}) RETURN n.id AS id, n.name AS name", "--graph", graph))
    other = next(one["name"] for one in merged if one["id"] not in {first["a_id"], first["b_id"]})
    terminal = Terminal([kg_script, "review", *map(str, args)], environment)
    terminal.until("> ")
    for typed, mark in (
        ("r 不同的事\n", "[2/"), ("撤销\n", "[1/"), ("合并\n", "A or B"), ("b\n", "与何者同一"),
        ("没有的名称\n", "no other"), (f"{other}\n", "[1/"),
        ("c\n", "A or B"), ("a\n", "名称"), ("新名（一）\n", "[1/"), ("s\n", "which name"),
        ("9\n", "type one of"), ("1\n", "[1/"), ("k\n", "[2/"), ("？\n", "two things"),
        ("是\n", "[3/"),
    ):  # fmt: skip
        terminal.type(typed)
        assert mark in terminal.until("> "), typed
    terminal.type("\x04")  # Ctrl-D
    assert "left to decide" in terminal.until(None)
    assert terminal.code() == 0
    status = rows(kg("review", "status", *args))
    found = [(one["action"], one["a"], one["b"], one["new"], one["why"], one["state"]) for one in status]
    assert found == [
        ("reject", first["a"], first["b"], "", "不同的事", "undone"),
        ("undo", status[0]["id"], "", "", "", "undoes"),
        ("merge", first["b"], other, "", "", "not built"),
        ("rename", first["a"], "", "新名（一）", "", "not built"),
        ("split", first["a"], "", "", "", "not built"),
        ("accept", second["a"], second["b"], "", "", "not built"),
    ]


def test_options_before_a_command_are_no_silent_mistake(kg: Run, graph: Path) -> None:
    done = kg("review", "--graph", graph, "list")
    assert (done.returncode, done.stdout) == (2, "")
    assert "kg review list --graph" in done.stderr
