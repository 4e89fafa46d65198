"""A graph of a million nodes and five million relationships: loading it, every saved query, every analysis.

python benchmarks/large.py                                    a million nodes and five million relationships
python benchmarks/large.py --nodes 20000 --edges 100000       a small one
python benchmarks/large.py --graph DIR                        keep the graph folder; one that is there is used
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import ladybug
import pyarrow as pa
import pyarrow.compute as pc
from generate import generate
from processes import measure
from run import KG, line, machine

from kg.analysis import find_analyses
from kg.graph.ddl import quoted, store_ddl
from kg.graph.folder import write_graph
from kg.graph.tables import GraphTables
from loaders.base import load
from loaders.ladybug import LadybugLoader
from queries import measure_queries

WANTED_NODES, WANTED_EDGES = 150_000, 60_000
"""Rows a second."""
PLAIN_ROWS, PLAIN_BATCH = 20_000, 1_000
"""How many rows the plain loop writes before it is called off: it would take hours."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--nodes", type=int, default=1_000_000)
    parser.add_argument("--edges", type=int, default=5_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--graph", type=Path, metavar="DIR", help="the graph folder (default: thrown away)")
    parser.add_argument("--only", nargs="*", default=["load", "plain", "queries", "analyses"], metavar="PART")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kg-large-") as temporary:
        machine([Path(f"generated, seed {options.seed}")])
        began = time.perf_counter()
        tables = generate(options.nodes, options.edges, options.seed)
        size = f"{options.nodes:,} nodes, {options.edges:,} relationships"
        line("tables made in", f"{time.perf_counter() - began:.1f} s", size)
        if "load" in options.only:
            _load(tables, Path(temporary) / "large.lbdb")
        if "plain" in options.only:
            _plain(tables, Path(temporary) / "plain.lbdb")
        graph = options.graph or Path(temporary) / "graph"
        if not graph.exists() and {"queries", "analyses"} & set(options.only):
            began = time.perf_counter()
            write_graph(graph, tables)
            line("graph folder written in", f"{time.perf_counter() - began:.1f} s")
        del tables
        if "queries" in options.only:
            print()
            measure_queries(graph)
        if "analyses" in options.only:
            _analyses(graph, Path(temporary))


def _load(tables: GraphTables, path: Path) -> None:
    """The embedded store, as kg build fills it: rows a second by the clock and by the processor."""
    took = {True: [0, 0.0, 0.0], False: [0, 0.0, 0.0]}
    last = [time.perf_counter(), time.process_time()]

    def progress(name: str, rows: int) -> None:
        now = [time.perf_counter(), time.process_time()]
        said = took[name in tables.schema.nodes]
        said[0] += rows
        said[1] += now[0] - last[0]
        said[2] += now[1] - last[1]
        last[:] = now

    began = time.perf_counter()
    load(LadybugLoader(path), tables, progress)
    for nodes, wanted in ((True, WANTED_NODES), (False, WANTED_EDGES)):
        rows, wall, processor = took[nodes]
        note = f"rows/s ({wanted:,} wanted); {rows / processor:,.0f} for each second of processor time"
        line(f"embedded store, {'nodes' if nodes else 'relationships'}", f"{rows / wall:,.0f}", note)
    size = path.stat().st_size / 2**20
    line("embedded store, all, counted and checked", f"{time.perf_counter() - began:.1f} s", f"{size:,.0f} MB on disk")
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 (not on Windows)

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**30 if sys.platform == "darwin" else 2**20)
        line("memory at most, with the tables", f"{peak:.1f} GB")


def _plain(tables: GraphTables, path: Path) -> None:
    """What a loop over rows with the driver writes: UNWIND of dicts, a thousand a statement."""
    database = ladybug.Database(str(path))
    connection: Any = ladybug.Connection(database)
    for statement in store_ddl(tables.schema):
        connection.execute(statement)
    observations = tables.nodes["Observation"].slice(0, PLAIN_ROWS).select(["id", "value", "text"])
    write = "UNWIND $rows AS row CREATE (:Observation {id: row.id, value: row.value, text: row.text})"
    line("plain loop, nodes", f"{_loop(connection, write, observations):,.0f}", f"rows/s (UNWIND, {PLAIN_BATCH} each)")
    indicator = tables.nodes["Indicator"].select(["id", "name"])
    connection.execute("LOAD FROM $rows CREATE (:Indicator {id: id, name: name})", {"rows": indicator})
    measures = tables.relationships["MEASURES"]
    measures = measures.filter(pc.is_in(measures["from"], value_set=observations["id"].combine_chunks()))
    write = (
        "UNWIND $rows AS row MATCH (a:Observation {id: row.source}) MATCH (b:Indicator {id: row.target}) "
        f"CREATE (a)-[:{quoted('MEASURES')} {{rid: row.rid}}]->(b)"
    )
    rows = measures.select(["from", "to", "rid"]).rename_columns(["source", "target", "rid"])
    line("plain loop, relationships", f"{_loop(connection, write, rows):,.0f}", f"rows/s (UNWIND, {PLAIN_BATCH} each)")
    connection.close()
    database.close()


def _loop(connection: Any, statement: str, rows: pa.Table) -> float:
    began = time.perf_counter()
    for start in range(0, rows.num_rows, PLAIN_BATCH):
        connection.execute(statement, {"rows": rows.slice(start, PLAIN_BATCH).to_pylist()})
    return float(rows.num_rows / (time.perf_counter() - began))


def _analyses(graph: Path, folder: Path) -> None:
    print(f"\n{'kg analyse':<44}{'seconds':>12}  memory, and what it leaves out")
    for name in find_analyses():
        took = measure([*KG, "analyse", name, "--graph", str(graph), "-o", str(folder / f"{name}.csv")])
        notes = [text.removeprefix("note: ") for text in took.said.splitlines() if text.startswith("note: ")]
        peak = [f"{took.peak / 2**30:,.1f} GB"] if took.peak else []
        cpu = [f"{took.cpu:.0f} s of processor time"] if took.cpu else []
        line(f"  {name}", f"{took.seconds:.1f}", "; ".join([*peak, *cpu, *notes]))


if __name__ == "__main__":
    main()
