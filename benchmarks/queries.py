"""How long every saved query takes on a graph folder: by the clock, of the processor, and how many rows it gives.

python benchmarks/queries.py --graph DIR                          every query
python benchmarks/queries.py --graph DIR similar-districts who-leads
python benchmarks/queries.py --graph DIR --timeout 60 --wanted 10

Each runs as `kg query run`, in a process of its own: what a user waits for, with starting Python and writing all rows,
and one that kills the engine does not hide the others. A query that asks for a name gets the one said most often.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Collection
from pathlib import Path

from processes import measure
from run import KG, line, machine, required

from kg.library import SavedQuery, load_library, query_folders

__all__ = ["measure_queries"]

WANTED, TIMEOUT = 10.0, 60.0


def main() -> None:
    """Measure and print; the exit code is 1 when a query is slower than wanted, or fails."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("names", nargs="*", metavar="QUERY", help="which (default: all)")
    parser.add_argument("--graph", type=Path, required=True, metavar="DIR")
    parser.add_argument("--wanted", type=float, default=WANTED, metavar="SECONDS", help="more is too slow")
    parser.add_argument("--timeout", type=float, default=TIMEOUT, metavar="SECONDS", help="when one is called off")
    options = parser.parse_args()
    machine([options.graph])
    slow = measure_queries(options.graph, options.names, options.wanted, options.timeout)
    raise SystemExit(1 if slow else 0)


def measure_queries(
    graph: Path, names: Collection[str] = (), wanted: float = WANTED, timeout: float = TIMEOUT
) -> list[str]:
    """Print a line for each query (all, unless named): seconds by the clock and of the processor, memory, rows.

    wanted, timeout: seconds. Returns those that took longer than wanted, or failed.
    """
    print(f"{'kg query run':<44}{'seconds':>12}  of the processor, memory, rows ({wanted:g} s wanted)")
    slow, longest, every = [], 0.0, load_library(query_folders())
    with tempfile.TemporaryDirectory(prefix="kg-queries-") as folder:
        for query in [every[name] for name in names] if names else every.values():
            if "ladybug" not in query.engines:
                continue
            seconds, ended = _one(graph, query, Path(folder) / "rows.ndjson", wanted, timeout)
            longest = max(longest, seconds)
            if not ended or seconds > wanted:
                slow.append(query.id)
    line("the slowest", f"{longest:.1f}", f"{len(slow)} slower than wanted, or failed: {', '.join(slow)}".rstrip(": "))
    return slow


def _one(graph: Path, query: SavedQuery, output: Path, wanted: float, timeout: float) -> tuple[float, bool]:
    """Seconds by the clock, and whether it came to its end."""
    output.unlink(missing_ok=True)
    given = required(graph, query)
    words = [word for name, value in given.items() for word in ("--param", f"{name}={value}")]
    asked = ["query", "run", query.id, *words, "--graph", str(graph), "--timeout", f"{timeout:g}"]
    took = measure([*KG, *asked, "-o", str(output)], failing=True)
    cpu = "" if took.cpu is None else f"{took.cpu:6.1f} s"
    peak = "" if took.peak is None else f"{took.peak / 2**20:7,.0f} MB"
    rows = f"{_lines(output):>9,}" if took.code == 0 else f"  FAILED ({took.code}) {took.said.strip()[-200:]}"
    told = "".join(f" {name}={value}" for name, value in given.items())
    line(f"  {query.id}", f"{took.seconds:.1f}", f"{cpu}{peak}{rows}{told}{_mark(took.seconds > wanted)}")
    return took.seconds, took.code == 0


def _mark(slow: bool) -> str:
    return "  TOO SLOW" if slow else ""


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _ in file)


if __name__ == "__main__":
    main()
