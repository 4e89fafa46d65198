"""What exporters to XML share: one text file written front to back, and a row's values as elements."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, TextIO
from xml.parsers import expat

from loaders.exporter import Exporter
from loaders.xmltext import number

__all__ = ["TYPES", "XmlExporter", "named", "values_writer"]

TYPES = {"string": "string", "int": "long", "float": "double", "bool": "boolean"}
"""The types of properties as GraphML and GEXF call them."""


class XmlExporter(Exporter):
    """An exporter with one open text file at a time."""

    ids_are_shared = True
    errors = (expat.ExpatError,)
    _file: TextIO | None = None

    def _drop(self) -> None:
        if self._file is not None:
            file, self._file = self._file, None
            file.close()

    def _write(self, lines: Iterable[str]) -> None:
        assert self._file is not None
        self._file.writelines(lines)


def named(name: str, taken: Collection[str]) -> str:
    """The property's name in the file: kg_ before one to which the format gives a meaning of its own."""
    return f"kg_{name}" if name.lower() in taken else name


def values_writer(starts: Sequence[str], end: str, text: Callable[[str], str]) -> Callable[[Sequence[Any]], str]:
    """A function from a row's values to its elements: start, the value (text() escapes strings), end; null has none."""

    def data(values: Sequence[Any]) -> str:
        return "".join(
            f"{start}{text(value) if isinstance(value, str) else number(value)}{end}"
            for start, value in zip(starts, values, strict=True)
            if value is not None
        )

    return data
