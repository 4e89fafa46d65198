"""schema/context.jsonld is what the mapping gives, and JSON that names terms barely means the same triples."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest
import rdflib

from kg.rdf.context import context_json
from kg.rdf.mapping import load_mapping
from kg.resources import resource

DOCUMENT = {
    "id": "https://example.org/obs-1", "type": ["kg:Observation", "qb:Observation"], "year": 2023, "masked": False,
    "status": "kg:Done", "printed": "13家", "baseValue": 13.5, "about": ["https://example.org/a", "https://example.org/b"],
    "sdmx-measure:obsValue": {"@value": "13", "@type": "xsd:double"},
}  # fmt: skip
EXPECTED = """
<https://example.org/obs-1> a kg:Observation, qb:Observation ; kg:year 2023 ; kg:masked false ; kg:status kg:Done ;
  kg:printed "13家"@zh-Hans ; kg:baseValue "13.5"^^xsd:double ;
  kg:about <https://example.org/a>, <https://example.org/b> ; sdmx-measure:obsValue "13"^^xsd:double .
"""


def test_the_file_is_what_the_generator_gives() -> None:
    text = resource("schema", "context.jsonld").read_text(encoding="utf-8")
    assert text == context_json(), "run: python -m kg.rdf.context"


def values(triples: rdflib.Graph) -> set[tuple[object, object, object]]:
    return {(subject, predicate, object.toPython() if isinstance(object, rdflib.Literal) else object)
            for subject, predicate, object in triples}  # fmt: skip


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own parser
def test_two_parsers_read_it_as_meant() -> None:
    text = json.dumps({**json.loads(context_json()), **DOCUMENT}, ensure_ascii=False)
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in load_mapping().prefixes.items())
    expected = values(rdflib.Graph().parse(data=head + EXPECTED, format="turtle"))
    assert values(rdflib.Graph().parse(data=text, format="json-ld")) == expected
    triples = (quad.triple for quad in ox.parse(text, format=ox.RdfFormat.JSON_LD))
    lines = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert values(rdflib.Graph().parse(data=lines, format="nt")) == expected
