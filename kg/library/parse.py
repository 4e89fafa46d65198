"""A .cypher file to a SavedQuery.

    // 中文标题 · English title
    // ---
    // id: name-of-the-file
    // answers: {zh: 回答什么, en: what it answers}
    // parameters:
    //   - {name: k, type: int, default: 2, zh: 说明, en: meaning}
    // columns:
    //   - {name: initiative, zh: 说明, en: meaning}
    // engines: [ladybug, neo4j]
    // ---
    MATCH … RETURN …

The first line is bilingual: Neo4j Browser shows it as the name of a favourite. The front matter is YAML.
engines may be left out (both), as may parameters. `ordered: true` at a column keeps the order of its lists,
`empty: true` says that any row is a fault, `if_empty: {zh: …, en: …}` what to tell a user who finds no rows.
"""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast, get_args

from kg.errors import QueryError, SchemaError
from kg.library.model import ENGINES, Column, Parameter, ParameterType, SavedQuery, Words
from kg.resources import parse_yaml

__all__ = ["is_query_id", "is_union", "parse_query", "strip_comments"]

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_KEYS = {"id", "answers", "parameters", "columns", "empty", "engines", "if_empty"}
_COLUMN_KEYS = {"name", "ordered", "zh", "en"}
_PARAMETER_KEYS = {"name", "type", "default", "choices", "of", "zh", "en"}
# A string, a name in backticks, or a comment: whichever begins first decides what a // or a ; means.
_TOKEN = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|`[^`]*`|//[^\n]*|/\*.*?\*/", re.DOTALL)


def strip_comments(text: str) -> str:
    """A statement without its comments; strings keep what looks like one."""
    return _TOKEN.sub(lambda token: " " if token[0].startswith(("//", "/*")) else token[0], text)


def is_union(statement: str) -> bool:
    """Whether the statement is made of parts joined by UNION."""
    return any(token[0].upper() == "UNION" for token in re.finditer(rf"{_TOKEN.pattern}|\w+", statement, re.DOTALL))


def is_query_id(name: str) -> bool:
    """Whether a saved query can have this id: lower-case letters, digits and hyphens."""
    return _ID.match(name) is not None


def parse_query(path: Path) -> SavedQuery:
    """Read one saved query.

    Raises SchemaError, with the file and what is wrong in it, where the form above is not kept; QueryError
    where the file cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(
            f"the saved query cannot be read ({error})", where=str(path), todo="save it as UTF-8"
        ) from error
    try:
        return _parse(text, path)
    except _FormError as error:
        raise SchemaError(
            str(error),
            where=str(path),
            todo="see 'Your own queries' in README.md for the form of a saved query",
        ) from error


class _FormError(ValueError):
    """The form is not kept; the message says where."""


def _parse(text: str, path: Path) -> SavedQuery:
    lines = text.splitlines()
    title = _title(lines[0] if lines else "")
    marks = [number for number, line in enumerate(lines) if line.strip() == "// ---"]
    if len(marks) != 2:
        raise _FormError("the front matter must lie between two lines '// ---'")
    front = _front_matter(lines[marks[0] + 1 : marks[1]])
    if unknown := set(front) - _KEYS:
        raise _FormError(f"unknown keys in the front matter: {', '.join(sorted(unknown))}")
    name = front.get("id")
    if not isinstance(name, str) or not _ID.match(name) or name != path.stem:
        raise _FormError(f"id must be the file's name, '{path.stem}', in lower case with hyphens")
    statement = strip_comments("\n".join(lines[marks[1] + 1 :])).strip().removesuffix(";").strip()
    if not statement:
        raise _FormError("there is no statement after the front matter")
    parameters = tuple(_parameter(entry) for entry in _entries(front, "parameters"))
    columns = tuple(_column(entry) for entry in _entries(front, "columns"))
    if not columns:
        raise _FormError("the front matter names no columns")
    used = set(re.findall(r"\$([A-Za-z_]\w*)", statement))
    if used != {parameter.name for parameter in parameters}:
        raise _FormError(
            f"parameters described and used differ: the statement uses {', '.join(sorted(used)) or 'none'}"
        )
    return SavedQuery(
        id=name,
        title=title,
        answers=_words(front.get("answers"), "answers"),
        parameters=parameters,
        columns=columns,
        statement=statement,
        text=text,
        source=str(path),
        empty=front.get("empty") is True,
        engines=_engines(front.get("engines", list(ENGINES))),
        if_empty=_words(front["if_empty"], "if_empty") if "if_empty" in front else None,
    )


def _title(line: str) -> Words:
    zh, dot, en = line.removeprefix("//").partition(" · ")
    if not line.startswith("//") or not dot or not zh.strip() or not en.strip():
        raise _FormError("the first line must be '// 中文标题 · English title'")
    return Words(zh.strip(), en.strip())


def _front_matter(lines: list[str]) -> Mapping[str, Any]:
    import yaml

    for line in lines:
        if not line.startswith("//"):
            raise _FormError(f"a line of the front matter does not begin with //: {line!r}")
    try:
        front = parse_yaml("\n".join(line[2:].removeprefix(" ") for line in lines))
    except yaml.YAMLError as error:
        raise _FormError(f"the front matter is not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(front, dict):
        raise _FormError("the front matter is not a YAML mapping")
    return cast(Mapping[str, Any], front)


def _entries(front: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = front.get(key) or []
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise _FormError(f"'{key}' must be a list of entries with name, zh and en")
    names = [entry.get("name") for entry in found]
    if len(names) != len(set(names)):
        raise _FormError(f"a name stands twice in '{key}'")
    return found


def _named(entry: Mapping[str, Any], what: str) -> str:
    name = entry.get("name")
    if not isinstance(name, str) or not _NAME.match(name):
        raise _FormError(f"a {what} needs a name of letters, digits and _, not {name!r}")
    return name


def _words(entry: Any, what: str) -> Words:
    if not isinstance(entry, dict) or not all(isinstance(entry.get(key), str) and entry[key] for key in ("zh", "en")):
        raise _FormError(f"'{what}' needs zh and en")
    return Words(entry["zh"].strip(), entry["en"].strip())


def _engines(given: Any) -> tuple[str, ...]:
    if not isinstance(given, list) or not given or not set(given) <= set(ENGINES):
        raise _FormError(f"'engines' must be a list of {', '.join(ENGINES)}")
    return tuple(engine for engine in ENGINES if engine in given)


def _column(entry: Mapping[str, Any]) -> Column:
    name = _named(entry, "column")
    if unknown := set(entry) - _COLUMN_KEYS:
        raise _FormError(f"unknown keys in column {name}: {', '.join(sorted(unknown))}")
    return Column(name, _words(entry, f"column {name}"), entry.get("ordered") is True)


def _parameter(entry: Mapping[str, Any]) -> Parameter:
    name = _named(entry, "parameter")
    if unknown := set(entry) - _PARAMETER_KEYS:
        raise _FormError(f"unknown keys in parameter {name}: {', '.join(sorted(unknown))}")
    kind = entry.get("type")
    if kind not in get_args(ParameterType):
        raise _FormError(f"the type of parameter {name} must be one of {', '.join(get_args(ParameterType))}")
    choices = tuple(str(choice) for choice in entry.get("choices") or ())
    of = tuple(str(label) for label in entry.get("of") or ())
    if not all(_NAME.match(label) for label in of):
        raise _FormError(f"'of' in parameter {name} must list labels of the graph")
    words = _words(entry, f"parameter {name}")
    default, required = entry.get("default"), "default" not in entry
    return Parameter(name, cast(ParameterType, kind), words, default, required, choices, of)
