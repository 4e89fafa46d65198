"""Measure what a build costs that follows one built before: after one report changed, none did, or one went.

python benchmarks/incremental.py                      a thousand reports, cut from ../shared/corpus/cities-2024
python benchmarks/incremental.py --reports FOLDER     cut from reports of your own

Where there are neither, the bundled examples are copied under other names.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from copies import write_copies
from processes import Measured, measure
from run import KG, line, machine

from kg.errors import SourceError
from kg.reading import read_sources

CITIES = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "cities-2024"
LEAST = 200
"""Characters below which a piece is not taken for a report."""
TARGET = 0.02
"""What one changed report of a thousand may cost, as a share of building them all."""


def main() -> None:
    """Measure and print. Exit code 1 with --check when a changed report costs more than the target."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    parser.add_argument("--reports", type=Path, default=CITIES, metavar="FOLDER", help="what reports are cut from")
    parser.add_argument("--count", type=int, default=1000, metavar="N", help="how many (default: 1000)")
    parser.add_argument("--check", action="store_true", help="fail when the target is missed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kg-benchmark-") as at:
        folder, graph = Path(at) / "reports", Path(at) / "graph"
        folder.mkdir()
        if options.reports.is_dir():
            machine([options.reports])
            cut(options.reports, folder, options.count)
        else:
            machine([Path("copies of the examples")])
            write_copies(folder, options.count // 8)
        files = sorted(folder.iterdir())
        whole = _build(f"kg build, {len(files)} files", folder, graph)
        changed = files[len(files) // 2]
        changed.write_text(changed.read_text("utf-8") + "\n又开展安全生产月活动3场次。\n", "utf-8")
        share = _share(_build("  after one changed", folder, graph), whole)
        line("    of the whole", f"{share:.1%}", f"target: at most {TARGET:.0%}")
        line("  of the whole, when none changed", f"{_share(_build('  after none changed', folder, graph), whole):.1%}")
        changed.unlink()
        line("  of the whole, when one went", f"{_share(_build('  after one went', folder, graph), whole):.1%}")
    if options.check and share > TARGET:
        sys.exit(1)


def cut(source: Path, folder: Path, count: int) -> None:
    """Write about `count` files of whole lines into the folder, cut from the texts of another in equal parts."""
    texts = [text for text in read_sources([source]) if not isinstance(text, SourceError)]
    size = sum(len(text.text) for text in texts) / count
    for text in texts:
        stem = Path(text.name).stem
        for number, part in enumerate(_parts(text.text, size), 1):
            (folder / f"{stem}市2024年政府工作报告第{number}部分.txt").write_text(part, "utf-8")


def _parts(text: str, size: float) -> Iterator[str]:
    pieces = max(1, round(len(text) / size))
    parts: list[list[str]] = [[] for _ in range(pieces)]
    at = 0
    for row in text.split("\n"):
        parts[min(pieces - 1, at * pieces // len(text))].append(row)
        at += len(row) + 1
    joined = ("\n".join(part) for part in parts)
    return (part for part in joined if len(part) >= LEAST)


def _build(what: str, folder: Path, graph: Path) -> Measured:
    took = measure([*KG, "build", str(folder), "--graph", str(graph)])
    cpu = "" if took.cpu is None else f"{took.cpu:.2f} s of processor time"
    line(what, f"{took.seconds:.2f} s", cpu)
    return took


def _share(part: Measured, whole: Measured) -> float:
    if part.cpu is not None and whole.cpu:  # does not depend on how busy the machine is, nor on its cores
        return part.cpu / whole.cpu
    return part.seconds / whole.seconds


if __name__ == "__main__":
    main()
