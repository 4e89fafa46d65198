"""Real Neo4j Community servers for the tests: each in a folder of its own, on a free port, with a password."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import neo4j
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from tests.neo4j.jars import VERSIONS, admin_class, find_java, jars_of, server_class

__all__ = ["MODEST", "Neo4jServer", "OwnServer", "admin_command"]

_MINDER = Path(__file__).with_name("minder.py")
_STARTING = 120.0  # seconds; 7 on an idle machine
_STOPPING = 60.0
_FIRST = "neo4j"
MODEST = ("-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""Options for Java: little memory, and quick to start rather than quick."""
_JAVA = (
    "-Dfile.encoding=UTF-8", "--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED", "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED", "-Dio.netty.tryReflectionSetAccessible=true",
)  # fmt: skip
_CONFIG: Mapping[str, str] = {
    "server.bolt.enabled": "true",
    "server.http.enabled": "false",
    "server.https.enabled": "false",
    "server.default_listen_address": "127.0.0.1",
    "server.memory.pagecache.size": "128m",
    "db.tx_log.preallocate": "false",
    "dbms.usage_report.enabled": "false",
}


@dataclass(frozen=True)
class Neo4jServer:
    """A server that answers. version: as the server says it."""

    uri: str
    user: str
    password: str
    version: str
    database: str = "neo4j"

    @property
    def auth(self) -> tuple[str, str]:
        """User and password, as the driver wants them."""
        return (self.user, self.password)

    def run(self, statement: str, **parameters: object) -> list[dict[str, object]]:
        """The rows of one statement, over a connection of its own."""
        with neo4j.GraphDatabase.driver(self.uri, auth=self.auth) as driver:
            records, _, _ = driver.execute_query(statement, parameters, database_=self.database)
            return [record.data() for record in records]

    def environment(self) -> dict[str, str]:
        """What `kg` takes from the environment to reach it."""
        return {"KG_NEO4J_URI": self.uri, "KG_NEO4J_USER": self.user, "KG_NEO4J_PASSWORD": self.password}


@dataclass(frozen=True)
class OwnServer(Neo4jServer):
    """One that the tests started, so that they can stop it and start it again, with other settings too."""

    home: Path = Path()
    java: tuple[str, ...] = MODEST
    _process: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @classmethod
    def begin(
        cls, version: str, home: Path, settings: Mapping[str, str] | None = None, java: tuple[str, ...] = MODEST
    ) -> OwnServer:
        """Start a server on the folder, which may be new; its password is set when it has none."""
        password = "kg-test-passwort-密码"
        server = cls(f"bolt://127.0.0.1:{_free_port()}", "neo4j", password, version, home=home, java=java)
        server.start(settings)
        return server

    @property
    def pid(self) -> int:
        """Its process, while it runs (the one that minds it)."""
        return self._process[0].pid

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.uri.rpartition(":")[2])

    def start(self, settings: Mapping[str, str] | None = None) -> None:
        """Start it (again) on its port; returns when it answers. settings: beyond those that all servers have."""
        assert not self._process, "it is running"
        conf = self.home / "conf"
        conf.mkdir(parents=True, exist_ok=True)
        address = f"127.0.0.1:{self.port}"
        own = {"server.bolt.listen_address": address, "server.bolt.advertised_address": address}
        lines = [f"{key}={value}" for key, value in {**_CONFIG, **own, **(settings or {})}.items()]
        (conf / "neo4j.conf").write_text("\n".join(lines) + "\n", encoding="utf-8")
        main = server_class(self.version)
        command = [
            *_java(self.version), *self.java, *_JAVA, "-cp", f"{jars_of(self.version)}{os.sep}*", main,
            f"--home-dir={self.home}", f"--config-dir={conf}",
        ]  # fmt: skip
        with (self.home / "console.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, str(_MINDER), *command],
                stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
                env={**os.environ, "NEO4J_HOME": str(self.home), "NEO4J_CONF": str(conf)},
            )  # fmt: skip
        self._process.append(process)
        try:
            self._wait()
        except BaseException:
            self.kill()
            raise

    def _wait(self) -> None:
        deadline = time.monotonic() + _STARTING
        while True:
            code = self._process[0].poll()
            if code is not None or time.monotonic() > deadline:
                said = (self.home / "console.log").read_text(encoding="utf-8", errors="replace")[-3000:]
                state = "did not answer" if code is None else f"ended with {code}"
                raise RuntimeError(f"Neo4j {self.version} {state}: {said}")
            if _listens(self.port):
                try:
                    self._answers()
                except (DriverError, Neo4jError, OSError):
                    pass
                else:
                    return
            time.sleep(0.1)

    def _answers(self) -> None:
        try:
            with neo4j.GraphDatabase.driver(self.uri, auth=self.auth) as driver:
                driver.execute_query("RETURN 1", database_="neo4j")
        except AuthError:  # a new server: it wants its first password changed
            with neo4j.GraphDatabase.driver(self.uri, auth=(self.user, _FIRST)) as driver:
                change = "ALTER CURRENT USER SET PASSWORD FROM $old TO $new"
                driver.execute_query(change, {"old": _FIRST, "new": self.password}, database_="system")
            raise

    def stop(self) -> None:
        """Stop it as an administrator would and wait until it has gone; nothing happens when it is not running."""
        self._end(b"q")

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self._end(b"")

    def _end(self, how: bytes) -> None:
        while self._process:
            process = self._process.pop()
            assert process.stdin is not None
            if how and process.poll() is None:
                process.stdin.write(how)
                process.stdin.flush()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(_STOPPING)
            process.stdin.close()
            process.wait(_STOPPING)


def admin_command(version: str, home: Path) -> tuple[list[str], dict[str, str]]:
    """The command that is `neo4j-admin` of the version on a server's folder, and the variables that it needs."""
    conf = home / "conf"
    conf.mkdir(parents=True, exist_ok=True)
    command = [*_java(version), *_JAVA, "-cp", f"{jars_of(version)}{os.sep}*", admin_class()]
    return command, {"NEO4J_HOME": str(home), "NEO4J_CONF": str(conf)}


def _java(version: str) -> list[str]:
    java = find_java(VERSIONS[version])
    if java is None:
        raise RuntimeError(f"Neo4j {version} needs Java {VERSIONS[version]} or newer")
    return [str(java)]


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as one:
        one.settimeout(1)
        return one.connect_ex(("127.0.0.1", port)) == 0
