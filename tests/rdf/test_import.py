"""RDF back into tables: equal to those that were exported, byte for byte, or a clear error."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import InputError
from kg.graph.folder import write_graph
from kg.graph.reader import open_graph
from kg.graph.tables import GraphTables
from kg.rdf import RdfOptions, graph, read_rdf, write_rdf
from kg.rdf.formats import FORMATS, open_write
from loaders.rdf import RdfExporter
from tests.loaders.hostile import EMPTY, HOSTILE, TABLES
from tests.rdf.graphs import COMPLETE, complete

# rdflib warns of names of its own that it uses itself.
pytestmark = pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph).*:DeprecationWarning")
CASES = {"everything": COMPLETE, "usual": TABLES, "empty": EMPTY, "hostile": HOSTILE}
XML = {**CASES, "everything": complete(xml=True), "hostile": TABLES}


def exported(tables: GraphTables, path: Path, base: str | None = None) -> Path:
    name, _, packed = path.name.partition(".")[2].partition(".")
    with open_write(path, packed or None) as file:
        write_rdf(tables, file, FORMATS[name], RdfOptions(base))
    return path


def assert_same(found: GraphTables, tables: GraphTables) -> None:
    """Equal tables, and the same bytes in Parquet."""
    assert list(found.nodes) == list(tables.nodes)
    assert list(found.relationships) == list(tables.relationships)
    assert set(found.extra) == set(tables.extra)
    for mine, theirs in ((found.nodes, tables.nodes), (found.relationships, tables.relationships),
                         (found.extra, tables.extra)):  # fmt: skip
        for name, table in mine.items():
            assert table.schema.equals(theirs[name].schema, check_metadata=True), name
            assert table.to_pylist() == theirs[name].to_pylist(), name
            assert repr(table.to_pylist()) == repr(theirs[name].to_pylist()), name  # -0.0 is 0.0, but not the same


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("case", CASES)
def test_what_comes_back_is_equal(case: str, format: str, tmp_path: Path) -> None:
    tables = (XML if format == "rdf" else CASES)[case]
    assert_same(read_rdf(exported(tables, tmp_path / f"out.{format}")), tables)


@pytest.mark.parametrize("packed", ["nq.gz", "ttl.zst"])
def test_packed_files_are_unpacked(packed: str, tmp_path: Path) -> None:
    assert_same(read_rdf(exported(TABLES, tmp_path / f"out.{packed}")), TABLES)


def test_another_base(tmp_path: Path) -> None:
    path = exported(COMPLETE, tmp_path / "out.nt", "https://example.org/kg#")
    assert_same(read_rdf(path), COMPLETE)
    assert_same(read_rdf(path, base="https://example.org/kg#"), COMPLETE)


def test_what_other_programs_did_to_it_plays_no_part(tmp_path: Path) -> None:
    """Statements in another order, graphs by another name, twice, among those of others."""
    lines = exported(COMPLETE, tmp_path / "a.nt").read_text("utf-8").splitlines(keepends=True)
    random.Random(1).shuffle(lines)
    foreign = "<https://example.org/x> <http://www.w3.org/2000/01/rdf-schema#label> \"x\" .\n_:b <urn:p> _:c .\n"
    mixed = [*lines, *lines[:100], foreign]
    (tmp_path / "b.nq").write_text("".join(mixed).replace(" .\n", " <urn:other> .\n"), encoding="utf-8")
    assert_same(read_rdf(tmp_path / "b.nq"), COMPLETE)


def test_what_rdflib_wrote_is_read(tmp_path: Path) -> None:
    graph(TABLES).serialize(tmp_path / "out.trig", format="trig", encoding="utf-8")
    assert_same(read_rdf(tmp_path / "out.trig"), TABLES)


def test_what_a_store_wrote_is_read(tmp_path: Path) -> None:
    store = ox.Store()
    store.bulk_load(path=str(exported(TABLES, tmp_path / "a.nq")), format=ox.RdfFormat.N_QUADS)
    store.dump(str(tmp_path / "b.nq"), ox.RdfFormat.N_QUADS)
    assert_same(read_rdf(tmp_path / "b.nq"), TABLES)


def without(data: bytes, *parts: str) -> bytes:
    lines = data.splitlines(keepends=True)
    return b"".join(line for line in lines if not all(part.encode() in line for part in parts))


def turned(kind: str, data: bytes) -> bytes:
    """An export with a fault."""
    first = TABLES.nodes["Unit"]["id"][0].as_py()
    unit = f"/unit/{first}>".encode()
    changes = {
        "no description": lambda: without(data, "uriSpace"),
        "another schema": lambda: data.replace(b'schemaVersion> "', b'schemaVersion> "9'),
        "no name": lambda: without(data, f"/unit/{first}>", "rdf-schema#label"),
        "two names": lambda: data + b"<https://w3id.org/kg-reports/id" + unit
        + b' <http://www.w3.org/2000/01/rdf-schema#label> "other" .\n',
        "a number that is none": lambda: data.replace(b'#start> "', b'#start> "x'),
        "a code that is none": lambda: data.replace(b"ontology#Done>", b"ontology#Undone>"),
        "an end that is missing": lambda: without(data, f"id{unit.decode()}", ""),
        "cut off": lambda: data[: len(data) // 2],
        "no RDF": lambda: b"<html>\n",
        "nothing": lambda: b"",
    }  # fmt: skip
    return changes[kind]()


@pytest.mark.parametrize(("kind", "says"), [
    ("no description", "--base"), ("another schema", "schema version 9"), ("no name", r"lacks what Unit\.name"),
    ("two names", "two values"), ("a number that is none", "is no value"), ("a code that is none", "is no value"),
    ("an end that is missing", "no Unit has the id|lacks what"), ("cut off", "N-Triples"), ("no RDF", "N-Triples"),
    ("nothing", "does not describe itself"),
])  # fmt: skip
def test_what_cannot_be_a_graph_is_an_error_that_says_where(kind: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "out.nt"
    path.write_bytes(turned(kind, exported(TABLES, path).read_bytes()))
    with pytest.raises(InputError, match=says) as caught:
        read_rdf(path)
    assert str(path) in str(caught.value)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_rdf(tmp_path / "none.nq")
    (tmp_path / "folder.nq").mkdir()
    with pytest.raises(InputError, match="cannot be read"):
        read_rdf(tmp_path / "folder.nq")
    for packed in ("gz", "zst"):
        whole = exported(TABLES, tmp_path / f"out.nq.{packed}").read_bytes()
        (tmp_path / f"cut.nq.{packed}").write_bytes(whole[: len(whole) // 2])
        (tmp_path / f"not.nq.{packed}").write_bytes(b"no archive at all")
        for name in ("cut", "not"):
            with pytest.raises(InputError, match=r"cannot be read|no N-Quads"):
                read_rdf(tmp_path / f"{name}.nq.{packed}")


def test_the_command_makes_the_same_folder(gold_folder: Path, tmp_path: Path) -> None:
    with open_graph(gold_folder) as opened:
        RdfExporter(tmp_path / "out.trig.gz").write_folder(opened)
        files = {one.path: one.sha256 for one in opened.meta.files if one.sha256}
    code = "import sys\nfrom kg.cli import main\nsys.argv[0] = 'kg'\nmain()"
    command = [sys.executable, "-c", code, "import", "rdf", str(tmp_path / "out.trig.gz")]
    command += ["--graph", str(tmp_path / "back")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    with open_graph(tmp_path / "back") as opened:
        assert {one.path: one.sha256 for one in opened.meta.files if one.sha256} == files
    command[5] = str(tmp_path / "none.nq")
    failed = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (failed.returncode, "Traceback" in failed.stderr) == (2, False)
    with open_graph(tmp_path / "back") as opened:  # what was there is unchanged
        assert {one.path: one.sha256 for one in opened.meta.files if one.sha256} == files


def test_a_graph_for_rdflib(tmp_path: Path) -> None:
    write_graph(tmp_path / "graph", TABLES)
    dataset = graph(tmp_path / "graph", base="https://example.org/")
    assert isinstance(dataset, rdflib.Dataset)
    names = {str(row.name) for row in dataset.query("SELECT ?name { ?unit a kg:Unit ; skos:prefLabel ?name }")}
    assert names == set(TABLES.nodes["Unit"]["name"].to_pylist())
    units = list(dataset.subjects(rdflib.RDF.type, rdflib.ORG.Organization))
    assert units
    assert all(str(one).startswith("https://example.org/") for one in units)


def test_lists_keep_their_order() -> None:
    file = io.BytesIO()
    write_rdf(COMPLETE, file, FORMATS["nq"])
    said = ox.parse(file.getvalue(), ox.RdfFormat.N_QUADS)
    orders = [quad.object.value for quad in said if quad.predicate.value.endswith("#order")]
    assert orders
    assert all(isinstance(next(iter(json.loads(one).values())), list) for one in orders)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["out.trig.zst", "out.ttl"])
def test_the_seeds_come_back(seeds_folder: Path, name: str, tmp_path: Path) -> None:
    with open_graph(seeds_folder) as opened:
        RdfExporter(tmp_path / name).write_folder(opened)
        tables = opened.tables()
    write_graph(tmp_path / "back", read_rdf(tmp_path / name))
    with open_graph(tmp_path / "back") as opened:
        assert_same(opened.tables(), tables)
