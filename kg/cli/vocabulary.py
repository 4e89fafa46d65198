"""`kg vocabulary`: the files that explain an export to other programs."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import OutputOption

EPILOG = """\b
Examples:
  kg vocabulary ontology -o kg.ttl             our classes and properties, for Protégé
  kg vocabulary shapes -o shapes.ttl           SHACL shapes of an export
  kg vocabulary thesaurus -o thesaurus.ttl     named programs, campaigns and organs as SKOS
  kg vocabulary context -o context.jsonld      a JSON-LD context
"""


class What(StrEnum):
    """The files there are."""

    ONTOLOGY = "ontology"
    SHAPES = "shapes"
    THESAURUS = "thesaurus"
    CONTEXT = "context"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("vocabulary", short_help="Write the ontology, shapes, thesaurus or context.", epilog=EPILOG)(vocabulary)


def vocabulary(
    what: Annotated[What, typer.Argument(metavar="ontology|shapes|thesaurus|context", help="Which file.")],
    output: OutputOption = None,
) -> None:
    """Write a file of the vocabulary: Turtle, but for the context, which is JSON."""
    from kg.output import open_sink

    with open_sink(output) as sink:
        for piece in _pieces(what):
            sink.write(piece)


def _pieces(what: What) -> Iterable[bytes]:
    from kg.resources import resource

    if what is not What.THESAURUS:
        name: Path = resource("schema", "context.jsonld" if what is What.CONTEXT else f"{what}.ttl")
        return (name.read_bytes(),)
    from kg.graph.schema import load_schema
    from kg.rdf.mapping import load_mapping
    from kg.rdf.thesaurus import thesaurus_turtle

    return (part.encode() for part in thesaurus_turtle(load_mapping().thesaurus, str(load_schema().version)))
