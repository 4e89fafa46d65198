"""A picture into a file: png, svg or pdf, the same bytes for the same picture."""

# ruff: noqa: PLC0415 (matplotlib comes with an extra, and takes half a second)

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kg.analysis.picture import HeatMap, Network, Picture
from kg.errors import InputError, MissingExtraError
from kg.output import open_sink
from kg.plot.fonts import choose_fonts

__all__ = ["SUFFIXES", "check_plot", "draw"]

SUFFIXES = (".png", ".svg", ".pdf")
_DPI = 150
# What a file would say about when and by what it was made.
_SILENT: dict[str, dict[str, Any]] = {
    ".png": {"Software": None}, ".svg": {"Date": None, "Creator": None},
    ".pdf": {"CreationDate": None, "Producer": None, "Creator": None},
}  # fmt: skip


def check_plot(path: Path, font: Path | None = None) -> None:
    """Raise at once what `draw` would raise whatever the picture: InputError for a suffix, MissingExtraError."""
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(
            f"the suffix '{path.suffix}' does not say which picture to draw", where=str(path),
            todo=f"name the file {', '.join(SUFFIXES)}",
        )  # fmt: skip
    if find_spec("matplotlib") is None:
        raise MissingExtraError.of("plot", "--plot")
    if font is not None and not font.is_file():
        raise InputError("no such font file", where=str(font), todo="name a .ttf, .otf or .ttc file with --font")


def draw(picture: Picture, path: Path, font: Path | None = None) -> tuple[str, ...]:
    """Draw it. Returns notes, a sentence each: characters that no font has.

    font: a font file to use. Raises InputError where no font shows Chinese, nothing is to be seen, or the file cannot
    be written, and what `check_plot` raises.
    """
    check_plot(path, font)
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    from kg.plot.heatmap import draw_heat_map
    from kg.plot.network import draw_network
    from kg.plot.timeline import draw_time_line

    texts = "".join(_texts(picture))
    if not any(_names(picture)):
        raise InputError("there is nothing to draw", where=str(path), todo="see the rows of the analysis")
    families, missing = choose_fonts(texts, font)
    suffix = path.suffix.lower()
    settings = {
        "font.family": families, "axes.unicode_minus": False, "svg.fonttype": "path", "svg.hashsalt": "kg",
        "pdf.fonttype": 42, "axes.spines.top": False, "axes.spines.right": False, "text.parse_math": False,
    }  # fmt: skip
    with mpl.rc_context(settings), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")  # the notes say so
        if isinstance(picture, HeatMap):
            figure = draw_heat_map(picture)
        elif isinstance(picture, Network):
            figure = draw_network(picture)
        else:
            figure = draw_time_line(picture)
        buffer = io.BytesIO()
        figure.savefig(buffer, format=suffix[1:], dpi=_DPI, metadata=_SILENT[suffix], facecolor="white")
        pyplot.close(figure)
    with open_sink(path) as out:
        out.write(buffer.getvalue())
    if not missing:
        return ()
    return (f"no font installed has {' '.join(sorted(missing))}; boxes stand in their place",)


def _names(picture: Picture) -> Iterator[str]:
    if isinstance(picture, HeatMap):
        yield from (*picture.rows, *picture.columns)
    elif isinstance(picture, Network):
        yield from (dot.name for dot in picture.dots)
    else:
        yield from (line.name for line in picture.lines)


def _texts(picture: Picture) -> Iterator[str]:
    yield from _names(picture)
    yield from (picture.title, picture.note)
    if isinstance(picture, HeatMap):
        yield from picture.kinds
    elif isinstance(picture, Network):
        yield from (*picture.groups.values(), picture.circle, picture.square)
    yield "圆方的大小和数字为行政区个数；蓝色为新增，橙色为以前已有格内报告份名称没位置未写出…：0123456789"
