"""Parameters that several analyses have, and what their values mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.errors import InputError
from kg.graph.tables import GraphTables
from kg.library.model import Parameter, Words
from kg.library.names import similar_names
from kg.output.rows import Value
from kg.records import INITIATIVES

__all__ = ["DISTRICT", "INITIATIVE", "NEIGHBOURS", "PLACEHOLDERS", "SEED", "TOP", "chosen", "number", "whole"]


def number(name: str, default: int, zh: str, en: str) -> Parameter:
    """A parameter that is a whole number."""
    return Parameter(name, "int", Words(zh, en), default)


DISTRICT = Parameter(
    "district", "string",
    Words("行政区名称、别称或标识；空为全部", "a district's name or id; empty for all"), "", of=("District",),
)  # fmt: skip
INITIATIVE = Parameter(
    "initiative", "string",
    Words("项目或行动的名称、别称或标识；空为全部", "an initiative's name or id; empty for all"),
    "", of=INITIATIVES,
)  # fmt: skip
PLACEHOLDERS = Parameter(
    "placeholders", "bool",
    Words("是否计入名称脱敏或未注明的行政区", "whether districts without a name count"), True,
)  # fmt: skip
NEIGHBOURS = number("neighbours", 10, "每个行政区取最相似的几个；0 为全部", "so many nearest of each; 0 for all")
TOP = number("top", 5, "列出几个主要项目和行动", "how many initiatives are named")
SEED = number("seed", 1, "随机种子；同一种子得同一结果", "of what is drawn by chance")


def whole(values: Mapping[str, Value], name: str, least: int = 0) -> int:
    """The value of a whole number. Raises InputError when it is below `least`."""
    value = values[name]
    if not isinstance(value, int) or value < least:
        raise InputError(f"the parameter '{name}' cannot be {value}", todo=f"give {least} or more")
    return value


def chosen(
    value: Value, ids: Sequence[str], names: Sequence[str], tables: GraphTables, labels: Sequence[str]
) -> frozenset[int] | None:
    """The rows of `ids` that a name, another surface or an id means; None for "", which means all.

    Raises InputError, with near matches, for what nothing with one of the labels is called, and for what has the name
    and yet is not among `ids`: no report covers it, or none carries it out or plans it.
    """
    if not value:
        return None
    name = str(value)
    surfaces: dict[str, list[str]] = {}
    for label in labels:
        table = tables.nodes[label]
        surfaces |= zip(table["id"].to_pylist(), table["aliases"].to_pylist(), strict=True)
    found = [row for row, id in enumerate(ids) if name in (id, names[row]) or name in surfaces.get(id, ())]
    if found:
        return frozenset(found)
    for label in labels:
        table = tables.nodes[label].select(["id", "name"]).to_pylist()
        if any(name in (row["id"], row["name"]) or name in surfaces[row["id"]] for row in table):
            what = "is covered by no report" if labels == ("District",) else "is carried out or planned by no district"
            raise InputError(f"'{name}' {what}", todo="kg evidence shows where it is mentioned")
    near = similar_names(name, names)
    raise InputError(
        f"no {' or '.join(labels)} in this graph is called '{name}'",
        todo=f"did you mean {', '.join(near)}?" if near else "kg query run initiative-districts lists names",
    )
