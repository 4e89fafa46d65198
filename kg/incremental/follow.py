"""From a resolution that is remembered, and the reports that came and went, to what changed in the graph."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import pyarrow as pa

from kg.incremental.encode import decode, decode_statement, encode
from kg.incremental.memory import OWN, Memory, Rows, is_own, select
from kg.incremental.neighbours import neighbourhood, tokens_of
from kg.incremental.thesaurus import read_matcher
from kg.resolution.entities import Entities
from kg.resolution.graph import Graph
from kg.resolution.identity import Decisions
from kg.resolution.resolve import Part, Resolver
from kg.resolution.statements import Statements

__all__ = ["Change", "Keyed", "follow", "resolver_of"]


@dataclass(frozen=True, slots=True)
class Keyed:
    """What a report that came says, the key it is remembered by, and how many mentions and figures it has."""

    part: Part
    key: str
    found: tuple[int, int]


@dataclass(frozen=True)
class Change:
    """What changed. now: nodes, relationships and decisions that take the place of those from before.

    All of these are replaced, whether or not they are there again: own: nodes that only reports had which went or
    changed, with the relationships from them, and those that name one of `reports`; rids: other relationships that
    they stated; touched: nodes, and what was decided about them. relabelled: the label of those that have another now.
    """

    now: Graph
    own: frozenset[str]
    rids: frozenset[str]
    reports: frozenset[str]
    touched: frozenset[str]
    relabelled: Mapping[str, str]
    memory: Memory


def resolver_of(memory: Memory) -> Resolver:
    """The resolver that made the memory, with the thesaurus as it was worked out then."""
    return Resolver(matcher=read_matcher(memory.tables))


def follow(memory: Memory, resolver: Resolver, gone: Collection[str], came: Sequence[Keyed]) -> Change | None:
    """gone: ids of the reports that are not there any more. came: those that are new, or whose key is another.

    None where only a whole resolution can tell.
    """
    rows = Rows()
    for one in came:
        rows.add_part(one.part, one.key, one.found)
    reports = frozenset({*gone, *(one.part.report for one in came)})
    texts, before = _put_together(memory, rows, reports)
    labels = memory.tables["entities"]
    known = dict(zip(labels["entity"].to_pylist(), labels["label"].to_pylist(), strict=True))
    while True:
        found = {id: decode(id, text) for id, text in texts.items()}
        fresh: dict[str, set[str]] = {id: set() for id in before}
        fresh |= {id: tokens_of(entity, kind, resolver.matcher) for id, (entity, kind) in found.items()}
        near = neighbourhood(memory, fresh, before - texts.keys(), texts.keys() - known.keys())
        entities, others = _entities(memory, texts, near.around - fresh.keys())
        decided, decisions = resolver.finish(entities)
        turned = {id for id in others.keys() - near.changed if entities[id].label != known[id]}
        if not turned:
            break
        texts |= {id: others[id] for id in turned}  # a place's drives whose kind has another label now
    made = frozenset(entity.id for entity in entities if entity.id not in texts and entity.id not in others)
    types = {said.type for said in decided.by_id.values()}
    if any(entities[id].label != "District" for id in made) or types & set(memory.about["stated"]):
        return None
    rows.add_entities(texts, fresh, entities)
    own = {id for one in came for id in _own(one.part)}
    touched = near.changed | made
    ended = select(memory.tables["reports"], "report", reports)["data"].to_pylist()
    relabelled = {
        id: label
        for id in near.changed & known.keys()
        if id in entities and (label := entities[id].label) != known[id]
    }
    now = _graph(memory, rows, came, (entities, decided, decisions), (touched, own, reports))
    return Change(
        now, frozenset(chain.from_iterable(json.loads(text)["own"] for text in ended)),
        frozenset(_shared(memory, rows, reports)), reports, touched, relabelled,
        _remember(memory, rows, (reports, fresh), came, types),
    )  # fmt: skip


def _own(part: Part) -> list[str]:
    return [entity.id for entity in part.entities if entity.label in OWN]


def _put_together(memory: Memory, rows: Rows, reports: Collection[str]) -> tuple[dict[str, str], set[str]]:
    """(the entities that the reports say something about, as they are now, encoded; ids of those they did before)."""
    table = memory.tables["contributions"]
    before = set(select(table, "report", reports)["entity"].to_pylist())
    came = rows.of["contributions"]
    touched = before | {id for id, *_ in came}
    kept = _tuples(select(memory.without("contributions", "report", reports), "entity", touched))
    merged, kinds = Entities(), dict[str, str]()
    for id, _, text in sorted([*kept, *came]):
        entity, kind = decode(id, text)
        merged.put(entity)
        if kind:
            kinds[id] = kind
    return {entity.id: encode(entity, kinds.get(entity.id)) for entity in merged}, before


def _entities(memory: Memory, texts: Mapping[str, str], others: Collection[str]) -> tuple[Entities, dict[str, str]]:
    """All that is decided on or with, and the text of those that did not change."""
    rows = select(memory.tables["entities"], "entity", others)
    read = dict(zip(rows["entity"].to_pylist(), rows["data"].to_pylist(), strict=True))
    entities = Entities()
    for id, text in {**read, **texts}.items():
        entity, kind = decode(id, text)
        entities.put(entity)
        if kind:
            entities.kinds[id] = kind
    return entities, read


def _shared(memory: Memory, rows: Rows, reports: Collection[str]) -> set[str]:
    """Ids of the statements that these reports made or make, and others may make too."""
    gone = select(memory.tables["statements"], "report", reports)["rid"].to_pylist()
    return {*gone, *(rid for rid, *_ in rows.of["statements"])}


def _graph(
    memory: Memory,
    rows: Rows,
    came: Sequence[Keyed],
    found: tuple[Entities, Statements, Decisions],
    of: tuple[frozenset[str], set[str], Collection[str]],
) -> Graph:
    entities, decided, decisions = found
    touched, own, reports = of
    said = Statements()
    for one in came:
        for entity in one.part.entities:
            if entity.id in own:
                entities.put(entity)
        for rid, statement in one.part.statements.by_id.items():
            if is_own(statement.source, statement.properties, own):
                said.by_id[rid] = statement
    kept = select(memory.without("statements", "report", reports), "rid", _shared(memory, rows, reports))
    for rid, _, text in sorted([*_tuples(kept), *rows.of["statements"]]):
        said.by_id.setdefault(rid, decode_statement(text))
    for rid, statement in decided.by_id.items():
        if statement.source in touched or statement.target in touched:
            said.by_id[rid] = statement
    nodes = tuple(entities[id].node() for id in sorted(touched | own) if id in entities)
    pairs = tuple(row for row in decisions.rows() if row.a_id in touched or row.b_id in touched)
    return Graph(nodes, said.relationships(entities), pairs)


def _remember(
    memory: Memory, rows: Rows, ended: tuple[Collection[str], Collection[str]], came: Sequence[Keyed], types: set[str]
) -> Memory:
    reports, fresh = ended
    columns = {
        "reports": ("report", reports), "contributions": ("report", reports), "statements": ("report", reports),
        "entities": ("entity", fresh), "tokens": ("entity", fresh),
    }  # fmt: skip
    tables = {
        name: pa.concat_tables([memory.without(name, *which), rows.table(name)]) for name, which in columns.items()
    }
    stated = {statement.type for one in came for statement in one.part.statements.by_id.values()}
    about = {
        name: sorted({*memory.about[name], *now}) for name, now in (("stated", stated), ("decided", types))
    }
    return Memory(about, {**memory.tables, **tables})


def _tuples(table: pa.Table) -> list[tuple[str, ...]]:
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))
