"""`kg cypher`: a statement of one's own."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.engine import MAX_ROWS, LimitOption, Neo4jOption, Server, TimeoutOption, at_most, engine, one_more
from kg.cli.neo4j_options import DatabaseOption, NameOption, PasswordFileOption, UriOption, UserOption
from kg.cli.options import DEFAULT_GRAPH, FormatOption, GraphOption, OutputOption, ParamOption
from kg.neo4j import DEFAULT_NAME, DEFAULT_URI, DEFAULT_USER

EPILOG = """\b
Examples:
  kg cypher 'MATCH (d:District) RETURN d.name, d.level ORDER BY d.name'
  kg cypher 'MATCH (r:Report) WHERE r.year = $y RETURN r.name' --param y=2023
  kg cypher 'MATCH (u:Unit)-[:LEADS]->(i) RETURN u.name, i.name' --neo4j

The graph is opened read-only. On a Neo4j server only the graph called --name is seen.
A parameter's value is read as JSON where it is JSON (2023 is a number, "2023" a string), else as text.
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("cypher", short_help="Ask the graph with one Cypher statement.", epilog=EPILOG)(cypher)


def cypher(
    ctx: typer.Context,
    statement: Annotated[str, typer.Argument(metavar="STATEMENT", help="One Cypher statement that reads.")],
    *,
    param: ParamOption = None,
    graph: GraphOption = DEFAULT_GRAPH,
    neo4j: Neo4jOption = False,
    uri: UriOption = DEFAULT_URI,
    user: UserOption = DEFAULT_USER,
    database: DatabaseOption = None,
    graph_name: NameOption = DEFAULT_NAME,
    password_file: PasswordFileOption = None,
    timeout: TimeoutOption = 60,
    limit: LimitOption = MAX_ROWS,
    format: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Run one read-only Cypher statement on a graph."""
    from kg.library import run_statement
    from kg.library.parameters import guess_value, split_pairs
    from kg.output import write_rows

    values = {name: guess_value(text) for name, text in split_pairs(param or ()).items()}
    server = Server(uri, user, database, password_file, graph_name)
    with engine(ctx, neo4j, graph, server) as on:
        rows = run_statement(on, statement, values, timeout=timeout, limit=one_more(limit))
    write_rows(at_most(rows, limit), format, output)
