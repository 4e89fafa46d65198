"""Fonts that have the characters of a picture: looked for among those installed by what they hold, not by name."""

# ruff: noqa: PLC0415 (matplotlib comes with an extra)

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kg.errors import InputError

__all__ = ["choose_fonts"]

# Likely ones are opened first: simplified Chinese, then any Chinese. What decides is what they hold.
_LIKELY = (
    re.compile(r"(?:SC|CN|Hans)[-.]|wqy|SourceHan|PingFang|msyh|simhei|simsun|Heiti|Songti", re.IGNORECASE),
    re.compile(r"CJK|Han|Hei|Song|Ming|Kai|uming|ukai|droid|fallback|unifont|arphic", re.IGNORECASE),
)
_HEAVY = re.compile(r"bold|black|heavy|light|thin|italic|oblique|mono", re.IGNORECASE)
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_ENOUGH = 0.98
_TODO = (
    "install a font with Chinese, such as the package fonts-wqy-microhei or fonts-noto-cjk (Debian, Ubuntu), "
    "google-noto-sans-cjk-fonts (Fedora), Noto Sans CJK from its web page elsewhere; or name a font file with --font"
)


def choose_fonts(text: str, font: Path | None = None) -> tuple[list[str], set[str]]:
    """(families for matplotlib, the first one first; characters of `text` that none of them has).

    font: the file to use before all others. Raises InputError where the file is no font, or no font installed has
    nearly all (98 %) of the Chinese characters.
    """
    from matplotlib import font_manager

    wanted = {sign for sign in text if not sign.isspace()}
    families: list[str] = []
    missing, best = set(wanted), set[str]()
    for path in _candidates(font):
        held = _held(path, missing)
        if held is None:
            if path == font:
                raise InputError("not a font that can be read", where=str(font), todo="name a .ttf, .otf or .ttc file")
            continue
        chinese = {sign for sign in missing if _CHINESE.match(sign)}
        first = not families
        if first and path != font and chinese and len(held & chinese) < _ENOUGH * len(chinese):
            best = max(best, held & chinese, key=len)
            continue
        if held or path == font:
            font_manager.fontManager.addfont(str(path))
            families.append(font_manager.FontProperties(fname=str(path)).get_name())
            missing -= held
        if not missing:
            break
    lost = {sign for sign in missing if _CHINESE.match(sign)}
    if not families or len(lost) > (1 - _ENOUGH) * max(1, sum(1 for sign in wanted if _CHINESE.match(sign))):
        shown = "".join(sorted(lost - best)[:10])
        raise InputError(f"no font has the Chinese characters of the picture ({shown} …)", todo=_TODO)
    return list(dict.fromkeys([*families, "DejaVu Sans"])), missing


def _candidates(font: Path | None) -> Iterator[Path]:
    """The file asked for, then those installed: likely ones and regular weights first, in a fixed order."""
    from matplotlib import font_manager

    if font is not None:
        yield font
    paths = [Path(path) for path in font_manager.findSystemFonts()]

    def place(path: Path) -> tuple[int, bool, str]:
        likely = next((at for at, one in enumerate(_LIKELY) if one.search(path.name)), len(_LIKELY))
        return likely, bool(_HEAVY.search(path.name)), str(path)

    yield from sorted(paths, key=place)


def _held(path: Path, wanted: set[str]) -> set[str] | None:
    """Those of the characters that the font file has; None where it cannot be read (a broken file, a bitmap font)."""
    from matplotlib.ft2font import FT2Font

    try:
        known = FT2Font(str(path)).get_charmap()
    except (OSError, RuntimeError, ValueError):
        return None
    return {sign for sign in wanted if ord(sign) in known}
