"""What the analyses find in graphs that can be worked out by hand, and against other computations of the same."""

from __future__ import annotations

import dataclasses
import itertools
import math

import networkx
import numpy as np
import pyarrow as pa
import pytest

from kg.analysis import find_analyses, find_analysis, run_analysis
from kg.analysis.holdings import holdings
from kg.analysis.neighbours import nearest
from kg.errors import InputError, QueryError
from kg.graph.tables import GraphTables
from kg.output.rows import Value
from kg.resolution.ids import make_id
from tests.analysis.invented import District, changed, graph, named

Row = dict[str, Value]
CITIES = ("临沂市", "日照市", "青岛市", "烟台市", "南昌市", "九江市")
HARBOUR, RIVER, FOREST, OWN = "P:蓝湾港工程", "P:清溪河工程", "C:青林专项行动", "C:白石专项行动"
TABLES = graph(
    (CITIES[0], [HARBOUR, RIVER], [FOREST], []),
    (CITIES[1], [HARBOUR], [FOREST], [OWN]),
    (CITIES[2], [RIVER], [], [HARBOUR]),
    (CITIES[3], [OWN], [], []),
)


def ask(name: str, tables: GraphTables = TABLES, **given: Value) -> list[Row]:
    return run_analysis(find_analysis(name), tables, given).rows.dicts()


def pair(rows: list[Row], a: str, b: str) -> Row:
    (found,) = (row for row in rows if {row["district_a"], row["district_b"]} == {a, b})
    return found


def test_kg_s_own_are_found_as_a_plug_in_s_would_be() -> None:
    assert {"similarity", "communities", "bridges", "spread", "timeline", "matrix"} <= set(find_analyses())
    with pytest.raises(InputError, match="did you mean similarity"):
        find_analysis("similarty")


def test_rows_have_the_columns_declared() -> None:
    for analysis in find_analyses().values():
        result = run_analysis(analysis, TABLES)
        assert result.rows.columns == tuple(column.name for column in analysis.columns)
        assert len(result.rows), analysis.name
        assert any(name == "id" or name.endswith("_id") for name in result.rows.columns), analysis.name


def test_similarity_weighs_what_is_rare_and_leaves_out_mere_mentions() -> None:
    rows = ask("similarity", min_shared=1)
    two, one = math.log1p(4 / 2), math.log1p(4 / 1)  # four districts; of two each, the last of one
    first = pair(rows, CITIES[0], CITIES[1])
    assert (first["shared"], first["either"]) == (2, 3)
    assert first["score"] == pytest.approx(2 * two / (3 * two), abs=1e-5)
    assert sorted(map(str, first["top"])) == ["蓝湾港工程", "青林专项行动"] and first["parts"] == [0.5, 0.5]  # type: ignore[arg-type]
    assert pair(rows, CITIES[0], CITIES[2])["top"] == ["清溪河工程"]
    # 日照 and 青岛 have the harbour, 日照 and 烟台 their own drive in common only where one merely mentions it.
    assert len(rows) == 2
    assert first["top_ids"] == [named(TABLES, {"工程": "Program"}.get(str(name)[-2:], "Campaign"), str(name))
                                for name in first["top"]]  # type: ignore[union-attr]  # fmt: skip
    three = ask("similarity", graph(
        ("临沂市", [HARBOUR, RIVER], [], []), ("日照市", [HARBOUR], [], []), ("青岛市", [HARBOUR, RIVER, OWN], [], []),
    ), min_shared=1)  # fmt: skip
    all_, two, one = math.log1p(1), math.log1p(3 / 2), math.log1p(3)
    rarest = pair(three, "临沂市", "青岛市")
    assert rarest["score"] == pytest.approx((all_ + two) / (all_ + two + one), abs=1e-5)
    assert rarest["top"] == ["清溪河工程", "蓝湾港工程"]
    assert rarest["parts"] == pytest.approx([two / (all_ + two), all_ / (all_ + two)], abs=1e-4)


def test_masked_names() -> None:
    """A masked initiative joins nothing; districts without a name are places of their own."""
    masked: District = ("", ["P:某某工程", HARBOUR], [], [])
    tables = graph(masked, masked, ("临沂市", [HARBOUR], [], []))
    assert tables.nodes["Program"].filter(pa.compute.field("masked")).num_rows >= 1
    rows = ask("similarity", tables, min_shared=1)
    assert [row["shared"] for row in rows] == [1, 1, 1] and {row["score"] for row in rows} == {1.0}
    assert {tuple(row["top"]) for row in rows} == {("蓝湾港工程",)}  # type: ignore[arg-type]
    assert ask("similarity", tables, min_shared=1, placeholders=False) == []


def test_local_drives_count_as_the_concept_they_belong_to() -> None:
    tables = graph(("临沂市", [HARBOUR], [], []), ("日照市", [RIVER], [], []), ("青岛市", [], [], [FOREST]))
    assert ask("similarity", tables, min_shared=1) == []
    wide = named(tables, "Campaign", "青林专项行动")
    rows = []
    for name, place in (("蓝湾港工程", "临沂市"), ("清溪河工程", "日照市")):
        id = named(tables, "Program", name)
        tables = changed(tables, "Program", id, place=place)
        rows.append({"rid": make_id("rel", "BROADER", id, wide), "from": id, "from_label": "Program", "to": wide,
                     "to_label": "Campaign"})  # fmt: skip
    broader = pa.Table.from_pylist(rows, schema=tables.schema.relationships["BROADER"].arrow)
    tables = dataclasses.replace(tables, relationships={**tables.relationships, "BROADER": broader})
    (found,) = ask("similarity", tables, min_shared=1)
    assert found["top"] == ["青林专项行动"] and found["top_ids"] == [wide] and found["score"] == 1.0
    (spread,) = ask("spread", tables)
    assert (spread["initiative"], spread["districts"]) == ("青林专项行动", 2)
    # Without a place of its own, an initiative that is part of a wider one stays what it is.
    shared = changed(tables, "Program", named(tables, "Program", "清溪河工程"), place=None)
    assert ask("similarity", shared, min_shared=1) == []


def test_common_and_rare_initiatives_take_two_ways_to_the_same_result(large: GraphTables) -> None:
    known = holdings(large)
    ways = [nearest(known, 7, 2, common) for common in (2, 9, 10**9)]
    for other in ways[1:]:
        for name in ("a", "b", "score", "shared", "found"):
            assert np.array_equal(getattr(ways[0], name), getattr(other, name)), name
    assert len(ways[0].a) > 100
    brute = {}
    for a, b in itertools.combinations(range(len(known.districts)), 2):
        mine, others = set(known.held(a).tolist()), set(known.held(b).tolist())
        weigh = {one: round(1e6 * math.log1p(len(known.districts) / known.reach[one])) for one in mine | others}
        if len(mine & others) >= 2:
            brute[a, b] = sum(map(weigh.get, mine & others)) / sum(weigh.values())  # type: ignore[arg-type]
    every = nearest(known, 0, 2)
    assert {(int(a), int(b)): score for a, b, score in zip(every.a, every.b, every.score, strict=True)} == brute
    assert every.found == len(brute) and nearest(known, 7, 2).found == len(brute)
    kept = set(zip(ways[0].a.tolist(), ways[0].b.tolist(), strict=True))
    for district in range(len(known.districts)):
        ranked = sorted((-score, sum(both) - district) for both, score in brute.items() if district in both)
        for _, near in ranked[:7]:
            assert (min(district, near), max(district, near)) in kept


def test_communities_are_the_groups_that_were_made() -> None:
    first: list[District] = [(city, [HARBOUR, RIVER, "P:甲湾工程"], [], []) for city in CITIES[:3]]
    second: list[District] = [(city, [FOREST, OWN, "P:乙岭工程"], ["P:丙塘工程"], []) for city in CITIES[4:]]
    alone: District = ("烟台市", ["P:丁泉工程"], [], [])
    tables = graph(*first, *second, alone)
    rows = {row["district"]: row for row in ask("communities", tables)}
    assert [rows[city]["community"] for city in (*CITIES[:3], *CITIES[4:], "烟台市")] == [1, 1, 1, 2, 2, None]
    assert (rows["临沂市"]["size"], rows["南昌市"]["size"], rows["烟台市"]["size"]) == (3, 2, 1)
    assert set(rows["临沂市"]["held_by"]) == {"蓝湾港工程", "清溪河工程", "甲湾工程"}  # type: ignore[arg-type]
    assert rows["临沂市"]["held_in"] == [3, 3, 3] and rows["临沂市"]["strength"] == 1.0
    assert rows["烟台市"]["held_by"] == []
    notes = run_analysis(find_analysis("communities"), tables).notes
    assert any("1 districts share nothing" in note for note in notes)


def test_communities_of_a_large_graph_are_those_that_its_generator_made(large: GraphTables) -> None:
    """The generator gives the districts of a province initiatives that others have not; here are four provinces."""
    rows = ask("communities", large)
    known = {row["id"]: at % 4 for at, row in enumerate(large.nodes["District"].to_pylist())}
    again = ask("communities", large)
    assert rows == again
    groups: dict[Value, list[int]] = {}
    for row in rows:
        groups.setdefault(row["community"], []).append(known[str(row["district_id"])])
    most = sum(max(map(provinces.count, provinces)) for provinces in groups.values())
    assert most / len(rows) > 0.9


def test_betweenness_is_networkx_s_own_over_the_whole_network(small: GraphTables) -> None:
    known = holdings(small)
    rows = ask("bridges", small, network="districts", limit=0)
    district, initiative = known.pairs
    whole = networkx.Graph([(("d", int(a)), ("i", int(b))) for a, b in zip(district, initiative, strict=True)])
    ends = [node for node in whole if node[0] == "d"]
    expected = networkx.betweenness_centrality_subset(whole, ends, ends)
    pairs = len(ends) * (len(ends) - 1) / 2
    place = {id: at for at, id in enumerate(known.all.ids)}
    for row in rows:
        assert row["bridging"] == pytest.approx(expected["i", place[str(row["id"])]] / pairs, abs=1e-8)
    assert len(rows) == sum(1 for (kind, _), value in expected.items() if kind == "i" and value > 0) > 100


def test_an_estimate_says_so_and_comes_near(small: GraphTables) -> None:
    exact = {row["id"]: row["bridging"] for row in ask("bridges", small, network="districts", limit=10)}
    bridges = find_analysis("bridges")
    given: dict[str, Value] = {"network": "districts", "sources": 12, "limit": 0}
    result = run_analysis(bridges, small, given)
    assert any("estimated from 12 of 16 places" in note for note in result.notes)
    guessed = {row["id"]: row["bridging"] for row in result.rows.dicts()}
    for id, value in exact.items():
        assert guessed[id] == pytest.approx(value, rel=0.4)
    assert result.rows == run_analysis(bridges, small, given).rows


def test_bridges_by_hand() -> None:
    # 临沂 – 港 – 日照, 临沂 – 河 – 青岛: of the three pairs each bridge is on two, the second pair's way over both.
    tables = graph(
        ("临沂市", [HARBOUR, RIVER], [], []), ("日照市", [HARBOUR], [], []), ("青岛市", [RIVER], [], []),
        acting={"山东省水利厅": ["P:甲湾工程", "P:乙岭工程"], "山东省教育厅": ["P:乙岭工程", "P:丙塘工程"]},
    )  # fmt: skip
    rows = {row["name"]: row for row in ask("bridges", tables)}
    assert rows["蓝湾港工程"]["bridging"] == rows["清溪河工程"]["bridging"] == pytest.approx(2 / 3, abs=1e-6)
    units = [row for row in rows.values() if row["network"] == "units"]
    assert [row["bridging"] for row in units] == pytest.approx([2 / 3, 2 / 3], abs=1e-6)
    assert {row["links"] for row in units} == {2}


def test_spread_over_years_and_districts() -> None:
    early = graph(("临沂市", [HARBOUR], [], []), ("日照市", [], [HARBOUR], []))
    (row,) = ask("spread", early, initiative="蓝湾港工程")
    assert (row["districts"], row["done_in"], row["years"], row["by_year"]) == (2, 1, [2023, 2024], [1, 1])
    assert (row["first_year"], row["first_in"], row["last_year"]) == (2023, ["临沂市"], 2024)
    assert (row["levels"], row["by_level"]) == (["市"], [2])
    years = ask("timeline", early, initiative="蓝湾港工程")
    assert [(one["year"], one["new"], one["so_far"], one["which_new"]) for one in years] == [
        (2023, 1, 1, ["临沂市"]), (2024, 1, 2, ["日照市"]),
    ]  # fmt: skip


def test_matrix_tells_done_from_planned() -> None:
    rows = {(row["initiative"], row["district"]): (row["done"], row["planned"]) for row in ask("matrix")}
    assert rows["蓝湾港工程", "临沂市"] == (1, 0) and rows["青林专项行动", "日照市"] == (0, 1)
    assert ("蓝湾港工程", "青岛市") not in rows and ("白石专项行动", "烟台市") not in rows


def test_wrong_names_and_values() -> None:
    with pytest.raises(InputError, match=r"similarity: no District .* is called '临沂县' — did you mean 临沂市"):
        ask("similarity", district="临沂县")
    with pytest.raises(InputError, match=r"called '蓝湾' — did you mean 蓝湾港工程"):
        ask("spread", initiative="蓝湾")
    mentioned = graph(("临沂市", [HARBOUR], [], [OWN]))
    with pytest.raises(InputError, match="'白石专项行动' is carried out or planned by no district"):
        ask("spread", mentioned, initiative="白石专项行动")
    with pytest.raises(QueryError, match="no parameter 'distrct' — did you mean district"):
        ask("similarity", distrct="临沂市")
    with pytest.raises(QueryError, match="must be a whole number"):
        ask("similarity", top="viele")
    with pytest.raises(InputError, match="'top' cannot be 0 — give 1 or more"):
        ask("similarity", top=0)
    with pytest.raises(InputError, match="'resolution' must be above 0"):
        ask("communities", resolution=0.0)
    with pytest.raises(QueryError, match="one of: all, districts, units"):
        ask("bridges", network="people")


def test_an_empty_graph_is_an_empty_answer() -> None:
    nothing = graph(("临沂市", [], [], []))
    for name in ("similarity", "bridges", "spread", "timeline", "matrix"):
        assert ask(name, nothing) == []
    assert [row["community"] for row in ask("communities", nothing)] == [None]


def test_the_order_of_rows_in_the_tables_does_not_matter() -> None:
    said: list[District] = [
        (city, [HARBOUR, RIVER][: 1 + at % 2], [FOREST][: at % 3], []) for at, city in enumerate(CITIES)
    ]
    tables = graph(*said)
    backwards = {
        type: table.take(pa.array(range(len(table))[::-1], pa.int64())) for type, table in tables.relationships.items()
    }
    other = dataclasses.replace(tables, relationships=backwards)
    for name in find_analyses():
        assert ask(name, tables) == ask(name, other), name
