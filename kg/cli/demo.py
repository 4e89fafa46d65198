"""`kg demo`: the whole chain on the bundled example reports, to the first answer."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import say

if TYPE_CHECKING:
    from kg.library.evidence import Evidence
    from kg.output import Value

EPILOG = """\b
Examples:
  kg demo
  kg demo --graph demo-graph --all
"""
_SHOWN = 6
_SENTENCES = 3


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo", short_help="Try everything on the bundled examples.", epilog=EPILOG)(demo)


def cache_folder() -> Path:
    """Where the demo's graph goes: the user's cache folder by the habit of each platform."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "kg" / "demo-graph"


def demo(
    graph: Annotated[
        Path | None,
        typer.Option("--graph", metavar="DIR", help="The graph folder. [default: one in your cache folder]"),
    ] = None,
    all_shared: Annotated[bool, typer.Option("--all", help="Show every shared initiative, not the first few.")] = False,
) -> None:
    """Build a graph of the bundled example reports and show what several districts share, and where."""
    from kg.cli.construct import construct
    from kg.cli.intake import Intake
    from kg.library import find_query, load_library, query_folders, run_saved
    from kg.resources import resource

    folder = graph or cache_folder()
    examples = sorted(resource("examples").glob("*.txt"))
    say(f"kg demo: from {len(examples)} files of invented reports, which ship with kg, to an answer; offline")
    intake = Intake(examples)
    construct(intake, folder)
    say("asking: which programs and campaigns do several districts carry out or plan?\n")
    shared = run_saved(folder, find_query(load_library(query_folders()), "shared-initiatives")).dicts()
    shown = shared if all_shared else shared[:_SHOWN]
    for row in shown:
        _print_initiative(folder, row)
    if len(shown) < len(shared):
        typer.echo(f"… and {len(shared) - len(shown)} more (kg demo --all)\n")
    _print_next(folder)
    intake.finish()


def _print_initiative(folder: Path, row: dict[str, Value]) -> None:
    from kg.library.evidence import evidence

    which = row["which"]
    assert isinstance(which, list)
    names = "、".join(str(name) for name in which)
    typer.echo(f"{row['initiative']} ({row['kind']}): {row['districts']} districts: {names}")
    found = (one for one in evidence(folder, str(row["initiative_id"])) if one.status in {"done", "planned"})
    for one in islice(_one_a_district(found), _SENTENCES):
        typer.echo(f"    {one.marked}")
        typer.echo(f"      {one.district}, {one.status}: {one.source}, line {one.line}")
    typer.echo()


def _one_a_district(found: Iterable[Evidence]) -> Iterable[Evidence]:
    seen = set()
    for one in found:
        if one.district not in seen:
            seen.add(one.district)
            yield one


def _print_next(folder: Path) -> None:
    shown = f'"{folder}"' if " " in str(folder) else str(folder)
    typer.echo("Next:")
    for command in (
        "kg query list                                    # what else can be asked",
        f"kg query run figures-across-districts --graph {shown}",
        f"kg query run district-profile --param district=禾川县 --graph {shown}",
        f"kg evidence 河长制 --graph {shown}               # every sentence about it",
        "kg build YOUR-REPORTS --graph my-graph           # your own reports",
    ):
        typer.echo(f"  {command}")
