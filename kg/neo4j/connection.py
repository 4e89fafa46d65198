"""A connection to a Neo4j server: checked when it is opened, so that what follows meets no surprise."""

# ruff: noqa: PLC0415 (the driver is an extra)

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kg.errors import InputError, MissingExtraError
from kg.neo4j import DEFAULT_URI
from kg.neo4j.errors import server_errors

if TYPE_CHECKING:
    import neo4j

__all__ = ["RETRYING", "Connection", "connect", "telling_retries"]

RETRYING = 120.0
"""Seconds that a transaction is tried again: a server takes ten to twenty to start."""
_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
# Uniqueness constraints of relationships came with 5.7.
_OLDEST = (5, 7)
_CONNECTING = 15.0
_SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Connection:
    """Where the server is, and as whom. database None is the user's home database."""

    uri: str
    user: str
    password: str = field(repr=False)
    database: str | None = None

    def __str__(self) -> str:
        """For messages: the address, and the database where one was named."""
        return f"{self.uri} ({self.database})" if self.database else self.uri


@contextlib.contextmanager
def connect(connection: Connection, *, retrying: float = RETRYING) -> Iterator[neo4j.Driver]:
    """A driver whose server answers, accepts the user and has the database. Closed at the end.

    retrying: for how many seconds managed transactions are tried again after a deadlock or a lost connection.
    Raises MissingExtraError without the driver, InputError for what the user gave that the server does not accept,
    LoadError when the server fails (see kg.neo4j.errors).
    """
    try:
        import neo4j
    except ImportError as error:
        raise MissingExtraError.of("neo4j", "reaching a Neo4j server") from error
    _check(connection)
    with server_errors(connection):
        driver = neo4j.GraphDatabase.driver(
            connection.uri,
            auth=(connection.user, connection.password),
            max_transaction_retry_time=retrying,
            connection_timeout=_CONNECTING,
            connection_acquisition_timeout=2 * _CONNECTING,
            keep_alive=True,
            user_agent="kg",
            # The hints about statements are for those who write them; on standard error they only puzzle.
            notifications_min_severity="OFF",
            telemetry_disabled=True,
        )
    with driver:
        with (
            server_errors(connection),
            driver.session(database=connection.database, default_access_mode="READ") as session,
        ):
            agent = session.run("RETURN 1").consume().server.agent
        _check_version(agent, connection)
        yield driver


@contextlib.contextmanager
def telling_retries(say: Callable[[str], None]) -> Iterator[None]:
    """Inside, the driver's trouble (a transaction tried again, a connection lost) is told in a line, by `say`."""
    loggers = [logging.getLogger(name) for name in ("neo4j.session", "neo4j.pool", "neo4j.io", "neo4j")]
    handler = _Teller(say)
    before = [(logger, logger.propagate, logger.level) for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.propagate = False
    try:
        yield
    finally:
        for logger, propagate, _level in before:
            logger.removeHandler(handler)
            logger.propagate = propagate


class _Teller(logging.Handler):
    """Turns the driver's warning about a retry into a line; its other messages are followed by an exception anyway."""

    def __init__(self, say: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._say = say

    def emit(self, record: logging.LogRecord) -> None:
        if "retried" in record.msg and isinstance(record.args, tuple) and len(record.args) == 2:
            delay, error = record.args
            code = getattr(error, "code", None) or ""
            why = "another transaction is in the way" if "Deadlock" in code else "the server does not answer"
            seconds = f"{delay:.0f} s" if isinstance(delay, float) else "a moment"
            self._say(f"{why}; trying again in {seconds}")


def _check(connection: Connection) -> None:
    """Raise InputError for an address that no driver could use, before it says so in its own words."""
    example = f"give an address such as {DEFAULT_URI}"
    try:
        parts = urlsplit(connection.uri)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise InputError(f"no address of a server ({error})", where=connection.uri, todo=example) from None
    if parts.scheme in ("http", "https"):
        raise InputError(
            "this is the address of Neo4j Browser; programs use Bolt",
            where=connection.uri,
            todo=f"give {parts.scheme.replace('http', 'bolt').replace('bolts', 'bolt+s')}://{host}:7687",
        )
    if parts.scheme not in _SCHEMES or not host or port == 0:
        raise InputError("no address of a Neo4j server", where=connection.uri, todo=example)
    if parts.username is not None or parts.password is not None:
        raise InputError(
            "user and password do not belong into the address, where others can see them",
            where=f"{parts.scheme}://…@{host}",
            todo="use --user, and KG_NEO4J_PASSWORD or --password-file",
        )
    for what, value in (("user", connection.user), ("database", connection.database)):
        if value is not None and (not value or not value.isprintable()):
            said = f"the name of the {what} is empty or cannot be shown"
            raise InputError(said, where=repr(value), todo="correct it")
    try:
        connection.password.encode()
    except UnicodeEncodeError:
        raise InputError("the password is not UTF-8 text", where=str(connection), todo="give it again") from None
    if (connection.database or "").lower() == _SYSTEM:
        todo = "name another with --database"
        raise InputError("the system database holds no graphs", where=connection.uri, todo=todo)


def _check_version(agent: str, connection: Connection) -> None:
    said = re.match(r"Neo4j/(\d+)\.(\d+)", agent)
    if said and (int(said[1]), int(said[2])) < _OLDEST:
        raise InputError(
            f"the server is {agent}; kg needs Neo4j {'.'.join(map(str, _OLDEST))} or newer",
            where=str(connection),
            todo="use a newer server",
        )
