"""Excel workbooks: a sheet for each label and type."""

# ruff: noqa: PLC0415 (openpyxl and lxml are extras)

from __future__ import annotations

import contextlib
import math
import re
import zipfile
from collections import Counter
from collections.abc import Sequence
from typing import Any
from xml.parsers import expat

import pyarrow as pa

from kg.errors import MissingExtraError
from kg.graph.tables import Counts
from loaders.exporter import Exporter, batches
from loaders.flat import flat_rows
from loaders.xmlcount import count_elements

__all__ = ["CELL", "ROWS", "XlsxExporter"]

# Excel's limits: rows of a sheet with the header, and UTF-16 units of a cell.
# https://support.microsoft.com/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3
ROWS, CELL = 1_048_576, 32_767
_CUT = "…（已截断）"
# What XML cannot hold, and a text that looks like the escape itself, are escaped as Office does (ECMA-376, ST_Xstring).
_ESCAPED = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ABOUT = "README"
_WIDE, _NARROW = 40, 18  # characters


def _lxml_errors() -> tuple[type[Exception], ...]:
    """What openpyxl's rows fail with on a full disk where lxml is installed, which it then writes with."""
    try:
        from lxml.etree import LxmlError
    except ImportError:
        return ()
    return (LxmlError,)


class XlsxExporter(Exporter):
    """A sheet for each label and type that has rows, columns as in the tables, header row fixed and with filters.

    README is the first sheet: what each column means. Null is an empty cell; so is an empty text. A list is one text
    (loaders.flat.join_list). Numbers keep 15 digits. Text is never a formula. More rows than a sheet holds go on in
    "LABEL 2"; a text longer than a cell holds is cut, ends in a mark, and is counted in the notes.
    """

    name = "xlsx"
    about = "one workbook for Excel, WPS, LibreOffice (needs the extra xlsx)"
    suffix = ".xlsx"
    errors = (zipfile.BadZipFile, expat.ExpatError, *_lxml_errors())

    def _start(self) -> None:
        try:
            from openpyxl import Workbook
        except ImportError:
            raise MissingExtraError.of("xlsx", "kg export xlsx") from None
        self._book = Workbook(write_only=True)
        self._of_sheet: list[tuple[str, Any]] = []
        self._room: Counter[str] = Counter()
        self._cut: Counter[str] = Counter()

    def _nodes(self, label: str, rows: pa.Table) -> None:
        self._rows(label, rows)

    def _relationships(self, type: str, source: str, target: str, rows: pa.Table) -> None:
        self._rows(type, rows)

    def _rows(self, name: str, rows: pa.Table) -> None:
        sheet = self._last(name)
        for part in batches(rows):
            for row in flat_rows(part):
                if not self._room[name]:
                    sheet = self._next_sheet(name, rows.column_names)
                self._room[name] -= 1
                sheet.append([self._cell(sheet, name, value) for value in row])

    def _next_sheet(self, name: str, columns: Sequence[str]) -> Any:
        before = sum(of == name for of, _ in self._of_sheet)
        sheet = self._book.create_sheet(_title(f"{name} {before + 1}" if before else name, self._book.sheetnames))
        _head(sheet, columns, [_WIDE if column in {"name", "title", "text"} else _NARROW for column in columns])
        self._of_sheet.append((name, sheet))
        self._room[name] = ROWS - 1
        return sheet

    def _finish(self) -> None:
        from openpyxl.utils import get_column_letter
        from openpyxl.writer.excel import ExcelWriter

        for name, sheet in self._of_sheet:
            rows = ROWS - self._room[name] if sheet is self._last(name) else ROWS
            sheet.auto_filter.ref = f"A1:{get_column_letter(self._width(name))}{rows}"
        self._about()
        # As Workbook.save does, but with the archive closed also when the disk is full.
        with zipfile.ZipFile(self._path, "w", zipfile.ZIP_DEFLATED) as archive:
            ExcelWriter(self._book, archive).save()
        for name, cells in self._cut.items():
            self.notes.append(f"{name}: {cells} texts are longer than the {CELL:,} characters of a cell and were cut")

    def _drop(self) -> None:
        for _, sheet in self._of_sheet:
            with contextlib.suppress(Exception):
                sheet.close()

    def _read_back(self) -> Counts:
        found: Counter[str] = Counter()
        with zipfile.ZipFile(self._path) as book:
            for number, (name, _) in enumerate(self._of_sheet, 2):  # openpyxl numbers sheets in their order
                with book.open(f"xl/worksheets/sheet{number}.xml") as file:
                    found[name] += count_elements(file, "row") - 1
        return Counts(found, found)

    def _about(self) -> None:
        sheet = self._book.create_sheet(_title(_ABOUT, self._book.sheetnames), 0)
        _head(sheet, ("sheet", "rows", "column", "type", "unit", "含义", "meaning"), [_NARROW] * 6 + [_WIDE])
        for name in dict.fromkeys(name for name, _ in self._of_sheet):
            said = self._schema.nodes.get(name) or self._schema.relationships[name]
            rows = sum(of == name for of, _ in self._of_sheet) * (ROWS - 1) - self._room[name]
            sheet.append([name, rows, None, None, None, said.zh, said.en])
            for one in said.properties:
                sheet.append([name, None, one.name, one.type, one.unit, one.zh, one.en])

    def _last(self, name: str) -> Any:
        return next((sheet for of, sheet in reversed(self._of_sheet) if of == name), None)

    def _width(self, name: str) -> int:
        schema = self._schema
        return len((schema.nodes[name] if name in schema.nodes else schema.relationships[name]).arrow)

    def _cell(self, sheet: Any, name: str, value: Any) -> Any:
        if isinstance(value, float) and not math.isfinite(value):
            return str(value)
        if not isinstance(value, str):
            return value
        if len(value) * 2 > CELL and len(value.encode("utf-16-le")) > CELL * 2:
            self._cut[name] += 1
            room = value.encode("utf-16-le")[: (CELL - len(_CUT)) * 2]
            value = room.decode("utf-16-le", errors="ignore") + _CUT
        value = _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", value)
        if value[:1] not in {"=", "#"}:
            return value
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(sheet, value=value)
        cell.data_type = "s"  # else a formula, or one of Excel's errors
        return cell


def _head(sheet: Any, columns: Sequence[str], widths: Sequence[int]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    cells = []
    for at, (column, width) in enumerate(zip(columns, widths, strict=True), 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
        cell = WriteOnlyCell(sheet, value=column)
        cell.font = Font(bold=True)
        cells.append(cell)
    sheet.append(cells)


def _title(name: str, taken: Sequence[str]) -> str:
    """A name that Excel takes for a sheet: 31 characters, no brackets, slashes, :*?, unlike the others in any case."""
    clean = re.sub(r"[\[\]:*?/\\]", "_", name).strip("'")[:31] or "_"
    used = {title.lower() for title in taken}
    title, number = clean, 1
    while title.lower() in used:
        number += 1
        title = f"{clean[: 30 - len(str(number))]}~{number}"
    return title
