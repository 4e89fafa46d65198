"""Word files (.docx): paragraphs with their automatic numbers, tables, text boxes, footnotes at the end.

python-docx reads them, from the XML of the parts on. The parts are unzipped here, since its own opener unpacks every
part without a limit, refuses a file in which a picture is missing (KeyError), files with macros (ValueError) and the
strict form of the standard (KeyError: relations of other names).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.errors import MissingExtraError, SourceError
from kg.reading.base import extracted
from kg.records import SourceText

__all__ = ["DocxReader"]


class DocxReader:
    """Reads .docx, also in the strict form and with macros (which are not run): one file is one source text."""

    suffixes: Sequence[str] = (".docx", ".docm")

    def read(self, data: bytes, where: str) -> Iterator[SourceText]:
        """The file's text.

        Raises SourceError when it is damaged, encrypted, a bomb, or holds no text, MissingExtraError without
        python-docx.
        """
        try:
            from docx import exceptions  # noqa: PLC0415 (an extra)
            from lxml import etree  # noqa: PLC0415 (python-docx parses with it)
        except ImportError as error:
            raise MissingExtraError.of("docx", "reading Word files") from error
        from kg.reading.formats.word_package import Package  # noqa: PLC0415 (imports the extra)

        try:
            lines = list(Package(data, where).lines())
        # Not well-formed; an element that must be there is missing; a number that is none.
        except (etree.LxmlError, exceptions.PythonDocxError, ValueError) as error:
            raise SourceError(
                f"its XML is damaged ({error})", where=where, todo="open it in Word and save it again"
            ) from error
        yield extracted(where, "\n".join(lines))
