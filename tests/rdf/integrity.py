"""The integrity constraints IC-0 to IC-21 of the RDF Data Cube vocabulary (W3C, 2014-01-16, section 11).

Written from the recommendation: each is an ASK that is true where the constraint is broken, run on the graph after the
normalisation of section 10. IC-12, IC-20 and IC-21 are made for the cube at hand, as the recommendation makes IC-20 and
IC-21: IC-12 over all pairs of observations takes a time that grows with their square. IC-0, the consistency of data
types, is no query in the recommendation either; rdflib knows the lexical forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pyoxigraph as ox
from rdflib import Literal, URIRef

__all__ = ["PAIRWISE_IC_12", "PREFIXES", "broken", "cube_store", "ill_typed"]

XSD_YEAR = ox.NamedNode("http://www.w3.org/2001/XMLSchema#gYear")
PREFIXES = """
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""

# Section 10.2: first the types and properties that are implied, then what is attached higher up is pushed down.
NORMALISATION = """
INSERT { ?o a qb:Observation } WHERE { [] qb:observation ?o };
INSERT { ?o a qb:Observation . ?d a qb:DataSet } WHERE { ?o qb:dataSet ?d };
INSERT { ?s a qb:Slice } WHERE { [] qb:slice ?s };
INSERT { ?c qb:componentProperty ?p . ?p a qb:DimensionProperty } WHERE { ?c qb:dimension ?p };
INSERT { ?c qb:componentProperty ?p . ?p a qb:MeasureProperty } WHERE { ?c qb:measure ?p };
INSERT { ?c qb:componentProperty ?p . ?p a qb:AttributeProperty } WHERE { ?c qb:attribute ?p };
INSERT { ?o ?p ?v } WHERE {
  ?c qb:componentProperty ?p ; qb:componentAttachment qb:DataSet .
  ?d qb:structure/qb:component ?c ; ?p ?v . ?o qb:dataSet ?d };
INSERT { ?o ?p ?v } WHERE {
  ?c qb:componentProperty ?p ; qb:componentAttachment qb:Slice .
  ?d qb:structure/qb:component ?c ; qb:slice ?s . ?s ?p ?v ; qb:observation ?o };
INSERT { ?o ?p ?v } WHERE {
  ?c qb:componentProperty ?p . ?p a qb:DimensionProperty .
  ?d qb:structure/qb:component ?c ; qb:slice ?s . ?s ?p ?v ; qb:observation ?o }
"""

_DIMENSION = "?d qb:structure/qb:component/qb:componentProperty ?p . ?p a qb:DimensionProperty ."
_MEASURE = "?d qb:structure/qb:component/qb:componentProperty ?m . ?m a qb:MeasureProperty ."
_BY_TYPE = "?d qb:structure/qb:component/qb:componentProperty qb:measureType ."

CONSTRAINTS = {
    1: """{ ?o a qb:Observation . FILTER NOT EXISTS { ?o qb:dataSet ?d } }
       UNION { ?o qb:dataSet ?d, ?e . FILTER(?d != ?e) }""",
    2: """{ ?d a qb:DataSet . FILTER NOT EXISTS { ?d qb:structure ?s } }
       UNION { ?d a qb:DataSet ; qb:structure ?s, ?t . FILTER(?s != ?t) }""",
    3: """?s a qb:DataStructureDefinition .
       FILTER NOT EXISTS { ?s qb:component/qb:componentProperty ?m . ?m a qb:MeasureProperty }""",
    4: "?p a qb:DimensionProperty . FILTER NOT EXISTS { ?p rdfs:range ?r }",
    5: "?p a qb:DimensionProperty ; rdfs:range skos:Concept . FILTER NOT EXISTS { ?p qb:codeList ?l }",
    6: """?s qb:component ?c . ?c qb:componentRequired false ; qb:componentProperty ?p .
       FILTER NOT EXISTS { ?p a qb:AttributeProperty }""",
    7: """?k a qb:SliceKey .
       FILTER NOT EXISTS { ?s a qb:DataStructureDefinition ; qb:sliceKey ?k }""",
    8: """?s a qb:DataStructureDefinition ; qb:sliceKey ?k . ?k a qb:SliceKey ; qb:componentProperty ?p .
       FILTER NOT EXISTS { ?s qb:component/qb:componentProperty ?p }""",
    9: """{ ?s a qb:Slice . FILTER NOT EXISTS { ?s qb:sliceStructure ?k } }
       UNION { ?s a qb:Slice ; qb:sliceStructure ?k, ?l . FILTER(?k != ?l) }""",
    10: "?s qb:sliceStructure/qb:componentProperty ?p . FILTER NOT EXISTS { ?s ?p ?v }",
    11: f"?o qb:dataSet ?d . {_DIMENSION} FILTER NOT EXISTS {{ ?o ?p ?v }}",
    13: """?o qb:dataSet/qb:structure/qb:component ?c . ?c qb:componentRequired true ; qb:componentProperty ?p .
       FILTER NOT EXISTS { ?o ?p ?v }""",
    14: f"""?o qb:dataSet ?d . FILTER NOT EXISTS {{ {_BY_TYPE} }} {_MEASURE}
       FILTER NOT EXISTS {{ ?o ?m ?v }}""",
    15: f"?o qb:dataSet ?d ; qb:measureType ?m . {_BY_TYPE} FILTER NOT EXISTS {{ ?o ?m ?v }}",
    16: f"?o qb:dataSet ?d ; qb:measureType ?t ; ?m ?v . {_BY_TYPE} {_MEASURE} FILTER(?m != ?t)",
    17: f"""?o qb:dataSet ?d . {_BY_TYPE} {_MEASURE}
       FILTER NOT EXISTS {{ ?other qb:dataSet ?d ; qb:measureType ?m .
         FILTER NOT EXISTS {{ {_DIMENSION} FILTER(?p != qb:measureType) ?o ?p ?v .
           FILTER NOT EXISTS {{ ?other ?p ?v }} }} }}""",
    18: "?d qb:slice/qb:observation ?o . FILTER NOT EXISTS { ?o qb:dataSet ?d }",
    19: f"""?o qb:dataSet ?d . {_DIMENSION} ?p qb:codeList ?l . ?o ?p ?v .
       FILTER((EXISTS {{ ?l a skos:ConceptScheme }} && NOT EXISTS {{ ?v a skos:Concept ; skos:inScheme ?l }}) ||
         (EXISTS {{ ?l a skos:Collection }} && NOT EXISTS {{ ?v a skos:Concept . ?l skos:member+ ?v }}))""",
}  # fmt: skip

# As the recommendation has it: two observations of one data set without a dimension in which they differ.
PAIRWISE_IC_12 = f"""{PREFIXES} ASK {{
  ?a qb:dataSet ?d . ?b qb:dataSet ?d . FILTER(STR(?a) < STR(?b))
  FILTER NOT EXISTS {{ {_DIMENSION} ?a ?p ?v . ?b ?p ?w . FILTER(?v != ?w) }} }}"""


def cube_store(triples: Iterable[ox.Triple | ox.Quad]) -> ox.Store:
    """A store with all triples in its default graph, normalised."""
    store = ox.Store()
    store.bulk_extend(ox.Quad(one.subject, one.predicate, one.object) for one in triples)
    store.update(PREFIXES + NORMALISATION)
    return store


def ill_typed(triples: Iterable[ox.Triple | ox.Quad]) -> list[str]:
    """IC-0: the literals that are no value of their type."""
    literals = {one.object for one in triples if isinstance(one.object, ox.Literal)}
    return sorted(str(one) for one in literals if one.language is None and not _is_value(one))


def _is_value(literal: ox.Literal) -> bool:
    if literal.datatype == XSD_YEAR:  # rdflib takes any text for a year
        return re.fullmatch(r"-?([1-9]\d{3,}|0\d{3})(Z|[+-]\d\d:\d\d)?", literal.value) is not None
    return not Literal(literal.value, datatype=URIRef(literal.datatype.value)).ill_typed


def broken(store: ox.Store) -> list[str]:
    """The names of the constraints from IC-1 on that a normalised cube breaks."""
    found = {number for number, pattern in CONSTRAINTS.items() if _ask(store, pattern)}
    found |= {number for number, pattern in _made_for(store) if _ask(store, pattern)}
    return [f"IC-{number}" for number in sorted(found)]


def _ask(store: ox.Store, pattern: str) -> bool:
    return bool(store.query(f"{PREFIXES} ASK {{ {pattern} }}"))


def _rows(store: ox.Store, select: str) -> list[ox.QuerySolution]:
    found = store.query(f"{PREFIXES} {select}")
    assert isinstance(found, ox.QuerySolutions)
    return list(found)


def _made_for(store: ox.Store) -> Iterator[tuple[int, str]]:
    dimensions: dict[ox.NamedNode, list[str]] = {}
    for row in _rows(store, f"SELECT DISTINCT ?d ?p WHERE {{ {_DIMENSION} }}"):
        dimensions.setdefault(row["d"], []).append(str(row["p"]))
    for cube, properties in dimensions.items():
        values = [f"?v{number}" for number in range(len(properties))]
        said = " ; ".join(f"{one} {value}" for one, value in zip(properties, values, strict=True))
        yield (
            12,
            f"{{ SELECT {' '.join(values)} {{ ?o qb:dataSet {cube} ; {said} }} "
            f"GROUP BY {' '.join(values)} HAVING(COUNT(DISTINCT ?o) > 1) }}",
        )
    hierarchies = _rows(
        store,
        """SELECT DISTINCT ?p ?inverse WHERE { ?l a qb:HierarchicalCodeList ; qb:parentChildProperty ?way .
        OPTIONAL { ?way <http://www.w3.org/2002/07/owl#inverseOf> ?inverse FILTER(isIRI(?inverse)) }
        BIND(?way AS ?p) FILTER(isIRI(?way) || BOUND(?inverse)) }""",
    )
    for row in hierarchies:
        inverse = row["inverse"]
        number, way = (20, str(row["p"])) if inverse is None else (21, f"^{inverse}")
        yield (
            number,
            f"?o qb:dataSet ?d . {_DIMENSION} ?p qb:codeList ?l . ?l a qb:HierarchicalCodeList . ?o ?p ?v . "
            f"FILTER NOT EXISTS {{ ?l qb:hierarchyRoot/({way})* ?v }}",
        )
