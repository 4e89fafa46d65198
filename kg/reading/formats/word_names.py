"""Names of WordprocessingML without their namespaces, which differ between the two editions of the standard."""

from __future__ import annotations

from functools import cache
from xml.etree.ElementTree import Element

__all__ = ["child", "children", "kind", "value"]

# ECMA-376: what Word and WPS write by default (transitional), and "Strict Open XML".
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_PREFIXES = {
    _W: "w",
    _STRICT: "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
}


@cache
def _kind(tag: str) -> str:
    namespace, _, name = tag.removeprefix("{").rpartition("}")
    return f"{_PREFIXES.get(namespace, '')}:{name}"


def kind(element: Element) -> str:
    """What an element is: "w:p", "m:t", "mc:Choice", ":name" in any other namespace."""
    return _kind(element.tag) if isinstance(element.tag, str) else ""


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant along a path of kinds; None where a step is missing."""
    for step in path:
        if element is None:
            return None
        element = next((found for found in element if kind(found) == step), None)
    return element


def children(element: Element | None, of: str) -> list[Element]:
    """The children of one kind."""
    return [] if element is None else [found for found in element if kind(found) == of]


def value(element: Element | None, name: str = "val") -> str | None:
    """An attribute of an element; None where either is missing."""
    if element is None:
        return None
    found = element.get(f"{{{_W}}}{name}")
    return element.get(f"{{{_STRICT}}}{name}") if found is None else found
