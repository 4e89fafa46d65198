"""Measure kg: building a graph, its parts, and asking it. README.md says what the numbers mean.

python benchmarks/run.py                          the bundled examples, 40 times under other names
python benchmarks/run.py --reports FOLDER         reports of your own
python benchmarks/run.py --graph DIR              keep the graph that is built
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

from copies import write_copies
from processes import measure

from kg.errors import SourceError
from kg.extraction.pipeline import load_engine
from kg.extraction.tagger.engine import tag_text
from kg.extraction.tagger.features import load_dictionary
from kg.graph.folder import write_graph
from kg.graph.reader import open_graph
from kg.library import SavedQuery, load_library, query_folders, run_saved, run_statement
from kg.output.rows import Value
from kg.reading import find_reports, read_sources
from kg.reading.joined import analyse
from loaders.base import load
from loaders.ladybug import LadybugLoader

KG = (sys.executable, "-m", "kg.cli")
SAMPLE = 100_000
"""Characters that the tagger alone is measured on."""
OFTEN = " RETURN n.name AS name, count(w) AS often ORDER BY often DESC, name LIMIT 1"
MOST_SAID = {
    "District": "MATCH (n:District)<-[w:COVERS]-()" + OFTEN,
    "Unit": "MATCH (n:Unit)-[w:LEADS|JOINS|TARGET_OF|ISSUES]->()" + OFTEN,
}
"""How to choose what a query is asked about; others are chosen by their mentions."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--reports", type=Path, action="append", metavar="FOLDER", help="reports (default: examples)")
    parser.add_argument("--copies", type=int, default=40, metavar="N", help="copies of the examples (default: 40)")
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="runs of what is quick (default: 3)")
    parser.add_argument("--graph", type=Path, metavar="DIR", help="where the graph is built (default: thrown away)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kg-benchmark-") as folder:
        reports = options.reports
        if not reports:
            reports = [Path(folder) / "reports"]
            reports[0].mkdir()
            write_copies(reports[0], options.copies)
        graph = options.graph or Path(folder) / "graph"
        machine(reports if options.reports else [Path(f"{options.copies} copies of the examples")])
        seconds = _build(reports, graph)
        _tagger(reports)
        _load(graph, Path(folder), options.repeat, seconds)
        _commands(graph, options.repeat)
        _queries(graph, options.repeat)


def line(what: str, value: str, note: str = "") -> None:
    """One measure."""
    print(f"{what:<44}{value:>12}  {note}".rstrip(), flush=True)


def machine(reports: Iterable[Path]) -> None:
    """What the numbers were measured on, and how busy it was."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("onnxruntime", "ladybug", "pyarrow", "numpy"))
    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(packages)
    if hasattr(os, "getloadavg"):
        print(f"load before: {os.getloadavg()[0]:.1f} (a quiet machine has less than 0.5)")
    print(f"reports: {', '.join(map(str, reports))}\n")


def _build(reports: Iterable[Path], graph: Path) -> float:
    took = measure([*KG, "build", *map(str, reports), "--graph", str(graph)])
    said = re.search(r"extracted (\d+) reports, ([\d,]+) characters, in ([\d.]+) s", took.said)
    built = re.search(r"built .*: ([\d,]+) nodes and ([\d,]+) relationships, in ([\d.]+) s", took.said)
    if said is None or built is None:
        raise SystemExit(f"kg build does not say what it did:\n{took.said}")
    characters = int(said[2].replace(",", ""))
    line("kg build", f"{took.seconds:.1f} s", f"{said[1]} reports, {characters:,} characters")
    line("  characters each second", f"{characters / took.seconds:,.0f}")
    line("  extraction alone", f"{float(said[3]):.1f} s", f"{characters / float(said[3]):,.0f} characters/s")
    line("  resolution, tables and store", f"{float(built[3]):.1f} s", f"{built[1]} nodes, {built[2]} relationships")
    if took.cpu is not None:
        line("  processor time", f"{took.cpu:.1f} s", f"{took.cpu / took.seconds:.2f} cores busy")
    if took.peak is not None:
        line("  memory at most, all processes", f"{took.peak / 2**20:,.0f} MB")
    return took.seconds


def _tagger(reports: Sequence[Path]) -> None:
    texts: list[str] = []
    for source in read_sources(reports):
        if isinstance(source, SourceError):
            continue
        texts += [analyse(source.text, report.start, report.end).text for report in find_reports(source)]
        if sum(map(len, texts)) >= SAMPLE:
            break
    seconds = _best(load_dictionary.__wrapped__, 1)
    line("dictionary loads in", f"{seconds:.2f} s")
    load_dictionary()
    engine = load_engine()
    tag_text(texts[0][:1000], engine)  # the first run prepares
    seconds = _best(lambda: [tag_text(text, engine) for text in texts], 1)
    line("tagger alone, one thread", f"{sum(map(len, texts)) / seconds:,.0f}", "characters/s")


def _load(graph: Path, folder: Path, repeat: int, whole: float) -> None:
    with open_graph(graph) as opened:
        tables = opened.tables()
    rows = sum(table.num_rows for table in tables.every())
    seconds = _best(lambda: load(LadybugLoader(folder / "again.lbdb"), tables), repeat)
    line("tables into the store", f"{rows / seconds:,.0f}", f"rows/s ({rows:,} rows in {seconds:.2f} s)")
    seconds = _best(lambda: write_graph(folder / uuid.uuid4().hex, tables), repeat)
    line("tables and store written to disk", f"{seconds:.2f} s", f"{seconds / whole:.1%} of kg build")


def _commands(graph: Path, repeat: int) -> None:
    for words in (("--help",), ("query", "list"), ("query", "run", "shared-initiatives", "--graph", str(graph))):
        took = min(measure([*KG, *words]).seconds for _ in range(repeat))
        line(f"kg {' '.join(words[:3])}", f"{took:.2f} s", f"best of {repeat}")


def _queries(graph: Path, repeat: int) -> None:
    print(f"\n{'saved query':<44}{'seconds':>12}  rows (middle of {repeat})")
    for query in load_library(query_folders()).values():
        given = required(graph, query)
        times, rows = [], 0
        for _ in range(repeat):
            began = time.perf_counter()
            rows = len(run_saved(graph, query, given).rows)
            times.append(time.perf_counter() - began)
        told = "".join(f" {name}={value}" for name, value in given.items())
        line(f"  {query.id}", f"{statistics.median(times):.3f}", f"{rows:,}{told}")


def required(graph: Path, query: SavedQuery) -> dict[str, Value]:
    """For each parameter without a default, the name in the graph that is said most often."""
    given: dict[str, Value] = {}
    for parameter in query.parameters:
        if parameter.required:
            labels = "|".join(parameter.of)
            statement = MOST_SAID.get(labels, f"MATCH (n:{labels})<-[w:MENTIONS]-()" + OFTEN)
            found = run_statement(graph, statement).rows
            given[parameter.name] = found[0][0] if found else ""
    return given


def _best(what: Callable[[], object], repeat: int) -> float:
    """The shortest of some runs."""
    times = []
    for _ in range(repeat):
        began = time.perf_counter()
        what()
        times.append(time.perf_counter() - began)
    return min(times)


if __name__ == "__main__":
    main()
