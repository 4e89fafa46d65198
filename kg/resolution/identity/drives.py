"""Generic drives (安全隐患大排查): held by each place for itself, so each place has its own under a shared kind."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.resolution.identity.words import drive_word, is_common
from kg.resolution.names import normal_form

if TYPE_CHECKING:
    from kg.resolution.thesaurus import Concept

__all__ = ["is_generic", "is_local"]

# Who holds it is said: the nation or the province, so it is one.
_FROM_ABOVE = re.compile(r"^(?:全国|国家|中央|世界|国际|全省|省|自治区)")
# 十大行动, 六大专项工程: how many there are is no name.
_FORMULA = re.compile(
    r"^(?:\d+|[一二三四五六七八九十]+)[大项个](?:专项|攻坚|重点|提升|民生)?(?:行动|攻坚战?|工程|战役|会战|计划|任务|战)$"
)
# Ends that a thing held by each place for itself has even when it is no common word's drive (宣传月 is shared).
_SHARED = ("宣传月", "宣传周", "宣传日")


@lru_cache(maxsize=1 << 14)
def is_generic(name: str) -> bool:
    """Whether the name describes a drive in common words only: no name of its own.

    >>> is_generic("安全隐患大排查"), is_generic("“雷霆”行动"), is_generic("全国安全生产大检查"), is_generic("十大行动")
    (True, False, False, True)
    """
    form = normal_form(name)
    if _FROM_ABOVE.match(form) or form.endswith(_SHARED):
        return False
    return bool(_FORMULA.match(form)) or bool(drive_word(form) and is_common(form))


def is_local(name: str, concept: Concept | None) -> bool:
    """Whether each place holds it for itself: a generic drive that no one level above runs.

    A concept of the thesaurus is local when it is a campaign that is run at any level and its own name ends in the word
    for a drive; one with another level is one initiative.
    """
    if concept is None:
        return is_generic(name)
    own = concept.label == "Campaign" and concept.level == "any" and not concept.name.endswith(_SHARED)
    return own and bool(drive_word(concept.name))
