"""The townships (schema/divisions-townships.tsv): nine digits (GB/T 10114), the first six are the county's."""

from __future__ import annotations

import re
from functools import cache, cached_property
from pathlib import Path

from kg.errors import SchemaError
from kg.resources import resource

__all__ = ["TOWNSHIP", "Townships", "load_townships", "read_townships"]

TOWNSHIP = re.compile(r"(?:镇|乡|街道|苏木|区公所)$")
"""How the name of a township ends."""


class Townships:
    """Townships by code and by name; most names of common words are those of many (城关镇 of 82)."""

    def __init__(self, names: dict[str, str] | None = None) -> None:
        """names: the name of each code."""
        self._names = names or {}

    @cached_property
    def _codes(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for code, name in self._names.items():
            found.setdefault(name, []).append(code)
        return found

    def name(self, code: str) -> str | None:
        """The name of the township of this code."""
        return self._names.get(code)

    def inside(self, name: str, code: str = "") -> list[str]:
        """The codes of the townships of this name; code: of the province, city or county that they lie in."""
        # Codes end in zeros where the level does: 370000, 371300.
        begin = code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code[:6]
        return [one for one in self._codes.get(name, ()) if one.startswith(begin)]


def read_townships(path: Path) -> Townships:
    """The rows of a table (tab-separated: code, name). Raises SchemaError where the columns are others."""
    heading, *lines = path.read_text("utf-8").splitlines()
    if heading.split("\t") != ["code", "name"] or any(line[9:10] != "\t" for line in lines):
        raise SchemaError("the columns must be code (nine digits) and name", where=str(path), todo="install kg again")
    return Townships({line[:9]: line[10:] for line in lines})


@cache
def load_townships() -> Townships:
    """The table that ships with kg (empty where the installation has none)."""
    try:
        path = resource("schema", "divisions-townships.tsv")
    except FileNotFoundError:
        return Townships()
    return read_townships(path)
