"""The thesaurus as SKOS keeps SKOS's own conditions, and holds what the tables hold."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.graph.schema import load_schema
from kg.rdf.mapping import load_mapping
from kg.rdf.thesaurus import SkosConcept, cycles, initiatives, organs, thesaurus_turtle
from kg.resources import resource
from tests.rdf.jena import riot_validate

SKOS = "http://www.w3.org/2004/02/skos/core#"
BASE = load_mapping().thesaurus
Said = dict[str, dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal]]]


@pytest.fixture(scope="module")
def said() -> Said:
    """Objects by predicate by subject."""
    found: Said = defaultdict(lambda: defaultdict(list))
    for quad in ox.parse("".join(thesaurus_turtle(BASE, "2")), format=ox.RdfFormat.TURTLE):
        found[str(quad.subject)[1:-1]][quad.predicate.value.removeprefix(SKOS)].append(quad.object)
    return found


def rows(name: str) -> list[dict[str, str]]:
    with resource("schema", "thesaurus", name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_every_row_is_a_concept_with_its_surfaces(said: Said) -> None:
    for row in rows("initiatives.tsv"):
        concept = said[BASE + row["id"]]
        assert ox.Literal(row["name"], language="zh-Hans") in concept["prefLabel"]
        others = {text for text in row["variants"].split("|") if text} - {row["name"]}
        assert {one.value for one in concept["altLabel"] if isinstance(one, ox.Literal)} == others
    names = {one.value for concept in said.values() for one in concept["prefLabel"] if isinstance(one, ox.Literal)}
    assert {row["body"] for row in rows("organs.tsv")} <= names


def test_labels_keep_apart(said: Said) -> None:
    for subject, concept in said.items():
        languages = [one.language for one in concept["prefLabel"] if isinstance(one, ox.Literal)]
        assert len(languages) == len(set(languages)), subject
        assert not {str(one) for one in concept["prefLabel"]} & {str(one) for one in concept["altLabel"]}, subject


def test_relations_lead_to_concepts_of_the_same_scheme_and_never_round(said: Said) -> None:
    for concept in said.values():
        for other in concept["broader"]:
            assert said[str(other)[1:-1]]["inScheme"] == concept["inScheme"]
    assert cycles(initiatives()) == cycles(organs()) == []
    assert cycles([SkosConcept("a", "甲", broader=("b",)), SkosConcept("b", "乙", broader=("a",))]) == ["a", "b"]


def test_every_concept_is_in_a_collection(said: Said) -> None:
    members = {str(one) for concept in said.values() for one in concept["member"]}
    assert {str(ox.NamedNode(subject)) for subject, concept in said.items() if concept["inScheme"]} == members


def test_the_command_writes_it(tmp_path: Path) -> None:
    path = tmp_path / "thesaurus.ttl"
    assert CliRunner().invoke(app, ["vocabulary", "thesaurus", "-o", str(path)]).exit_code == 0
    assert sum(1 for _ in ox.parse(path=path)) > 100_000


def test_the_file_in_schema_is_what_the_tables_give() -> None:
    """After a change of the tables: kg vocabulary thesaurus -o schema/thesaurus.ttl."""
    made = "".join(thesaurus_turtle(BASE, str(load_schema().version)))
    assert resource("schema", "thesaurus.ttl").read_bytes() == made.encode()


@pytest.mark.parametrize(
    ("what", "name"), [("ontology", "ontology.ttl"), ("shapes", "shapes.ttl"), ("context", "context.jsonld")]
)
def test_the_command_writes_the_other_files(what: str, name: str, tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["vocabulary", what, "-o", str(tmp_path / name)]).exit_code == 0
    assert (tmp_path / name).read_bytes() == resource("schema", name).read_bytes()


@pytest.mark.java
def test_jena_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "thesaurus.ttl"
    path.write_text("".join(thesaurus_turtle(BASE, "2")), encoding="utf-8")
    assert riot_validate(path) == ""
