"""Loading into a running Neo4j: `kg load neo4j` beside what a script with the driver does.

python benchmarks/server.py                        a server of its own, started and thrown away (as the tests do it)
python benchmarks/server.py --uri bolt://HOST:7687 --user neo4j       yours; the password in KG_NEO4J_PASSWORD
python benchmarks/server.py --nodes 200000 --edges 600000

Two graphs, benchmark-…, are written and removed again.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import neo4j
import pyarrow as pa
from generate import generate
from run import line, machine

from kg.graph.ddl_neo4j import quoted
from kg.graph.tables import GraphTables
from kg.neo4j import DEFAULT_USER, GRAPH
from kg.neo4j.connection import Connection
from loaders.base import load
from loaders.neo4j import SESSIONS, Neo4jLoader

WANTED = 20_000
"""Rows a second."""
PLAIN_ROWS, PLAIN_BATCH = 30_000, 1_000


@dataclass
class Clock:
    """Seconds by the clock, of this process, and of the server where it is known which that is."""

    server: int | None
    began: list[float] = field(default_factory=list)

    def start(self) -> None:
        """From now on."""
        self.began = self._now()

    def told(self, rows: int) -> tuple[str, str]:
        """Rows a second, and where the time went."""
        wall, here, there = (now - before for now, before in zip(self._now(), self.began, strict=True))
        cpu = f"; {rows / (here + there):,.0f} for each second of processor time" if self.server else ""
        parts = f"kg {here:.1f} s" + (f", server {there:.1f} s" if self.server else "")
        return f"{rows / wall:,.0f}", f"rows/s ({rows:,} rows in {wall:.1f} s{cpu}: {parts})"

    def _now(self) -> list[float]:
        return [time.perf_counter(), time.process_time(), _processor(self.server)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--uri", help="a server that runs (default: one is started)")
    parser.add_argument("--user", default=DEFAULT_USER)
    parser.add_argument("--database", default=None)
    parser.add_argument("--version", default="5.26.28", help="of the server that is started")
    parser.add_argument("--nodes", type=int, default=100_000)
    parser.add_argument("--edges", type=int, default=300_000)
    parser.add_argument("--sessions", type=int, default=SESSIONS, help="transactions at once")
    options = parser.parse_args()
    machine([Path(f"generated: {options.nodes:,} nodes, {options.edges:,} relationships")])
    tables = generate(options.nodes, options.edges)
    with contextlib.ExitStack() as ends:
        if options.uri:
            password = os.environ.get("KG_NEO4J_PASSWORD", "")
            connection, pid = Connection(options.uri, options.user, password, options.database), None
        else:
            connection, pid = ends.enter_context(_own(options.version))
        clock = Clock(pid)
        with neo4j.GraphDatabase.driver(connection.uri, auth=(connection.user, connection.password)) as driver:
            names = [f"benchmark-{os.getpid()}-{part}" for part in ("warm", "kg")]
            try:
                # A server's first minute is its slowest.
                load(Neo4jLoader(connection, names[0]), generate(3_000, 9_000))
                _load(tables, Neo4jLoader(connection, names[1], sessions=options.sessions), clock)
                _plain(driver, connection, tables, clock)
            finally:
                for name in names:
                    # Relationships first: a node with many would have them all deleted in one transaction.
                    for match in (f"(n {{{GRAPH}: $name}})-[x]-()", f"(x {{{GRAPH}: $name}})"):
                        while driver.execute_query(
                            f"MATCH {match} WITH DISTINCT x LIMIT 10000 DELETE x RETURN count(*) AS gone",
                            name=name, database_=connection.database,
                        ).records[0]["gone"]:  # fmt: skip
                            pass


def _load(tables: GraphTables, loader: Neo4jLoader, clock: Clock) -> None:
    rows = sum(table.num_rows for table in tables.every())
    parts = {"nodes": 0, "relationships": 0}

    def progress(what: str, written: int) -> None:
        kind = "nodes" if what in tables.schema.nodes else "relationships"
        parts[kind] += written
        if what == list(tables.schema.nodes)[-1] or what == list(tables.schema.relationships)[-1]:
            speed, note = each.told(parts[kind])
            line(f"kg load neo4j, {kind}", speed, note)
            each.start()

    each = Clock(clock.server)
    clock.start()
    each.start()
    load(loader, tables, progress)
    speed, note = clock.told(rows)
    line(f"kg load neo4j, all, counted ({WANTED:,} wanted)", speed, note)


def _plain(driver: neo4j.Driver, connection: Connection, tables: GraphTables, clock: Clock) -> None:
    """What scripts do: MERGE by id, UNWIND of a thousand dicts a statement; a constraint is there."""
    label = "BenchmarkPlain"
    run = driver.execute_query
    create = f"CREATE CONSTRAINT {label} IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
    run(create, database_=connection.database)
    observations = tables.nodes["Observation"].slice(0, PLAIN_ROWS)
    ways = tables.relationships["ABOUT"].slice(0, PLAIN_ROWS).select(["from", "to", "rid"])
    some = pa.array([number % len(observations) for number in range(len(ways))])
    ways = ways.set_column(1, "to", observations["id"].take(some))
    try:
        for what, rows, statement in (
            ("nodes", observations, f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) SET n += row"),
            ("relationships", ways.set_column(0, "from", ways["to"]),
             f"UNWIND $rows AS row MATCH (a:{label} {{id: row.from}}) MATCH (b:{label} {{id: row.to}}) "
             f"MERGE (a)-[r:{quoted('ABOUT')} {{rid: row.rid}}]->(b)"),
        ):  # fmt: skip
            clock.start()
            for start in range(0, rows.num_rows, PLAIN_BATCH):
                part = rows.slice(start, PLAIN_BATCH).to_pylist()
                run(statement, rows=part, database_=connection.database)
            speed, note = clock.told(rows.num_rows)
            line(f"plain loop, {what}", speed, note)
    finally:
        while run(f"MATCH (n:{label}) WITH n LIMIT 10000 DETACH DELETE n RETURN count(*) AS gone",
                  database_=connection.database).records[0]["gone"]:  # fmt: skip
            pass
        run(f"DROP CONSTRAINT {label} IF EXISTS", database_=connection.database)


@contextlib.contextmanager
def _own(version: str) -> Iterator[tuple[Connection, int | None]]:
    """A server as the tests start it, but with the compiler and the memory of one in use."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.neo4j.server import OwnServer  # noqa: PLC0415 (needs the checkout, Java and Maven)

    with tempfile.TemporaryDirectory(prefix="kg-neo4j-") as home:
        server = OwnServer.begin(version, Path(home), {"server.memory.pagecache.size": "512m"}, ("-Xms1g", "-Xmx1g"))
        try:
            yield Connection(server.uri, server.user, server.password), _java(server.pid)
        finally:
            server.kill()


def _java(minder: int) -> int | None:
    """The process of the server, which another one minds; None where the system does not say."""
    with contextlib.suppress(OSError, ValueError):
        return int(Path(f"/proc/{minder}/task/{minder}/children").read_text("ascii").split()[0])
    return None


def _processor(pid: int | None) -> float:
    """Seconds of processor time that a process has used (Linux)."""
    if pid is None:
        return 0.0
    said = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
