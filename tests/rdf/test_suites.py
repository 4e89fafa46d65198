"""What others ask of such data: the official SHACL of CPOV 2.1.2 and CPSV-AP 3.2.0, and Jena's parsers."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib import RDF, SH

from kg.graph.reader import open_graph
from kg.rdf import write_rdf
from kg.rdf.formats import FORMATS
from kg.rdf.mapping import load_mapping
from tests.rdf.exports import merged, quads_of, write_nt
from tests.rdf.jena import riot_validate, shacl_validate

SUITES = {
    "CPOV": Path(__file__).parent / "suites" / "core-public-organisation-ap-SHACL-2.1.2.ttl",
    "CPSV-AP": Path(__file__).parent / "suites" / "cpsv-ap-SHACL-3.2.0.ttl",
}
SUFFIXES = ("ttl", "nt", "nq", "trig", "jsonld", "rdf")

# Changes to a good export, and what each breaks in the suite.
FAULTS = {
    "CPOV": [
        ("INSERT { ?x skos:altLabel '甲'@zh-Hans, '乙'@zh-Hans } WHERE { ?x a cv:PublicOrganisation }", "UniqueLang"),
        ("DELETE { ?x a org:Organization } WHERE { ?y org:subOrganizationOf ?x }", "Class"),
        ("INSERT { ?x dct:description 'no language' } WHERE { ?x a cv:PublicOrganisation }", "Datatype"),
        ("INSERT { ?x org:originalOrganization <http://example.org/x> } WHERE { ?x a org:ChangeEvent }", "Class"),
    ],
    "CPSV-AP": [
        ("DELETE { ?x dct:spatial ?y } WHERE { ?x a cv:PublicOrganisation ; dct:spatial ?y }", "MinCount"),
        ("DELETE { ?x dct:title ?y } WHERE { ?x a foaf:Agent ; dct:title ?y }", "MinCount"),
        ("DELETE { ?x cv:role ?y } WHERE { ?x cv:role ?y }", "MinCount"),
        ("INSERT { ?x dct:identifier 'second' } WHERE { ?x a cv:Participation }", "MaxCount"),
        ("DELETE { ?x dct:publisher ?y } WHERE { ?x a dcat:Dataset ; dct:publisher ?y }", "MinCount"),
        ("DELETE { ?x a skos:Concept } WHERE { ?x a skos:Concept }", "Class"),
    ],
}


@pytest.fixture(scope="module")
def gold(gold_folder: Path) -> rdflib.Graph:
    return merged(quads_of(gold_folder))


def kinds(data: rdflib.Graph, suite: str) -> set[str]:
    """The kinds of constraint that the data break."""
    _, report, _ = pyshacl.validate(data, shacl_graph=rdflib.Graph().parse(SUITES[suite]))
    assert isinstance(report, rdflib.Graph)
    found = (report.value(one, SH.sourceConstraintComponent) for one in report.subjects(RDF.type, SH.ValidationResult))
    return {str(one).rpartition("#")[2].removesuffix("ConstraintComponent") for one in found}


@pytest.mark.parametrize("suite", SUITES)
def test_the_examples_conform(gold: rdflib.Graph, suite: str) -> None:
    assert kinds(gold, suite) == set()


def test_the_suites_have_something_to_look_at(gold: rdflib.Graph) -> None:
    """A suite that finds nothing to look at finds no fault."""
    prefixes = load_mapping().prefixes
    for term, least in {"cv:PublicOrganisation": 50, "cv:Participation": 50, "org:ChangeEvent": 1, "dcat:Dataset": 1,
                        "skos:Concept": 100, "foaf:Agent": 50, "dct:Location": 5}.items():  # fmt: skip
        prefix, _, name = term.partition(":")
        assert len(set(gold.subjects(RDF.type, rdflib.URIRef(prefixes[prefix] + name)))) >= least, term


@pytest.mark.parametrize(
    ("suite", "change", "kind"), [(suite, *fault) for suite, faults in FAULTS.items() for fault in faults]
)
def test_the_suites_can_fail(gold: rdflib.Graph, suite: str, change: str, kind: str) -> None:
    data = rdflib.Graph() + gold
    prefixes = {**load_mapping().prefixes, "org": "http://www.w3.org/ns/org#"}
    data.update(change, initNs={name: rdflib.Namespace(iri) for name, iri in prefixes.items()})
    assert kind in kinds(data, suite)


@pytest.mark.java
@pytest.mark.parametrize("suite", SUITES)
def test_jena_says_the_same_of_the_examples(gold_folder: Path, suite: str, tmp_path: Path) -> None:
    quads = quads_of(gold_folder)
    assert shacl_validate(SUITES[suite], write_nt(quads, tmp_path / "gold.nt")) == "Conforms"
    bare = [quad for quad in quads if quad.object != ox.NamedNode("http://purl.org/dc/terms/Location")]
    assert shacl_validate(SUITES[suite], write_nt(bare, tmp_path / "bare.nt")) != "Conforms"


@pytest.mark.java
def test_jena_validates_every_serialisation(gold_folder: Path, tmp_path: Path) -> None:
    files = []
    with open_graph(gold_folder) as graph:
        for suffix in SUFFIXES:
            files.append(tmp_path / f"out.{suffix}")
            with files[-1].open("wb") as file:
                write_rdf(graph, file, FORMATS[suffix])
    assert riot_validate(*files) == ""
    (tmp_path / "bad.ttl").write_text('<a b> <http://example.org/p> "x"^^<http://www.w3.org/2001/XMLSchema#integer> .')
    assert "ERROR" in riot_validate(tmp_path / "bad.ttl")


@pytest.mark.java
@pytest.mark.shared
@pytest.mark.parametrize("suite", SUITES)
def test_the_seeds_conform(seeds_folder: Path, suite: str, tmp_path: Path) -> None:
    assert shacl_validate(SUITES[suite], write_nt(quads_of(seeds_folder), tmp_path / "seeds.nt")) == "Conforms"


@pytest.mark.java
@pytest.mark.shared
def test_jena_validates_the_seeds(seeds_folder: Path, tmp_path: Path) -> None:
    with open_graph(seeds_folder) as graph:
        for suffix in ("ttl", "trig"):
            with (tmp_path / f"seeds.{suffix}").open("wb") as file:
                write_rdf(graph, file, FORMATS[suffix])
    assert riot_validate(tmp_path / "seeds.ttl", tmp_path / "seeds.trig") == ""
