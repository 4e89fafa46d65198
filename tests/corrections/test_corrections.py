"""Decisions of reviewers: what they do to a graph, and that the graph is as before when they are gone."""

from __future__ import annotations

import codecs
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.corrections import Correction, append_decisions, make_correction, read_decisions
from kg.errors import InputError
from kg.graph.build import build_graph
from kg.graph.tables import build_tables
from kg.resolution import Graph, Node, resolve
from kg.resolution.thesaurus import Thesaurus, load_thesaurus

sys.path.insert(0, str(Path(__file__).parent.parent / "resolution"))
from invented import extraction, many

QINGSHI = {"name": "q.txt", "district": "青石县", "unit": "青石县人民政府", "source": "q.txt"}
BAISHA = {"name": "b.txt", "district": "柏砂县", "unit": "柏砂县人民政府", "source": "b.txt"}
NAMES = (
    "P:榆钱饭暖巷子工程", "P:榆钱饭暖巷子试点工程", "P:槐花茶计划", "P:柳编记制度",
    "C:某某专项行动", "C:渣土扬尘专项整治", "U:县教育局", "U:县水务局", "D:涪陵区", "D:重庆市", "L:《松花蛋条例》",
)  # fmt: skip
REPORTS = [
    extraction(NAMES, **QINGSHI),
    extraction(
        ("P:榆钱饭暖巷子工程", "P:“榆钱饭暖巷子”工程", "C:渣土扬尘专项整治", "U:县教育局", "C:某某专项行动"),
        **BAISHA,
    ),
]
PLAIN = resolve(REPORTS)


def decided(*rows: Correction) -> Graph:
    return resolve(REPORTS, decisions=rows)


def node(graph: Graph, name: str, place: str | None = None) -> Node:
    (found,) = (
        one
        for one in graph.nodes
        if name in {one.properties.get("name"), *(one.properties.get("aliases") or ())}  # type: ignore[misc]
        and place in {None, one.properties.get("place")}
    )
    return found


def test_merged_names_are_one_node_with_both_names_and_all_statements() -> None:
    row = make_correction("merge", "榆钱饭暖巷子工程", b="槐花茶计划", who="王", when="2024-05-01", why="同一项")
    graph = decided(row)
    one = node(graph, "槐花茶计划")
    assert one is node(graph, "榆钱饭暖巷子工程")
    assert len(graph.nodes) == len(PLAIN.nodes) - 1
    old = {node(PLAIN, "榆钱饭暖巷子工程").id, node(PLAIN, "槐花茶计划").id}
    assert one.id == min(old)
    before = [said for said in PLAIN.relationships if said.type == "MENTIONS" and said.target in old]
    assert len([said for said in graph.relationships if said.target == one.id and said.type == "MENTIONS"]) == len(
        before
    )
    ids = {each.id for each in graph.nodes}
    assert {end for said in graph.relationships for end in (said.source, said.target)} <= ids
    (why,) = (said for said in graph.decisions if said.rule == "decision")
    assert (why.verdict, why.since, why.a_id) == ("same", "2024-05-01", one.id)
    assert "王：同一项" in why.evidence
    assert graph.notes == ()


def test_a_candidate_that_is_rejected_is_proposed_no_more_and_one_accepted_is_one() -> None:
    pair = {node(PLAIN, "榆钱饭暖巷子工程").id, node(PLAIN, "榆钱饭暖巷子试点工程").id}
    alike = [said for said in PLAIN.relationships if said.type == "LOOKS_LIKE"]
    assert pair in [{said.source, said.target} for said in alike]
    graph = decided(make_correction("reject", "榆钱饭暖巷子试点工程", b="榆钱饭暖巷子工程"))
    assert pair not in [{said.source, said.target} for said in graph.relationships if said.type == "LOOKS_LIKE"]
    said = [one for one in graph.decisions if {one.a_id, one.b_id} == pair]
    assert [(one.verdict, one.rule) for one in said] == [("apart", "decision")]
    graph = decided(make_correction("accept", "榆钱饭暖巷子试点工程", b="榆钱饭暖巷子工程"))
    assert node(graph, "榆钱饭暖巷子试点工程") is node(graph, "榆钱饭暖巷子工程")


def test_a_split_name_is_a_thing_of_its_own_in_the_place_that_is_meant() -> None:
    assert node(PLAIN, "渣土扬尘专项整治", "青石县").id != node(PLAIN, "渣土扬尘专项整治", "柏砂县").id
    drive = decided(make_correction("split", "渣土扬尘专项整治", place="青石县"))
    assert node(drive, "渣土扬尘专项整治", "柏砂县") == node(PLAIN, "渣土扬尘专项整治", "柏砂县")
    assert node(drive, "渣土扬尘专项整治", "青石县").id != node(PLAIN, "渣土扬尘专项整治", "青石县").id
    graph = decided(make_correction("split", "县教育局", place="青石县"))
    assert graph.notes == ()
    assert node(graph, "县教育局", "青石县").id != node(PLAIN, "县教育局", "青石县").id
    assert node(graph, "县教育局", "柏砂县") == node(PLAIN, "县教育局", "柏砂县")


def test_a_renamed_thing_keeps_its_id_and_can_be_named_by_the_new_name() -> None:
    first = make_correction("rename", "槐花茶计划", new="槐花茶", when="2024-01-01")
    second = make_correction("rename", "槐花茶", new="槐花蜜", when="2024-01-02")
    for rows in ((first, second), (second, first)):
        graph = decided(*rows)
        one = node(graph, "槐花蜜")
        assert one.id == node(PLAIN, "槐花茶计划").id
        assert one.properties["aliases"] == ["槐花茶计划"]
        assert graph.notes == ()


def test_a_masked_name_of_two_reports_is_one_where_a_reviewer_says_so() -> None:
    ids = sorted(one.id for one in PLAIN.nodes if one.properties.get("name") == "某某专项行动")
    assert len(ids) == 2
    assert node(decided(make_correction("merge", ids[0], b=ids[1])), "某某专项行动").id == ids[0]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([make_correction("merge", "没有的", b="榆钱饭暖巷子工程")], "没有的"),
        ([make_correction("merge", "某某专项行动", b="榆钱饭暖巷子工程")], "2 things"),
        ([make_correction("merge", "县水务局", b="榆钱饭暖巷子工程")], "cannot be one"),
        ([make_correction("reject", "“榆钱饭暖巷子”工程", b="榆钱饭暖巷子工程")], "split"),
        ([make_correction("merge", "涪陵区", b="重庆市")], "涪陵区 lies in 重庆市"),
        ([make_correction("split", "没有的")], "没有的"),
        ([make_correction("undo", "d-0")], "d-0"),
    ],
)
def test_what_has_no_effect_is_said(rows: list[Correction], said: str) -> None:
    graph = decided(*rows)
    assert (graph.nodes, graph.relationships, graph.decisions) == (PLAIN.nodes, PLAIN.relationships, PLAIN.decisions)
    ((row, why),) = graph.notes
    assert row in rows
    assert said in why


def test_of_two_that_contradict_each_other_the_later_is_in_force_and_both_are_named() -> None:
    merge = make_correction("merge", "榆钱饭暖巷子工程", b="槐花茶计划", when="2024-01-01")
    reject = make_correction("reject", "槐花茶计划", b="榆钱饭暖巷子工程", when="2024-01-02")
    graph = decided(merge, reject)
    assert graph.nodes == PLAIN.nodes
    ((row, why),) = graph.notes
    assert row == merge
    assert reject.id in why


def test_of_districts_that_others_would_put_inside_themselves_the_earlier_decision_has_no_effect() -> None:
    first = make_correction("merge", "青石县", b="涪陵区", when="2024-01-01")
    second = make_correction("merge", "重庆市", b="青石县", when="2024-01-02")
    for rows in ((first, second), (second, first)):
        graph = decided(*rows)
        assert node(graph, "重庆市") is node(graph, "青石县")
        ((row, why),) = graph.notes
        assert (row, "lies in" in why) == (first, True)


def test_a_thing_merged_with_what_it_belongs_to_does_not_belong_to_itself() -> None:
    reports = [
        extraction(
            ("C:渣土扬尘专项整治", "U:县教育局", "U:县教育局基础教育科", "U:县扶贫办", "U:县乡村振兴局"), **QINGSHI
        ),
        extraction(("C:渣土扬尘专项整治", "C:第七届槐花节", "C:第八届槐花节", "C:槐花节"), **BAISHA),
    ]
    plain = resolve(reports)
    types = ("BROADER", "PART_OF", "SUCCEEDS", "LOOKS_LIKE")
    labels = {each.id: each.label for each in plain.nodes}
    found = [said for said in plain.relationships if said.type in types and labels[said.source] != "District"]
    assert {said.type for said in found} >= {"BROADER", "SUCCEEDS", "PART_OF"}
    for said in found:
        graph = resolve(reports, decisions=[make_correction("merge", said.source, b=said.target)])
        assert graph.notes == ()
        assert len(graph.nodes) == len(plain.nodes) - 1
        assert not [one for one in graph.relationships if one.source == one.target]
        assert not [one for one in graph.decisions if one.a_id == one.b_id and one.verdict != "same"]


@pytest.mark.parametrize(
    "row",
    [
        make_correction("merge", "榆钱饭暖巷子工程", b="槐花茶计划"),
        make_correction("merge", "县教育局", b="县水务局", place="青石县", place_b="青石县"),
        make_correction("split", "渣土扬尘专项整治", place="青石县"),
        make_correction("rename", "柳编记制度", new="柳编记"),
        make_correction("reject", "榆钱饭暖巷子试点工程", b="榆钱饭暖巷子工程"),
    ],
)
def test_done_and_undone_gives_the_tables_back_byte_for_byte(row: Correction, tmp_path: Path) -> None:
    def built(*rows: Correction) -> dict[str, bytes]:
        folder = tmp_path / str(len(rows))
        build_graph(REPORTS, [], folder, decisions=rows)
        (version,) = (folder / "versions").iterdir()
        return {str(path.relative_to(version)): path.read_bytes() for path in version.rglob("*.parquet")}

    plain, undone = built(), built(row, make_correction("undo", row.id))
    assert "tables/identity.parquet" in plain
    assert undone == plain
    assert built(row) != plain


def test_a_decision_follows_what_it_is_about_when_ids_change() -> None:
    given = [extraction(("P:创建全国文明城市", "P:柳编记制度"), **QINGSHI)]
    row = make_correction("merge", "“全国文明城市”创建", b="柳编记制度")
    ids = set()
    for table in (load_thesaurus(), Thesaurus()):  # a concept, and a name alone
        plain, graph = resolve(given, thesaurus=table), resolve(given, thesaurus=table, decisions=[row])
        ids.add(frozenset(one.id for one in plain.nodes if one.label in ("Program", "Campaign")))
        assert graph.notes == ()
        assert len(graph.nodes) == len(plain.nodes) - 1
    assert len(ids) > 1


_A_NAME = st.sampled_from([name[2:] for name in NAMES])
_ROWS = st.lists(
    st.builds(
        lambda action, a, b, when: make_correction(
            action, a, b="" if action in ("split", "rename") else b, new=b if action == "rename" else "", when=when
        ),
        st.sampled_from(("merge", "split", "rename", "accept", "reject", "defer")), _A_NAME, _A_NAME,
        st.sampled_from(("", "2024-01-01", "2024-01-02")),
    ),
    max_size=6,
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(_ROWS, st.data())
def test_decisions_come_and_go(rows: list[Correction], data: st.DataObject) -> None:
    """Undone they leave the graph as it was, byte for byte; their order does not matter; twice is once."""
    graph = decided(*rows)
    ids = {one.id for one in graph.nodes}
    assert {end for said in graph.relationships for end in (said.source, said.target)} <= ids
    assert {id for one in graph.decisions for id in (one.a_id, one.b_id)} <= ids | {""}
    build_tables(graph)  # refuses what the schema does not allow
    assert decided(*data.draw(st.permutations(rows))) == graph
    assert decided(*rows, *rows) == graph
    undone = [make_correction("undo", row.id) for row in {*rows}]
    assert decided(*rows, *undone) == PLAIN
    some = data.draw(st.lists(st.sampled_from(rows), max_size=3)) if rows else []
    left = [row for row in rows if row.id not in {one.id for one in some}]
    assert decided(*rows, *(make_correction("undo", row.id) for row in some)) == decided(*left)


MANY = [said for said, _ in many(3, 60)]
MANY_PLAIN = resolve(MANY)
THINGS = {
    label: [node.id for node in MANY_PLAIN.nodes if node.label == label]
    for label in ("Unit", "District", "Document", "Indicator", "Program")
}


@settings(deadline=None, max_examples=30)
@given(st.data())
def test_whatever_is_merged_every_statement_has_its_ends(data: st.DataObject) -> None:
    rows = []
    for label in data.draw(st.lists(st.sampled_from(sorted(THINGS)), min_size=1, max_size=4)):
        a, b = data.draw(st.lists(st.sampled_from(THINGS[label]), min_size=2, max_size=2, unique=True))
        rows.append(make_correction("merge", a, b=b))
    graph = resolve(MANY, decisions=rows)
    inside = {row for row, why in graph.notes if "lies in" in why}
    assert {row for row, _ in graph.notes} == inside <= {row for row in rows if row.a in THINGS["District"]}
    assert (len(graph.nodes) < len(MANY_PLAIN.nodes)) == (inside != {*rows})
    ids = {one.id for one in graph.nodes}
    assert {end for said in graph.relationships for end in (said.source, said.target)} <= ids
    assert not [said for said in graph.relationships if said.source == said.target]
    build_tables(graph)
    assert resolve(MANY, decisions=reversed(rows)) == graph
    undone = [make_correction("undo", row.id) for row in rows]
    assert resolve(MANY, decisions=[*undone, *rows]) == MANY_PLAIN


def test_a_bare_name_that_is_accepted_does_not_look_like_itself() -> None:
    reports = [extraction(("P:拍蝇", "P:拍蝇行动"), **QINGSHI)]
    (alike,) = (said for said in resolve(reports).relationships if said.type == "LOOKS_LIKE")
    graph = resolve(reports, decisions=[make_correction("accept", alike.source, b=alike.target)])
    assert "LOOKS_LIKE" not in [said.type for said in graph.relationships]
    assert not [one for one in graph.decisions if one.verdict == "candidate"]


def test_a_file_of_decisions_survives_spreadsheets(tmp_path: Path) -> None:
    file = tmp_path / "decisions.csv"
    first = make_correction("merge", "甲，乙", b='丙"丁"', why="一,二", who="王")
    append_decisions(file, lambda _: [first])
    assert file.read_bytes().startswith(codecs.BOM_UTF8)
    assert read_decisions(file) == [first]
    text = file.read_text(encoding="utf-8-sig")
    for data in (
        text.replace("\n", "\r\n").encode("utf-8-sig"), text.encode("gb18030"), text.encode("utf-16"),
        text.replace(",", ";").replace("一;二", "一,二").encode("utf-8-sig"), text.rstrip("\n").encode(),
    ):  # fmt: skip
        file.write_bytes(data)
        second = make_correction("reject", "戊", b="己")
        append_decisions(file, lambda _, row=second: [row])  # type: ignore[misc]
        assert read_decisions(file) == [first, second]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,action,a,b\n,join,甲,乙\n", ":2: there is no action 'join'"),
        ("id,action,a,b\n\n,merge,甲,\n", ":3: merge needs the column 'b'"),
        ("name,other\n甲,乙\n", "at least action and a"),
        ('id,action,a,b\n,merge,"甲,乙\n', "not CSV"),
        ("id,action,a,b\n,merge,甲,乙,丙\n", ":2: 5 cells"),
    ],
)
def test_a_malformed_row_is_named(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "decisions.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_decisions(file)
    assert said in str(raised.value)
    assert str(file) in str(raised.value)


def test_dates_that_a_spreadsheet_wrote_are_dates(tmp_path: Path) -> None:
    file = tmp_path / "decisions.csv"
    text = "why,b,a,ACTION,when,new\r\n,,,,,\r\n缓一缓,乙,甲,Defer,2024/5/1,2025年1月31日\r\n\r\n"
    file.write_bytes(text.encode("gb18030"))
    (row,) = read_decisions(file)
    assert (row.a, row.b, row.why, row.when, row.new) == ("甲", "乙", "缓一缓", "2024-05-01", "2025-01-31")
    file.write_text(text.replace("2025年1月31日", "2025/13/1"), encoding="utf-8")
    with pytest.raises(InputError, match=":3: '2025/13/1' is no date"):
        read_decisions(file)


def test_several_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    file = tmp_path / "decisions.csv"
    rows = [make_correction("split", f"名{number}") for number in range(24)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda row: append_decisions(file, lambda _: [row]), rows))
    assert sorted(read_decisions(file)) == sorted(rows)
