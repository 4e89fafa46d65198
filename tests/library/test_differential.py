"""Both engines give the same rows in the same order: each query, asked in several ways, on graphs of real reports.

The graphs are built here, of all seeds and of some of the cities' reports. KG_TEST_GRAPHS names a folder with graphs
that are built already (seeds/, cities/), which then are taken instead, the cities whole.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from engines import on_server
from relations import invented

from kg.graph.build import build_graph
from kg.graph.folder import write_graph
from kg.graph.reader import open_graph
from kg.graph.store import Store, open_store
from kg.library import SavedQuery, load_library, query_folders, run_saved, run_statement
from kg.output.rows import Value

if TYPE_CHECKING:
    from kg.library.model import Parameter
    from kg.neo4j.session import Neo4jSession
    from tests.neo4j.server import Neo4jServer

LIBRARY = load_library(query_folders()[:1])
EVERY_NTH_CITY = 6
OFTEN = (
    "MATCH (n:{labels})<-[w]-() RETURN n.id AS id, n.name AS name, n.aliases AS aliases, count(w) AS often "
    "ORDER BY often DESC, id LIMIT 3"
)
FOUND_IN_FEW = {
    "began-went-on-stopped", "figures-over-years", "plan-against-result", "planned-not-heard-of", "planned-then-done",
    "targets-missed",
}  # fmt: skip
"""What the seeds may give no rows for: hardly two of them are of one place."""


@dataclass(frozen=True)
class Both:
    """The same graph on both engines."""

    reports: str
    embedded: Store
    server: Neo4jSession

    def ways(self, query: SavedQuery) -> Iterator[dict[str, Value]]:
        """Parameters to ask it with: the defaults, then each parameter changed alone."""
        least = {one.name: self.names(one)[0] for one in query.parameters if one.required}
        yield dict(least)
        for one in query.parameters:
            for value in self.values(one):
                yield {**least, one.name: value}

    def names(self, parameter: Parameter) -> list[Value]:
        """What is said most often: its name, another's id, another surface of a third."""
        found = run_statement(self.embedded, OFTEN.format(labels="|".join(parameter.of))).dicts()
        surfaces = [row["aliases"][-1] for row in found if isinstance(row["aliases"], list) and row["aliases"]]
        return [found[0]["name"], found[1]["id"], *surfaces[-1:]]

    def values(self, parameter: Parameter) -> list[Value]:
        """Values other than the default."""
        if parameter.of:
            return self.names(parameter)
        if parameter.choices:
            return [choice for choice in parameter.choices if choice != parameter.default]
        by_type: dict[str, list[Value]] = {
            "int": [1, 2024] if "year" in parameter.name else [1, 3],
            "float": [0.25, 1.5],
            "bool": [not parameter.default],
            "string": ["安全", "不存在的名称"],
            "list": [[]],
        }
        return by_type[parameter.type]


@pytest.fixture(scope="module", params=["seeds", "cities"])
def both(
    request: pytest.FixtureRequest,
    neo4j_server: Neo4jServer,
    shared: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Both]:
    """The graph of the reports, with relationships of every type, on both engines."""
    if built := os.environ.get("KG_TEST_GRAPHS"):
        source = Path(built) / request.param
    else:
        source = tmp_path_factory.mktemp(request.param) / "graph"
        _build(_files(shared, request.param), source)
    folder = tmp_path_factory.mktemp(request.param) / "graph"
    with open_graph(source) as graph:
        write_graph(folder, invented(graph.tables()))
    with ExitStack() as opened:
        server = opened.enter_context(on_server(neo4j_server, folder))
        yield Both(request.param, opened.enter_context(open_store(folder)), server)


def _files(shared: Path, which: str) -> list[Path]:
    if which == "seeds":
        return sorted((shared / "seeds").glob("*.txt"))
    return sorted((shared / "corpus/cities-2024").glob("*.txt"))[::EVERY_NTH_CITY]


def _build(files: list[Path], folder: Path) -> None:
    from kg.cli.intake import Intake

    intake = Intake(files)
    build_graph(list(intake.extractions()), intake.sources, folder)


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("name", LIBRARY)
def test_both_engines_give_the_same_rows_in_the_same_order(name: str, both: Both) -> None:
    query = LIBRARY[name]
    some = False
    for given in both.ways(query):
        rows = run_saved(both.embedded, query, given)
        other = run_saved(both.server, query, given)
        assert other.columns == rows.columns
        for number, (one, two) in enumerate(zip(rows.rows, other.rows, strict=False)):
            assert two == one, f"{given}: row {number} differs"
            assert [*map(type, two)] == [*map(type, one)], f"{given}: row {number} has other types"
        assert len(other) == len(rows), given
        some = some or len(rows) > 0
    if query.empty:
        assert not some
    elif both.reports == "seeds" and name not in FOUND_IN_FEW:
        assert some
