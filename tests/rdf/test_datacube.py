"""The cube in an export keeps the constraints of the RDF Data Cube vocabulary; each of them can fail."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.rdf.exports import quads_of, report_of
from tests.rdf.integrity import PAIRWISE_IC_12, PREFIXES, broken, cube_store, ill_typed

CUBE = """
@prefix qb: <http://purl.org/linked-data/cube#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix : <http://example.org/> .

:cube a qb:DataSet ; qb:structure :shape ; qb:slice :of2023 .
:shape a qb:DataStructureDefinition ; qb:component :cArea, :cYear, :cCount, :cUnit ; qb:sliceKey :byYear .
:cArea qb:dimension :area . :cYear qb:dimension :year . :cCount qb:measure :count .
:cUnit qb:attribute :unit ; qb:componentRequired true .
:area rdfs:range skos:Concept ; qb:codeList :areas .
:year rdfs:range xsd:gYear .
:byYear a qb:SliceKey ; qb:componentProperty :year .
:of2023 qb:sliceStructure :byYear ; :year "2023"^^xsd:gYear ; qb:observation :a, :b .
:areas a skos:ConceptScheme .
:east a skos:Concept ; skos:inScheme :areas . :west a skos:Concept ; skos:inScheme :areas .
:a qb:dataSet :cube ; :area :east ; :count 5 ; :unit :households .
:b qb:dataSet :cube ; :area :west ; :count 7 ; :unit :households .

:typed a qb:DataSet ; qb:structure :typedShape .
:typedShape a qb:DataStructureDefinition ; qb:component :cPlace, :cType, :cLength, :cWidth .
:cPlace qb:dimension :place . :cType qb:dimension qb:measureType . :cLength qb:measure :length .
:cWidth qb:measure :width .
:place rdfs:range skos:Concept ; qb:codeList :tree . qb:measureType rdfs:range rdfs:Resource .
:tree a qb:HierarchicalCodeList ; qb:hierarchyRoot :land ; qb:parentChildProperty :holds .
:back a qb:HierarchicalCodeList ; qb:hierarchyRoot :land ; qb:parentChildProperty [ owl:inverseOf :within ] .
:land :holds :province . :province :holds :town . :province :within :land . :town :within :province .
:c qb:dataSet :typed ; :place :town ; qb:measureType :length ; :length 1.5 .
:d qb:dataSet :typed ; :place :town ; qb:measureType :width ; :width 2.5 .
"""

# What is done to the good cube, and which constraints that breaks.
FAULTS = {
    "IC-1": ("DELETE DATA { :a qb:dataSet :cube }", {1, 18}),
    "IC-1 two": ("INSERT DATA { :a qb:dataSet :other . :other qb:structure :bare . "
                 ":bare a qb:DataStructureDefinition ; qb:component [ qb:componentProperty :count ] }", {1}),
    "IC-2": ("DELETE DATA { :cube qb:structure :shape }", {2}),
    "IC-3": ("DELETE DATA { :shape qb:component :cCount }", {3}),
    "IC-4": ("DELETE DATA { :year rdfs:range xsd:gYear }", {4}),
    "IC-5": ("DELETE DATA { :area qb:codeList :areas }", {5}),
    "IC-6": ("INSERT DATA { :cYear qb:componentRequired false }", {6}),
    "IC-7": ("DELETE DATA { :shape qb:sliceKey :byYear }", {7}),
    "IC-8": ("INSERT DATA { :byYear qb:componentProperty :place . :of2023 :place :town }", {8}),
    "IC-9": ("DELETE DATA { :of2023 qb:sliceStructure :byYear }", {9}),
    "IC-10": ('DELETE DATA { :of2023 :year "2023"^^xsd:gYear }', {10}),
    "IC-11": ("DELETE DATA { :a :area :east }", {11}),
    "IC-12": ("INSERT DATA { :e a qb:Observation ; qb:dataSet :cube ; :area :west ; :year '2023'^^xsd:gYear ; "
              ":count 8 ; :unit :households }", {12}),
    "IC-13": ("DELETE DATA { :a :unit :households }", {13}),
    "IC-14": ("DELETE DATA { :a :count 5 }", {14}),
    "IC-15": ("DELETE DATA { :c :length 1.5 }", {15}),
    "IC-16": ("INSERT DATA { :c :width 4 }", {16}),
    "IC-17": ("DELETE WHERE { :d ?p ?o }", {17}),
    "IC-18": ("DELETE DATA { :a qb:dataSet :cube } ; INSERT DATA { :a qb:dataSet :typed ; :place :province ; "
              "qb:measureType :length ; :length 1 . :f a qb:Observation ; qb:dataSet :typed ; :place :province ; "
              "qb:measureType :width ; :width 1 }", {18}),
    "IC-19": ("DELETE DATA { :east skos:inScheme :areas }", {19}),
    "IC-19 collection": ("DELETE DATA { :areas a skos:ConceptScheme } ; "
                         "INSERT DATA { :areas a skos:Collection ; skos:member :west }", {19}),
    "IC-20": ("DELETE DATA { :province :holds :town }", {20}),
    "IC-21": ("DELETE DATA { :place qb:codeList :tree . :province :within :land } ; "
              "INSERT DATA { :place qb:codeList :back }", {21}),
}  # fmt: skip


@pytest.fixture
def cube() -> ox.Store:
    return cube_store(ox.parse(CUBE, format=ox.RdfFormat.TURTLE))


def test_a_good_cube_breaks_nothing(cube: ox.Store) -> None:
    assert broken(cube) == []
    assert not cube.query(PAIRWISE_IC_12)


@pytest.mark.parametrize("fault", FAULTS)
def test_every_constraint_can_fail(cube: ox.Store, fault: str) -> None:
    change, expected = FAULTS[fault]
    cube.update(f"{PREFIXES} PREFIX : <http://example.org/> {change}")
    assert broken(cube) == [f"IC-{number}" for number in sorted(expected)]
    if expected == {12}:
        assert cube.query(PAIRWISE_IC_12)


@pytest.mark.parametrize("literal", ['"many"^^xsd:integer', '"20x3"^^xsd:gYear', '"-3"^^xsd:nonNegativeInteger',
                                     '"2023"^^xsd:dateTime', '"1,5"^^xsd:double', '"maybe"^^xsd:boolean'])  # fmt: skip
def test_a_literal_that_is_no_value_of_its_type_is_found(literal: str) -> None:
    assert ill_typed(ox.parse(CUBE, format=ox.RdfFormat.TURTLE)) == []
    assert len(ill_typed(ox.parse(f"{CUBE} :a :note {literal} .", format=ox.RdfFormat.TURTLE))) == 1


def test_the_faults_cover_every_constraint() -> None:
    assert set().union(*(expected for _, expected in FAULTS.values())) == set(range(1, 22))


def test_the_examples_keep_every_constraint(gold_folder: Path) -> None:
    quads = quads_of(gold_folder)
    store = cube_store(quads)
    assert ill_typed(quads) == []
    assert broken(store) == []
    # The recommendation's own IC-12 compares all pairs: one report's are enough of them.
    assert not cube_store(report_of(quads, 0)).query(PAIRWISE_IC_12)


@pytest.mark.parametrize(("predicate", "number"), [("status", 11), ("report", 11), ("offset", 11), ("indicator", 11)])
def test_every_dimension_of_ours_is_needed(gold_folder: Path, predicate: str, number: int) -> None:
    quads = [one for one in quads_of(gold_folder) if not one.predicate.value.endswith(f"ontology#{predicate}")]
    assert f"IC-{number}" in broken(cube_store(quads))


def test_without_the_report_and_the_place_figures_would_be_the_same(gold_folder: Path) -> None:
    store = cube_store(quads_of(gold_folder))
    for dimension in ("report", "offset"):
        # The structure without the dimension: two reports, or two places in one, state the same.
        store.update(f"""{PREFIXES} PREFIX kg: <https://w3id.org/kg-reports/ontology#>
          DELETE {{ ?s qb:component ?c }} WHERE {{ ?s qb:component ?c . ?c qb:componentProperty kg:{dimension} }}""")
    assert "IC-12" in broken(store)


@pytest.mark.shared
def test_the_seeds_keep_every_constraint(seeds_folder: Path) -> None:
    quads = quads_of(seeds_folder)
    assert ill_typed(quads) == []
    assert broken(cube_store(quads)) == []
