"""Reports to measure with: the bundled examples, again and again under other places' names."""

from __future__ import annotations

import random
from pathlib import Path

from kg.errors import SourceError
from kg.reading import read_sources
from kg.resources import resource

__all__ = ["write_copies"]

_STEMS = ("青岚", "禾川", "松河", "柏岭")
"""The first two characters of the districts that the examples invent."""
_SYLLABLES = "安平长宁云清石东湖南泉塘新田柳溪高坪白沙金竹"


def write_copies(folder: Path, copies: int, seed: int = 1) -> None:
    """Write every example `copies` times into the folder, each time with districts of other (invented) names.

    A copy is a report of its own: another file name, other districts, so no id comes twice.
    """
    dice = random.Random(seed)
    examples = [source for source in read_sources([resource("examples")]) if not isinstance(source, SourceError)]
    for number in range(copies):
        names = {stem: "".join(dice.sample(_SYLLABLES, 2)) for stem in _STEMS}
        for example in examples:
            name, text = example.name, example.text
            for stem, other in names.items():
                name, text = name.replace(stem, other), text.replace(stem, other)
            (folder / f"{number:03}-{name}").write_text(text, "utf-8")
