"""What an export says beside the rows: the dataset, the build, code lists, the cube's structure, the periods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from kg.graph.disk import hash_file
from kg.graph.meta import version_of
from kg.rdf.formats import FORMATS
from kg.rdf.iris import encode
from kg.rdf.model import CubeDataset, RdfMapping
from kg.rdf.plan import FixedText
from kg.rdf.tables import Run, TableSource
from kg.resources import resource

__all__ = ["Statements", "dataset_statements", "period_statements", "run_id"]

Statements = Iterator[tuple[str, list[tuple[str, str | FixedText]]]]
"""Subjects, each with its predicates and objects; terms as the mapping writes them."""
Said = list[tuple[str, str | FixedText]]
_TITLE = {"zh-Hans": "工作报告知识图谱", "en": "Knowledge graph of work reports"}
_ABOUT = {
    "zh-Hans": "由政府工作报告、工作总结和工作计划自动抽取：单位、行政区、项目制度、专项行动、文件、数据及其出处。",
    "en": "Taken by machine from government work reports, yearly summaries and plans: units, areas, programs, "
    "campaigns, documents and figures, each with the place in the text that says so.",
}


def run_id(run: Run) -> str:
    """The id of the build."""
    return run.version or "unknown"


def dataset_statements(tables: TableSource, mapping: RdfMapping, base: str, licence: str | None) -> Statements:
    """All but the periods. licence: an IRI."""
    yield from _dataset(tables, mapping, base, licence)
    yield from _agents(tables.run)
    yield "country:CHN", [("rdf:type", "dct:Location"), *_labels("rdfs:label", "中国", "China")]
    yield "language:ZHO", [("rdf:type", "dct:LinguisticSystem"), *_labels("rdfs:label", "中文", "Chinese")]
    yield from _schemes(mapping)
    yield from _cube(mapping)


def period_statements(years: Iterable[int]) -> Statements:
    """The calendar years as intervals of OWL-Time."""
    for year in sorted(years):
        digits = f"{'-' if year < 0 else ''}{abs(year):04d}"
        own, begin, end = (f"<period/{part}{year}>" for part in ("", "begin/", "end/"))
        yield own, [
            ("rdf:type", "time:ProperInterval"), ("rdf:type", "dct:PeriodOfTime"), ("rdfs:label", FixedText(str(year))),
            ("time:hasBeginning", begin), ("time:hasEnd", end),
        ]  # fmt: skip
        for instant, day in ((begin, "01-01"), (end, "12-31")):
            date = FixedText(f"{digits}-{day}", None, "xsd:date")
            yield instant, [("rdf:type", "time:Instant"), ("time:inXSDDate", date)]


def _labels(predicate: str, zh: str, en: str) -> Said:
    return [(predicate, FixedText(zh, "zh-Hans")), (predicate, FixedText(en, "en"))]


def _number(value: int) -> FixedText:
    return FixedText(str(value), None, "xsd:integer")


def _dataset(tables: TableSource, mapping: RdfMapping, base: str, licence: str | None) -> Statements:
    run, counts = tables.run, tables.counts()
    rows = {**counts.nodes, **counts.relationships}
    for name in sorted(set(tables.extra()) & set(mapping.tables)):
        first = next(iter(mapping.tables[name].properties))
        rows[name] = sum(batch.num_rows for batch in tables.batches(name, [first]))
    said: Said = [("rdf:type", "dcat:Dataset"), ("rdf:type", "void:Dataset")]
    said += [("dct:title", FixedText(text, language)) for language, text in _TITLE.items()]
    said += [("dct:description", FixedText(text, language)) for language, text in _ABOUT.items()]
    said += [("dct:publisher", _agent(run)), ("dct:language", "language:ZHO")]
    said.append(("prov:wasGeneratedBy", f"<run/{run_id(run)}>"))
    said.append(("dct:license", f"<{licence}>") if licence else ("dct:rights", "kg:NoLicenceNamed"))
    if run.version:
        said.append(("dcat:version", FixedText(run.version)))
    if run.created:
        said.append(("dct:created", FixedText(run.created, None, "xsd:dateTime")))
    said += [
        ("dct:conformsTo", f"<{mapping.prefixes['kg'].rstrip('#')}>"),
        ("kg:schemaVersion", _number(tables.schema.version)),
        ("void:uriSpace", FixedText(base)),
        ("void:entities", _number(sum(rows.values()))),
    ]
    said += [("void:classPartition", f"<dataset/rows/{name}>") for name in rows]
    said += [("dcat:distribution", f"<dataset/distribution/{name}>") for name in FORMATS]
    yield "<dataset>", said
    kinds = {row.name: row for row in mapping.rows()}
    for name, count in rows.items():
        yield f"<dataset/rows/{name}>", [("void:class", kinds[name].types[0]), ("void:entities", _number(count))]
    for name, format in FORMATS.items():
        media = f"<https://www.iana.org/assignments/media-types/{format.media}>"
        yield f"<dataset/distribution/{name}>", [
            ("rdf:type", "dcat:Distribution"), ("dct:title", FixedText(format.title, "en")), ("dcat:mediaType", media),
        ]  # fmt: skip
    if not licence:
        yield "kg:NoLicenceNamed", [
            ("rdf:type", "dct:RightsStatement"),
            *_labels("rdfs:label", "导出时未指明许可", "no licence was named at export"),
        ]


def _agent(run: Run) -> str:
    return f"<agent/kg-{encode(run.kg or 'unknown')}>"


@cache
def _model() -> str:
    """The tagger's model that ships with this kg, by its hash."""
    return hash_file(resource("model", "tagger.int8.onnx"))[:16]


def _agents(run: Run) -> Statements:
    activity: Said = [("rdf:type", "prov:Activity"), ("prov:wasAssociatedWith", _agent(run))]
    same = run.kg is not None and run.kg == version_of("kg-reports")
    if same:  # another kg had another model, which is not known here
        activity.append(("prov:wasAssociatedWith", f"<agent/tagger-{_model()}>"))
    if run.created:
        activity.append(("prov:endedAtTime", FixedText(run.created, None, "xsd:dateTime")))
    yield f"<run/{run_id(run)}>", activity
    yield _agent(run), _software("kg-reports", run.kg or "unknown")
    if same:
        yield f"<agent/tagger-{_model()}>", _software("kg-reports tagger", _model())


def _software(name: str, version: str) -> Said:
    title = f"{name} {version}"
    return [
        ("rdf:type", "prov:SoftwareAgent"), ("rdf:type", "foaf:Agent"), ("dct:identifier", FixedText(title)),
        ("dct:title", FixedText(title, "en")), ("schema:softwareVersion", FixedText(version)),
    ]  # fmt: skip


def _schemes(mapping: RdfMapping) -> Statements:
    for scheme in mapping.schemes.values():
        yield scheme.iri, [("rdf:type", "skos:ConceptScheme"), *_labels("skos:prefLabel", scheme.zh, scheme.en)]
        for code in scheme.codes.values():
            types = [("rdf:type", one) for one in ("skos:Concept", *scheme.types)]
            yield code.iri, [
                *types, ("skos:inScheme", scheme.iri), ("skos:topConceptOf", scheme.iri),
                *_labels("skos:prefLabel", code.zh, code.en), ("skos:notation", FixedText(code.value)),
            ]  # fmt: skip


def _cube(mapping: RdfMapping) -> Statements:
    cube = mapping.cube
    for one in cube.dimensions.values():
        said: Said = [("rdf:type", "rdf:Property"), ("rdf:type", "qb:DimensionProperty")]
        said += [("rdf:type", "qb:CodedProperty"), ("qb:codeList", one.code_list)] if one.code_list else []
        yield one.iri, [*said, ("rdfs:range", one.range), *_labels("rdfs:label", one.zh, one.en)]
        if one.unknown and not one.code_list:
            labels = _labels("rdfs:label", f"{one.zh}未说明", f"{one.en} not stated")
            yield one.unknown, [("rdf:type", one.range), *labels]
    for attribute in cube.attributes:
        yield attribute, [("rdf:type", "rdf:Property"), ("rdf:type", "qb:AttributeProperty")]
    for dataset in cube.datasets.values():
        yield from _cube_dataset(dataset, mapping)


def _cube_dataset(dataset: CubeDataset, mapping: RdfMapping) -> Statements:
    optional = ("qb:componentRequired", FixedText("false", None, "xsd:boolean"))
    components: Mapping[str, Said] = {
        "observed": [("qb:measure", dataset.measure)],
        **{name: [("qb:dimension", one.iri)] for name, one in mapping.cube.dimensions.items()},
        **{one.partition(":")[2]: [("qb:attribute", one), optional] for one in mapping.cube.attributes},
    }
    named = {f"{dataset.structure}-{name}": said for name, said in components.items()}
    labels = _labels("rdfs:label", dataset.zh, dataset.en)
    yield dataset.iri, [
        ("rdf:type", "qb:DataSet"), ("qb:structure", dataset.structure), ("dct:isPartOf", "<dataset>"), *labels,
    ]  # fmt: skip
    yield dataset.structure, [
        ("rdf:type", "qb:DataStructureDefinition"), *labels, *(("qb:component", component) for component in named),
    ]  # fmt: skip
    for component, said in named.items():
        yield component, [("rdf:type", "qb:ComponentSpecification"), *said]
    yield dataset.measure, [
        ("rdf:type", "rdf:Property"), ("rdf:type", "qb:MeasureProperty"), ("rdfs:range", dataset.range),
    ]  # fmt: skip


