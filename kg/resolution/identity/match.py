"""Which concept of the thesaurus a name means: by its normal form, its key, or the pattern its mask leaves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.resolution.identity.keys import ends_in_act, has_full_form, identity_key, is_proper
from kg.resolution.identity.levels import has_level, is_title
from kg.resolution.identity.masked import unmask
from kg.resolution.masks import is_masked
from kg.resolution.names import core, edition_of, normal_form
from kg.resolution.thesaurus import Concept, Thesaurus

__all__ = ["Match", "Matcher"]

_ENDS = ("", "建设", "创建", "机制", "制度", "模式", "项目", "政策", "品牌")
_PROPER_ENDS = ("行动", "专项行动", "工程", "计划", "体系")
_CLEANING = re.compile(r"(?:整治|治理|排查整治|清理整治|清理|检查)$")
# 中国国际进口博览会（进博会）: the name and what it is called for short.
_ALIAS = re.compile(r"(?P<name>[^（(]{4,})[（(](?:简称|以下简称)?(?P<alias>[^（）()]{2,})[）)]$")
_QUOTED = re.compile(r"[\"“”＂「」『』]")


@dataclass(frozen=True, slots=True)
class Match:
    """What a name means. concept: None where the thesaurus does not know it. rule, evidence: how it was found.

    masked: the name stays in its report. doubtful: a concept that it may mean, and is not taken to. edition: which
    edition of the event (七, of 第七届…会), and the event's own name; None for whatever is no edition.
    """

    concept: Concept | None = None
    rule: str = ""
    evidence: str = ""
    masked: bool = False
    doubtful: Concept | None = None
    edition: tuple[str, str] | None = None


class Matcher:
    """Asks one thesaurus, and remembers what it was asked."""

    def __init__(self, thesaurus: Thesaurus) -> None:
        """Of this thesaurus."""
        self.thesaurus = thesaurus
        self._known: dict[str, Match] = {}

    def match(self, name: str) -> Match:
        """What the name means, whichever report says it."""
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = self._match(name)
        return found

    def _match(self, name: str) -> Match:
        form = normal_form(name)
        concept = self.thesaurus.by_form.get(form)
        if concept is not None:
            return self._bare(name, form, concept)
        if is_masked(core(name)):
            found = unmask(name, self.thesaurus.by_length, self._meanings)
            if found.form is None:
                return Match(rule="masked", evidence=found.why, masked=True)
            return Match(self.thesaurus.by_form[found.form], "masked-pattern", found.why)
        if (edition := edition_of(name)) is not None:
            return Match(edition=edition)
        if (alias := _ALIAS.match(name)) is not None:
            whole, short = self.match(alias["name"]), self.match(alias["alias"])
            if whole.concept is not None and whole.concept is short.concept:
                return whole
        return self._by_key(identity_key(name))

    @cached_property
    def by_level(self) -> Mapping[str, Concept]:
        """The concept of each key that only one has, of surfaces that say a level or what is also written short.

        全国X示范县 is X国家级示范县, 第二轮中央生态环保督察 the 督察 of 生态环境保护.
        """
        found: dict[str, Concept | None] = {}
        for form, concept in self.thesaurus.by_form.items():
            if (has_level(form) and is_title(form)) or has_full_form(form):
                key = identity_key(form)
                found[key] = concept if found.get(key, concept) is concept else None
        return {key: concept for key, concept in found.items() if concept is not None}

    @cached_property
    def _meanings(self) -> dict[str, str]:
        return {form: concept.id for form, concept in self.thesaurus.by_form.items()}

    def _bare(self, name: str, form: str, concept: Concept) -> Match:
        """A short bare name that the thesaurus only trusts in quotation marks is not taken for its concept."""
        if (
            concept.bare == "quoted"
            and len(form) <= 4
            and form != normal_form(concept.name)
            and not _QUOTED.search(name)
        ):
            return Match(doubtful=concept, rule="bare-name")
        return Match(concept, "thesaurus")

    def _by_key(self, key: str) -> Match:
        """The one concept that has the key, or the key with an end that does not count, as one of its surfaces."""
        if len(key) < 4:
            return Match()
        ends = [key + end for end in _ENDS]
        if is_proper(key) or ends_in_act(key):
            ends += [key + end for end in _PROPER_ENDS]
        if cleaning := _CLEANING.search(key):
            stem = key[: cleaning.start()]
            ends += [f"{stem}专项{cleaning[0]}", f"{key}专项行动", f"{key}行动", f"{stem}专项{cleaning[0]}行动"]
        found = {
            concept.id: (concept, form)
            for form in reversed(ends)
            if (concept := self.thesaurus.by_form.get(form)) is not None
        }
        if not found and (has_level(key) or has_full_form(key)) and (concept := self.by_level.get(key)):
            found = {concept.id: (concept, concept.name)}
        if len(found) != 1:
            return Match()
        ((concept, form),) = found.values()
        if concept.bare == "quoted" and len(key) <= 4:
            return Match(doubtful=concept, rule="bare-name")
        return Match(concept, "canonical", f"“{form}”")
