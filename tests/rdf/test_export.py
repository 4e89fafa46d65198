"""A graph as RDF: the same in every format, read by two parsers; valid whatever the tables hold."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import GraphError, InputError, LoadError, SchemaError
from kg.graph.folder import write_graph
from kg.graph.reader import open_graph
from kg.graph.schema import load_schema
from kg.graph.tables import GraphTables
from kg.rdf import RdfOptions, nquads, write_rdf
from kg.rdf.formats import FORMATS, format_of
from kg.rdf.iris import decode, encode
from kg.rdf.mapping import check_mapping, load_mapping
from loaders.base import load
from loaders.rdf import RdfExporter
from tests.loaders.hostile import EMPTY, HOSTILE, TABLES
from tests.rdf.graphs import COMPLETE, complete

# rdflib warns of names of its own that it uses itself.
pytestmark = pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph).*:DeprecationWarning")
XML = complete(xml=True)
PARSERS = {
    "ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD, "rdf": ox.RdfFormat.RDF_XML,
}  # fmt: skip
SECOND = {"ttl": "turtle", "nt": "nt", "nq": "nquads", "trig": "trig", "jsonld": "json-ld", "rdf": "xml"}
BASE = load_mapping().base


def asked(tables: Any, query: str) -> list[Any]:
    """The rows of a SPARQL query; without GRAPH all graphs count as one."""
    store = ox.Store()
    if isinstance(tables, Path):
        with open_graph(tables) as opened:
            store.bulk_load(b"".join(nquads(opened)), ox.RdfFormat.N_QUADS)
    else:
        store.bulk_load(written(tables, "nq"), ox.RdfFormat.N_QUADS)
    union = "GRAPH" not in query
    found: Any = store.query(query, prefixes=dict(load_mapping().prefixes), use_default_graph_as_union=union)
    return [tuple(getattr(term, "value", None) for term in row) for row in found]


def written(tables: Any, format: str, options: RdfOptions | None = None) -> bytes:
    file = io.BytesIO()
    write_rdf(tables, file, FORMATS[format], options)
    return file.getvalue()


def statements(data: bytes, format: str) -> set[Any]:
    """Quads, or triples where the format has no graphs."""
    found = ox.parse(data, PARSERS[format])
    return set(found) if FORMATS[format].named_graphs else {quad.triple for quad in found}


def canonical(found: set[Any]) -> str:
    """As RDFC-1.0 has it."""
    dataset = ox.Dataset(one if isinstance(one, ox.Quad) else ox.Quad(*one) for one in found)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return "\n".join(sorted(str(quad) for quad in dataset))


def second(data: bytes, format: str) -> set[tuple[str, ...]]:
    """What rdflib reads, each term in N-Triples' form, tags in lower case."""
    dataset = rdflib.Dataset(default_union=False)
    dataset.parse(data=data, format=SECOND[format])
    default = rdflib.graph.DATASET_DEFAULT_GRAPH_ID
    return {
        (said.n3(), predicate.n3(), _lowered(object), "" if of in (None, default) else str(of))
        for said, predicate, object, of in dataset.quads()
    }


def _lowered(term: Any) -> str:
    if getattr(term, "language", None):
        term = rdflib.Literal(str(term), lang=term.language.lower())
    return str(term.n3())


@pytest.mark.parametrize("tables", [pytest.param(XML, id="everything"), pytest.param(TABLES, id="usual"),
                                    pytest.param(EMPTY, id="empty")])  # fmt: skip
def test_all_formats_say_the_same(tables: GraphTables) -> None:
    found = {format: statements(written(tables, format), format) for format in FORMATS}
    quads = canonical(found["nq"])
    assert canonical(found["trig"]) == canonical(found["jsonld"]) == quads
    triples = canonical({quad.triple for quad in found["nq"]})
    assert canonical(found["ttl"]) == canonical(found["nt"]) == canonical(found["rdf"]) == triples


@pytest.fixture
def as_written() -> Iterator[None]:
    """As they are written: 0.30000000000000004 and -0.0, which rdflib would write anew."""
    was, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    yield
    rdflib.NORMALIZE_LITERALS = was


@pytest.mark.usefixtures("as_written")
@pytest.mark.parametrize("format", FORMATS)
def test_a_second_parser_reads_the_same(format: str) -> None:
    data = written(TABLES, format)
    mine = "".join(f"{one} .\n" for one in statements(data, format)).encode()
    assert second(data, format) == second(mine, "nq" if FORMATS[format].named_graphs else "nt")


@pytest.mark.parametrize("format", [name for name in FORMATS if name != "rdf"])
@pytest.mark.parametrize("tables", [pytest.param(COMPLETE, id="everything"), pytest.param(HOSTILE, id="hostile")])
def test_any_character_is_valid_rdf(tables: GraphTables, format: str) -> None:
    found = statements(written(tables, format), format)
    assert found == statements(written(tables, "nq"), "nq") or {quad.triple for quad in ox.parse(
        written(tables, "nq"), PARSERS["nq"])} == found  # fmt: skip
    names = set(tables.nodes["Indicator"]["name"].to_pylist())
    said = {one.object.value for one in found if one.predicate.value.endswith("#prefLabel")}
    assert names <= said


def test_rdf_xml_says_what_it_cannot_hold() -> None:
    with pytest.raises(InputError, match=r"U\+00.*cannot hold.* — .*\.ttl"):
        written(HOSTILE, "rdf")


def test_there_are_no_blank_nodes_and_only_valid_iris() -> None:
    for quad in ox.parse(written(COMPLETE, "nq"), PARSERS["nq"]):  # the parser refuses an IRI that is none
        assert not any(isinstance(term, ox.BlankNode) for term in quad)


@pytest.mark.parametrize("id", ["a b", '<>"{}|^`\\', ".", "..", "县é", "\u202e", "%41", "", "a/b#c?d", "x" * 10_000])
def test_ids_are_encoded_so_that_they_come_back(id: str) -> None:
    assert decode(encode(id)) == id
    assert set(encode(id)) <= set("%~") | {one for one in map(chr, range(128)) if one.isalnum() or one in "-._"}
    ox.NamedNode(f"https://example.org/{encode(id)}")
    assert encode(id) not in (".", "..")


def test_a_lone_surrogate_never_reaches_a_table() -> None:
    with pytest.raises(UnicodeEncodeError):
        pa.array(["\ud800"], pa.string())


def test_bytes_that_are_no_utf8_are_said_and_not_written() -> None:
    broken = pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\2\0\0\0"), pa.py_buffer(b"\xff\xfe")])
    names = pa.table({"id": ["ind-1"], "name": broken}).cast(load_schema().nodes["Indicator"].arrow)
    tables = replace(TABLES, nodes={**TABLES.nodes, "Indicator": names})
    with pytest.raises(GraphError, match=r"Indicator is damaged.*UTF8"):
        written(tables, "nq")


def test_a_value_outside_its_closed_list_is_an_error() -> None:
    units = TABLES.nodes["Unit"]
    wrong = units.set_column(3, units.schema.field("scope"), pa.array(["galactic"] * len(units)))
    with pytest.raises(SchemaError, match="'galactic' is no value of scope"):
        written(replace(TABLES, nodes={**TABLES.nodes, "Unit": wrong}), "ttl")


@pytest.mark.parametrize("base", ["", "relative/", "https://example.org", "https://a b/", "https://a/\u202e/", "http://a/%4/",
                                  "http://a#b#", "javascript:<x>/"])  # fmt: skip
def test_a_base_that_is_none_is_refused(base: str, tmp_path: Path) -> None:
    if base:
        with pytest.raises(InputError, match="base"):
            RdfExporter(tmp_path / "out.nq", base=base)
    else:
        assert RdfExporter(tmp_path / "out.nq", base=base)


def test_the_base_begins_every_iri_of_ours() -> None:
    other = "https://example.org/kg#"
    said = statements(written(TABLES, "nq", RdfOptions(other)), "nq")
    text = "\n".join(map(str, said))
    assert other in text
    assert BASE not in text
    moved = {str(quad).replace(other, BASE) for quad in said}
    assert moved == {str(quad) for quad in statements(written(TABLES, "nq"), "nq")}


def test_evidence_points_at_characters(gold_folder: Path) -> None:
    query = """
        SELECT ?start ?end ?exact ?sha { GRAPH ?report {
          ?mention a oa:Annotation ; oa:hasTarget ?target .
          ?target oa:hasSource ?source ; oa:hasScope ?report ; oa:hasSelector ?position , ?quote .
          ?position a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end .
          ?quote a oa:TextQuoteSelector ; oa:exact ?exact .
          ?source spdx:checksum/spdx:checksumValue ?sha } }"""
    rows = asked(gold_folder, query)
    with open_graph(gold_folder) as opened:
        counts = opened.meta.counts.relationships
        assert len(rows) == counts["MENTIONS"] + counts["STATES"]
        texts = {sha: opened.source_text(sha) for *_, sha in rows}
    for start, end, exact, sha in rows:  # a name is quoted without the line break that the source has within it
        assert "".join(texts[sha][int(start) : int(end)].split()) == "".join(exact.split())


def test_a_report_has_its_own_graph(gold_folder: Path) -> None:
    with open_graph(gold_folder) as opened:
        reports = opened.table("Report")["id"].to_pylist()
    named = {name for (name,) in asked(gold_folder, "SELECT DISTINCT ?g { GRAPH ?g { ?a ?b ?c } }")}
    assert named == {f"{BASE}report/{id}" for id in reports}
    assert not asked(gold_folder, "SELECT * { GRAPH ?g { ?observation kg:report ?report } FILTER(?g != ?report) }")
    stray = "SELECT * { ?observation a qb:Observation FILTER NOT EXISTS { GRAPH ?g { ?observation a ?c } } }"
    assert not asked(gold_folder, stray)


def test_names_are_in_both_languages_where_both_are_known(gold_folder: Path) -> None:
    """Of an initiative of the thesaurus, and of every code that an export carries."""
    query = "SELECT (GROUP_CONCAT(LANG(?l)) AS ?tags) { ?it skos:exactMatch ?c ; skos:prefLabel ?l } GROUP BY ?it"
    tags = [sorted(row[0].split()) for row in asked(gold_folder, query)]
    assert ["en", "zh-hans"] in tags
    assert all("zh-hans" in one for one in tags)
    query = """SELECT ?code { ?code skos:inScheme ?s ; skos:notation ?n FILTER NOT EXISTS {
        ?code skos:prefLabel ?zh , ?en FILTER(LANGMATCHES(LANG(?zh), "zh-Hans") && LANGMATCHES(LANG(?en), "en")) } }"""
    assert not asked(gold_folder, query)


def test_the_dataset_counts_what_it_holds() -> None:
    said = asked(TABLES, "SELECT ?count { ?d void:classPartition [void:class ?class; void:entities ?count] }")
    counts = TABLES.counts()
    rows = {**counts.nodes, **counts.relationships, **{name: table.num_rows for name, table in TABLES.extra.items()}}
    assert sorted(int(count) for (count,) in said) == sorted(rows.values())
    (held,) = asked(TABLES, "SELECT (COUNT(*) AS ?n) { [] a kg:Mention }")
    assert int(held[0]) == counts.relationships["MENTIONS"]


def test_a_hash_that_is_none_is_a_plain_string() -> None:
    """In rdflib's and Jena's eyes a literal is ill-formed when it is no value of its type."""
    for tables, datatype in ((COMPLETE, "#string"), (TABLES, "#hexBinary")):
        said = [quad for quad in statements(written(tables, "nq"), "nq") if "checksumValue" in str(quad.predicate)]
        assert said
        assert all(quad.object.datatype.value.endswith(datatype) for quad in said)


def test_never_the_same_as() -> None:
    assert b"sameAs" not in written(COMPLETE, "nq")
    assert b"closeMatch" in written(COMPLETE, "nq")


@pytest.mark.parametrize("change", ["label", "type", "property"])
def test_what_the_schema_has_and_the_mapping_has_not_is_an_error(change: str) -> None:
    schema, mapping = load_schema(), load_mapping()
    if change == "label":
        mapping = replace(mapping, nodes={name: row for name, row in mapping.nodes.items() if name != "Unit"})
    elif change == "type":
        mapping = replace(mapping, relationships={**mapping.relationships, "NEW": mapping.relationships["COVERS"]})
    else:
        unit = mapping.nodes["Unit"]
        less = replace(unit, properties={name: one for name, one in unit.properties.items() if name != "scope"})
        mapping = replace(mapping, nodes={**mapping.nodes, "Unit": less})
    with pytest.raises(SchemaError, match=r"schema/rdf\.yaml"):
        check_mapping(mapping, schema)


@pytest.mark.parametrize(("name", "format", "packed"), [
    ("a.ttl", "ttl", None), ("a.b.nq.gz", "nq", "gz"), ("A.TRIG.ZST", "trig", "zst"), ("a.jsonld", "jsonld", None),
    ("a.turtle", "ttl", None), ("x.rdf.gz", "rdf", "gz"),
])  # fmt: skip
def test_the_suffix_says_the_format(name: str, format: str, packed: str | None) -> None:
    found, compression = format_of(Path(name))
    assert (found.name, compression) == (format, packed)
    assert format_of(Path("x"), format)[0].name == format


@pytest.mark.parametrize("name", ["a", "a.txt", "a.gz", "ttl"])
def test_a_suffix_that_says_none_is_an_error(name: str) -> None:
    with pytest.raises(InputError, match=r"\.ttl, \.nt, \.nq"):
        format_of(Path(name))


@pytest.mark.parametrize("suffix", ["nq", "ttl.gz", "trig.zst", "jsonld", "rdf"])
def test_a_folder_is_streamed_and_gives_the_same_bytes(gold_folder: Path, suffix: str, tmp_path: Path) -> None:
    with open_graph(gold_folder) as opened:
        for name in ("one", "two"):
            counts = RdfExporter(tmp_path / f"{name}.{suffix}").write_folder(opened)
            assert counts == opened.meta.counts
    one, two = ((tmp_path / f"{name}.{suffix}").read_bytes() for name in ("one", "two"))
    assert one == two
    assert {path.name for path in tmp_path.iterdir()} == {f"one.{suffix}", f"two.{suffix}"}
    if suffix.endswith("gz"):
        assert len(statements(gzip.decompress(one), suffix[:-3])) > 1000


def test_rows_that_come_one_by_one_say_the_same(gold_folder: Path, tmp_path: Path) -> None:
    with open_graph(gold_folder) as opened:
        streamed = {one for one in statements(b"".join(nquads(opened)), "nq") if "/run/" not in str(one)}
        tables = opened.tables()
    load(RdfExporter(tmp_path / "out.nq"), tables)
    loaded = statements((tmp_path / "out.nq").read_bytes(), "nq")
    other = {str(one) for one in streamed ^ {one for one in loaded if "/run/" not in str(one)}}
    assert all("/dataset" in one or "/agent/" in one or "/identity/" in one for one in other)


def test_long_values_make_no_long_chunks() -> None:
    count, arrow = 20_000, load_schema().nodes["Document"].arrow
    rows = [{"id": f"doc-{number}", "name": f"{number}{'名' * 1000}", "aliases": []} for number in range(count)]
    documents = pa.Table.from_pylist(rows, schema=arrow)
    sizes = [len(chunk) for chunk in nquads(replace(EMPTY, nodes={**EMPTY.nodes, "Document": documents}))]
    assert sum(sizes) > count * 6000
    assert max(sizes) < 32 << 20


def test_what_was_cut_off_is_noticed(gold_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = write_rdf

    def cut(source: Any, file: Any, *rest: Any) -> None:
        real(source, file, *rest)
        file.truncate(file.tell() // 2)

    monkeypatch.setattr("loaders.rdf.write_rdf", cut)
    with open_graph(gold_folder) as opened, pytest.raises(LoadError, match="other counts"):
        RdfExporter(tmp_path / "out.nt").write_folder(opened)
    assert not list(tmp_path.iterdir())


def kg(*arguments: Path | str, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    code = "import sys, resource, signal\n"
    if limit:  # a disk that is full after so many bytes
        code += "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        code += f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n"
    code += "from kg.cli import main\nsys.argv[0] = 'kg'\nmain()"
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=120
    )


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files there")
@pytest.mark.parametrize("suffix", ["ttl", "nq.gz", "jsonld"])
def test_a_full_disk_leaves_no_half_file(gold_folder: Path, suffix: str, tmp_path: Path) -> None:
    target = tmp_path / f"out.{suffix}"
    target.write_bytes(b"from before")
    done = kg("export", "rdf", "-o", target, "--graph", gold_folder, limit=20_000)
    assert done.returncode in (2, 4), done.stderr
    assert "disk is full" in done.stderr
    assert "Traceback" not in done.stderr
    assert target.read_bytes() == b"from before"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_the_command(gold_folder: Path, tmp_path: Path) -> None:
    done = kg("export", "rdf", "-o", tmp_path / "out.trig", "--graph", gold_folder, "--base", "https://example.org/x/")
    assert done.returncode == 0, done.stderr
    assert "https://example.org/x/report/" in (tmp_path / "out.trig").read_text("utf-8")
    licence = "licence=https://creativecommons.org/licenses/by/4.0/"
    some = ("--where", "label=Program", "--option", licence)
    part = kg("export", "rdf", "-o", tmp_path / "part.nq", "--graph", gold_folder, *some)
    assert part.returncode == 0, part.stderr
    assert "<https://creativecommons.org/licenses/by/4.0/>" in (tmp_path / "part.nq").read_text("utf-8")
    wrong = kg("export", "rdf", "-o", tmp_path / "out.txt", "--graph", gold_folder)
    assert (wrong.returncode, "Traceback" in wrong.stderr) == (2, False)
    assert ".jsonld" in wrong.stderr


def test_a_folder_of_an_older_schema_is_refused(tmp_path: Path) -> None:
    write_graph(tmp_path / "old", EMPTY)
    (meta,) = (tmp_path / "old").glob("versions/*/graph.json")
    value = json.loads(meta.read_text("utf-8"))
    meta.write_text(json.dumps({**value, "schema_version": 1}), encoding="utf-8")
    done = kg("export", "rdf", "-o", tmp_path / "out.nq", "--graph", tmp_path / "old")
    assert done.returncode == 3
    assert "schema version 1" in done.stderr
    assert not (tmp_path / "out.nq").exists()

