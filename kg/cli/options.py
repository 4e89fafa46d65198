"""The arguments and options that several commands have, declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.output.formats import Format

__all__ = [
    "FormatOption",
    "GraphOption",
    "ManifestOption",
    "OutputOption",
    "ParamOption",
    "PathsArgument",
    "QueriesOption",
]

PathsArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATH...",
        help="Files (text, Word, PDF, web pages, tables, zip), folders, which are walked, or - (standard input).",
        show_default=False,
    ),
]
GraphOption = Annotated[
    Path,
    typer.Option("--graph", metavar="DIR", envvar="KG_GRAPH", help="The graph folder.", show_default=True),
]
ManifestOption = Annotated[
    Path | None,
    typer.Option(
        "--manifest",
        metavar="FILE",
        help="A manifest.csv (file, district, code, year, unit, title); it wins over the text. "
        "One that lies in a given folder is used without being asked.",
    ),
]
FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format",
        "-f",
        help="How rows are written. [default: by the suffix of -o; table on a terminal; json in a pipe]",
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to this file, complete or not at all."),
]
ParamOption = Annotated[
    list[str] | None,
    typer.Option("--param", "-p", metavar="NAME=VALUE", help="A parameter; may be given several times."),
]
QueriesOption = Annotated[
    list[Path] | None,
    typer.Option("--queries", metavar="DIR", help="A folder of your own saved queries; also KG_QUERIES."),
]
DEFAULT_GRAPH = Path("kg-graph")
