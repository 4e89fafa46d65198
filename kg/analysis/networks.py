"""NetworkX, and the networks that analyses make of the tables."""

# ruff: noqa: PLC0415 (NetworkX comes with an extra)

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from kg.errors import MissingExtraError

__all__ = ["bipartite", "networkx", "weighted"]

_NOTHING: dict[str, float] = {}


def networkx() -> Any:
    """The library. Raises MissingExtraError when it is not installed."""
    try:
        import networkx
    except ImportError:
        raise MissingExtraError.of("analyse", "this analysis") from None
    return networkx


def weighted(size: int, a: NDArray[Any], b: NDArray[Any], weight: NDArray[Any]) -> Any:
    """A graph of the nodes 0 … size - 1 with weighted edges, in the order given: chance depends on it."""
    graph = networkx().Graph()
    graph.add_nodes_from(range(size))
    graph.add_weighted_edges_from(zip(a.tolist(), b.tolist(), weight.tolist(), strict=True))
    return graph


def bipartite(left: NDArray[Any], right: NDArray[Any]) -> Any:
    """A graph of the edges left[i] – right[i]; the two kinds have no number in common.

    Edges carry nothing and share one empty dict, which saves a third of the memory (see NetworkX's ThinGraph).
    """

    class Thin(networkx().Graph):  # type: ignore[misc]
        def edge_attr_dict_factory(self) -> dict[str, float]:
            return _NOTHING

    graph = Thin()
    graph.add_edges_from(zip(left.tolist(), right.tolist(), strict=True))
    return graph
