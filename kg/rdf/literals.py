"""Literals: lexical forms of numbers and truth values, and the escapes of each syntax."""

from __future__ import annotations

import re
from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from kg.errors import InputError

__all__ = ["escape_string", "escape_strings", "escape_xml", "escape_xml_text", "lexical"]

# What N-Triples, N-Quads, Turtle and TriG must or should escape between "…".
_SPECIAL = '[\\x00-\\x1f\\x7f"\\\\]'
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_SPECIAL_RE = re.compile(_SPECIAL)
# What XML 1.0 cannot hold at all (production Char), and what it must escape (a bare carriage return would be lost).
_NOT_XML = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x{FFFE}\\x{FFFF}]"
_NOT_XML_RE = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\ufffe\uffff]")
_XML = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}


def lexical(column: pa.Array) -> pa.Array:
    """The values as XSD writes them: shortest digits that give the same double again, INF and NaN, true and false."""
    if pa.types.is_floating(column.type):
        text = column.cast(pa.string())
        if pc.all(pc.is_finite(column), min_count=0).as_py() is False:
            words = {"inf": "INF", "-inf": "-INF", "nan": "NaN", "-nan": "NaN"}
            text = pa.array([None if one is None else words.get(one, one) for one in text.to_pylist()], pa.string())
        return text
    return column if pa.types.is_string(column.type) else column.cast(pa.string())


def escape_string(text: str) -> str:
    """As it stands between the quotes of N-Triples, N-Quads, Turtle and TriG."""
    return _SPECIAL_RE.sub(lambda one: _ESCAPES.get(one[0]) or f"\\u{ord(one[0]):04X}", text)


def escape_strings(column: pa.Array) -> pa.Array:
    """`escape_string` of each; nulls stay."""
    return _escaped(column, _SPECIAL, escape_string)


def escape_xml_text(text: str) -> str:
    """As it stands in XML, also in attributes. Raises InputError for what XML cannot hold."""
    if found := _NOT_XML_RE.search(text):
        raise InputError(
            f"the graph holds the character U+{ord(found[0]):04X} (in {text[:30]!r}), which RDF/XML cannot hold",
            todo="export to another format, such as .ttl or .nq",
        )
    return re.sub('[&<>"\r]', lambda one: _XML[one[0]], text)


def escape_xml(column: pa.Array) -> pa.Array:
    """`escape_xml_text` of each; nulls stay."""
    return _escaped(column, f'{_NOT_XML[:-1]}&<>"\\r]', escape_xml_text)


def _escaped(column: pa.Array, pattern: str, escape: Callable[[str], str]) -> pa.Array:
    found = pc.match_substring_regex(column, pattern)
    if not pc.any(found, min_count=0).as_py():
        return column
    values, hits = column.to_pylist(), found.to_pylist()
    return pa.array([escape(value) if hit else value for value, hit in zip(values, hits, strict=True)], pa.string())
