"""XML that may be hostile: no document type declaration, hence no entities that expand."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.parsers import expat

from kg.errors import SourceError

__all__ = ["check", "damaged", "parse"]

_PIECE = 4096


def check(data: bytes, where: str) -> None:
    """Raises SourceError where a document type is declared before the root element.

    The formats read here never have one; with it come entities that expand to gigabytes or name other files.
    """
    parser = expat.ParserCreate()
    seen: list[str] = []
    parser.StartDoctypeDeclHandler = lambda *_: seen.append("doctype")
    parser.StartElementHandler = lambda *_: seen.append("element")
    for at in range(0, len(data), _PIECE):
        try:
            parser.Parse(data[at : at + _PIECE], False)
        except expat.ExpatError:
            break  # the parser proper says what is wrong
        finally:
            if "doctype" in seen:
                raise SourceError(
                    "its XML declares a document type, which no such file needs; it is taken for an entity bomb",
                    where=where,
                    todo="do not trust this file; get it from its author again",
                )
        if seen:
            break


def damaged(error: Exception, where: str) -> SourceError:
    """The error for XML that a parser refuses."""
    return SourceError(f"its XML is damaged ({error})", where=where, todo="open it in Word and save it again")


def parse(data: bytes, where: str) -> ElementTree.Element:
    """The root element of a small document. Raises SourceError where it is not well-formed or declares a type."""
    check(data, where)
    try:
        return ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise damaged(error, where) from error
