"""Automatic numbering of a Word file: the 一、 and （一） that stand in numbering.xml, not in the text.

ECMA-376 Part 1, 17.9: a paragraph names a numbering instance and a level, itself or through its style; the instance
points to an abstract definition whose counters all its instances share.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from kg.reading.formats.numerals import number_text
from kg.reading.formats.word_names import child, children, kind, value

__all__ = ["Numbering", "Styles"]

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None  # the level (from 1) after which it begins anew; None: any higher one, 0: never


class Styles:
    """What the paragraph styles say about numbering, and which are lines of a table of contents."""

    def __init__(self, root: Element | None) -> None:
        self._by_id: dict[str, Element] = {}
        for style in children(root, "w:style"):
            self._by_id.setdefault(value(style, "styleId") or "", style)

    def is_contents(self, style: str | None) -> bool:
        """Whether a style is that of lines in a table of contents."""
        name = value(child(self._by_id.get(style or ""), "w:name")) or ""
        return bool(re.fullmatch(r"(?:toc|目录) ?\d", name, re.IGNORECASE))

    def numbering(self, style: str | None) -> tuple[str | None, str | None]:
        """(instance, level) that a style or one it is based on names."""
        instance = level = None
        for _ in range(20):  # based on each other in a circle, in damaged files
            found = self._by_id.get(style or "")
            if found is None:
                break
            properties = child(found, "w:pPr", "w:numPr")
            instance = instance or value(child(properties, "w:numId"))
            level = level or value(child(properties, "w:ilvl"))
            if instance is not None:
                break
            style = value(child(found, "w:basedOn"))
        return instance, level


class Numbering:
    """Counts the numbered paragraphs of one document, in order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._of_style: dict[tuple[str, str], int] = {}
        linked: dict[str, str] = {}
        for definition in children(root, "w:abstractNum"):
            key = value(definition, "abstractNumId") or ""
            self._abstract[key] = self._levels(key, definition)
            for tag, side in (("w:styleLink", "styles"), ("w:numStyleLink", "links")):
                name = value(child(definition, tag))
                if name:
                    linked[f"{side}:{name if side == 'styles' else key}"] = key if side == "styles" else name
        for key in list(self._abstract):  # a definition that only points to a list style
            name = linked.get(f"links:{key}")
            if name and not self._abstract[key]:
                self._abstract[key] = self._abstract.get(linked.get(f"styles:{name}", ""), {})
        self._instances: dict[str, tuple[str, Mapping[int, _Level], Mapping[int, int]]] = {}
        for instance in children(root, "w:num"):
            self._add(instance)
        self._counters: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[str, int]] = set()

    def _levels(self, key: str, parent: Element) -> dict[int, _Level]:
        levels = {}
        for element in children(parent, "w:lvl"):
            index = _number(value(element, "ilvl"), 0)
            restart = value(child(element, "w:lvlRestart"))
            levels[index] = _Level(
                start=_number(value(child(element, "w:start")), 0 if child(element, "w:start") is None else 1),
                form=_form(element),
                text=value(child(element, "w:lvlText")) or "",
                legal=child(element, "w:isLgl") is not None and value(child(element, "w:isLgl")) not in ("0", "false"),
                restart=None if restart is None else _number(restart, 0),
            )
            style = value(child(element, "w:pStyle"))
            if style:
                self._of_style[key, style] = index
        return levels

    def _add(self, instance: Element) -> None:
        abstract = value(child(instance, "w:abstractNumId")) or ""
        levels = dict(self._abstract.get(abstract, {}))
        starts = {}
        for override in children(instance, "w:lvlOverride"):
            index = _number(value(override, "ilvl"), 0)
            start = value(child(override, "w:startOverride"))
            if start is not None:
                starts[index] = _number(start, 1)
            levels.update(self._levels("", override))
        self._instances[value(instance, "numId") or ""] = (abstract, levels, starts)

    def label(self, properties: Element | None) -> str:
        """The number before a paragraph with these properties (w:pPr), "" where it has none; it is counted."""
        own = child(properties, "w:numPr")
        style = value(child(properties, "w:pStyle"))
        styled, styled_level = self._styles.numbering(style)
        instance = value(child(own, "w:numId")) or styled
        found = self._instances.get(instance or "")
        if found is None or instance == "0":  # 0 takes a style's numbering away
            return ""
        abstract, levels, starts = found
        given = value(child(own, "w:ilvl")) or styled_level
        level = self._of_style.get((abstract, style or ""), 0) if given is None else _number(given, 0)
        if level not in levels:
            return ""
        counters = self._counters[abstract]
        if level in starts and (instance or "", level) not in self._begun:
            counters[level] = starts[level]
        else:
            counters[level] = counters[level] + 1 if level in counters else levels[level].start
        self._begun.add((instance or "", level))
        for deeper in [other for other in counters if other > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or 0 < level + 1 <= restart:
                del counters[deeper]
        return _label(levels, counters, level)


def _form(element: Element) -> str:
    """The format of a level; newer ones stand beside an older one for old programs."""
    for found in element:
        if kind(found) == "mc:AlternateContent":
            return value(child(found, "mc:Choice", "w:numFmt")) or value(child(found, "mc:Fallback", "w:numFmt")) or ""
    return value(child(element, "w:numFmt")) or "decimal"


def _label(levels: Mapping[int, _Level], counters: Mapping[int, int], level: int) -> str:
    own = levels[level]
    if own.form == "bullet":
        private = any("\ue000" <= ch <= "\uf8ff" for ch in own.text)  # a character of a symbol font
        return "•" if private else own.text.strip()[:2]

    def place(match: re.Match[str]) -> str:
        index = int(match.group(1)) - 1
        form = "decimal" if own.legal else levels[index].form if index in levels else "decimal"
        start = levels[index].start if index in levels else 1
        return number_text(counters.get(index, start), form)

    return _PLACE.sub(place, own.text[:60]).strip()


def _number(text: str | None, default: int) -> int:
    try:
        return max(-1, min(int(text or ""), 1_000_000))
    except ValueError:
        return default
