"""What a picture shows, without how it is drawn (kg/plot): names, numbers, and what belongs together."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Dot", "HeatMap", "Line", "Link", "Network", "Picture", "TimeLine"]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """rows × columns; cells: (row, column) → (kind, number). kinds: what the colours mean, the first the strongest."""

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: dict[tuple[int, int], tuple[int, int]]
    kinds: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A node. group: which colour and shape, None for none. size: from 0 to 1. thing: an initiative or a unit."""

    name: str
    group: int | None
    size: float
    thing: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Between two dots, by their place in the list. weight: how strong, 0 to 1."""

    a: int
    b: int
    weight: float


@dataclass(frozen=True, slots=True)
class Network:
    """dots and links. groups: what the colours mean, by number of the group. circle, square: what the shapes mean."""

    title: str
    dots: tuple[Dot, ...]
    links: tuple[Link, ...]
    groups: dict[int, str]
    circle: str
    square: str = ""
    note: str = ""
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a time line: year → how many, and how many of these are new."""

    name: str
    years: dict[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class TimeLine:
    """Initiatives by year; the size of a circle is how many districts."""

    title: str
    lines: tuple[Line, ...]
    note: str = ""


Picture = HeatMap | Network | TimeLine
