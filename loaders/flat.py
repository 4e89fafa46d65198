"""Values in formats that know only text and numbers: lists as one text, one type for a name, one name for a node."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from kg.graph.model import NodeType, Property

__all__ = ["common_types", "display_property", "flat_rows", "join_list", "split_list"]

_SEPARATOR = "; "
_PART = re.compile(r"(?:[^;\\]|\\.)+", re.DOTALL)
_EMPTY = "\\e"  # an empty part, which would not be seen
_DISPLAY = ("name", "title", "text")


def join_list(parts: Sequence[str]) -> str:
    r"""A list as one text: parts with "; " between them; a ; or \ inside a part has a \ before it."""
    return _SEPARATOR.join(part.replace("\\", "\\\\").replace(";", "\\;") if part else _EMPTY for part in parts)


def split_list(text: str) -> list[str]:
    """The list that `join_list` made the text of."""
    found = []
    for number, part in enumerate(_PART.findall(text)):
        inner = part.removeprefix(" ") if number else part
        found.append("" if inner == _EMPTY else re.sub(r"\\(.)", r"\1", inner, flags=re.DOTALL))
    return found


def common_types(groups: Iterable[Sequence[Property]]) -> Mapping[str, str]:
    """One type for each property name, where a format has one column for all labels: the widest, else string."""
    found: dict[str, str] = {}
    for properties in groups:
        for one in properties:
            kind = "string" if one.type == "list" else one.type
            known = found.setdefault(one.name, kind)
            if known != kind:
                found[one.name] = "float" if {known, kind} == {"int", "float"} else "string"
    return found


def display_property(node: NodeType) -> str:
    """The property that people know a node by: its name, else its title or text, else its id."""
    names = {one.name for one in node.properties}
    return next((name for name in _DISPLAY if name in names), node.key.name)


def flat_rows(rows: pa.Table) -> Iterator[tuple[Any, ...]]:
    """The rows as Python values, lists joined."""
    columns = []
    for name in rows.column_names:
        values = rows[name].to_pylist()
        if pa.types.is_list(rows[name].type):
            values = [None if value is None else join_list(value) for value in values]
        columns.append(values)
    return zip(*columns, strict=True)
