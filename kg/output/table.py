"""Rows as a table for people."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

import io
import shutil
import sys

from kg.output.rows import Rows, Value
from kg.output.sink import Sink
from kg.output.text import cell

__all__ = ["table_text", "write_table"]

_WIDE = 10_000  # in a file or pipe no line is broken


def _shown(value: Value) -> str:
    return "、".join(cell(part) for part in value) if isinstance(value, list) else cell(value)


def _is_number(rows: Rows, column: int) -> bool:
    kinds = {type(row[column]) for row in rows.rows} - {type(None)}
    return bool(kinds) and kinds <= {int, float}


def table_text(rows: Rows, width: int | None) -> str:
    """The table as text; what is wider than `width` is folded inside its cell (None: as wide as it gets)."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for number, name in enumerate(rows.columns):
        table.add_column(
            Text(name),
            justify="right" if _is_number(rows, number) else "left",
            overflow="fold",
            no_wrap=width is None,
        )
    for row in rows.rows:
        # Text, not str: square brackets in a report are not markup.
        table.add_row(*(Text(_shown(value)) for value in row))
    console = Console(file=io.StringIO(), width=width or _WIDE, color_system=None, highlight=False, emoji=False)
    console.print(table)
    assert isinstance(console.file, io.StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines()) + "\n"


def write_table(rows: Rows, out: Sink) -> None:
    """The table, as wide as the terminal when it goes there, and below it how many rows."""
    terminal = out.file is getattr(sys.stdout, "buffer", None) and sys.stdout.isatty()
    text = table_text(rows, shutil.get_terminal_size().columns if terminal else None)
    if terminal:
        text += f"({len(rows)} {'row' if len(rows) == 1 else 'rows'})\n"
    out.write(text.encode("utf-8", errors="backslashreplace"))
