"""Pictures: drawn, the same each time, in a font that has the characters; what cannot be drawn is said."""

from __future__ import annotations

import os
import re
import struct
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib import font_manager

from kg.analysis import find_analysis, run_analysis
from kg.analysis.picture import Dot, HeatMap, Line, Link, Network, Picture, TimeLine
from kg.errors import InputError
from kg.plot import draw
from kg.plot.fonts import choose_fonts
from kg.plot.network import draw_network
from kg.plot.style import shorten, width_of
from tests.analysis.invented import District, graph

CHINESE = next(
    (path for path in font_manager.findSystemFonts() if re.search(r"wqy|CJK|SourceHan|PingFang|msyh", path)), None
)
LATIN = Path(font_manager.findfont("DejaVu Sans"))
needs_font = pytest.mark.skipif(
    CHINESE is None and os.environ.get("KG_REQUIRE_ALL") != "1", reason="no font with Chinese is installed"
)
LONG = "农村人居环境整治提升五年行动实施方案落实情况专项督查"
DISTRICTS: list[District] = [
    (name, ["P:蓝湾港工程", "P:清溪河工程", f"C:{LONG}"][at % 2 :], [], [])
    for at, name in enumerate(("临沂市", "日照市", "南昌市", "", ""))
]


def size(path: Path) -> tuple[int, int]:
    """Width and height in pixels, from a PNG's header."""
    width, height = struct.unpack(">II", path.read_bytes()[16:24])
    return width, height


@needs_font
@pytest.mark.parametrize("name", ["similarity", "communities", "bridges", "matrix", "spread", "timeline"])
def test_every_analysis_has_a_picture_that_is_the_same_each_time(name: str, tmp_path: Path) -> None:
    result = run_analysis(find_analysis(name), graph(*DISTRICTS))
    assert result.picture is not None
    for suffix, begins in ((".png", b"\x89PNG"), (".svg", b"<?xml")):
        one, other = tmp_path / f"one{suffix}", tmp_path / f"other{suffix}"
        assert draw(result.picture(), one) == draw(result.picture(), other) == ()
        assert one.read_bytes().startswith(begins)
        assert one.read_bytes() == other.read_bytes()
    assert min(size(tmp_path / "one.png")) > 300
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.png", "one.svg", "other.png", "other.svg"]


@needs_font
def test_a_heat_map_grows_with_what_it_shows(tmp_path: Path) -> None:
    def made(rows: int, columns: int) -> tuple[int, int]:
        names = tuple(f"甲乙{number:02}" for number in range(max(rows, columns)))
        cells = {(row, column): (0, 1) for row in range(rows) for column in range(columns)}
        draw(HeatMap("图", names[:rows], names[:columns], cells, ("已开展",)), tmp_path / "map.png")
        return size(tmp_path / "map.png")

    small, wide, high = made(10, 10), made(10, 60), made(60, 10)
    assert wide[0] > 3 * small[0] and wide[1] == small[1]
    assert high[1] > 3 * small[1] and high[0] == small[0]


@needs_font
def test_labels_of_a_network_do_not_lie_over_each_other() -> None:
    dots = tuple(Dot(f"（某某镇，{number:03}报告.txt:{number}）", number % 9, 0.5) for number in range(40))
    links = tuple(Link(a, (a * 7 + b) % 40, 0.5) for a in range(40) for b in (1, 2) if a != (a * 7 + b) % 40)
    picture = Network("图", dots, links, {group: f"{group}组" for group in range(9)}, "镇")
    families, missing = choose_fonts("某镇报告组图一二三" + "txt:0123456789（），")
    with mpl.rc_context({"font.family": families}):
        figure = draw_network(picture)
        renderer = figure.canvas.get_renderer()
        boxes = [text.get_window_extent(renderer) for text in figure.axes[0].texts]
    assert len(boxes) >= 36 and "某" not in missing
    for at, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[at + 1 :])
        assert figure.bbox.x0 <= box.x0 and box.x1 <= figure.bbox.x1


@needs_font
def test_signs_that_no_font_has_are_boxes_and_said(tmp_path: Path) -> None:
    picture = TimeLine("图", (Line("河长制\U0010fffd", {2023: (2, 2), 2024: (3, 1)}),))
    (note,) = draw(picture, tmp_path / "line.png")
    assert "\U0010fffd" in note


def test_a_font_without_chinese_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda *_: [str(LATIN)])
    picture = TimeLine("图", (Line("河长制", {2023: (2, 2)}),))
    with pytest.raises(InputError, match=r"no font has the Chinese characters .*fonts-wqy-microhei"):
        draw(picture, tmp_path / "line.png")
    with pytest.raises(InputError, match="fonts-noto-cjk"):
        draw(picture, tmp_path / "line.png", LATIN)
    assert list(tmp_path.iterdir()) == []


@needs_font
def test_a_font_file_that_is_named_is_used(tmp_path: Path) -> None:
    assert CHINESE is not None
    families, missing = choose_fonts("河长制", Path(CHINESE))
    assert families[0] == font_manager.FontProperties(fname=CHINESE).get_name() and not missing
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    with pytest.raises(InputError, match="not a font"):
        choose_fonts("河长制", tmp_path / "broken.ttf")


@pytest.mark.parametrize(
    "picture",
    [HeatMap("图", (), (), {}, ("已开展",)), Network("图", (), (), {}, "区"), TimeLine("图", ())],
    ids=["heat map", "network", "time line"],
)
def test_nothing_to_draw(picture: Picture, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing to draw"):
        draw(picture, tmp_path / "none.png")


def test_suffixes(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"'\.gif' does not say .*\.png, \.svg, \.pdf"):
        draw(TimeLine("图", (Line("河长制", {2023: (2, 2)}),)), tmp_path / "x.gif")


def test_long_names_are_shortened_and_masked_districts_stay_apart() -> None:
    assert shorten(LONG, 10) == LONG[:9] + "…"
    assert shorten("河长制", 3) == "河长制"
    masked = [shorten(f"（XX镇，2023年度工作总结汇编（下册）.txt:{line}）", 14) for line in (12, 345, 6789)]
    assert len(set(masked)) == 3 and all(name.startswith("（XX镇，2023") for name in masked)
    for most in (8, 11, 14, 20):
        assert width_of(shorten("（某某区市场监督管理局，汇编.txt:1024）", most)) <= max(most, 10)
