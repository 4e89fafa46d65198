"""The password for Neo4j: never an argument, which anybody on the machine could see in the list of processes."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

from kg.errors import InputError

__all__ = ["PASSWORD_VARIABLE", "find_password"]

PASSWORD_VARIABLE = "KG_NEO4J_PASSWORD"


def find_password(file: Path | None, user: str) -> str:
    """The password: the first line of the file, else KG_NEO4J_PASSWORD, else what is typed on the terminal, unseen.

    Raises InputError when the file cannot be read or is empty, or there is no terminal to ask on.
    """
    if file is not None:
        return _from_file(file)
    if password := os.environ.get(PASSWORD_VARIABLE):
        return _clean(password, PASSWORD_VARIABLE)
    if not sys.stdin.isatty():
        raise InputError(
            f"no password for {user}, and no terminal to ask on",
            todo=f"set {PASSWORD_VARIABLE}, or give a file that holds it: --password-file FILE",
        )
    password = getpass.getpass(f"password of {user}: ")
    if not password:
        raise InputError(f"the password of {user} is empty", todo="type it, and press Enter")
    return _clean(password, "what was typed")


def _from_file(file: Path) -> str:
    try:
        with file.open(encoding="utf-8-sig") as lines:
            password = lines.readline(10_000).rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        what = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise InputError(f"the password cannot be read: {what}", where=str(file), todo="see the file") from error
    if not password:
        raise InputError("the first line is empty", where=str(file), todo="write the password on it")
    return _clean(password, str(file))


def _clean(password: str, where: str) -> str:
    try:
        password.encode()
    except UnicodeEncodeError:
        raise InputError("the password is not UTF-8 text", where=where, todo="give it again") from None
    return password
