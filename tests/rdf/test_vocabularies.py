"""Every term of a foreign vocabulary exists there, and every vocabulary is one whose terms we know."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.graph.schema import load_schema
from kg.rdf import nquads
from kg.rdf.mapping import load_mapping
from kg.rdf.thesaurus import thesaurus_turtle
from kg.rdf.vocabularies import term_lists, unknown_terms
from kg.resources import resource
from tests.rdf.exports import quads_of
from tests.rdf.graphs import complete

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
OURS = "https://w3id.org/kg-reports/"


def iris(statements: Iterable[ox.Quad | ox.Triple]) -> set[str]:
    return {term.value for one in statements for term in (one.subject, one.predicate, one.object)
            if isinstance(term, ox.NamedNode)}  # fmt: skip


def terms(statements: Iterable[ox.Quad | ox.Triple]) -> set[str]:
    """What must be a term of a vocabulary: predicates and classes."""
    return {
        term.value
        for one in statements
        for term in (one.predicate, one.object if one.predicate.value == TYPE else one.predicate)
        if isinstance(term, ox.NamedNode)
    }


def of_no_vocabulary(found: Iterable[str]) -> list[str]:
    return sorted(one for one in found if not one.startswith((OURS, *term_lists())))


@pytest.mark.parametrize("name", ["ontology.ttl", "shapes.ttl"])
def test_files_of_the_schema_use_terms_that_exist(name: str) -> None:
    found = list(ox.parse(path=resource("schema", name)))
    assert unknown_terms(iris(found)) == []
    assert of_no_vocabulary(terms(found)) == []


def test_the_thesaurus_uses_terms_that_exist() -> None:
    text = "".join(thesaurus_turtle(load_mapping().thesaurus, str(load_schema().version)))
    found = list(ox.parse(text, format=ox.RdfFormat.TURTLE))
    assert unknown_terms(iris(found)) == []
    assert of_no_vocabulary(terms(found)) == []


def test_an_export_of_everything_uses_terms_that_exist() -> None:
    found = list(ox.parse(b"".join(nquads(complete())), format=ox.RdfFormat.N_QUADS))
    assert unknown_terms(iris(found)) == []
    assert of_no_vocabulary(terms(found)) == []


def test_the_examples_use_terms_that_exist(gold_folder: Path) -> None:
    found = quads_of(gold_folder)
    assert unknown_terms(iris(found)) == []
    assert of_no_vocabulary(terms(found)) == []


def test_units_are_those_of_qudt() -> None:
    mapping = load_mapping()
    units = {mapping.expand(one) for one in mapping.units.values()}
    assert len(units) > 30
    assert unknown_terms(units) == []


def test_a_term_that_does_not_exist_is_found() -> None:
    for wrong in ("http://purl.org/dc/terms/publishr", "https://schema.org/Reports", "http://www.w3.org/ns/oa#hasBodies",
                  "http://qudt.org/schema/qudt/unitt", "http://qudt.org/vocab/unit/MU_CN"):  # fmt: skip
        assert unknown_terms([wrong, "http://purl.org/dc/terms/publisher"]) == [wrong]
    assert of_no_vocabulary(["http://example.org/term", "https://schema.org/Report"]) == ["http://example.org/term"]


def test_the_lists_are_sorted_and_name_their_source() -> None:
    for path in sorted(resource("rdf", "vocabularies").glob("*.txt")):
        namespace, source, *names = path.read_text(encoding="utf-8").splitlines()
        assert namespace.startswith("# http") and source.startswith("# ") and names == sorted(set(names))
