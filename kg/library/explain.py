"""Why two names are one thing or not: by the rules, and by what a graph has decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.records import INITIATIVES
from kg.resolution import fold, load_thesaurus
from kg.resolution.identity import RULES
from kg.resolution.identity.compare import Judgement, compare
from kg.resolution.identity.drives import is_local
from kg.resolution.identity.match import Matcher

if TYPE_CHECKING:
    from kg.graph.reader import GraphFolder

__all__ = ["COLUMNS", "Explanation", "about_initiatives", "explain_in_graph", "explain_names", "graph_folder"]

COLUMNS = ("verdict", "answer", "evidence", "rule", "score", "by", "a", "b", "a_id", "b_id", "since")
_NAMED = (*INITIATIVES, "Unit", "District", "Document", "Indicator")
_MOST = 200
_OWN = "local-drive"
_RULES = "rules for programs and campaigns"
_WORDS = {
    "same": ("是同一事物", "are one thing"),
    "apart": ("不是同一事物", "are two things"),
    "candidate": ("可能相同，尚未判定", "may be one thing; not decided"),
    "broader": ("前者属于后者", "the first belongs under the second"),
    "narrower": ("后者属于前者", "the second belongs under the first"),
    "successor": ("前者承接后者，不是同一事物", "the first took over from the second; they are two things"),
    "predecessor": ("后者承接前者，不是同一事物", "the second took over from the first; they are two things"),
    "unknown": ("没有依据认为相同", "nothing says that they are one thing"),
}
_TURNED = {"broader": "narrower", "narrower": "broader", "successor": "predecessor"}
_NO_RULE = ("规则和词表都没有把它们联系起来", "no rule and no entry of the thesaurus connects them")


@dataclass(frozen=True, slots=True)
class Explanation:
    """One answer, a row of COLUMNS. by: the rules (as names of initiatives), or "graph" (a decision in it)."""

    verdict: str
    answer: str
    evidence: str
    rule: str
    score: float | None
    by: str
    a: str
    b: str
    a_id: str
    b_id: str
    since: str

    def row(self) -> tuple[Any, ...]:
        """The values of COLUMNS."""
        return astuple(self)


def explain_names(a: str, b: str, districts: Sequence[str] = ()) -> Explanation:
    """What the rules and the thesaurus say of two names of initiatives.

    districts: of which district's reports the names are; two when they are of different ones. It matters for a drive
    that each place holds for itself.
    """
    matcher = Matcher(load_thesaurus())
    said = compare(a, b, matcher)
    if said.relation == "same" and said.local:
        said = _local(said, districts)
    one_local = [name for name in (a, b) if is_local(name, matcher.match(name).concept)]
    evidence = said.evidence
    if said.relation == "same" and said.local and not districts:
        evidence += "（各地各自开展：不同地方是不同的行动 · each place holds its own: in two places they are two）"
    elif one_local and said.rule != "local-drive":
        evidence = f"{evidence}（{'、'.join(one_local)}：各地各自开展 · each place holds its own）"
    found = {"rule": said.rule, "score": said.score, "evidence": evidence}
    return _explanation(_RULES, said.relation, (a, b), ("", ""), found)


def about_initiatives(found: Sequence[Explanation]) -> bool:
    """Whether what a graph has found speaks of initiatives, of which the rules can say something, or of nothing."""
    return not found or any(one.a_id.startswith("init-") for one in found)


def _local(said: Judgement, districts: Sequence[str]) -> Judgement:
    if len({fold(one) for one in districts}) < 2:
        return said
    evidence = f"{' ≠ '.join(districts)}；{said.evidence}"
    return Judgement("apart", "local-drive", evidence, said.score, local=True)


def explain_in_graph(graph: GraphFolder, a: str, b: str, districts: Sequence[str] = ()) -> list[Explanation]:
    """What the graph has decided about what is called `a` and `b` (names, other surfaces, or ids); at most 200 rows.

    districts: only things of the first (for a) and the second (for b; the first when there is one) district, by the
    property `place`, or the name of a district itself. Empty where the graph knows one of the names not at all.
    """
    nodes = _nodes(graph)
    sides = [(a, districts[:1]), (b, districts[1:2] or districts[:1])]
    first, second = ([node for node in nodes if node.called(name, place)] for name, place in sides)
    rows = _decisions(graph, {node.id for node in (*first, *second)})
    # What is shared by the places has the names of their own drives: it is meant where none of these is.
    own = {above for (_, above), said in rows.items() if any(row["rule"] == _OWN for row in said)}
    first, second = ([node for node in side if node.id not in own - {a, b}] or side for side in (first, second))
    found = []
    for one in first:
        for other in second:
            if _family(one.label) == _family(other.label):
                found += list(_between(one, other, (a, b), rows))
                if len(found) >= _MOST:
                    return found[:_MOST]
    return found


@dataclass(frozen=True, slots=True)
class _Node:
    id: str
    label: str
    name: str
    place: str
    surfaces: frozenset[str]

    def called(self, name: str, place: Sequence[str]) -> bool:
        if self.id == name:
            return True
        where = not place or not self.place or fold(self.place) == fold(place[0])
        return where and fold(name) in self.surfaces


def _nodes(graph: GraphFolder) -> list[_Node]:
    found = []
    for label in _NAMED:
        for row in graph.table(label).to_pylist():
            surfaces = frozenset(map(fold, (row["name"], *row.get("aliases", ()))))
            found.append(_Node(row["id"], label, row["name"], row.get("place") or "", surfaces))
    return found


def _family(label: str) -> str:
    return "Initiative" if label in INITIATIVES else label


def _decisions(graph: GraphFolder, wanted: set[str]) -> Mapping[tuple[str, str], list[dict[str, Any]]]:
    from kg.graph.tables import IDENTITY  # noqa: PLC0415 (kg --help is quick)

    found: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    if IDENTITY not in graph.extra:
        return found
    for row in graph.table(IDENTITY).to_pylist():
        if row["a_id"] in wanted or row["b_id"] in wanted:
            found[row["a_id"], row["b_id"]].append(row)
    return found


def _between(
    one: _Node, other: _Node, names: tuple[str, str], rows: Mapping[tuple[str, str], list[dict[str, Any]]]
) -> Iterator[Explanation]:
    """The decisions about two nodes that the names mean; that they are two, where no decision names them."""
    a, b = (node.name if node.id == name else name for node, name in zip((one, other), names, strict=True))
    ids = one.id, other.id
    if one.id == other.id:
        asked = {fold(a), fold(b)} - {fold(one.name)}
        said = [
            row for row in rows.get(ids, []) if row["verdict"] == "same" and {fold(row["a"]), fold(row["b"])} & asked
        ]
        for row in said:
            yield _explanation("graph", "same", (row["a"], row["b"]), ids, row)
        if not said:
            evidence = " ".join(filter(None, ("同一节点 · one node:", one.name, one.place)))
            yield _explanation("graph", "same", (a, b), ids, {"evidence": evidence})
        return
    found = [(row["verdict"], row) for row in rows.get(ids, [])]
    found += [(_TURNED.get(row["verdict"], row["verdict"]), row) for row in rows.get((other.id, one.id), [])]
    for verdict, row in found:
        yield _explanation("graph", verdict, (a, b), ids, row)
    if not found:
        kinds = [
            {above for (below, above), said in rows.items() if below == node.id and said[0]["rule"] == _OWN}
            for node in (one, other)
        ]
        places = [" ".join(filter(None, (node.name, node.place))) for node in (one, other)]
        said_so = {
            "evidence": f"图中是两个节点 · two nodes of the graph: {' ≠ '.join(places)}",
            "rule": _OWN if kinds[0] & kinds[1] else "",
        }
        yield _explanation("graph", "apart", (a, b), ids, said_so)


def _explanation(
    by: str, verdict: str, names: tuple[str, str], ids: tuple[str, str], said: Mapping[str, Any]
) -> Explanation:
    """said: what is known of rule, score, evidence, since."""
    zh, en = _WORDS[verdict]
    rule = said.get("rule") or ""
    why = RULES.get(rule)
    why_zh, why_en = (why.zh, why.en) if why else _NO_RULE if verdict == "unknown" else ("", "")
    first, second = (f"“{name.strip('“”')}”" for name in names)
    answer = f"{first}与{second}{zh}{'：' if why_zh else ''}{why_zh} · {en}{': ' if why_en else ''}{why_en}"
    since = said.get("since") or (why.since if why else "")
    evidence = said.get("evidence") or ""
    return Explanation(verdict, answer, evidence, rule, said.get("score"), by, *names, *ids, since)


def graph_folder(asked: Path | None, default: Path) -> Path | None:
    """The graph to ask: the one that was named, else the default one where there is one."""
    return asked if asked is not None else default if (default / "CURRENT").is_file() else None
