"""`kg review`: decisions of people about names, kept in a file and applied at every build."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli.decide import append, checked_day, checked_label, checked_name, is_graph, named_end, now
from kg.cli.options import DEFAULT_GRAPH, FormatOption, GraphOption, OutputOption

EPILOG = """\b
Examples:
  kg review --graph my-graph                          one uncertain pair after the other, on a terminal
  kg review list --graph my-graph                     what is uncertain, most valuable first
  kg review merge 河长制 河湖长制 --why 同一制度          two names are one thing
  kg review reject 安全生产月 安全生产周                  two things; never proposed again
  kg review undo d-0123456789
  kg review todo --graph my-graph -o todo.csv         the list for a spreadsheet, with a column to fill in
  kg review take todo.csv --graph my-graph
  kg build reports/ --graph my-graph --decisions decisions.csv

A decision is a line in decisions.csv. It is in force at the next build; the line removed or undone, the build
after that gives back the graph as it was. `kg build` uses a decisions.csv that lies in a given folder.
"""
FileOption = Annotated[
    Path, typer.Option("--decisions", metavar="FILE", help="The file of decisions; made when missing.")
]
FILE = Path("decisions.csv")
WhoOption = Annotated[
    str | None, typer.Option("--who", metavar="NAME", envvar="KG_WHO", help="Who decides. [default: your login name]")
]
WhyOption = Annotated[str, typer.Option("--why", metavar="TEXT", help="Why, for those who read it later.")]
LabelOption = Annotated[str, typer.Option("--label", metavar="LABEL", help="Program, Campaign, Unit, Document …")]
PlaceOption = Annotated[str, typer.Option("--place", metavar="NAME", help="The place of A: of a unit, a local drive.")]
PlaceBOption = Annotated[str, typer.Option("--place-b", metavar="NAME", help="The place of B.")]
NameA = Annotated[str, typer.Argument(metavar="A", help="A name, or an id of the graph.")]
NameB = Annotated[str, typer.Argument(metavar="B", help="Another.")]

group = typer.Typer(invoke_without_command=True, rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(group, name="review", short_help="Decide what the rules leave open, or got wrong.", epilog=EPILOG)


@group.callback()
def review(
    ctx: typer.Context,
    *,
    graph: GraphOption = DEFAULT_GRAPH,
    decisions: FileOption = FILE,
    who: WhoOption = None,
    format: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Decisions about names that last: merged, split, renamed, accepted, rejected.

    Without a command, on a terminal: one uncertain pair after the other, a letter for each decision. Each is written
    at once, so that you can stop (q, Ctrl-C) and go on later. In a pipe, or with --format or -o: as kg review list.
    """
    if ctx.invoked_subcommand is not None:
        _check_order(ctx)
        return
    if format is not None or output is not None or not (sys.stdin.isatty() and sys.stdout.isatty()):
        _write_todo(graph, decisions, format, output, whole=False)
        return
    from kg.cli.review_walk import interactive

    try:
        interactive(_undecided(graph, decisions), graph, decisions, who)
    finally:
        _write_end(len(_undecided(graph, decisions)))


def _check_order(ctx: typer.Context) -> None:
    """Options before a command would be those of `kg review` alone: rather an error than another graph."""
    from kg.errors import InputError

    for name in ctx.params:
        source = ctx.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            todo = f"write it behind: kg review {ctx.invoked_subcommand} --{name} …"
            raise InputError(f"--{name} stands before the command {ctx.invoked_subcommand}", todo=todo)


@group.command("list")
def list_(
    graph: GraphOption = DEFAULT_GRAPH,
    decisions: FileOption = FILE,
    format: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """List what is uncertain and not decided, the pair that would bring most reports together first."""
    _write_todo(graph, decisions, format, output, whole=False)


@group.command("todo")
def todo(
    graph: GraphOption = DEFAULT_GRAPH,
    decisions: FileOption = FILE,
    format: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Write the same list with a column `decision` to fill in: accept, reject or defer (y, n, d; 是, 否, 缓)."""
    _write_todo(graph, decisions, format, output, whole=True)


@group.command("take")
def take(
    todo: Annotated[Path, typer.Argument(metavar="FILE", help="The list, filled in.")],
    graph: GraphOption = DEFAULT_GRAPH,
    decisions: FileOption = FILE,
    who: WhoOption = None,
) -> None:
    """Take back a list that was filled in: each row with a decision becomes a line of the file of decisions."""
    from kg.cli.review_take import filled_in

    append(decisions, filled_in(todo, graph), who, skip=True)


@group.command("merge")
def merge(
    a: NameA, b: NameB, *, label: LabelOption = "", place: PlaceOption = "", place_b: PlaceBOption = "",
    why: WhyOption = "", who: WhoOption = None, graph: GraphOption = DEFAULT_GRAPH, decisions: FileOption = FILE,
) -> None:  # fmt: skip
    """A and B are one thing."""
    _pair("merge", (a, b), label, (place, place_b), why, who, graph, decisions)


@group.command("accept")
def accept(
    a: NameA, b: NameB, *, label: LabelOption = "", place: PlaceOption = "", place_b: PlaceBOption = "",
    why: WhyOption = "", who: WhoOption = None, graph: GraphOption = DEFAULT_GRAPH, decisions: FileOption = FILE,
) -> None:  # fmt: skip
    """A and B, which the list proposes, are one thing."""
    _pair("accept", (a, b), label, (place, place_b), why, who, graph, decisions)


@group.command("reject")
def reject(
    a: NameA, b: NameB, *, label: LabelOption = "", place: PlaceOption = "", place_b: PlaceBOption = "",
    why: WhyOption = "", who: WhoOption = None, graph: GraphOption = DEFAULT_GRAPH, decisions: FileOption = FILE,
) -> None:  # fmt: skip
    """A and B are two things, and are not proposed again."""
    _pair("reject", (a, b), label, (place, place_b), why, who, graph, decisions)


@group.command("defer")
def defer(
    a: NameA, b: NameB, *,
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="Until this day (2025-01-31).")] = "",
    label: LabelOption = "", place: PlaceOption = "", place_b: PlaceBOption = "",
    why: WhyOption = "", who: WhoOption = None, graph: GraphOption = DEFAULT_GRAPH, decisions: FileOption = FILE,
) -> None:  # fmt: skip
    """Keep A and B out of the list, undecided."""
    if until:
        until = checked_day(until, "--until")
    _pair("defer", (a, b), label, (place, place_b), why, who, graph, decisions, new=until)


@group.command("split")
def split(
    a: Annotated[str, typer.Argument(metavar="NAME", help="The name that is something else.")], *,
    label: LabelOption = "", place: PlaceOption = "", why: WhyOption = "", who: WhoOption = None,
    decisions: FileOption = FILE,
) -> None:  # fmt: skip
    """Take a name out of the thing that the rules gave it: it becomes a thing of its own."""
    append(decisions, [("split", checked_name(a), {"label": checked_label(label), "place": place, "why": why})], who)


@group.command("rename")
def rename(
    a: NameA, new: Annotated[str, typer.Argument(metavar="NEW", help="The name it gets.")], *,
    label: LabelOption = "", place: PlaceOption = "", why: WhyOption = "", who: WhoOption = None,
    graph: GraphOption = DEFAULT_GRAPH, decisions: FileOption = FILE,
) -> None:  # fmt: skip
    """Give a thing another preferred name; the ones it has stay its aliases."""
    name, place, label = named_end(a, place, checked_label(label), graph)
    append(decisions, [("rename", name, {"new": checked_name(new), "label": label, "place": place, "why": why})], who)


@group.command("undo")
def undo(
    id: Annotated[str, typer.Argument(metavar="ID", help="The id of the decision: kg review status.")],
    why: WhyOption = "", who: WhoOption = None, decisions: FileOption = FILE,
) -> None:  # fmt: skip
    """Take a decision back. Its line stays, and a line that undoes it is added."""
    from kg.corrections import read_decisions
    from kg.errors import InputError

    rows = read_decisions(decisions)
    known = [row for row in rows if row.id == id and row.action != "undo"]
    if not known:
        raise InputError(f"there is no decision {id!r}", where=str(decisions), todo="see kg review status")
    if any(row.action == "undo" and row.a == id for row in rows):
        raise InputError(f"{id} is undone already", where=str(decisions), todo="decide again to have it back")
    append(decisions, [("undo", id, {"why": why})], who)


@group.command("status")
def status(
    graph: GraphOption = DEFAULT_GRAPH,
    decisions: FileOption = FILE,
    format: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """List the decisions: applied in the graph, without effect and why, not built yet, deferred, undone."""
    from contextlib import nullcontext

    from kg.corrections import read_decisions
    from kg.corrections.outcome import read_outcome
    from kg.corrections.review import STATUS, status_rows
    from kg.graph.folder import CACHE
    from kg.graph.reader import open_graph
    from kg.output import Rows, write_rows

    rows, outcome = read_decisions(decisions), read_outcome(graph / CACHE)
    with open_graph(graph) if is_graph(graph) else nullcontext() as opened:
        write_rows(Rows.of(STATUS, status_rows(opened, rows, outcome)), format, output)


def _write_todo(graph: Path, decisions: Path, format: FormatOption, output: Path | None, *, whole: bool) -> None:
    from kg.corrections.review import TODO
    from kg.output import Rows, write_rows

    found = _undecided(graph, decisions)
    first = 0 if whole else 3  # without the columns to fill in
    write_rows(Rows.of(TODO[first:], [row[first:] for row in found]), format, output)
    if not found:
        _write_end(0)


def _undecided(graph: Path, decisions: Path) -> list[tuple[Any, ...]]:
    from kg.corrections import read_decisions
    from kg.corrections.review import todo_rows
    from kg.graph.reader import open_graph

    rows = read_decisions(decisions) if decisions.exists() else []
    with open_graph(graph) as opened:
        return todo_rows(opened, rows, now().date().isoformat())


def _write_end(left: int) -> None:
    from kg.cli.console import say

    say(f"{left} left to decide" if left else "nothing is left to decide")


def _pair(  # noqa: PLR0917 (the options of five commands, in their order)
    action: str, names: tuple[str, str], label: str, places: tuple[str, str], why: str, who: str | None,
    graph: Path, decisions: Path, *, new: str = "",
) -> None:  # fmt: skip
    from kg.errors import InputError

    label = checked_label(label)
    ends = (named_end(name, at, label, graph) for name, at in zip(names, places, strict=True))
    (a, place, one), (b, place_b, _) = ends
    if (a, place) == (b, place_b):
        raise InputError(f"{a} and {b} are one name", todo="give two names, or their places with --place and --place-b")
    said = {"b": b, "label": one, "place": place, "place_b": place_b, "why": why, "new": new}
    append(decisions, [(action, a, said)], who)
