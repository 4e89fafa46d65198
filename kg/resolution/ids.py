"""Deterministic identifiers: the same parts give the same id on any machine, in any order of files."""

from __future__ import annotations

import hashlib

from kg.records import Report

__all__ = ["make_id", "report_id"]


def make_id(prefix: str, *parts: str | int) -> str:
    """`prefix-` and 16 hex digits (64 bits) of SHA-256 over the parts, each with its length before it.

    The length keeps ("ab", "c") and ("a", "bc") apart. Two of a million ids agree with a chance of 3 in 10⁸.
    """
    joined = b"".join([len(data := str(part).encode()).to_bytes(8, "big") + data for part in parts])
    return f"{prefix}-{hashlib.sha256(joined).hexdigest()[:16]}"


def report_id(report: Report) -> str:
    """The id of a report: its file's own name (without folders) and its text.

    So it is the same wherever the folder lies, and a report that is given twice under one name is one report.
    """
    return make_id("rep", report.name.rsplit("/", 1)[-1], report.sha256)
