"""The thesaurus as SKOS: schema/thesaurus/initiatives.tsv and organs.tsv as two concept schemes in Turtle.

A concept of an initiative has the id of its row; one of a type of organ has `o` and the first 8 hex digits of the
SHA-256 of its name, as initiatives have them. What the tables say of kind, level and system is said by collections, so
that no term of our own is needed; look-alikes that must be kept apart are owl:differentFrom.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from kg.datatables import read_whole_table, several
from kg.errors import SchemaError
from kg.resources import resource

__all__ = ["SkosConcept", "cycles", "initiatives", "organs", "thesaurus_turtle"]

_PREFIXES = """@prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <{base}> .
"""
_SCHEMES: Mapping[str, tuple[str, str]] = {
    "initiatives": ("项目制度与专项行动", "programs and campaigns"),
    "organs": ("机构类型", "types of organ"),
}
# What a collection holds: its name in the IRI, in Chinese and in English.
_COLLECTIONS: Mapping[str, tuple[str, str, str]] = {
    "program": ("programs", "项目制度", "programs"),
    "campaign": ("campaigns", "专项行动", "campaigns"),
    "national": ("national", "全国", "run by the nation"),
    "provincial": ("provincial", "省级", "run by provinces"),
    "city": ("city", "市级", "run by cities"),
    "county": ("county", "县级", "run by counties"),
    "township": ("township", "乡镇级", "run by townships"),
    "any": ("any-level", "各级", "run at any level"),
    "国家": ("organs-national", "国家级机构", "organs of the nation"),
    "省": ("organs-province", "省级机构", "organs of provinces"),
    "市": ("organs-city", "市级机构", "organs of cities"),
    "县": ("organs-county", "县级机构", "organs of counties"),
    "乡": ("organs-township", "乡级机构", "organs of townships"),
    "村": ("organs-village", "村级机构", "organs of villages"),
    "党委": ("party", "党委系统", "Party"),
    "政府": ("government", "政府系统", "government"),
    "人大": ("congress", "人大系统", "people's congresses"),
    "政协": ("conference", "政协系统", "political consultative conferences"),
    "监委": ("supervision", "监察系统", "supervision"),
    "法院": ("courts", "法院系统", "courts"),
    "检察院": ("procuratorates", "检察系统", "procuratorates"),
    "军队": ("military", "军队系统", "military"),
    "群团": ("mass-organisations", "群团组织", "mass organisations"),
    "社会组织": ("social-organisations", "社会组织", "social organisations"),
    "企业": ("companies", "企业", "companies"),
    "事业单位": ("institutions", "事业单位", "public institutions"),
    "议事协调机构": ("coordination", "议事协调机构", "bodies of coordination"),
    "派出机构": ("branches", "派出机构", "branch offices"),
    "垂直管理": ("vertical", "垂直管理机构", "organs led from above"),
    "基层组织": ("grassroots", "基层组织", "grassroots organisations"),
}
_ESCAPES = {**{number: f"\\u{number:04X}" for number in range(32)}, ord('"'): '\\"', ord("\\"): "\\\\"}


@dataclass(frozen=True, slots=True)
class SkosConcept:
    """One concept. broader, apart, replaced: ids of concepts of the same scheme; groups: keys of collections."""

    id: str
    name: str
    english: str = ""
    variants: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    note: str = ""
    history: str = ""
    groups: tuple[str, ...] = field(default=())


def _rows(name: str) -> list[dict[str, str]]:
    return list(read_whole_table(resource("schema", "thesaurus", name)))


def initiatives() -> list[SkosConcept]:
    """The programs and campaigns, in order of id."""
    rows = _rows("initiatives.tsv")
    ids = {row["name"]: row["id"] for row in rows}
    return sorted(
        (
            SkosConcept(
                row["id"], row["name"], row["english"], tuple(dict.fromkeys(several(row["variants"]))),
                tuple(ids[name] for name in several(row["broader"]) if name in ids),
                tuple(ids[name] for name in several(row["not"]) if name in ids),
                note=row["note"], groups=(row["kind"], row["level"]),
            )
            for row in rows
        ),
        key=lambda concept: concept.id,
    )  # fmt: skip


def organs() -> list[SkosConcept]:
    """The types of organ, in order of id."""
    rows = _rows("organs.tsv")
    ids = {row["body"]: "o" + sha256(row["body"].encode()).hexdigest()[:8] for row in rows}
    if len(set(ids.values())) < len(rows):
        raise SchemaError("two types of organ have one id", where="schema/thesaurus/organs.tsv", todo="rename one")
    found = []
    for row in rows:
        older = [text.partition(" ")[2] for text in several(row["succeeds"])]
        found.append(
            SkosConcept(
                ids[row["body"]], row["body"], row["english"], tuple(dict.fromkeys(several(row["short"]))),
                tuple(ids[name] for name in (row["parent"],) if name in ids and name != row["body"]),
                replaced=tuple(ids[name] for name in older if name in ids),
                note=row["note"], history="；".join(several(row["succeeds"])),
                groups=(row["system"], *row["levels"].split()),
            )
        )  # fmt: skip
    return sorted(found, key=lambda concept: concept.id)


def thesaurus_turtle(base: str, version: str) -> Iterator[str]:
    """The whole thesaurus in Turtle, piece by piece. base: what the IRIs begin with, ending in / or #."""
    yield _PREFIXES.format(base=base)
    for name, concepts in (("initiatives", initiatives()), ("organs", organs())):
        zh, en = _SCHEMES[name]
        yield (
            f'\n:{name} a skos:ConceptScheme ;\n  skos:prefLabel "{zh}"@zh-Hans, "{en}"@en ;\n'
            f'  dct:title "{zh}"@zh-Hans, "{en}"@en ;\n'
            f'  owl:versionInfo "{version}" ;\n  dct:license <http://www.apache.org/licenses/LICENSE-2.0> .\n'
        )
        for concept in concepts:
            yield _concept(concept, name)
        yield from _collections(concepts)


def _concept(concept: SkosConcept, scheme: str) -> str:
    # Within one concept a surface is a label once: SKOS keeps preferred and other labels apart.
    others = [text for text in concept.variants if text != concept.name]
    lines = [f"\n:{concept.id} a skos:Concept ;\n  skos:inScheme :{scheme} ;\n  skos:prefLabel {_text(concept.name)}"]
    if concept.english:
        lines.append(f", {_text(concept.english, 'en')}")
    for predicate, objects in (
        ("skos:altLabel", [_text(text) for text in others]),
        ("skos:note", [_text(concept.note, _language(concept.note))] if concept.note else []),
        ("skos:historyNote", [_text(concept.history)] if concept.history else []),
        ("skos:broader", [f":{id}" for id in concept.broader]),
        ("owl:differentFrom", [f":{id}" for id in concept.apart]),
        ("dct:replaces", [f":{id}" for id in concept.replaced]),
        ("skos:topConceptOf", [] if concept.broader else [f":{scheme}"]),
    ):
        if objects:
            lines.append(f" ;\n  {predicate} {', '.join(objects)}")
    return "".join([*lines, " .\n"])


def _collections(concepts: Sequence[SkosConcept]) -> Iterator[str]:
    members: dict[str, list[str]] = {}
    for concept in concepts:
        for group in concept.groups:
            members.setdefault(group, []).append(f":{concept.id}")
    for group, (name, zh, en) in _COLLECTIONS.items():
        if group in members:
            yield f'\n:{name} a skos:Collection ;\n  skos:prefLabel "{zh}"@zh-Hans, "{en}"@en ;\n'
            yield f"  skos:member {', '.join(members.pop(group))} .\n"
    if members:
        raise SchemaError(
            f"groups without a collection: {', '.join(sorted(members))}",
            where="schema/thesaurus",
            todo="name them in kg/rdf/thesaurus.py",
        )


def _language(note: str) -> str:
    return "zh-Hans" if re.search(r"[\u4E00-\u9FFF]", note) else "en"


def _text(text: str, language: str = "zh-Hans") -> str:
    return f'"{text.translate(_ESCAPES)}"@{language}'


def cycles(concepts: Iterable[SkosConcept]) -> list[str]:
    """The ids of concepts that are broader than themselves, by way of others."""
    above = {concept.id: concept.broader for concept in concepts}
    found = []
    for start, first in above.items():
        seen: set[str] = set()
        front = list(first)
        while front:
            one = front.pop()
            if one not in seen:
                seen.add(one)
                front += above.get(one, ())
        if start in seen:
            found.append(start)
    return found
