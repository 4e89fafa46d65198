"""decisions.csv: read whatever a spreadsheet made of it, written by adding rows at its end."""

from __future__ import annotations

import contextlib
import csv
import io
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from kg.corrections.record import ACTIONS, COLUMNS, Correction, iso_day, make_correction
from kg.errors import GraphBusyError, InputError

__all__ = ["DECISIONS", "append_decisions", "decisions_for", "decode_table", "read_decisions", "table_rows"]

DECISIONS = "decisions.csv"
_PATIENCE = 10.0


def decisions_for(paths: Sequence[Path], given: Path | None) -> tuple[Path, ...]:
    """The files that go with a build: the one given, else decisions.csv in each folder of the paths."""
    if given is not None:
        return (given,)
    found = dict.fromkeys(path / DECISIONS for path in paths if path.is_dir())
    return tuple(path for path in found if path.is_file())


def read_decisions(path: Path) -> list[Correction]:
    """All rows in their order. Raises InputError, with file and line, where a row is malformed."""
    return _parse(_bytes(path), str(path))


def append_decisions(path: Path, make: Callable[[Sequence[Correction]], Sequence[Correction]]) -> list[Correction]:
    """Add rows at the end of the file, which is made when missing; what is there stays as it is, in UTF-8.

    make: from the rows that are there to those to add; it is called while nobody else can write, so two that write
    at once lose nothing. Raises InputError when the file is malformed or cannot be written.
    """
    from kg.output.sink import open_sink  # noqa: PLC0415 (kg.output imports this package's users)

    with _locked(path):
        data = _bytes(path) if path.exists() else b""
        there = _parse(data, str(path)) if data.strip() else []
        new = list(make(there))
        if not new:
            return new
        text = decode_table(data, str(path))
        if not text.strip():
            text = ",".join(COLUMNS) + "\n"
        elif not text.endswith(("\n", "\r")):
            text += "\n"
        dialect, header = _header(text)
        if lacking := [name for name in COLUMNS if name not in header and any(getattr(row, name) for row in new)]:
            what = f"the column {lacking[0]!r} is missing"
            raise InputError(what, where=str(path), todo=f"its first line should be {','.join(COLUMNS)}")
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=dialect, lineterminator="\r\n" if "\r\n" in text else "\n")
        writer.writerows([str(getattr(row, name, "")) if name in COLUMNS else "" for name in header] for row in new)
        with open_sink(path) as sink:
            sink.write(b"\xef\xbb\xbf" + (text + out.getvalue()).encode())
    return new


def decode_table(data: bytes, where: str) -> str:
    """The text of a CSV file that a spreadsheet may have written: UTF-8, UTF-16 with its mark, or GB18030."""
    if data.startswith(b"PK\x03\x04"):
        raise InputError("this is a workbook, not CSV", where=where, todo="save it as CSV in the spreadsheet program")
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        with contextlib.suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            if "\0" not in text:
                return text
    raise InputError("this is no text", where=where, todo="save it as CSV UTF-8")


def table_rows(text: str, where: str) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, cells by column) of each row that is not empty; commas, semicolons or tabs between the cells."""
    delimiter, header = _header(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        next(reader, None)
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if any(cell.strip() for cell in cells[len(header) :]):
                    what = f"{len(cells)} cells, but the first line names {len(header)}"
                    raise InputError(what, where=f"{where}:{line}", todo="quote texts that hold commas")
                yield line, {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
            line = reader.line_num + 1
    except csv.Error as error:
        what = f"this is not CSV ({error})"
        raise InputError(what, where=f"{where}:{reader.line_num}", todo="quote texts that hold commas") from error


def _header(text: str) -> tuple[str, list[str]]:
    first = text.lstrip("\ufeff").splitlines()[0] if text.strip() else ""
    delimiter = max(",;\t", key=first.count)
    return delimiter, [name.strip().strip('"').lower() for name in first.split(delimiter)]


def _parse(data: bytes, where: str) -> list[Correction]:
    text = decode_table(data, where)
    header = _header(text)[1]
    if text.strip() and not {"action", "a"} <= set(header):
        what = "the first line must name the columns, at least action and a"
        raise InputError(what, where=f"{where}:1", todo=f"begin it with {','.join(COLUMNS)}")
    found = []
    for line, cells in table_rows(text, where):
        said = {name: cells.get(name, "") for name in COLUMNS}
        said["action"] = said["action"].lower()
        said["when"] = iso_day(said["when"]) or said["when"]  # spreadsheets write dates their own way
        if said["action"] == "defer" and said["new"]:
            if not (day := iso_day(said["new"])):
                what = f"{said['new']!r} is no date"
                raise InputError(what, where=f"{where}:{line}", todo="write it as 2025-01-31")
            said["new"] = day
        if said["action"] not in ACTIONS:
            what = f"there is no action {said['action']!r}"
            raise InputError(what, where=f"{where}:{line}", todo=f"use one of {', '.join(ACTIONS)}")
        id = said.pop("id")
        row = Correction(id, **said) if id else make_correction(**said)
        if missing := row.missing():
            what = f"{row.action} needs the column {missing!r}, which is empty"
            raise InputError(what, where=f"{where}:{line}", todo="fill it in, or remove the row")
        found.append(row)
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        what = f"the decisions cannot be read ({error.strerror})"
        raise InputError(what, where=str(path), todo="check the path and its permissions") from error


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Wait for others that write, a few seconds at most."""
    from kg.graph.locks import writer_lock  # noqa: PLC0415 (kg.graph imports resolution, which imports this package)

    if not path.parent.is_dir():
        raise InputError("there is no such folder", where=str(path.parent), todo="make it first, or name another file")
    until = time.monotonic() + _PATIENCE
    with contextlib.ExitStack() as stack:
        while True:
            try:
                stack.enter_context(writer_lock(path.with_name(f".{path.name}.lock"), path.parent))
            except GraphBusyError:
                if time.monotonic() > until:
                    what = "another program is writing it"
                    raise InputError(what, where=str(path), todo="try again in a moment") from None
                time.sleep(0.05)
                continue
            yield
            return
