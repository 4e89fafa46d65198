"""Parts of a graph: what --where and --without keep, and what they say of a name that is none."""

from __future__ import annotations

import pytest

from kg.errors import InputError
from kg.export.conditions import condition_names, read_conditions
from kg.export.select import leave_out, select
from kg.graph.tables import GraphTables, build_tables
from kg.records import Actor, Extraction, Mention, Observation
from kg.resolution import resolve
from tests.resolution.invented import report


def said(text: str, marks: str, figures: tuple[tuple[str, str, str], ...] = (), **head: object) -> Extraction:
    """A report: its text; its mentions as "P:河长制 U:县水利局"; figures as (figure, indicator, about)."""
    kinds = {"P": "Program", "C": "Campaign", "U": "Unit", "D": "District", "L": "Document"}
    mentions = []
    for mark in marks.split():
        kind, _, name = mark.partition(":")
        at = text.index(name)
        mentions.append(Mention(kinds[kind], at, at + len(name), name))  # type: ignore[arg-type]
    observations = []
    for figure, indicator, about in figures:
        at = text.index(figure)
        number = int(figure.removesuffix("个"))
        start = text.index(about) if about else None
        observations.append(
            Observation(at, at + len(figure), figure, number, "个", None, indicator, "done", about or None, start)
        )
    mentions.sort(key=lambda mention: mention.start)
    units = [mention for mention in mentions if mention.type == "Unit"]
    acts = [mention for mention in mentions if mention.type in ("Program", "Campaign")]
    actors = (Actor(units[0].text, "lead", acts[0].text, units[0].start, acts[0].start),) if units and acts else ()
    return Extraction(report(text, **head), tuple(mentions), tuple(observations), actors)


A = said(
    "甲县水利局牵头河长制，整治河道12个，开展春风行动，招聘会34个。", "U:甲县水利局 P:河长制 C:春风行动",
    (("12个", "河道", "河长制"), ("34个", "招聘会", "春风行动")),
    name="a.txt", source="a.txt", unit="甲县人民政府", district="甲县", year=2022, level="县区",
)  # fmt: skip
B = said(
    "乙县教育局牵头春风行动，办招聘会56个；也有河长制。", "U:乙县教育局 C:春风行动 P:河长制",
    (("56个", "招聘会", "春风行动"),),
    name="b.txt", source="b.txt", unit="乙县人民政府", district="乙县", year=2023, level="县区",
)  # fmt: skip
C = said(
    "丙市推行林长制。", "P:林长制", name="c.txt", source="c.txt", unit="丙市人民政府", district="丙市",
    year=None, plan_year=2024, kind="plan", level="市",
)  # fmt: skip
TABLES = build_tables(resolve([A, B, C]))


def part(*where: str) -> GraphTables:
    found = select(TABLES, read_conditions(where, TABLES))
    check_ends(found)
    return found


def check_ends(tables: GraphTables) -> None:
    """Every relationship has both its nodes, and every row is one of the whole graph's."""
    ids = {label: set(table["id"].to_pylist()) for label, table in tables.nodes.items()}
    for type, table in tables.relationships.items():
        whole = {row["rid"]: row for row in TABLES.relationships[type].to_pylist()}
        for row in table.to_pylist():
            assert row["from"] in ids[row["from_label"]]
            assert row["to"] in ids[row["to_label"]]
            assert whole[row["rid"]] == row


def names(tables: GraphTables, label: str) -> set[str]:
    column = "text" if label == "Observation" else "source" if label == "Report" else "name"
    return set(tables.nodes[label][column].to_pylist())


def test_the_graph_of_these_tests() -> None:
    assert names(TABLES, "Program") == {"河长制", "林长制"}
    assert names(TABLES, "Observation") == {"12个", "34个", "56个"}
    assert TABLES.counts().relationships["LEADS"] == 2
    assert part().counts() == TABLES.counts()


def test_a_year_keeps_what_its_reports_say() -> None:
    found = part("year=2022")
    assert names(found, "Report") == {"a.txt"}
    assert names(found, "District") == {"甲县"}
    assert names(found, "Program") == {"河长制"}
    assert names(found, "Campaign") == {"春风行动"}
    assert names(found, "Observation") == {"12个", "34个"}
    assert names(found, "Indicator") == {"河道", "招聘会"}
    assert not {"乙县教育局", "乙县人民政府"} & names(found, "Unit")
    assert found.counts().relationships["LEADS"] == 1
    assert found.relationships["MENTIONS"].num_rows < TABLES.relationships["MENTIONS"].num_rows


@pytest.mark.parametrize(
    ("where", "reports"),
    [
        ("year=2022-2023", "ab"), ("year=2022,2024", "ac"), ("year=2024", "c"), ("plan_year=2024", "abc"),
        ("level=市", "c"), ("kind=plan", "c"), ("district=甲县", "a"), ("district=甲县,丙市", "ac"),
        ("report=b.txt", "b"), ("source=b.txt", "b"), ("initiative=河长制", "ab"), ("program=河长制", "ab"),
        ("campaign=春风行动", "ab"), ("unit=乙县教育局", "b"), ("indicator=河道", "a"), ("indicator=招聘会", "ab"),
        ("YEAR = 2023", "b"), ("district=甲县，乙县", "ab"),
    ],
)  # fmt: skip
def test_which_reports_a_condition_chooses(where: str, reports: str) -> None:
    assert names(part(where), "Report") == {f"{letter}.txt" for letter in reports}


def test_an_initiative_keeps_it_and_what_it_needs() -> None:
    found = part("initiative=春风行动")
    assert names(found, "Campaign") == {"春风行动"}
    assert names(found, "Program") == set()
    assert names(found, "Observation") == {"34个", "56个"}
    assert names(found, "Indicator") == {"招聘会"}
    assert names(found, "District") == {"甲县", "乙县"}
    assert "乙县教育局" in names(found, "Unit")
    assert "甲县水利局" not in names(found, "Unit")
    counts = found.counts().relationships
    assert (counts["STATES"], counts["MEASURES"], counts["ABOUT"], counts["LEADS"], counts["COVERS"]) == (2, 2, 2, 1, 2)


def test_conditions_must_all_be_met() -> None:
    found = part("initiative=河长制", "district=甲县")
    assert names(found, "Report") == {"a.txt"}
    assert names(found, "Observation") == {"12个"}
    assert names(part("initiative=河长制", "unit=乙县教育局"), "Report") == {"b.txt"}
    with pytest.raises(InputError, match="no report meets all of: initiative=林长制, year=2022"):
        part("initiative=林长制", "year=2022")


def test_labels_and_types_are_what_is_shown_of_it() -> None:
    found = part("label=Program,campaign", "year=2022")
    assert names(found, "Program") == {"河长制"}
    assert sum(found.counts().nodes.values()) == 2
    assert sum(found.counts().relationships.values()) == 0
    found = part("type=LEADS")
    assert {label for label, count in found.counts().nodes.items() if count} == {"Unit", "Program", "Campaign"}
    assert sum(found.counts().relationships.values()) == 2
    found = part("label=Unit,Campaign", "type=leads")
    assert sum(found.counts().relationships.values()) == 1
    assert sum(found.counts().nodes.values()) == 2


def test_leaving_out() -> None:
    found = leave_out(TABLES, ["Observation", "LEADS"])
    check_ends(found)
    gone = {"STATES", "MEASURES", "ABOUT", "LEADS"}
    for type, count in TABLES.counts().relationships.items():
        assert found.counts().relationships[type] == (0 if type in gone else count)
    assert found.nodes["Indicator"].num_rows == 2


def test_alias_and_id_name_a_node_too() -> None:
    (row,) = [row for row in TABLES.nodes["Program"].to_pylist() if row["name"] == "河长制"]
    assert part(f"initiative={row['id']}").counts() == part("initiative=河长制").counts()
    for alias in row["aliases"]:
        assert part(f"initiative={alias}").counts() == part("initiative=河长制").counts()


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("year", "no condition"), ("year=", "no condition"), ("yaer=2023", "did you mean year"),
        ("year=zwanzig", "'zwanzig' is no number"),
        ("year=1999", "no report has the year 1999 — there is 2022, 2023, 2024"),
        ("initiative=河长", "called '河长' — did you mean 河长制"), ("district=丁县", "no District in this graph"),
        ("label=Programm", "did you mean Program"), ("type=LEAD", "did you mean LEADS"),
        ("level=省", "no report has the level"),
        ("report=z.txt", "no report is called 'z.txt'"), ("initiative=河长制,没有", "'没有'"),
    ],
)  # fmt: skip
def test_a_name_that_is_none_is_said_with_what_there_is(where: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        part(where)
    assert message in str(error.value)
    assert f"--where {where.strip()}" in str(error.value) or "no condition" in message


def test_every_condition_has_a_meaning() -> None:
    known = condition_names(TABLES.schema)
    assert {"label", "type", "year", "district", "initiative", "unit", "report", "level"} <= set(known)
    assert all(known.values())


def test_an_empty_graph_has_no_parts() -> None:
    empty = build_tables(resolve([]))
    with pytest.raises(InputError, match="no report has the year"):
        select(empty, read_conditions(["year=2023"], empty))
    assert select(empty, read_conditions(["label=Program"], empty)).counts() == empty.counts()
