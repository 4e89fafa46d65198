"""Labels beside points, none over another: the important ones first, those without room are left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.patheffects import withStroke
from numpy.typing import NDArray

__all__ = ["place_labels"]

Floats = NDArray[np.float64]
# Right, left, above, below, then the corners: horizontal and vertical alignment, and which way.
_WAYS = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))


def place_labels(
    axes: Any, at: Floats, across: Floats, *, texts: Sequence[str], order: Sequence[int], points: float, colour: str
) -> int:
    """Write the label of each point beside it where it covers no other. Returns how many found no room.

    at: places in data coordinates, (n, 2). across: how wide each point is, in typographic points. order: the important
    first.
    """
    figure = axes.figure
    renderer = figure.canvas.get_renderer()
    scale = figure.dpi / 72
    middle = axes.transData.transform(at)
    radius = across * scale / 2
    taken = np.concatenate([middle - 0.8 * radius[:, None], middle + 0.8 * radius[:, None]], axis=1)
    inside = axes.get_window_extent(renderer)
    left_out = 0
    halo = [withStroke(linewidth=2, foreground="white")]
    for one in order:
        text = axes.text(0, 0, texts[one], fontsize=points, color=colour, ha="left", va="bottom", zorder=4)
        text.set_path_effects(halo)
        box = text.get_window_extent(renderer)
        others = np.delete(taken, one, axis=0)  # its own point may touch it
        best = None
        for step, (x, y) in ((step, way) for step in (1.0, 1.8) for way in _WAYS):
            away = radius[one] * step + 2 * scale
            corner = middle[one] + (
                away * x if x > 0 else away * x - box.width if x < 0 else -box.width / 2,
                away * y - (box.height / 2 if y == 0 else box.height if y < 0 else 0),
            )
            mine = np.array([*corner, corner[0] + box.width, corner[1] + box.height])
            if mine[0] < inside.x0 or mine[2] > inside.x1 or mine[1] < inside.y0 or mine[3] > inside.y1:
                continue
            beside = (others[:, 2] < mine[0]) | (others[:, 0] > mine[2])
            if (beside | (others[:, 3] < mine[1]) | (others[:, 1] > mine[3])).all():
                best = mine
                break
        if best is None:
            text.remove()
            left_out += 1
            continue
        text.set_position(axes.transData.inverted().transform(best[:2]))
        taken = np.concatenate([taken, best[None]])
    return left_out
