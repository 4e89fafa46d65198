"""schema/ontology.ttl declares our terms, as OWL 2 DL, and says of them what the mapping and the graph schema say."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, XSD, URIRef

from kg.graph.schema import load_schema
from kg.rdf import nquads
from kg.rdf.mapping import load_mapping
from kg.resources import resource
from tests.rdf.exports import canonical
from tests.rdf.graphs import complete
from tests.rdf.jena import riot_validate, robot

FILE = resource("schema", "ontology.ttl")
KG = rdflib.Namespace(load_mapping().prefixes["kg"])
# Above several of our classes, and in no export.
ABSTRACT = {"Participation", "GraphStatement"}
DATATYPES = {"int": XSD.integer, "float": XSD.double, "bool": XSD.boolean, "string": XSD.string, "list": XSD.string}


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(FILE)


def own(ontology: rdflib.Graph) -> set[URIRef]:
    """The terms of ours that it declares."""
    return {one for one in ontology.subjects(RDF.type) if isinstance(one, URIRef) and one.startswith(KG)}


def classes_above(ontology: rdflib.Graph, one: URIRef) -> set[URIRef]:
    return {other for other in ontology.transitive_objects(one, RDFS.subClassOf) if isinstance(other, URIRef)}


def one_or_union(ontology: rdflib.Graph, value: rdflib.term.Node | None) -> set[rdflib.term.Node]:
    """The classes of a domain or range: itself, or the parts of the union that it is."""
    union = ontology.value(value, OWL.unionOf)
    return set(ontology.items(union)) if union is not None else {value} if value is not None else set()


def test_two_parsers_read_the_same(ontology: rdflib.Graph) -> None:
    again = ontology.serialize(format="nt")
    assert canonical(ox.parse(path=FILE)) == canonical(ox.parse(again, format=ox.RdfFormat.N_TRIPLES))


def test_every_term_has_a_label_and_a_comment_in_both_languages(ontology: rdflib.Graph) -> None:
    assert len(own(ontology)) > 100
    for term in own(ontology):
        for predicate in (RDFS.label, RDFS.comment):
            labels = [one for one in ontology.objects(term, predicate) if isinstance(one, rdflib.Literal)]
            said = sorted(str(one.language).lower() for one in labels)
            assert said == ["en", "zh-hans"], (term, predicate)
        assert (term, RDFS.isDefinedBy, URIRef(str(KG)[:-1])) in ontology


def test_it_declares_the_terms_that_exports_use_and_no_others(ontology: rdflib.Graph) -> None:
    quads = list(ox.parse(b"".join(nquads(complete())), format=ox.RdfFormat.N_QUADS))
    names = {term.value for quad in quads for term in quad if isinstance(term, ox.NamedNode)}
    # The components of the cube's structures are named after the term that they are for.
    used = {one.removeprefix(KG) for one in names if one.startswith(KG) and "Structure-" not in one}
    used |= set(re.findall(r"\bkg:(\w+)", resource("schema", "rdf.yaml").read_text(encoding="utf-8")))
    assert {one.removeprefix(KG) for one in own(ontology)} == used | ABSTRACT


def test_every_class_is_under_a_standard_one(ontology: rdflib.Graph) -> None:
    for one in own(ontology) & set(ontology.subjects(RDF.type, OWL.Class)):
        assert any(not other.startswith(KG) for other in classes_above(ontology, one)), one


def test_classes_are_where_the_mapping_puts_them(ontology: rdflib.Graph) -> None:
    mapping = load_mapping()
    for row in mapping.rows():
        first, *others = (URIRef(mapping.expand(one)) for one in row.types)
        # rdf:Statement is RDF's own, which OWL 2 DL lets no class be under. org:Organization is above
        # org:FormalOrganization in the Organization Ontology itself.
        stated = set(others) - {RDF.Statement, URIRef(mapping.expand("org:Organization"))}
        assert stated <= classes_above(ontology, first), row.name


def test_labels_and_comments_are_those_of_the_graph_schema(ontology: rdflib.Graph) -> None:
    mapping, schema = load_mapping(), load_schema()
    for label, node in schema.nodes.items():
        term = URIRef(mapping.expand(mapping.nodes[label].types[0]))
        assert rdflib.Literal(node.zh, lang="zh-hans") in set(ontology.objects(term, RDFS.label))
        assert rdflib.Literal(node.en, lang="en") in set(ontology.objects(term, RDFS.comment))


def test_domains_and_ranges_hold_what_the_mapping_says(ontology: rdflib.Graph) -> None:
    mapping, schema = load_mapping(), load_schema()
    groups = (schema.nodes, schema.relationships, schema.tables)
    declared = {name: said.properties for group in groups for name, said in group.items()}
    rows = {row.name: row for row in mapping.rows()}
    seen = set()
    for name, columns in declared.items():
        row = rows[name]
        for column in columns:
            how = row.properties[column.name]
            term = URIRef(mapping.expand(how.predicate))
            if not term.startswith(KG) or how.part:
                continue
            domain = one_or_union(ontology, ontology.value(term, RDFS.domain))
            assert domain & classes_above(ontology, URIRef(mapping.expand(row.types[0]))), (name, term)
            kind = mapping.expand(how.datatype) if how.datatype else DATATYPES[column.type]
            expected = SKOS.Concept if how.codes else RDF.langString if how.language else URIRef(kind)
            assert ontology.value(term, RDFS.range) == expected, term
            seen.add(term)
    assert len(seen) > 20


def test_relationships_lead_between_the_classes_that_it_says(ontology: rdflib.Graph) -> None:
    mapping, schema = load_mapping(), load_schema()
    for type, relationship in schema.relationships.items():
        for source, target in relationship.pairs:
            predicate = mapping.relationships[type].direct_of(source)
            if predicate is None or not predicate.startswith("kg:"):
                continue
            for label, end in ((source, RDFS.domain), (target, RDFS.range)):
                allowed = one_or_union(ontology, ontology.value(URIRef(mapping.expand(predicate)), end))
                own_class = URIRef(mapping.expand(mapping.nodes[label].types[0]))
                assert allowed & classes_above(ontology, own_class), predicate


@pytest.mark.java
def test_it_is_owl_2_dl_and_consistent(tmp_path: Path) -> None:
    assert riot_validate(FILE) == ""
    code, said = robot("validate-profile", "--profile", "DL", "--input", FILE, "--output", tmp_path / "report.txt")
    assert code == 0, said + (tmp_path / "report.txt").read_text(encoding="utf-8")
    code, said = robot("reason", "--reasoner", "hermit", "--input", FILE, "--output", tmp_path / "reasoned.ttl")
    assert code == 0, said


@pytest.mark.java
def test_the_profile_check_can_fail(tmp_path: Path) -> None:
    text = FILE.read_text(encoding="utf-8").replace("prov:Plan a owl:Class .", "")
    broken = tmp_path / "broken.ttl"
    broken.write_text(text, encoding="utf-8")
    code, _ = robot("validate-profile", "--profile", "DL", "--input", broken, "--output", tmp_path / "r.txt")
    assert code != 0
    assert "prov#Plan" in (tmp_path / "r.txt").read_text(encoding="utf-8")
