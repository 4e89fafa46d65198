"""schema/shapes.ttl is what the schemas give, holds for exports, and every shape in it can fail."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib import RDF, RDFS, SH, URIRef

from kg.graph.schema import load_schema
from kg.rdf import nquads
from kg.rdf.mapping import load_mapping
from kg.rdf.shapes import SHAPES, shapes_turtle
from kg.resources import resource
from tests.rdf.exports import broken_literals, canonical, merged, quads_of, write_nt
from tests.rdf.graphs import complete
from tests.rdf.jena import riot_validate, shacl_validate

FILE = resource("schema", "shapes.ttl")
KG = "https://w3id.org/kg-reports/ontology#"


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(FILE)


@pytest.fixture(scope="module")
def gold(gold_folder: Path) -> rdflib.Graph:
    return merged(quads_of(gold_folder))


@pytest.fixture(scope="module")
def everything() -> rdflib.Graph:
    """Every label, pair and property, with and without a value; small, as pyshacl takes its time."""
    return merged(list(ox.parse(b"".join(nquads(complete(3))), format=ox.RdfFormat.N_QUADS)))


def violations(data: rdflib.Graph, shapes: rdflib.Graph) -> list[tuple[str, str]]:
    """The shapes that the data break, with the kind of constraint."""
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    assert isinstance(report, rdflib.Graph)
    return [
        (str(report.value(one, SH.sourceShape)).removeprefix(SHAPES),
         str(report.value(one, SH.sourceConstraintComponent)).rpartition("#")[2].removesuffix("ConstraintComponent"))
        for one in report.subjects(RDF.type, SH.ValidationResult)
    ]  # fmt: skip


def test_the_file_is_what_the_generator_gives() -> None:
    assert FILE.read_text(encoding="utf-8") == shapes_turtle(), "run: python -m kg.rdf.shapes"


def test_two_parsers_read_the_same(shapes: rdflib.Graph) -> None:
    assert len(shapes) > 1000
    again = ox.parse(shapes.serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES)
    assert canonical(ox.parse(path=FILE)) == canonical(again)


def test_the_shapes_are_shacl(shapes: rdflib.Graph) -> None:
    conforms, _, said = pyshacl.validate(rdflib.Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms, said


def test_every_label_type_and_table_has_a_shape(shapes: rdflib.Graph) -> None:
    targets = {str(one).removeprefix(KG) for one in shapes.objects(None, SH.targetClass)}
    mapping = load_mapping()
    assert {row.types[0].removeprefix("kg:") for row in mapping.rows()} <= targets
    schema = load_schema()
    for label, node in schema.nodes.items():
        shape = URIRef(f"{SHAPES}{label}Shape")
        named = {str(one).rpartition("-")[2] for one in shapes.objects(shape, SH.property)}
        assert {one.name for one in node.properties} <= named


def test_the_examples_conform(gold: rdflib.Graph, shapes: rdflib.Graph) -> None:
    assert violations(gold, shapes) == []


def test_whatever_the_schema_allows_conforms(everything: rdflib.Graph, shapes: rdflib.Graph) -> None:
    # These tables hold what no report gives: offsets below zero, and any text for a hash.
    found = {one for one in violations(everything, shapes) if one[1] != "MinInclusive"}
    assert {shape for shape, _ in found if "sha256" not in shape and "Position" not in shape} == set()


def test_every_shape_that_asks_for_something_can_fail(everything: rdflib.Graph, shapes: rdflib.Graph) -> None:
    bare = rdflib.Graph()
    for triple in everything.triples((None, RDF.type, None)):
        bare.add(triple)
    found = {shape for shape, kind in violations(bare, shapes) if kind in {"MinCount", "QualifiedMinCount", "HasValue"}}
    asked = {one for one in shapes.subjects(SH.minCount) if int(shapes.value(one, SH.minCount, any=False) or 0) > 0}
    asked |= {one for one in shapes.subjects(SH.qualifiedMinCount) if int(shapes.value(one, SH.qualifiedMinCount) or 0)}
    asked |= set(shapes.subjects(SH.hasValue))
    assert found == {str(one).removeprefix(SHAPES) for one in asked if isinstance(one, URIRef)}


def test_every_shape_of_a_literal_can_fail(everything: rdflib.Graph, shapes: rdflib.Graph) -> None:
    found = {shape for shape, kind in violations(broken_literals(everything), shapes) if kind == "Datatype"}
    assert found == {str(one).removeprefix(SHAPES) for one in shapes.subjects(SH.datatype) if isinstance(one, URIRef)}


@pytest.mark.parametrize(("change", "shape", "kind"), [
    ("INSERT { ?x kg:status kg:Nonsense } WHERE { ?x a kg:Mention }", "MentionShape-status", "In"),
    ("DELETE { ?x oa:start ?o } INSERT { ?x oa:start -1 } WHERE { ?x oa:start ?o }",
     "MentionShape-start", "MinInclusive"),
    ("DELETE { ?x oa:end ?o } INSERT { ?x oa:end 0 } WHERE { ?x oa:end ?o ; oa:start ?s FILTER(?s > 0) }",
     "PositionShape-start", "LessThanOrEquals"),
    ("INSERT { ?x dct:spatial ?d } WHERE { ?x a kg:Report . ?d a kg:District }", "ReportShape-spatial", "MaxCount"),
    ("INSERT { ?x cv:hasParticipant ?d } WHERE { ?x a kg:Leading . ?d a kg:District }", "LeadingShape-from", "Class"),
    ("INSERT { ?x oa:hasBody ?r } WHERE { ?x a kg:Mention . ?r a kg:Report }", "MentionShape-to", "Or"),
    ("INSERT { ?x kg:year ?o } WHERE { ?x a kg:Report BIND('2023' AS ?o) }", "ReportShape-year", "Datatype"),
    ("INSERT { ?x skos:prefLabel '另一名称'@zh-Hans } WHERE { ?x a kg:Unit }",
     "UnitShape-name-prefLabel", "UniqueLang"),
    ("DELETE { ?x a foaf:Agent } WHERE { ?x a kg:Unit }", "UnitShape", "Class"),
])  # fmt: skip
def test_what_is_wrong_is_found(
    everything: rdflib.Graph, shapes: rdflib.Graph, change: str, shape: str, kind: str
) -> None:
    data = rdflib.Graph() + everything
    data.update(change, initNs={key: rdflib.Namespace(iri) for key, iri in load_mapping().prefixes.items()})
    assert violations(data, shapes).count((shape, kind)) > violations(everything, shapes).count((shape, kind))


def test_names_are_in_both_languages(shapes: rdflib.Graph) -> None:
    for shape in shapes.subjects(SH.targetClass):
        if str(shape) != f"{SHAPES}PositionShape":
            assert shapes.value(shape, SH.name).language == "zh-Hans"
            assert shapes.value(shape, SH.description).language == "en"
    assert not set(shapes.subjects(RDFS.label))


@pytest.mark.java
def test_jena_agrees(gold_folder: Path, tmp_path: Path) -> None:
    quads = quads_of(gold_folder)
    assert riot_validate(FILE) == ""
    assert shacl_validate(FILE, write_nt(quads, tmp_path / "gold.nt")) == "Conforms"
    without = [quad for quad in quads if quad.predicate.value != "http://www.w3.org/ns/oa#start"]
    assert "MentionShape" in shacl_validate(FILE, write_nt(without, tmp_path / "broken.nt")) or "oa#start" in (
        shacl_validate(FILE, write_nt(without, tmp_path / "broken.nt"))
    )


@pytest.mark.java
@pytest.mark.shared
def test_the_seeds_conform(seeds_folder: Path, tmp_path: Path) -> None:
    assert shacl_validate(FILE, write_nt(quads_of(seeds_folder), tmp_path / "seeds.nt")) == "Conforms"
