"""Text in XML 1.0: what must be escaped, and what it cannot hold."""

from __future__ import annotations

import re

__all__ = ["attribute", "content", "number"]

# A reader would turn these line ends and tabs into others (sections 2.11 and 3.3.3).
_CONTENT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_ATTRIBUTE = {**_CONTENT, '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}
_IN_CONTENT = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_IN_ATTRIBUTE = re.compile('[&<>"\r\n\t\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]')


def content(text: str) -> str:
    """Text between tags; a character that XML cannot hold becomes U+FFFD (�)."""
    if not _IN_CONTENT.search(text):
        return text
    return _IN_CONTENT.sub(lambda found: _CONTENT.get(found[0], "\ufffd"), text)


def attribute(text: str) -> str:
    """Text between double quotation marks; a character that XML cannot hold becomes U+FFFD (�)."""
    if not _IN_ATTRIBUTE.search(text):
        return text
    return _IN_ATTRIBUTE.sub(lambda found: _ATTRIBUTE.get(found[0], "\ufffd"), text)


def number(value: float) -> str:
    """A number as both XML Schema's readers and Java's take it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = repr(value)
    return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}.get(text, text)
