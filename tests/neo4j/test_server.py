"""The servers that the tests start: they answer, keep what was written over a stop, and end with the tests."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.neo4j.server import Neo4jServer, OwnServer


def test_each_answers(neo4j_each: Neo4jServer) -> None:
    assert neo4j_each.run("UNWIND [1, 2] AS x RETURN x, $name AS name", name="密") == [
        {"x": 1, "name": "密"},
        {"x": 2, "name": "密"},
    ]


def test_what_was_written_outlives_a_kill(neo4j_own: Callable[..., OwnServer]) -> None:
    server = neo4j_own()
    server.run("CREATE (:Kept {n: 1})")
    server.kill()
    server.start()
    assert server.run("MATCH (k:Kept) RETURN k.n AS n") == [{"n": 1}]


def test_a_server_ends_with_the_process_that_started_it() -> None:
    minder = Path(__file__).with_name("minder.py")
    server = [sys.executable, "-c", "print('up', flush=True); import time; time.sleep(100)"]
    with subprocess.Popen(
        [sys.executable, str(minder), *server], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as minded:
        assert minded.stdout is not None and minded.stdout.readline().strip() == b"up"
        assert minded.stdin is not None
        minded.stdin.close()
        assert minded.wait(20) != 0
