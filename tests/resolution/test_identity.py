"""Which names are one initiative, which look alike and are two, and that nothing but the names decides."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError, SchemaError
from kg.evaluation.identity import judge_pairs, read_pairs, tally
from kg.graph.tables import IDENTITY, build_tables
from kg.resolution import Concept, Thesaurus, load_thesaurus, resolve
from kg.resolution.identity import RULES, Decisions, IdentityDecision
from kg.resolution.identity.blocking import bigrams, similar_pairs
from kg.resolution.identity.compare import compare
from kg.resolution.identity.drives import is_generic
from kg.resolution.identity.keys import identity_key
from kg.resolution.identity.match import Matcher
from kg.resolution.thesaurus import read_concepts
from tests.resolution.invented import extraction

NOTHING = Matcher(Thesaurus())
SHIPPED = Matcher(load_thesaurus())
# Invented names, so that no entry of a thesaurus decides.
SAME = [
    ("“千灯引路”行动", "千灯引路", "canonical"),
    ("“千灯引路”专项行动", "千灯引路工程", "canonical"),
    ("2023年“千灯引路”行动", "“千灯引路”行动", "normal-form"),
    ("创建榆钱示范街", "榆钱示范街创建", "normal-form"),
    ("榆钱示范街", "榆钱示范街创建", "canonical"),
    ("“四敲四问”工作机制", "四敲四问", "canonical"),
    ("4敲4问", "四敲四问", "normal-form"),
    ("D建+榆钱议事", "党建+榆钱议事", "normal-form"),
    ("楼栋长制", "楼栋长制度", "canonical"),
    ("整治榆钱飞线专项行动", "榆钱飞线整治", "canonical"),
    ("榆钱飞线专项整治行动", "榆钱飞线整治专项行动", "canonical"),
    ("榆钱片区三年攻坚行动", "榆钱片区攻坚三年行动", "canonical"),
    ("榆钱自由贸易试验区", "榆钱自贸区", "canonical"),
    ("榆钱河治理和保护工程", "榆钱河治理保护工程", "canonical"),
    ("平安榆林建设", "平安榆林", "canonical"),
    ("第三批省级榆钱示范村", "榆钱省级示范村", "canonical"),
    ("榆钱模范城“五连冠”", "榆钱模范城", "canonical"),
    ("最严格的榆钱保护制度", "最严格榆钱保护制度", "canonical"),
    ("全省榆钱示范镇", "省级榆钱示范镇", "canonical"),
    ("榆钱省级示范镇创建", "全省首批榆钱示范镇", "canonical"),
    ("第32个全国榆钱日", "第三十三次全国榆钱日", "normal-form"),
    ("榆钱巡护常态化", "常态化榆钱巡护", "canonical"),
    ("第七届榆钱博览会", "第7届榆钱博览会活动", "normal-form"),
    ("改革榆钱招考制度", "榆钱招考制度改革", "canonical"),
    ("榆钱作坊改造工程", "榆钱作坊改造行动计划", "canonical"),
    ("健全榆钱联动机制", "榆钱联动机制", "normal-form"),
]
APART = [
    ("省级榆钱示范街", "国家级榆钱示范街", "level"),
    ("“四敲四问五送”机制", "“三敲三问五送”机制", "number"),
    ("第五次榆钱资源普查", "第七次榆钱资源普查", "number"),
    ("平安榆林建设", "平安临沂建设", "place"),
    ("榆钱城镇污水管网", "榆钱农村污水管网", "contrast"),
    ("榆钱诚信示范学校", "榆钱诚信示范医院", "contrast"),
    ("榆钱文化产业博览会", "榆钱文化产业基地", "head"),
    ("第七届榆钱博览会", "首届榆钱博览会", "edition"),
    ("*镇榆钱议事", "*镇榆钱议事", "masked"),
]
OPEN = [("乡村建设行动", "乡村建设"), ("榆钱惠民消费券", "榆钱惠民购物消费券"), ("健康泸州行动", "健康泸州建设")]


@pytest.mark.parametrize(("one", "other", "rule"), SAME)
def test_one_thing(one: str, other: str, rule: str) -> None:
    for a, b in ((one, other), (other, one)):
        said = compare(a, b, NOTHING)
        assert (said.relation, said.rule) == ("same", rule)


@pytest.mark.parametrize(("one", "other", "rule"), APART)
def test_two_things_that_look_alike(one: str, other: str, rule: str) -> None:
    for a, b in ((one, other), (other, one)):
        said = compare(a, b, NOTHING)
        assert (said.relation, said.rule) == ("apart", rule)
        assert said.evidence


@pytest.mark.parametrize(("one", "other"), OPEN)
def test_what_is_not_decided_is_not_one_thing(one: str, other: str) -> None:
    assert compare(one, other, NOTHING).relation in ("candidate", "unknown")


def test_the_thesaurus_decides_about_what_it_knows() -> None:
    assert compare("创建全国文明城市", "文明城市创建", SHIPPED).rule == "thesaurus"
    assert compare("安全生产月", "安全生产大检查", SHIPPED).rule == "thesaurus-not"
    assert compare("国家卫生县城", "省级卫生乡镇", SHIPPED).relation == "apart"
    wide, narrow = compare("安全生产月", "安全生产万里行", SHIPPED), compare("平安校园", "平安建设", SHIPPED)
    assert wide.relation != "same"
    assert (narrow.relation, narrow.rule) == ("broader", "thesaurus-broader")
    assert compare("平安建设", "平安校园", SHIPPED).relation == "narrower"


def test_an_edition_is_part_of_its_event() -> None:
    assert (compare("第七届榆钱博览会", "榆钱博览会", NOTHING).relation) == "broader"
    assert (compare("榆钱博览会", "首届榆钱博览会", NOTHING).relation) == "narrower"
    known = compare("第六届进博会", "中国国际进口博览会", SHIPPED)
    assert (known.relation, known.rule) == ("broader", "edition")
    assert compare("第六届进博会", "第六届中国国际进口博览会", SHIPPED).relation == "same"
    assert compare("第七届全国文明城市", "全国文明城市", SHIPPED).relation == "same"  # a title, not an event
    given = [extraction(["C:第七届榆钱博览会"], name="a.txt"), extraction(["C:首届榆钱博览会"], name="b.txt")]
    graph = resolve(given, thesaurus=Thesaurus())
    name = {node.id: node.properties["name"] for node in graph.nodes if node.label == "Campaign"}
    assert sorted(name.values()) == ["榆钱博览会", "第七届榆钱博览会", "首届榆钱博览会"]
    broader = {(name[row.source], name[row.target]) for row in graph.relationships if row.type == "BROADER"}
    assert broader == {("第七届榆钱博览会", "榆钱博览会"), ("首届榆钱博览会", "榆钱博览会")}
    assert {row.rule for row in graph.decisions if row.verdict == "broader"} == {"edition"}


def test_a_batch_of_a_campaign_is_not_the_campaign() -> None:
    assert compare("第二批榆钱主题教育", "榆钱主题教育", NOTHING).relation != "same"
    assert compare("第二批主题教育", "主题教育", SHIPPED).relation != "same"


def test_a_name_with_its_short_form_in_brackets() -> None:
    assert compare("中国国际进口博览会（进博会）", "进博会", SHIPPED).relation == "same"


def test_the_key_does_not_join_what_the_thesaurus_keeps_apart() -> None:
    concepts = load_thesaurus().concepts
    pairs = [
        (concept.name, concepts[other].name) for concept in concepts.values() for other in concept.distinct
    ]
    joined = [pair for pair in pairs if identity_key(pair[0]) == identity_key(pair[1])]
    assert len(pairs) > 5000
    assert len(joined) < 0.002 * len(pairs), joined


def test_a_mask_is_read_where_the_thesaurus_leaves_one_reading() -> None:
    assert compare("xxx消防安全宣传日", "119消防日", SHIPPED).rule == "masked-pattern"
    said = compare("双x一公开", "双随机一公开", SHIPPED)
    assert (said.relation, said.rule) == ("apart", "masked")
    assert "4" in said.evidence
    assert SHIPPED.match("平安XX建设").masked
    assert SHIPPED.match("xx市健康企业").masked
    word = Concept("r", "黄河沿岸生态廊道建设工程", "Program", "national")
    assert Matcher(Thesaurus.of([word])).match("xx沿岸生态廊道建设工程").masked  # a river is as good as a place


def test_a_short_name_that_needs_quotation_marks_is_only_a_candidate_without() -> None:
    word = Concept("q", "榆钱关爱行动", "Campaign", "national", ("榆钱",), bare="quoted")
    matcher = Matcher(Thesaurus.of([word]))
    assert compare("“榆钱”", "榆钱关爱行动", matcher).relation == "same"
    said = compare("榆钱", "榆钱关爱行动", matcher)
    assert (said.relation, said.rule) == ("candidate", "bare-name")
    graph = resolve(
        [extraction(["C:榆钱", "C:榆钱关爱行动"])], thesaurus=Thesaurus.of([word])
    )
    (row,) = [row for row in graph.relationships if row.type == "LOOKS_LIKE"]
    assert row.properties["rule"] == "bare-name"


GENERIC = ["安全隐患大排查", "环境卫生专项整治", "重点领域安全生产大检查", "十大行动", "冬春火灾防控攻坚行动"]
COUNTED = ["“1+4+N”工作机制", "“五个一”工程", "“一二三四”工作思路", "“2468”发展战略", "“3+2”"]
OWN_NAME = [
    "“千灯引路”行动", "全国安全生产大检查", "安全生产宣传月", "联合执法机制", "垃圾分类", "榆林环境卫生整治",
    "12345", "12329热线", "“八一”", "“三八”活动", "四好农村路", "“1+X”证书制度",
]  # fmt: skip


@pytest.mark.parametrize("name", GENERIC + COUNTED)
def test_generic(name: str) -> None:
    assert is_generic(name)


@pytest.mark.parametrize("name", OWN_NAME)
def test_not_generic(name: str) -> None:
    assert not is_generic(name)


def test_each_place_has_its_own_generic_drive_under_a_shared_kind() -> None:
    given = [
        extraction(["C:渣土车扬尘大排查"], district="甲县", name="a.txt"),
        extraction(["C:渣土车扬尘大排查"], district="乙县", name="b.txt"),
        extraction(["C:2024年渣土车扬尘大排查活动"], district="乙县", name="c.txt", year=2024),
    ]
    graph = resolve(given, thesaurus=Thesaurus())
    found = {node.id: node.properties for node in graph.nodes if node.label == "Campaign"}
    assert sorted(str(one["place"]) for one in found.values()) == ["None", "乙县", "甲县"]
    (kind,) = [id for id, one in found.items() if one["place"] is None]
    broader = [row for row in graph.relationships if row.type == "BROADER"]
    assert {row.target for row in broader} == {kind}
    assert {row.source for row in broader} == set(found) - {kind}
    mentioned = [row.target for row in graph.relationships if row.type == "MENTIONS"]
    assert len(mentioned) == 3
    assert set(mentioned) == set(found) - {kind}
    assert {row.rule for row in graph.decisions if row.verdict == "broader"} == {"local-drive"}


def test_a_name_that_only_counts_is_another_in_every_place_unless_the_thesaurus_knows_it() -> None:
    given = [
        extraction(["P:“1+4+N”工作机制", "P:13710工作制度"], district=place, name=f"{place}.txt")
        for place in ("甲县", "乙县")
    ]
    graph = resolve(given)
    mentioned = {row.target for row in graph.relationships if row.type == "MENTIONS"}
    places = sorted(str(node.properties["place"]) for node in graph.nodes if node.id in mentioned)
    assert places == ["None", "乙县", "甲县"]


def test_a_named_campaign_stays_one_in_all_places() -> None:
    given = [
        extraction(["C:安全生产大检查", "C:“千灯引路”专项整治行动"], district=place, name=f"{place}.txt")
        for place in ("甲县", "乙县")
    ]
    assert sum(node.label == "Campaign" for node in resolve(given).nodes) == 2


def test_broader_goes_to_the_next_concept_that_the_graph_has() -> None:
    words = Thesaurus.of(
        [
            Concept("a", "榆钱校园创建", "Campaign", "any", broader="b", distinct=("d",)),
            Concept("b", "榆钱创建", "Campaign", "any", broader="c"),
            Concept("c", "榆钱建设", "Program", "any", broader="a"),  # a circle must not hang
            Concept("d", "榆钱医院创建", "Campaign", "any"),
        ]
    )
    graph = resolve([extraction(["C:榆钱校园创建", "P:榆钱建设", "C:榆钱医院创建"])], thesaurus=words)
    name = {node.id: node.properties["name"] for node in graph.nodes if "name" in node.properties}
    broader = {(name[row.source], name[row.target]) for row in graph.relationships if row.type == "BROADER"}
    assert broader == {("榆钱校园创建", "榆钱建设"), ("榆钱建设", "榆钱校园创建")}
    apart = {frozenset((row.a, row.b)) for row in graph.decisions if row.rule == "thesaurus-not"}
    assert apart == {frozenset(("榆钱校园创建", "榆钱医院创建"))}


def test_every_joined_surface_has_a_row_and_candidates_are_linked() -> None:
    given = [
        extraction(["C:“千灯引路”行动", "C:千灯引路行动", "C:千灯引路行动", "P:千灯引路工程"], name="a.txt"),
        extraction(["P:榆钱惠民购物消费券", "P:榆钱惠民消费券"], name="b.txt"),
        extraction(["P:省级榆钱示范街", "P:国家级榆钱示范街"], name="c.txt"),
    ]
    graph = resolve(given, thesaurus=Thesaurus())
    joined = {(row.a, row.rule) for row in graph.decisions if row.verdict == "same"}
    assert joined == {("“千灯引路”行动", "normal-form"), ("千灯引路工程", "canonical")}
    (link,) = [row for row in graph.relationships if row.type == "LOOKS_LIKE"]
    assert link.source < link.target
    assert link.properties["score"] >= 0.8
    assert [row.rule for row in graph.decisions if row.verdict == "apart"] == ["level"]
    table = build_tables(graph).extra[IDENTITY].to_pylist()
    assert len(table) == len(graph.decisions)
    assert {row["since"] for row in table} == {"0.1.0"}


NAMES = st.sampled_from(
    [
        "C:“千灯引路”行动", "P:千灯引路", "P:榆钱惠民消费券", "P:榆钱惠民购物消费券", "P:榆钱惠民消费卡",
        "C:渣土车扬尘大排查", "C:安全生产月", "C:第22个“安全生产月”", "C:安全生产大检查", "P:平安校园",
        "P:平安建设", "P:法治XX建设", "C:国家卫生县城创建", "C:省级卫生县城", "C:矛盾纠纷大排查",
    ]
)  # fmt: skip
REPORTS = st.lists(
    st.tuples(st.lists(NAMES, min_size=1, max_size=6), st.sampled_from(["甲县", "乙县", None])),
    min_size=2, max_size=5,
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(REPORTS, st.randoms(use_true_random=False))
def test_order_does_not_matter_and_what_is_added_changes_no_id(
    said: list[tuple[list[str], str | None]], dice: random.Random
) -> None:
    reports = [
        extraction(names, name=f"{number}.txt", district=place) for number, (names, place) in enumerate(said)
    ]
    whole = resolve(reports)
    shuffled = reports.copy()
    dice.shuffle(shuffled)
    assert resolve(shuffled) == whole
    fewer = resolve(reports[:-1])
    assert {node.id for node in fewer.nodes} <= {node.id for node in whole.nodes}
    verdicts = {(row.a_id, row.b_id): row.verdict for row in whole.decisions if row.verdict in ("apart", "candidate")}
    for row in fewer.decisions:
        if row.verdict in ("apart", "candidate"):
            assert verdicts[row.a_id, row.b_id] == row.verdict


@settings(max_examples=60, deadline=None)
@given(st.sets(st.text("安全生产月日周大检查", min_size=1, max_size=8), max_size=25), st.sampled_from([0.3, 0.5, 0.8]))
def test_blocking_finds_every_pair_and_no_other(names: set[str], threshold: float) -> None:
    expected = {
        (one, other) for one in names for other in names
        if one < other and bigrams(one) and bigrams(other)
        and len(bigrams(one) & bigrams(other)) >= threshold * len(bigrams(one) | bigrams(other))
    }  # fmt: skip
    assert set(similar_pairs(names, threshold)) == expected


def test_decisions_are_the_same_whichever_comes_first() -> None:
    rows = [
        IdentityDecision("Program", "甲", "1", "乙", "2", "candidate", "similar", 0.9),
        IdentityDecision("Program", "乙", "2", "甲", "1", "apart", "level", 0.9),
    ]
    found = []
    for order in (rows, rows[::-1]):
        decisions = Decisions()
        for row in order:
            decisions.add(row)
        found.append(decisions.rows())
    assert found[0] == found[1]
    assert [row.rule for row in found[0]] == ["level"]
    with pytest.raises(ValueError, match="no such"):
        IdentityDecision("Program", "甲", "1", "乙", "2", "same", "by-guess")


def test_rules_are_explained_in_both_languages() -> None:
    for rule in RULES.values():
        assert rule.zh.strip()
        assert rule.en.isprintable()
        assert rule.since


def test_a_thesaurus_that_names_an_unknown_concept_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "initiatives.tsv"
    path.write_text("id\tname\tkind\tvariants\tlevel\tbroader\ni1\t甲\tprogram\t\tany\t乙\n", encoding="utf-8")
    with pytest.raises(SchemaError, match="乙") as caught:
        read_concepts(path)
    assert str(caught.value).startswith(f"{path}:2")


def test_pairs_are_scored_and_faults_in_them_are_said(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text(
        "a\tb\trelation\tsource\n创城\t榆钱示范街\tlook-alike\tx\n“千灯引路”行动\t千灯引路\tsame\tx\n"
        "千灯引路\t灯引\tsame\tx\n安全隐患大排查\t安全隐患大排查\tsame\tx\n",
        encoding="utf-8",
    )
    outcomes = judge_pairs(read_pairs(path))
    assert [one.right for one in outcomes] == [True, True, False, True]
    assert list(tally(outcomes)) == [("all", 4, 3, 2, 2, 1.0, 0.6667), ("proper names", 3, 2, 1, 1, 1.0, 0.5)]
    rows = "创城\t榆钱示范街\tlook-alike\t1\n千灯引路\t“千灯引路”行动\tsame\t2\n"
    path.write_text(f"a\tb\trelation\tproper\n{rows}", "utf-8")
    assert [row[:5] for row in tally(judge_pairs(read_pairs(path)))][2:] == [
        ("both are names, as people judged", 1, 1, 1, 1)
    ]
    heading = "a\tb\trelation\n"
    for text, what in (("a\tb\n", "relation"), (f"{heading}甲\t乙\tmaybe\n", "maybe"), (heading, "no pair")):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=what):
            read_pairs(path)
