"""Initiatives by year: the circle is how many districts, its darker part those that were there before."""

from __future__ import annotations

from typing import Any

from matplotlib import pyplot

from kg.analysis.picture import TimeLine
from kg.plot.style import COLOURS, GREY, INK, shorten, width_of

__all__ = ["draw_time_line"]

_ROW, _YEAR = 0.42, 0.8
"""Inches of a line, and of a year."""
_POINTS = 10
_LARGEST = 0.36
"""Inches across, of the largest circle."""


def draw_time_line(picture: TimeLine) -> Any:
    """One line an initiative, one column a year; the number is written beside or in the circle."""
    names = [shorten(line.name, 18) for line in picture.lines]
    years = range(min(min(line.years) for line in picture.lines), max(max(line.years) for line in picture.lines) + 1)
    most = max(many for line in picture.lines for many, _ in line.years.values())
    left = max(map(width_of, names)) * _POINTS / 72 + 0.3
    wide, high = max(len(years) * _YEAR, 1.6), len(names) * _ROW
    key = "圆的大小和数字为行政区个数；蓝色为新增，橙色为以前已有"
    width = max(left + wide + 0.3, width_of(picture.title) * 14 / 72 + 0.5, width_of(key) * 8 / 72 + 0.5)
    height = high + 1.55
    figure = pyplot.figure(figsize=(width, height))
    axes = figure.add_axes((left / width, 0.6 / height, wide / width, high / height))
    for row, line in enumerate(picture.lines):
        axes.plot([min(line.years), max(line.years)], [row, row], color=GREY, linewidth=1.5, zorder=1)
        for year, (many, new) in sorted(line.years.items()):
            across = 72 * (0.1 + (_LARGEST - 0.1) * (many / most) ** 0.5)
            axes.scatter([year], [row], s=across**2, color=COLOURS[1], linewidths=0, zorder=2)
            if new:
                axes.scatter([year], [row], s=across**2 * new / many, color=COLOURS[0], linewidths=0, zorder=3)
            axes.annotate(str(many), (year, row), (across / 2 + 4, 0), textcoords="offset points", fontsize=8,
                          va="center", ha="left", color=INK, zorder=4,
                          bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})  # fmt: skip
    axes.set_xlim(years[0] - 0.5, years[-1] + 0.5)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xticks(list(years), [str(year) for year in years], fontsize=_POINTS)
    axes.set_yticks(range(len(names)), names, fontsize=_POINTS)
    axes.xaxis.tick_top()
    axes.tick_params(length=0, colors=INK)
    axes.grid(axis="y", color="#EEEEEE", linewidth=0.8)
    axes.set_axisbelow(True)
    for spine in axes.spines.values():
        spine.set_visible(False)
    figure.text(0.2 / width, 1 - 0.18 / height, picture.title, fontsize=14, va="top", color=INK)
    figure.text(0.2 / width, 0.34 / height, key, fontsize=8, color="#666666")
    figure.text(0.2 / width, 0.14 / height, picture.note, fontsize=8, color="#666666")
    return figure
