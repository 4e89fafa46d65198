"""manifest.csv: what is known about the files of a folder. It wins over what the text says."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import ManifestError, SourceError
from kg.reading.decode import decode
from kg.records import ReportKind

__all__ = ["LEVELS", "Manifest", "ManifestRow"]

LEVELS = {
    "province": "省", "provincial": "省", "省": "省", "省级": "省", "自治区": "省",
    "city": "市", "prefecture": "市", "市": "市", "市级": "市", "州": "市", "盟": "市",
    "county": "县区", "district": "县区", "县区": "县区", "县": "县区", "区": "县区", "县级": "县区",
    "旗": "县区", "township": "乡镇街道", "town": "乡镇街道", "subdistrict": "乡镇街道",
    "乡镇街道": "乡镇街道", "乡镇": "乡镇街道",
    "镇": "乡镇街道", "乡": "乡镇街道", "街道": "乡镇街道",
    "village": "村社区", "community": "村社区", "村社区": "村社区", "村": "村社区", "社区": "村社区",
}  # fmt: skip
"""Spellings of the administrative levels in a manifest, and how a Report names them."""
_KINDS: dict[str, ReportKind] = {
    "summary": "summary", "总结": "summary", "工作总结": "summary", "政府工作报告": "summary",
    "报告": "summary",
    "plan": "plan", "计划": "plan", "工作计划": "plan", "工作要点": "plan",
}  # fmt: skip

_DELIVERED = "政府工作报告"


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """One row: its file, and what it says (None where nothing). `row` counts from 1 with the header.

    delivered: whether it calls the report a 政府工作报告: lists of these give the year in which they were delivered.
    """

    file: str
    row: int
    district: str | None = None
    code: str | None = None
    year: int | None = None
    plan_year: int | None = None
    unit: str | None = None
    title: str | None = None
    level: str | None = None
    kind: ReportKind | None = None
    delivered: bool = False

    def looking_back(self, text: int | None) -> ManifestRow:
        """The row with the year looked back at as its year.

        text: the year that the report's text looks back at. A report delivered in 2024 looks back at 2023 and plans
        for 2024, unless the row has a plan year of its own, or the text looks back at the row's year.
        """
        if not self.delivered or self.year is None or self.plan_year is not None or text == self.year:
            return self
        return replace(self, year=self.year - 1, plan_year=self.year)


class Manifest:
    """The rows of a manifest, by file; a file with several reports has several rows, in their order."""

    def __init__(self, rows: Sequence[ManifestRow] = ()) -> None:
        self._rows: dict[str, list[ManifestRow]] = defaultdict(list)
        for row in rows:
            self._rows[row.file].append(row)

    def __len__(self) -> int:
        return sum(map(len, self._rows.values()))

    def rows(self, name: str) -> Sequence[ManifestRow]:
        """The rows about a file: `name` is its path below the walked folder, or its last part alone."""
        return self._rows.get(name) or self._rows.get(name.rpartition("/")[2]) or ()

    @classmethod
    def read(cls, path: Path | str) -> Manifest:
        """The manifest in a CSV file.

        Columns: file (needed), district or place, code, year, plan_year, unit, title, level, kind; any other is
        left out of account. Raises ManifestError, with file and row, where a row is malformed.
        """
        where = Path(path).as_posix()
        try:
            text, _ = decode(Path(path).read_bytes(), where)
        except SourceError as error:
            raise ManifestError(error.what, where=where, todo=error.todo) from error
        except OSError as error:
            raise ManifestError(
                f"the manifest cannot be read ({error.strerror})",
                where=where,
                todo="check the path and its permissions",
            ) from error
        reader = csv.reader(text.splitlines(), strict=True)
        rows: list[ManifestRow] = []
        try:
            header = [name.strip().lower() for name in next(reader)]
            if "file" not in header:
                raise ManifestError(
                    "the column 'file' is missing",
                    where=f"{where}, row 1",
                    todo="begin it with a header such as file,district,code,year,unit,title",
                )
            for number, values in enumerate(reader, start=2):
                if any(value.strip() for value in values):
                    rows.append(_row(header, values, number, f"{where}, row {number}"))
        except csv.Error as error:
            raise ManifestError(
                f"this is not CSV ({error})",
                where=f"{where}, row {reader.line_num}",
                todo="quote texts that hold commas or quotes",
            ) from error
        return cls(rows)


def _row(header: Sequence[str], values: Sequence[str], number: int, where: str) -> ManifestRow:
    if len(values) != len(header):
        raise ManifestError(
            f"the row has {len(values)} values, the header {len(header)} columns",
            where=where,
            todo="quote texts that hold commas, and leave no column out",
        )
    cells = {name: value.strip() for name, value in zip(header, values, strict=True)}
    if not cells["file"]:
        raise ManifestError("the row names no file", where=where, todo="fill in the column 'file' or delete the row")
    code = cells.get("code") or None
    if code is not None and not (code.isdecimal() and len(code) in (2, 4, 6, 9, 12)):
        raise ManifestError(
            f"'{code}' is no division code",
            where=where,
            todo="give the six digits of GB/T 2260, or leave it empty",
        )
    level = cells.get("level") or None
    if level is not None and level.lower() not in LEVELS:
        raise ManifestError(
            f"'{level}' is no level",
            where=where,
            todo="use 省, 市, 县区, 乡镇街道 or 村社区, or leave it empty",
        )
    kind = cells.get("kind") or None
    if kind is not None and kind.lower() not in _KINDS:
        raise ManifestError(
            f"'{kind}' is no kind of report", where=where, todo="use summary or plan, or leave it empty"
        )
    return ManifestRow(
        file=cells["file"].replace("\\", "/").removeprefix("./"),
        row=number,
        district=cells.get("district") or cells.get("place") or None,
        code=code,
        year=_year(cells.get("year"), "year", where),
        plan_year=_year(cells.get("plan_year"), "plan_year", where),
        unit=cells.get("unit") or None,
        title=cells.get("title") or None,
        level=LEVELS[level.lower()] if level else None,
        kind=_KINDS[kind.lower()] if kind else None,
        delivered=kind == _DELIVERED,
    )


def _year(value: str | None, column: str, where: str) -> int | None:
    if not value:
        return None
    digits = value.removesuffix("年")
    if not (digits.isdecimal() and len(digits) == 4 and 1900 <= int(digits) <= 2100):
        raise ManifestError(
            f"'{value}' is no year",
            where=where,
            todo=f"give four digits in the column '{column}', or leave it empty",
        )
    return int(digits)
