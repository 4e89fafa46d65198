"""`kg sparql`: SPARQL on the graph as RDF."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import DEFAULT_GRAPH, FormatOption, GraphOption, OutputOption, ParamOption, QueriesOption

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from kg.output import Rows

EPILOG = """\b
Examples:
  kg sparql --list
  kg sparql shared-initiatives --graph my-graph --param min_districts=3
  kg sparql my-question.rq -o answer.csv
  kg sparql --query 'SELECT ?name WHERE { ?d a kg:District ; rdfs:label ?name }'
  kg sparql --query 'CONSTRUCT { ?a skos:broader ?b } WHERE { ?a skos:broader ?b }' -o broader.ttl

The graph is read as `kg export rdf` would write it, and nothing is written to it. The prefixes of the export
are known. A parameter is a block VALUES ?_name { "its default" } in the query.
"""
_SUFFIXES = ".ttl, .nt, .jsonld or .rdf"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("sparql", short_help="Ask the graph with SPARQL.", epilog=EPILOG)(sparql)


def sparql(
    name: Annotated[str | None, typer.Argument(metavar="[NAME|FILE]", help="A saved query, or a file.")] = None,
    *,
    query: Annotated[str | None, typer.Option("--query", "-q", metavar="SPARQL", help="The query itself.")] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the saved queries that SPARQL has.")] = False,
    param: ParamOption = None,
    graph: GraphOption = DEFAULT_GRAPH,
    queries: QueriesOption = None,
    format: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Run a saved query, a file or a SPARQL text: SELECT and ASK give rows, CONSTRUCT gives RDF."""
    from kg.errors import QueryError
    from kg.library import query_folders
    from kg.library.parameters import guess_value, split_pairs
    from kg.output import Rows, write_rows
    from kg.rdf.saved import find_sparql, run_sparql_saved, sparql_files
    from kg.rdf.sparql import Sparql, answer, bind_values, check_reads, open_store, read_sparql

    if (name is not None) + (query is not None) + list_ != 1:
        raise QueryError("say one thing to ask", todo="a NAME or FILE, or --query, or --list")
    folders = query_folders(queries or ())
    if list_:
        rows = [(one, str(find_sparql(folders, one)[0].title)) for one in sparql_files(folders)]
        write_rows(Rows.of(("name", "title"), rows), format, output)
        return
    given = split_pairs(param or ())
    file = Path(name or "")
    if name is not None and not (file.suffix in {".rq", ".sparql"} or file.is_file()):
        saved, text = find_sparql(folders, name)
        write_rows(run_sparql_saved(graph, saved, text, dict(given)), format, output)
        return
    asked = read_sparql(file) if query is None else Sparql(query)
    asked = bind_values(asked, {key: guess_value(value) for key, value in given.items()})
    check_reads(asked)
    _write(answer(open_store(graph, asked), asked), format, output)


def _write(found: Rows | list[Triple], format: FormatOption, output: Path | None) -> None:
    from pyoxigraph import RdfFormat, serialize

    from kg.errors import InputError
    from kg.output import Rows, open_sink, write_rows
    from kg.rdf.mapping import load_mapping

    if isinstance(found, Rows):
        write_rows(found, format, output)
        return
    to_file = output is not None and str(output) != "-"
    kind = RdfFormat.from_extension(output.suffix[1:]) if output is not None and to_file else RdfFormat.TURTLE
    if format is not None or kind is None:
        raise InputError(
            "CONSTRUCT gives RDF, no rows",
            where=str(output or ""),
            todo=f"leave --format out; -o names a file {_SUFFIXES}",
        )
    with open_sink(output) as sink:
        serialize(found, sink.file, kind, prefixes=dict(load_mapping().prefixes))
