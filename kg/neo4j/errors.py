"""What goes wrong with a Neo4j server, in words: the driver's exceptions become kg's."""

# ruff: noqa: PLC0415 (the driver is an extra)

from __future__ import annotations

import contextlib
import re
import ssl
from collections.abc import Iterator

from kg.errors import InputError, KgError, LoadError, QueryError

__all__ = ["server_errors", "without_data"]

_LONGEST = 300


@contextlib.contextmanager
def server_errors(
    where: object, what: str = "", refused: type[LoadError] | type[QueryError] = LoadError
) -> Iterator[None]:
    """Inside, exceptions of the driver become: InputError (address, user, password, database), else `refused`.

    where: the server, for messages. what: label or type that was being written. refused: for a statement that the
    server does not take or a connection that was lost.
    """
    from neo4j.exceptions import DriverError, Neo4jError

    try:
        yield
    except Neo4jError as error:
        raise _of_server(error, str(where), what, refused) from error
    except DriverError as error:
        raise _of_driver(error, str(where), what, refused) from error
    except UnicodeError as error:  # a lone surrogate, which is not text
        raise refused(
            _about(what, "a text holds what UTF-8 does not have"), where=str(where), todo="build the graph again"
        ) from error


def _about(what: str, said: str) -> str:
    return f"{what}: {said}" if what else said


def _of_server(error: Exception, where: str, what: str, refused: type[LoadError] | type[QueryError]) -> KgError:
    code, message = str(getattr(error, "code", "")), str(getattr(error, "message", "") or error)
    for ending, said, todo in _SAID:
        if code.endswith(ending):
            return InputError(said, where=where, todo=todo)
    if "ReadOnly" in code or "read-only" in message or code.endswith("Security.Forbidden"):
        return refused(
            _about(what, f"the server does not let this user write there ({without_data(message)})"),
            where=where,
            todo="ask its administrator for a database, or a user, that may write",
        )
    if code.endswith(("ConstraintCreationFailed", "ConstraintValidationFailed", "IndexAlreadyExists")):
        return refused(
            _about(what, f"data or rules already in the database are in the way: {without_data(message)}"),
            where=where,
            todo="remove what is named, or load into another database (--database)",
        )
    if "OutOfMemory" in code or "MemoryPool" in code or "TransactionOutOfMemory" in code:
        return refused(
            _about(what, "the server has too little memory for one batch"),
            where=where,
            todo="give a smaller --batch, or the server more memory (dbms.memory.transaction.total.max)",
        )
    if code.startswith("Neo.TransientError"):
        return refused(
            _about(what, f"the server is not ready: {without_data(message)}"), where=where, todo="try again later"
        )
    return refused(
        _about(what, f"the server refused it: {without_data(message)}"), where=where, todo="see the server's log"
    )


_SAID = (
    ("Security.Unauthorized", "the server does not accept this user with this password", "give both again"),
    ("Security.AuthenticationRateLimit", "too many wrong passwords, so the server waits", "try again in a few seconds"),
    ("Security.CredentialsExpired", "the password must be changed first", "change it in Neo4j Browser"),
    ("Database.DatabaseNotFound", "no such database on this server", "give --database one that SHOW DATABASES lists"),
)  # fmt: skip


def _of_driver(error: Exception, where: str, what: str, refused: type[LoadError] | type[QueryError]) -> KgError:
    from neo4j.exceptions import ConfigurationError, IncompleteCommit, ServiceUnavailable, SessionExpired

    said = without_data(str(error))
    causes = tuple(_chain(error))
    text = " ".join(map(str, causes))
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        todo = "for a certificate of one's own making use bolt+ssc:// (or neo4j+ssc://)"
        return InputError("the server's certificate is not one that this machine trusts", where=where, todo=todo)
    if any(isinstance(cause, ssl.SSLError) for cause in causes) or type(error).__name__ == "BoltSecurityError":
        todo = "if it does not use TLS, write bolt:// instead of bolt+s:// or bolt+ssc://"
        return InputError("no encrypted connection (TLS) with this server", where=where, todo=todo)
    if "looks like HTTP" in text:
        return InputError("that is a web server's port, not Bolt's", where=where, todo="Bolt's is 7687 as a rule")
    if isinstance(error, ConfigurationError):
        return InputError(f"this cannot be used: {said}", where=where, todo="correct the address")
    if what and isinstance(error, ServiceUnavailable | SessionExpired | IncompleteCommit):
        todo = "see that the server runs, then load again: what was written stays, nothing is written twice"
        return refused(_about(what, f"the connection was lost ({said})"), where=where, todo=todo)
    if "handshake" in text.lower():
        todo = (
            "see the port (7687 as a rule); if the server wants TLS, write bolt+s:// or bolt+ssc:// instead of bolt://"
        )
        return InputError("something answers there, but not in plain Bolt", where=where, todo=todo)
    if isinstance(error, ServiceUnavailable):
        todo = "start the server, or give the address of one that runs (--uri)"
        if where.startswith(("neo4j+s", "bolt+s")):
            todo += "; if it does not use TLS, write bolt:// instead of what is before //"
            return InputError("no Neo4j answers there with TLS", where=where, todo=todo)
        return InputError("no Neo4j answers there", where=where, todo=todo)
    return refused(_about(what, said), where=where, todo="try again")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def without_data(message: str) -> str:
    """A message of the server on one line, short enough to read: values of a megabyte are cut."""
    text = re.sub(r"\s+", " ", message).strip()
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
