"""Automatic numbering of a Word file: the 一、 and （一） that stand in numbering.xml, not in the text.

python-docx gives the elements and does not count. ECMA-376 Part 1, 17.9: a paragraph names a numbering instance and a
level, itself or through its style; the instance points to an abstract definition whose counters all instances share.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import nsmap, qn

from kg.reading.formats.numerals import number_text

__all__ = ["Numbering", "Styles"]

_PLACE = re.compile(r"%([1-9])")
_LARGEST = 1_000_000


@dataclass(frozen=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None  # the level (from 1) after which it begins anew; None: any higher one, 0: never
    style: str = ""


class Styles:
    """What the paragraph styles say about numbering, and which are lines of a table of contents."""

    def __init__(self, root: Any) -> None:
        self._by_id = {style.styleId: style for style in reversed(_all(root, "w:style"))}

    def is_contents(self, style: str | None) -> bool:
        """Whether a style is that of lines in a table of contents."""
        found = self._by_id.get(style)
        return found is not None and bool(re.fullmatch(r"(?:toc|目录) ?\d", found.name_val or "", re.IGNORECASE))

    def numbering(self, style: str | None) -> tuple[int | None, int | None]:
        """(instance, level) that a style or one it is based on names."""
        instance = level = None
        for _ in range(20):  # based on each other in a circle, in damaged files
            found = self._by_id.get(style)
            if found is None or instance is not None:
                break
            instance, own = _named(found.pPr)
            level = own if level is None else level
            style = None if found.basedOn is None else found.basedOn.val
        return instance, level


class Numbering:
    """Counts the numbered paragraphs of one document, in order."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self._styles = styles
        self._instances: dict[int, tuple[int, Mapping[int, _Level], Mapping[int, int]]] = {}
        self._counters: dict[int, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[int, int]] = set()
        definitions = _all(root, "w:abstractNum")
        linked = {_value(each, "w:styleLink"): each for each in definitions}
        abstract: dict[int, dict[int, _Level]] = {}
        for definition in definitions:
            # One without levels points to the definition of a list style.
            link = linked.get(_value(definition, "w:numStyleLink", "none"))
            abstract[int(definition.get(qn("w:abstractNumId"), "0"))] = _levels(definition) or _levels(link)
        for instance in _all(root, "w:num"):
            key, overrides = instance.abstractNumId.val, instance.lvlOverride_lst
            levels = dict(abstract.get(key, {}))
            for override in overrides:
                levels.update(_levels(override))
            starts = {each.ilvl: each.startOverride.val for each in overrides if each.startOverride is not None}
            self._instances[instance.numId] = (key, levels, starts)

    def label(self, properties: Any) -> str:
        """The number before a paragraph with these properties (w:pPr), "" where it has none; it is counted."""
        own, given = _named(properties)
        style = None if properties is None else properties.style
        styled, styled_level = self._styles.numbering(style)
        instance = styled if own is None else own
        if instance not in self._instances or not instance:  # 0 takes a style's numbering away
            return ""
        abstract, levels, starts = self._instances[instance]
        level = styled_level if given is None else given
        if level is None:
            level = next((index for index, each in levels.items() if style and each.style == style), 0)
        if level not in levels:
            return ""
        counters = self._counters[abstract]
        if level in starts and (instance, level) not in self._begun:
            counters[level] = starts[level]
        else:
            counters[level] = counters[level] + 1 if level in counters else levels[level].start
        self._begun.add((instance, level))
        for deeper in [other for other in counters if other > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or 0 < level + 1 <= restart:
                del counters[deeper]
        return _label(levels, counters, level)


def _named(properties: Any) -> tuple[int | None, int | None]:
    """(instance, level) in a paragraph's or style's properties."""
    found = None if properties is None else properties.numPr
    if found is None:
        return None, None
    return (None if found.numId is None else found.numId.val), (None if found.ilvl is None else found.ilvl.val)


def _all(parent: Any, kind: str) -> list[Any]:
    return [] if parent is None else list(parent.findall(kind, nsmap))


def _value(parent: Any, kind: str, default: str = "") -> str:
    """The value of the first child of a kind."""
    return next((found.get(qn("w:val"), default) for found in _all(parent, kind)), default)


def _levels(parent: Any) -> dict[int, _Level]:
    """The levels that a definition, or an override of one, holds."""
    found = {}
    for element in _all(parent, "w:lvl"):
        restart = _value(element, "w:lvlRestart")
        found[int(element.get(qn("w:ilvl"), "0"))] = _Level(
            start=int(_value(element, "w:start", "0")),
            form=_value(element, "w:numFmt", "decimal"),
            text=_value(element, "w:lvlText"),
            legal=bool(_all(element, "w:isLgl")) and _value(element, "w:isLgl") not in ("0", "false"),
            restart=int(restart) if restart else None,
            style=_value(element, "w:pStyle"),
        )
    return found


def _label(levels: Mapping[int, _Level], counters: Mapping[int, int], level: int) -> str:
    own = levels[level]
    if own.form == "bullet":
        private = any("\ue000" <= ch <= "\uf8ff" for ch in own.text)  # a character of a symbol font
        return "•" if private else own.text.strip()[:2]

    def place(match: re.Match[str]) -> str:
        index = int(match.group(1)) - 1
        form = "decimal" if own.legal else levels[index].form if index in levels else "decimal"
        start = levels[index].start if index in levels else 1
        return number_text(max(-1, min(counters.get(index, start), _LARGEST)), form)

    return _PLACE.sub(place, own.text[:60]).strip()
