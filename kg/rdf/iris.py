"""IRIs: ids percent-encoded into them, and taken out again."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

import pyarrow as pa
import pyarrow.compute as pc

from kg.errors import InputError

__all__ = ["check_base", "check_iri", "decode", "encode", "encoded", "is_name"]

_PLAIN = r"^[A-Za-z0-9_-]+$"
# Ids that may stand after a prefix in Turtle as they are (PN_LOCAL; no dots, which may not come last, no escapes).
_NAME = r"^[A-Za-z0-9_][A-Za-z0-9_-]*$"
# RFC 3987, but for brackets (IPv6 addresses): a scheme, no space or forbidden sign, % before two digits, at most one #.
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[^\x00-\x20<>\"{}|^`\\\x7f-\x9f%#\[\]]|%[0-9A-Fa-f]{2}|#(?!.*#))+")
_BIDI = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]|[\ud800-\udfff\ufffe\uffff]")


def encode(id: str) -> str:
    """The id as one segment of an IRI: UTF-8, percent-encoded but for the unreserved characters of RFC 3986."""
    # A segment of dots alone means "this folder" or "the one above".
    return id.replace(".", "%2E") if id in (".", "..") else quote(id, safe="")


def decode(segment: str) -> str:
    """The id that `encode` made the segment of. Raises UnicodeDecodeError when it is none."""
    return unquote(segment, errors="strict")


def encoded(ids: pa.Array) -> pa.Array:
    """`encode` of each id; nulls stay."""
    if pc.all(pc.match_substring_regex(ids, _PLAIN), min_count=0).as_py() is not False:
        return ids
    return pa.array([None if one is None else encode(one) for one in ids.to_pylist()], pa.string())


def is_name(ids: pa.Array) -> bool:
    """Whether every id can stand after a prefix in Turtle as it is."""
    return pc.all(pc.match_substring_regex(ids, _NAME), min_count=0).as_py() is not False


def check_iri(iri: str, what: str) -> str:
    """The IRI itself. Raises InputError when it is no absolute IRI (RFC 3987); `what` says what it was meant to be."""
    if not _IRI.fullmatch(iri) or _BIDI.search(iri):
        raise InputError(f"{iri!r} is no absolute IRI", where=what, todo="give one such as https://example.org/")
    return iri


def check_base(base: str) -> str:
    """The base itself. Raises InputError when IRIs cannot begin with it."""
    if check_iri(base, "base")[-1] not in "/#:":
        raise InputError(f"{base!r} has no end to which an id can be added", where="base", todo="let it end in / or #")
    return base
