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
# “1+3+N”机制, “三个一”, “一二三四”工作思路: each place counts its own. A hotline's number (12345) is a name.
_COUNT = r"[\dnx零一二三四五六七八九十百千两]"
_FORMULA_HEAD = (
    r"(?:工作|发展|总体|改革|管理|治理|服务|推进|运行|保障|政策|规划)*"
    r"(?:机制|模式|体系|格局|布局|思路|战略|政策|规划|方案|制度|行动|工程|计划|工作法|部署|目标|框架|路径|举措)"
)
_COUNTED = re.compile(
    rf"^(?:{_COUNT}+(?:\+{_COUNT}+)+|{_COUNT}[个大项]{_COUNT}|[一二三四五六七八九十百千两]{{3,}})(?:{_FORMULA_HEAD})?$"
    rf"|^(?!1[12]\d{{1,3}})\d{{3,}}{_FORMULA_HEAD}$"
)
# Ends that a thing held by each place for itself has even when it is no common word's drive (宣传月 is shared).
_SHARED = ("宣传月", "宣传周", "宣传日")


@lru_cache(maxsize=1 << 14)
def is_generic(name: str) -> bool:
    """Whether the name describes a drive in common words, or counts its parts, only: no name of its own.

    >>> is_generic("安全隐患大排查"), is_generic("“雷霆”行动"), is_generic("全国安全生产大检查"), is_generic("十大行动")
    (True, False, False, True)
    >>> is_generic("“1+3+N”工作机制"), is_generic("“三个一”工程"), is_generic("12345热线"), is_generic("“四好农村路”")
    (True, True, False, False)
    """
    form = normal_form(name)
    if _FROM_ABOVE.match(form) or form.endswith(_SHARED):
        return False
    return bool(_FORMULA.match(form) or _COUNTED.match(form)) or bool(drive_word(form) and is_common(form))


def is_local(name: str, concept: Concept | None) -> bool:
    """Whether each place holds it for itself: a generic drive that no one level above runs.

    A concept of the thesaurus is local when it is a campaign that is run at any level and its own name ends in the word
    for a drive; one with another level is one initiative.
    """
    if concept is None:
        return is_generic(name)
    own = concept.label == "Campaign" and concept.level == "any" and not concept.name.endswith(_SHARED)
    return own and bool(drive_word(concept.name))
