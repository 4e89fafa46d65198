"""Which concept of the thesaurus a name means: by its normal form, its key, or the pattern its mask leaves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from kg.resolution.identity.keys import identity_key, is_proper
from kg.resolution.identity.masked import unmask
from kg.resolution.masks import is_masked
from kg.resolution.names import core, normal_form
from kg.resolution.thesaurus import Concept, Thesaurus

__all__ = ["Match", "Matcher"]

_ENDS = ("", "建设", "创建", "机制", "制度", "模式", "项目", "政策", "品牌")
_PROPER_ENDS = ("行动", "专项行动", "工程", "计划", "体系")
_CLEANING = re.compile(r"(?:整治|治理|排查整治|清理整治|清理|检查)$")
_QUOTED = re.compile(r"[\"“”＂「」『』]")


@dataclass(frozen=True, slots=True)
class Match:
    """What a name means. concept: None where the thesaurus does not know it. rule, evidence: how it was found.

    masked: the name stays in its report. doubtful: a concept that it may mean, and is not taken to.
    """

    concept: Concept | None = None
    rule: str = ""
    evidence: str = ""
    masked: bool = False
    doubtful: Concept | None = None


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
        return self._by_key(identity_key(name))

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
        if is_proper(key):
            ends += [key + end for end in _PROPER_ENDS]
        if cleaning := _CLEANING.search(key):
            stem = key[: cleaning.start()]
            ends += [f"{stem}专项{cleaning[0]}", f"{key}专项行动", f"{key}行动", f"{stem}专项{cleaning[0]}行动"]
        found = {
            concept.id: (concept, form)
            for form in reversed(ends)
            if (concept := self.thesaurus.by_form.get(form)) is not None
        }
        if len(found) != 1:
            return Match()
        ((concept, form),) = found.values()
        if concept.bare == "quoted" and len(key) <= 4:
            return Match(doubtful=concept, rule="bare-name")
        return Match(concept, "canonical", f"“{form}”")
