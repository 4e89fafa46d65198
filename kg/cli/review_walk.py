"""The interactive part of `kg review`: one uncertain pair after the other, a letter for each decision."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from kg.cli.decide import ANSWERS, Said, checked_day, decide
from kg.errors import InputError, KgError

if TYPE_CHECKING:
    from kg.corrections.review import Named, Things

__all__ = ["Shown", "Walk", "interactive"]

_WORDS: Mapping[str, str] = {
    **ANSWERS,
    **dict.fromkeys(("u", "undo", "撤", "撤销"), "undo"),
    **dict.fromkeys(("q", "quit", "exit", "退", "退出"), "quit"),
    **dict.fromkeys(("?", "h", "help", "帮助"), "help"),
}
_KEYS = (
    "a 同一 one · r 不同 two · m 合并 merge · s 拆出 split · c 改名 rename · d 暂缓 defer · "
    "k 跳过 skip · u 撤销 undo · q 退出 quit · ?"
)
_HELP = """a  A and B are one thing; what follows is why:  a 同一制度
r  two things, never proposed again:  r 层级不同
m  A or B is one with another name
s  a name is a thing of its own
c  another preferred name for A or B
d  not now: until a day (d 2025-01-31), or for good
k  the next pair, nothing decided
u  take the last answer back
q  stop; everything is in the file already, and the next kg review goes on here"""
_ANSWER = re.compile(r"([?？]|[^\W_]*)[\s:：,，。.、]*(.*)", re.DOTALL)
_REPORTS = 3
_AROUND = 60
_DECIDED = ("accept", "reject", "defer")


@dataclass(frozen=True)
class Shown:
    """What is shown beside the rows. reports: names by id of a thing; sentence: of a statement's id, in one line."""

    reports: Mapping[str, Sequence[str]]
    sentence: Callable[[str], str]


class Walk:
    """Asks about each pair in turn; each answer is in the file before the next question.

    made: how many decisions were written and not taken back; also after Ctrl-C.
    """

    def __init__(self, things: Things, shown: Shown, file: Path, who: str | None) -> None:
        """things: how a decision names the things of the graph. file: decisions.csv. who: who decides."""
        self._things, self._shown, self._file, self._who = things, shown, file, who
        self._written: list[tuple[int, list[str]]] = []

    @property
    def made(self) -> int:
        """How many decisions were written and not taken back."""
        return sum(len(ids) for _, ids in self._written)

    def through(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """rows: the pairs by column, as kg.corrections.review.todo_rows gives them. Ends with the last or when told."""
        number = 0
        while number < len(rows):
            self._show(rows[number], number + 1, len(rows))
            action, rest = self._answer()
            if action == "quit":
                return
            if action == "undo":
                number = self._undo(number)
                continue
            said = self._said(action, rest, rows[number])
            if said:
                made = decide(self._file, said, self._who, skip=True)
                self._written.append((number, [row.id for row in made]))
            number += action == "skip" or (action in _DECIDED and bool(said))

    def _undo(self, number: int) -> int:
        if not self._written:
            typer.echo("nothing was decided here yet; kg review undo takes back an earlier decision")
            return number
        number, ids = self._written.pop()
        decide(self._file, [("undo", id, {}) for id in ids], self._who)
        return number

    def _show(self, row: Mapping[str, Any], number: int, count: int) -> None:
        score = "" if row["score"] is None else f" {row['score']:.2f}"
        because = f"{row['rule']}{score}" + (f": {row['evidence']}" if row["evidence"] else "")
        typer.echo(f"\n[{number}/{count}] {row['label']} — {_plain(because)}")
        for end, place in (("a", "place"), ("b", "place_b")):
            names = self._shown.reports.get(row[f"{end}_id"], ())
            where = f", {self._things.place(row[f'{end}_id']) or row[place]}".rstrip(", ")
            some = "、".join(names[:_REPORTS]) + (f" … +{len(names) - _REPORTS}" if len(names) > _REPORTS else "")
            many = f"{len(names)} report{'' if len(names) == 1 else 's'}"
            typer.echo(_plain(f"  {end.upper()}  {row[end]}  ({many}{where}){f': {some}' if some else ''}"))
            if example := row[f"example_{end}"]:
                typer.echo(f"     {_plain(self._shown.sentence(example))}")

    def _answer(self) -> tuple[str, str]:
        typer.echo(_KEYS)
        while True:
            said = _ask("")
            if said is None:
                return "quit", ""
            found = _ANSWER.fullmatch(said) if said else None
            action = _WORDS.get(unicodedata.normalize("NFKC", found[1]).lower()) if found else "skip"
            if action is None:
                typer.echo(f"{said!r} is none of these; ? explains them")
            elif action == "help":
                typer.echo(_HELP)
            else:
                return action, found[2] if found else ""

    def _said(self, action: str, rest: str, row: Mapping[str, Any]) -> list[Said]:
        """The decisions to write, after a further question where the action needs one; none to ask again."""
        if action == "skip":
            return []
        ids = row["a_id"], row["b_id"]
        ends = [named for id in ids if (named := self._things.named(id)) is not None]
        if action in _DECIDED:
            pair = _pair(*ends)
            if action != "defer":
                return [(action, ends[0].name, {**pair, "why": rest})]
            day = _day(rest)
            return [] if day is None else [("defer", ends[0].name, {**pair, "new": day})]
        if action == "split":
            return self._split(ids)
        which = _choose([row["a"], row["b"]], "A or B", ("a", "b"))
        if which is None:
            return []
        if action == "merge":
            return self._merge(ids[which], ends[which])
        new = _ask("its name 名称")
        said = {"label": ends[which].label, "place": ends[which].place, "why": rest}
        return [("rename", ends[which].name, {**said, "new": new})] if new else []

    def _merge(self, id: str, end: Named) -> list[Said]:
        while name := _ask("is one with (a name or id) 与何者同一"):
            found = [one for one in self._things.find(name, end.label) if one != id]
            if not found:
                typer.echo(f"the graph has no other {end.label} of this name; Enter goes back")
                continue
            places = [f"{self._things.names(one)[0]} {self._things.place(one)} {one}" for one in found]
            which = 0 if len(found) == 1 else _choose(places, "which 哪一个")
            other = self._things.named(found[which]) if which is not None else None
            return [("merge", end.name, _pair(end, other))] if other else []
        return []

    def _split(self, ids: Sequence[str]) -> list[Said]:
        names = [(id, name) for id in dict.fromkeys(ids) for name in self._things.names(id)]
        which = _choose([name for _, name in names], "which name 哪个名称")
        if which is None:
            return []
        id, name = names[which]
        return [("split", name, {"label": self._things.label(id), "place": self._things.place(id)})]


def interactive(found: Sequence[Sequence[Any]], graph: Path, file: Path, who: str | None) -> None:
    """Walk through the rows of kg.corrections.review.todo_rows, and say what to do with the decisions.

    Ctrl-C ends it with the exit code of all commands, and says what is written.
    """
    from kg.cli.app import EXIT_STOPPED
    from kg.cli.console import say
    from kg.corrections.review import TODO, Things, report_names
    from kg.graph.reader import open_graph

    rows = [dict(zip(TODO, row, strict=True)) for row in found]
    with open_graph(graph) as opened:
        ids = {row[end] for row in rows for end in ("a_id", "b_id")}
        shown = Shown(report_names(opened, ids), lambda rid: _sentence(graph, rid))
        walk = Walk(Things(opened), shown, file, who)
    try:
        walk.through(rows)
    except KeyboardInterrupt:
        say(f"\nstopped; {walk.made} decisions are in {file}")
        raise typer.Exit(EXIT_STOPPED) from None
    if walk.made:
        say(f"wrote {walk.made} to {file}; kg build … --decisions {file} applies it")


def _sentence(graph: Path, rid: str) -> str:
    """The sentence of a statement with the words marked, cut where it is long, and where it stands."""
    from kg.library.evidence import evidence

    try:
        one = next(evidence(graph, rid))
    except KgError as error:
        return f"({error})"
    begin, stop = max(0, one.at - _AROUND), one.at + one.length
    before = "…" * (begin > 0) + one.sentence[begin : one.at]
    after = one.sentence[stop : stop + _AROUND] + "…" * (stop + _AROUND < len(one.sentence))
    return f"{before}【{one.sentence[one.at : stop]}】{after}  ({one.source}:{one.line})"


def _pair(one: Named, other: Named) -> dict[str, str]:
    return {"b": other.name, "label": one.label, "place": one.place, "place_b": other.place}


def _ask(what: str) -> str | None:
    """What is typed, without blanks around it; None at the end of input (Ctrl-D)."""
    while True:
        try:
            said = input(f"{what} > ".lstrip())
            said.encode()
        except EOFError:
            return None
        except UnicodeError:
            typer.echo("this is no UTF-8; check the encoding of the terminal")
        else:
            return " ".join(said.split())


def _choose(names: Sequence[str], what: str, keys: Sequence[str] = ()) -> int | None:
    """The index of the one that is named by key, number or itself; None for none."""
    keys = keys or [str(number) for number in range(1, len(names) + 1)]
    for key, name in zip(keys, names, strict=True):
        typer.echo(f"  {key.upper()}  {_plain(name)}")
    while said := _ask(what):
        if said.lower() in keys:
            return keys.index(said.lower())
        if said in names:
            return names.index(said)
        typer.echo(f"type one of {', '.join(keys).upper()}; Enter goes back")
    return None


def _day(said: str) -> str | None:
    """A day, "" for good, None to go back."""
    while True:
        try:
            return checked_day(said, "until")
        except InputError as error:
            typer.echo(f"{error}")
        answer = _ask("until 至 (2025-01-31, Enter: for good)")
        if answer is None:
            return None
        said = answer


def _plain(text: str) -> str:
    """Without what a terminal would obey."""
    return "".join(char if char.isprintable() else " " for char in text)
