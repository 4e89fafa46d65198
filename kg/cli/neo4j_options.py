"""The options that say which Neo4j server, as whom, and which graph in it; for every command that reaches one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.neo4j.password import PASSWORD_VARIABLE

__all__ = ["DatabaseOption", "NameOption", "PasswordFileOption", "UriOption", "UserOption"]

UriOption = Annotated[
    str,
    typer.Option(
        "--uri", metavar="URI", envvar="KG_NEO4J_URI", help="The server: bolt://HOST:PORT; bolt+s:// with TLS."
    ),
]
UserOption = Annotated[str, typer.Option("--user", metavar="USER", envvar="KG_NEO4J_USER", help="The user there.")]
DatabaseOption = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="DATABASE",
        envvar="KG_NEO4J_DATABASE",
        help="The database on the server. [default: the user's own]",
    ),
]
PasswordFileOption = Annotated[
    Path | None,
    typer.Option(
        "--password-file",
        metavar="FILE",
        help=f"A file whose first line is the password. [default: {PASSWORD_VARIABLE}, else it is asked for]",
    ),
]
NameOption = Annotated[
    str, typer.Option("--name", metavar="NAME", help="The graph's name in the database, which may hold several.")
]
