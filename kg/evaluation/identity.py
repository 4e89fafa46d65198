"""Precision and recall of identity, on pairs of names whose relation people have judged."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError

if TYPE_CHECKING:
    from kg.resolution.identity.compare import Judgement

__all__ = ["COLUMNS", "RELATIONS", "NamePair", "Outcome", "default_pairs", "judge_pairs", "read_pairs", "tally"]

RELATIONS = ("same", "look-alike", "broader", "narrower", "apart")
"""What a pair can be; `apart`: two things that do not even look alike."""
COLUMNS = ("which", "pairs", "same", "found", "right", "precision", "recall")
"""Of a tally: how many pairs are one thing (same), how many kg says are (found), and how many of these are right."""
_COLUMNS = ("a", "b", "relation")


@dataclass(frozen=True, slots=True)
class NamePair:
    """Two names and what they are to each other.

    line: where it stands in its file. named: people judged both to be names, not descriptions in common words.
    """

    a: str
    b: str
    relation: str
    line: int
    named: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """A pair and what kg says. proper: at least one of the names is not a generic drive of each place's own."""

    pair: NamePair
    said: Judgement
    proper: bool

    @property
    def right(self) -> bool:
        """Whether kg says "same" exactly where the pair is."""
        return (self.said.relation == "same") == (self.pair.relation == "same")


def read_pairs(path: Path) -> list[NamePair]:
    """The pairs of a file: tab-separated (comma-separated when its suffix is .csv) with columns a, b, relation, others.

    A column `proper` says how many of the two are names (0 to 2) and not descriptions in common words.
    Raises InputError with the line of what is malformed.
    """
    where = str(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise InputError(f"cannot be read: {reason}", where=where, todo="name a file of pairs") from error
    comma = path.suffix.lower() == ".csv"
    reader = csv.DictReader(
        text.splitlines(), delimiter="," if comma else "\t", quoting=csv.QUOTE_MINIMAL if comma else csv.QUOTE_NONE
    )
    if missing := [name for name in _COLUMNS if name not in (reader.fieldnames or ())]:
        raise InputError(f"columns missing: {', '.join(missing)}", where=where, todo="columns are a, b, relation")
    found = []
    for row in reader:
        a, b, relation = ((row[name] or "").strip() for name in _COLUMNS)
        here = f"{where}:{reader.line_num}"
        if not a or not b:
            raise InputError("a name is missing", where=here, todo="write both names")
        if relation not in RELATIONS:
            todo = f"one of {', '.join(RELATIONS)}"
            raise InputError(f"no such relation: {relation!r}", where=here, todo=todo)
        found.append(NamePair(a, b, relation, reader.line_num, (row.get("proper") or "").strip() == "2"))
    if not found:
        raise InputError("no pair in this file", where=where, todo="columns are a, b, relation")
    return found


def default_pairs() -> Path:
    """The project's own pairs, in a checkout. Raises InputError where they are not."""
    path = Path(__file__).parents[2] / "tests" / "resolution" / "pairs" / "initiatives.tsv"
    if not path.is_file():
        what = "the project's own pairs are not part of this installation"
        raise InputError(what, todo="name a file of pairs: kg evaluate --identity PAIRS.tsv")
    return path


def judge_pairs(pairs: Sequence[NamePair]) -> list[Outcome]:
    """What kg says of each pair of initiatives, by the rules and the thesaurus that ship with it."""
    from kg.resolution import load_thesaurus  # noqa: PLC0415 (kg --help is quick)
    from kg.resolution.identity.compare import compare  # noqa: PLC0415
    from kg.resolution.identity.drives import is_local  # noqa: PLC0415
    from kg.resolution.identity.match import Matcher  # noqa: PLC0415

    matcher = Matcher(load_thesaurus())

    def local(name: str) -> bool:
        return is_local(name, matcher.match(name).concept)

    return [Outcome(pair, compare(pair.a, pair.b, matcher), not (local(pair.a) and local(pair.b))) for pair in pairs]


def tally(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, int, int, int, int, float | None, float | None]]:
    """Rows of COLUMNS: all pairs, those that are not both generic drives, those that people judged to be names."""
    kinds: dict[str, Callable[[Outcome], bool]] = {"all": lambda _: True, "proper names": lambda one: one.proper}
    if any(one.pair.named for one in outcomes):
        kinds["both are names, as people judged"] = lambda one: one.pair.named
    for which, wanted in kinds.items():
        chosen = [one for one in outcomes if wanted(one)]
        true = sum(one.pair.relation == "same" for one in chosen)
        found = sum(one.said.relation == "same" for one in chosen)
        right = sum(one.right and one.said.relation == "same" for one in chosen)
        precision = round(right / found, 4) if found else None
        yield which, len(chosen), true, found, right, precision, round(right / true, 4) if true else None
