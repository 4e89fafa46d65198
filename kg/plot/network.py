"""A network: districts, and what they share, laid out so that what belongs together lies together."""

from __future__ import annotations

import textwrap
from typing import Any

import numpy as np
from matplotlib import pyplot
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from kg.analysis.networks import weighted
from kg.analysis.picture import Network
from kg.plot.labels import place_labels
from kg.plot.style import COLOURS, GREY, INK, MARKERS, shorten

__all__ = ["draw_network"]

Points = NDArray[np.float64]
_POINTS = 9
_LEGEND = 3.4
"""Inches of the legend on the right."""


def draw_network(picture: Network) -> Any:
    """Circles are districts (or initiatives), squares are what links them; labels keep clear of each other."""
    many = len(picture.dots)
    side = float(np.clip(3.2 + 0.75 * many**0.55, 5, 15))
    legend = _LEGEND if picture.groups else 0.2
    width, height = side + legend, side + 1.0
    figure = pyplot.figure(figsize=(width, height))
    axes = figure.add_axes((0.1 / width, 0.5 / height, (side - 0.1) / width, side / height - 0.15 / height))
    at = _layout(picture)
    axes.set_xlim(-0.06, 1.06)
    axes.set_ylim(-0.04, 1.04)
    axes.set_axis_off()
    clear = min(1.0, 300 / max(len(picture.links), 1)) ** 0.5  # many links would hide what lies behind
    for link in sorted(picture.links, key=lambda link: link.weight):
        same = picture.dots[link.a].group == picture.dots[link.b].group and len(picture.groups) > 2
        colour = _colour(picture, picture.dots[link.a].group) if same else GREY
        axes.plot(*at[[link.a, link.b]].T, color=colour, alpha=clear * (0.25 + 0.4 * link.weight), zorder=1,
                  linewidth=0.4 + 2.2 * link.weight)  # fmt: skip
    across = np.array([5 + 11 * dot.size**0.5 for dot in picture.dots])
    for number, dot in enumerate(picture.dots):
        axes.scatter(*at[number], s=across[number] ** 2, marker=_marker(picture, dot.group, dot.thing), zorder=2,
                     color=_colour(picture, dot.group), edgecolors="white", linewidths=0.8)  # fmt: skip
    order = sorted(range(many), key=lambda one: (not picture.dots[one].thing, -picture.dots[one].size, one))
    texts = [shorten(dot.name, 14) for dot in picture.dots]
    left_out = place_labels(axes, at, across, texts=texts, order=order, points=_POINTS, colour=INK)
    figure.text(0.2 / width, 1 - 0.18 / height, picture.title, fontsize=14, va="top", color=INK)
    _legend(figure, picture, side / width)
    said = "；".join(part for part in (f"圆：{picture.circle}", picture.square and f"方：{picture.square}") if part)
    figure.text(0.2 / width, 0.3 / height, said, fontsize=8, color="#666666")
    crowded = f"{left_out} 个名称没有位置，未写出" if left_out else ""
    note = "；".join(part for part in (picture.note, crowded) if part)
    figure.text(0.2 / width, 0.1 / height, note, fontsize=8, color="#666666")
    return figure


def _layout(picture: Network) -> Points:
    """Places in the unit square, by the seed: NetworkX's spring layout, the parts of a network beside each other."""
    import networkx  # noqa: PLC0415 (comes with an extra; `weighted` says so where it is missing)

    ends = np.array([(link.a, link.b) for link in picture.links], np.int64).reshape(-1, 2)
    strong = np.array([0.2 + link.weight for link in picture.links])
    graph = weighted(len(picture.dots), ends[:, 0], ends[:, 1], strong)
    for a, b in graph.edges:
        if len(picture.groups) > 2 and picture.dots[a].group == picture.dots[b].group:
            graph[a][b]["weight"] *= 3  # communities come out as clusters
    found = networkx.spring_layout(
        graph, seed=picture.seed, k=2.2 / max(len(graph), 1) ** 0.5, iterations=300, method="force"
    )
    at = np.array([found[node] for node in range(len(picture.dots))]).reshape(-1, 2)
    # By rank along each axis, for the larger part: fills the square, where springs crowd the middle.
    low, high = at.min(axis=0), at.max(axis=0)
    scaled = (at - low) / np.where(high > low, high - low, 1)
    rank = np.argsort(np.argsort(at, axis=0, kind="stable"), axis=0, kind="stable") / max(len(at) - 1, 1)
    even: Points = 0.4 * scaled + 0.6 * rank
    return even


def _colour(picture: Network, group: int | None) -> str:
    if not picture.groups:
        return COLOURS[0]
    return GREY if group is None else COLOURS[list(picture.groups).index(group) % len(COLOURS)]


def _marker(picture: Network, group: int | None, thing: bool) -> str:
    """Squares are things; beyond the seven colours other shapes tell groups apart."""
    if picture.square:
        return "s" if thing else "o"
    place = 0 if group is None else list(picture.groups).index(group)
    return MARKERS[place // len(COLOURS) % len(MARKERS)]


def _legend(figure: Any, picture: Network, left: float) -> None:
    if not picture.groups:
        return
    handles = [
        Line2D([], [], linestyle="", marker=_marker(picture, group, bool(group)), color=_colour(picture, group),
               markersize=8, label="\n".join(textwrap.wrap(text, 22)[:2]))
        for group, text in picture.groups.items()
    ]  # fmt: skip
    figure.legend(handles=handles[:24], loc="upper left", bbox_to_anchor=(left, 0.95), frameon=False, fontsize=8,
                  labelspacing=0.7)  # fmt: skip
