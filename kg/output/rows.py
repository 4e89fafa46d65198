"""A result: named columns and rows of plain values, whether a store, a table or a list of reports made it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

__all__ = ["Rows", "Value"]

Value = str | int | float | bool | None | list["Value"] | dict[str, "Value"]


@dataclass(frozen=True, slots=True)
class Rows:
    """Columns in order, and rows with one value for each column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]

    @classmethod
    def of(cls, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Rows:
        """Rows of whatever a store returns, as plain values (see `plain`)."""
        return cls(tuple(columns), tuple(tuple(plain(value) for value in row) for row in rows))

    def __len__(self) -> int:
        """How many rows."""
        return len(self.rows)

    def dicts(self) -> list[dict[str, Value]]:
        """One dict a row, keys in the order of the columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def column(self, name: str) -> list[Value]:
        """The values of one column. Raises ValueError when there is none of that name."""
        at = self.columns.index(name)
        return [row[at] for row in self.rows]


def plain(value: Any) -> Value:
    """A value as JSON knows it: a store's decimals become int or float, dates become ISO text."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        # Ladybug shows nodes and relationships with internal offsets (_ID, _SRC, _DST): no meaning outside.
        return {str(key): plain(part) for key, part in value.items() if key not in {"_ID", "_SRC", "_DST"}}
    if isinstance(value, Iterable) and not isinstance(value, bytes | bytearray):
        return [plain(part) for part in value]
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
