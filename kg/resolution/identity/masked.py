"""Masked names that the thesaurus can unmask: xxx消防安全宣传日 can only be 119消防安全宣传日."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.resolution.identity.keys import is_place
from kg.resolution.names import core

__all__ = ["Unmasked", "unmask"]

_SIGN = re.compile(r"[xX*×○某�]")
LEAST = 6
"""At least so many characters must be there unmasked,"""
SHARE = 2 / 3
"""and so large a part of the name."""
# A mask that could stand for a place, a level or an ordinal says nothing.
_OPEN = re.compile(
    r"^(?:中国|中华|全国|国家|全省|省级|全市|市级|县级|区级|[一二三四五六七八九十]+|.?[省市县区镇乡村州河江湖海山岛])$"
)


@dataclass(frozen=True, slots=True)
class Unmasked:
    """form: the one normal form that fits, or None; why: the reason, for people."""

    form: str | None
    why: str


def unmask(name: str, forms: Mapping[int, Sequence[str]], concept_of: Mapping[str, str]) -> Unmasked:
    """The normal form that the masked name stands for, where the thesaurus leaves only one.

    forms: all normal forms of the thesaurus by their length; concept_of: id of what each means. One sign stands for
    one character. At least LEAST characters and SHARE of the name must be readable, every form that fits must mean the
    same concept, and what the mask hides must not be a place or a level, which reports mask everywhere.
    """
    text = core(name)
    signs = [place for place, sign in enumerate(text) if _SIGN.match(sign)]
    kept = [(place, sign.casefold()) for place, sign in enumerate(text) if not _SIGN.match(sign)]
    if len(kept) < LEAST or len(kept) < SHARE * len(text):
        return Unmasked(
            None,
            f"只有 {len(kept)} 个字未脱敏，不足以确定 · only {len(kept)} of {len(text)} characters are readable",
        )
    fitting = [form for form in forms.get(len(text), ()) if all(form[at] == sign for at, sign in kept)]
    meant = {concept_of[form] for form in fitting}
    if len(meant) != 1:
        return Unmasked(None, f"词表中有 {len(meant)} 个概念相符 · {len(meant)} concepts of the thesaurus fit")
    form = min(fitting)
    hidden = "".join(form[at] for at in signs)
    if _OPEN.match(hidden) or is_place(hidden):
        return Unmasked(None, f"脱敏处可能是地名或层级 · the mask may hide a place or a level ({hidden})")
    return Unmasked(form, f"{len(kept)} 个字未脱敏，唯“{form}”相符 · {len(kept)} readable, only {form} fits")
