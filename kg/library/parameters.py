"""Parameters as a user gives them (text, from the command line) to the values a statement binds."""

from __future__ import annotations

import difflib
import json
import math
import re
from collections.abc import Iterable, Mapping

from kg.errors import QueryError
from kg.library.model import Parameter, SavedQuery
from kg.output.rows import Value

__all__ = ["bind_parameters", "guess_value", "near", "split_pairs"]

_TRUE = {"true", "yes", "1", "是"}
_FALSE = {"false", "no", "0", "否"}
_TOO_LARGE = 1 << 63


def near(name: str, known: Iterable[str]) -> str:
    """'did you mean a, b?' for a name that is not known, or what there is."""
    known = sorted(known)
    if close := difflib.get_close_matches(name, known, n=3, cutoff=0.5):
        return f"did you mean {', '.join(close)}?"
    return f"there is {', '.join(known)}" if known else "there is none"


def split_pairs(pairs: Iterable[str]) -> dict[str, str]:
    """`name=value` arguments to a dict. Raises QueryError for one without = and for a name given twice."""
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise QueryError(f"'{pair}' is not a parameter", todo="write it as --param name=value")
        if name in found:
            raise QueryError(f"the parameter '{name}' is given twice", todo="give it once")
        found[name] = value
    return found


def guess_value(text: str) -> Value:
    """The value of a parameter where no type is declared: JSON if it is JSON, else the text.

    5 is a number, "5" (with the quotation marks) a string, [1, 2] a list, 河长制 a string.
    """
    try:
        value: Value = json.loads(text)
    except ValueError:
        return text
    return value


def bind_parameters(query: SavedQuery, given: Mapping[str, Value]) -> dict[str, Value]:
    """A value for every parameter of the query: the one given, cast to the declared type, else the default.

    Raises QueryError for a name the query does not have (with near matches), a value that is not of the type
    or not among the choices, and a parameter that has no default and was not given.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in given:
        if name not in known:
            raise QueryError(
                f"the query has no parameter '{name}'",
                where=query.id,
                todo=near(name, known) if known else "leave it out",
            )
    bound: dict[str, Value] = {}
    for name, parameter in known.items():
        if name in given:
            bound[name] = _cast(parameter, given[name], query.id)
        elif parameter.required:
            raise QueryError(
                f"the parameter '{name}' is missing ({parameter.description})",
                where=query.id,
                todo=f"add --param {name}=…",
            )
        else:
            bound[name] = parameter.default
    return bound


def _cast(parameter: Parameter, value: Value, where: str) -> Value:
    try:
        found = _in_range(_of_type(parameter, value))
    except ValueError:
        raise QueryError(
            f"the parameter '{parameter.name}' must be {_ALLOWED[parameter.type]}, not {value!r}",
            where=where,
            todo="",
        ) from None
    if parameter.choices and found not in parameter.choices:
        raise QueryError(
            f"the parameter '{parameter.name}' cannot be {value!r}",
            where=where,
            todo=f"one of: {', '.join(choice or '(empty)' for choice in parameter.choices)}",
        )
    return found


def _in_range(value: Value) -> Value:
    """The value, if the engines have such a number: whole ones of 64 bits, finite ones."""
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(value)
    if isinstance(value, int) and abs(value) >= _TOO_LARGE:
        raise ValueError(value)
    return value


_ALLOWED = {
    "string": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "list": "a list with commas between its parts",
}


def _of_type(parameter: Parameter, value: Value) -> Value:
    if not isinstance(value, str):
        return _typed(parameter, value)
    text = value.strip()
    if parameter.type == "int":
        return int(text)
    if parameter.type == "float":
        return float(text)
    if parameter.type == "bool":
        if text.casefold() not in _TRUE | _FALSE:
            raise ValueError(text)
        return text.casefold() in _TRUE
    if parameter.type == "list":
        return [part.strip() for part in re.split("[,，、]", text) if part.strip()]
    return value


def _typed(parameter: Parameter, value: Value) -> Value:
    kinds: dict[str, tuple[type, ...]] = {
        "string": (str,), "int": (int,), "float": (int, float), "bool": (bool,), "list": (list,),
    }  # fmt: skip
    if not isinstance(value, kinds[parameter.type]) or (isinstance(value, bool) and parameter.type != "bool"):
        raise ValueError(value)
    return value
