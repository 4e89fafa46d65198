"""Districts × initiatives as coloured squares."""

from __future__ import annotations

from typing import Any

from matplotlib import pyplot
from matplotlib.patches import Patch, Rectangle

from kg.analysis.picture import HeatMap
from kg.plot.style import COLOURS, INK, shorten, width_of

__all__ = ["draw_heat_map"]

_CELL = 0.24
"""Inches of a square, room for a label of nine points beside it."""
_POINTS = 9
_LABEL = 16.0


def draw_heat_map(picture: HeatMap) -> Any:
    """Initiatives from above, districts from the left; the colour is the kind, the number inside how many reports."""
    rows, columns = [shorten(name, _LABEL) for name in picture.rows], [shorten(name, 12) for name in picture.columns]
    inch = _POINTS / 72
    left = max(map(width_of, rows)) * inch + 0.4
    above = max(map(width_of, columns)) * inch + 0.15
    wide, high = len(columns) * _CELL, len(rows) * _CELL
    least = max(width_of(picture.title) * 14, width_of(picture.note) * 9) / 72 + 0.4
    width = max(left + wide + 0.25, least)
    height = above + high + 0.55 + 0.55
    figure = pyplot.figure(figsize=(width, height))
    axes = figure.add_axes((left / width, 0.5 / height, wide / width, high / height))
    for (row, column), (kind, number) in sorted(picture.cells.items()):
        axes.add_patch(Rectangle((column, row), 0.92, 0.92, color=COLOURS[kind], linewidth=0))
        if number > 1:
            axes.text(column + 0.46, row + 0.5, str(number), color="white" if kind == 0 else INK, fontsize=7,
                      ha="center", va="center")  # fmt: skip
    axes.set_xlim(-0.04, len(columns))
    axes.set_ylim(len(rows), -0.04)
    axes.set_xticks([at + 0.46 for at in range(len(columns))], columns, rotation=90, fontsize=_POINTS)
    axes.set_yticks([at + 0.46 for at in range(len(rows))], rows, fontsize=_POINTS)
    axes.xaxis.tick_top()
    axes.tick_params(length=0, colors=INK, pad=3)
    axes.set_facecolor("#F2F2F2")
    for spine in axes.spines.values():
        spine.set_visible(False)
    figure.text(0.2 / width, 1 - 0.18 / height, picture.title, fontsize=14, va="top", color=INK)
    handles = [Patch(color=COLOURS[at], label=kind) for at, kind in enumerate(picture.kinds)]
    numbered = any(number > 1 for _, number in picture.cells.values())
    figure.legend(handles=handles, loc="lower left", bbox_to_anchor=(0.1 / width, 0.02 / height), ncols=len(handles),
                  frameon=False, fontsize=_POINTS, handlelength=1, handleheight=1)  # fmt: skip
    note = "；".join(part for part in (picture.note, "格内数字为报告份数" if numbered else "") if part)
    figure.text(1 - 0.2 / width, 0.2 / height, note, fontsize=8, ha="right", color="#666666")
    return figure
