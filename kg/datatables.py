"""The tables of schema/ (tab-separated, a heading, no quoting): one way to read them, one to say what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.errors import SchemaError

__all__ = ["read_table", "read_whole_table", "several"]

_TODO = "correct the row, or install kg again"


def read_table(path: Path, columns: Sequence[str], optional: Sequence[str] = ()) -> Iterator[tuple[int, list[str]]]:
    """The number of each line and its cells of these columns, then of the optional ones ("" where there is no such).

    Empty lines are passed over. Raises SchemaError when a column is missing or a row has too few or too many cells.
    """
    names, lines = _lines(path)
    if missing := sorted(set(columns) - set(names)):
        raise SchemaError(f"columns missing: {', '.join(missing)}", where=str(path), todo="install kg again")
    at = [names.index(column) if column in names else len(names) for column in (*columns, *optional)]
    for number, cells in lines:
        cells.append("")  # what a missing column holds
        yield number, [cells[i] for i in at]


def read_whole_table(path: Path) -> Iterator[dict[str, str]]:
    """Each row by column. Raises SchemaError when a row has too few or too many cells."""
    names, lines = _lines(path)
    for _, cells in lines:
        yield dict(zip(names, cells, strict=True))


def several(cell: str) -> tuple[str, ...]:
    """The entries of a cell that holds several, with | between them."""
    return tuple(part for part in cell.split("|") if part)


def _lines(path: Path) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    heading, *rest = path.read_text("utf-8").split("\n")
    names = heading.rstrip("\r").split("\t")

    def rows() -> Iterator[tuple[int, list[str]]]:
        for number, line in enumerate(rest, 2):
            cells = line.rstrip("\r").split("\t")
            if len(cells) == len(names):
                yield number, cells
            elif cells != [""]:
                what = f"{len(cells)} cells instead of {len(names)}"
                raise SchemaError(what, where=f"{path}:{number}", todo=_TODO)

    return names, rows()
