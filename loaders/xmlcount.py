"""Counting what an XML file holds, by reading it through once with flat memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import IO
from xml.parsers import expat

__all__ = ["count_elements", "count_values"]


def count_elements(file: IO[bytes], element: str) -> int:
    """How many elements of that name there are. Raises expat.ExpatError when the file is no XML."""
    found = 0

    def start(tag: str, _attributes: dict[str, str]) -> None:
        nonlocal found
        found += tag == element

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.ParseFile(file)
    return found


def count_values(
    path: Path, element: str, key: str, names: tuple[str, ...], value: str = ""
) -> Mapping[str, Counter[str]]:
    """How often each value stands in `<element key="NAME">VALUE</element>`, for each of the names.

    value: the attribute that holds the value instead of the content. Raises expat.ExpatError when the file is no XML.
    """
    found: dict[str, Counter[str]] = {name: Counter() for name in names}
    parser = expat.ParserCreate()
    parser.buffer_text = True
    inside: list[str] = []  # the name whose content is being read, then its parts

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag != element or attributes.get(key) not in found:
            return
        if value:
            found[attributes[key]][attributes[value]] += 1
        else:
            inside[:] = [attributes[key]]
            parser.CharacterDataHandler = inside.append

    def end(tag: str) -> None:
        if inside:
            found[inside[0]]["".join(inside[1:])] += 1
            inside.clear()
            parser.CharacterDataHandler = None

    parser.StartElementHandler = start
    if not value:
        parser.EndElementHandler = end
    with path.open("rb") as file:
        parser.ParseFile(file)
    return found
