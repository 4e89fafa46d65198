"""Compendia assembled from single reports: the measure of splitting.

    python -m tests.reading.compendia [--seed N] [--count N] [--wrong N]

Reports of one file each (72 city reports cut to a realistic length, annotated and invented reports) follow each
other without their titles or with them, wrapped at any width, with blank lines between all lines, between
paragraphs, or none; some break off in mid-sentence, some stand between a site's head and foot. How many first and
last lines are found exactly, and how many reports are cut in two, is printed by kind of compendium.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.reading.split import report_spans

SHARED = Path(__file__).resolve().parents[3] / "shared"
WIDTHS = (20, 24, 28, 32, 36, 40, 48, 60, 80, 120, 0)
BLANKS = ("none", "paragraphs", "lines", "reports")
HEAD = ("某某系列{n}--年度工作总结及工作计划汇编({n}篇)", "2023-03-14 05:05:17 121")
FOOT = (
    "阅读全文",
    "如果喜欢本篇内容,请赞赏鼓励哦!",
    "¥1",
    "分享:",
    "微信扫一扫在手机阅读、分享本文",
    "相关内容",
    "    热门推荐",
    "联系客服",
)


@dataclass(frozen=True)
class Compendium:
    """A text, the (first, last) lines of its reports (from 1), where each is from, and how it was made."""

    text: str
    truth: tuple[tuple[int, int], ...]
    names: tuple[str, ...]
    kind: dict[str, str]


def single_reports(shared: Path, examples: Path | None = None) -> dict[str, list[str]]:
    """The single reports by name, each as its paragraphs without blank lines."""
    files = [
        *sorted((shared / "corpus/cities-2024").glob("*.txt")),
        *sorted((shared / "gold/train").glob("s*.txt")),
        *sorted((shared / "gold/synthetic").glob("*.txt")),
    ]
    if examples is not None and examples.is_dir():
        files += sorted(examples.rglob("*.txt"))
    found = {}
    for path in files:
        if not path.name.endswith(".ann.txt"):
            text = path.read_bytes().decode("utf-8-sig")
            found[path.stem] = [line.strip() for line in text.split("\n") if line.strip()]
    return found


def _untitled(lines: list[str]) -> list[str]:
    """Without the title, and what belongs to it: short lines before the first sentence."""
    at = 0
    while (
        at < min(3, len(lines) - 3)
        and len(lines[at]) <= 45
        and not set("。：:，,！；") & set(lines[at])
        and not _headed(lines[at])
    ):
        at += 1
    return lines[at:]


def _headed(line: str) -> bool:
    return (
        line[0] in "一二三四五六七八九十（(0123456789" and any(sign in line[:4] for sign in "、.．）)")
    ) or line.endswith("回顾")


def _wrap(line: str, width: int, rng: random.Random) -> list[str]:
    if not width or len(line) <= width:
        return [line]
    if rng.random() < 0.1:  # words and figures kept together now and then, as some converters do
        out, at = [], 0
        while at < len(line):
            stop = min(len(line), at + width)
            while stop < len(line) and stop > at + width // 2 and line[stop - 1].isascii() and line[stop].isascii():
                stop -= 1
            out.append(line[at:stop])
            at = stop
        return out
    return [line[at : at + width] for at in range(0, len(line), width)]


def assemble(pool: dict[str, list[str]], seed: int) -> Compendium:
    """One compendium of 4 to 24 reports; the seed decides everything."""
    rng = random.Random(seed)
    width = rng.choice(WIDTHS)
    blanks = rng.choice(BLANKS)
    titles = rng.choice(("kept", "removed", "removed", "mixed"))
    cut = rng.random() < 0.3
    site = rng.random() < 0.3
    names = rng.sample(sorted(pool), rng.randint(4, 24))
    out: list[str] = []
    truth = []
    if site:
        out += [line.format(n=rng.randint(10, 90)) for line in HEAD] + ([""] if blanks != "none" else [])
    for name in names:
        lines = pool[name]
        if len(lines) > 20 and any(ch >= "\u4e00" for ch in name):
            lines = lines[: rng.randint(20, 60)]
        if titles == "removed" or (titles == "mixed" and rng.random() < 0.5):
            lines = _untitled(lines)
        if cut and rng.random() < 0.4 and len(lines[-1]) > 30:
            lines = [*lines[:-1], lines[-1][: rng.randint(12, len(lines[-1]) - 4)]]
        first = len(out)
        for line in lines:
            for piece in _wrap(line, width, rng):
                out.append(piece)
                if blanks == "lines":
                    out.append("")
            if blanks == "paragraphs":
                out.append("")
        while not out[-1]:
            out.pop()
        truth.append((first + 1, len(out)))
        if blanks in {"lines", "paragraphs"}:
            out.append("")
        elif blanks == "reports":
            out += [""] * rng.randint(1, 3)
    if site:
        out += FOOT
    kind = {
        "width": str(width or "∞"),
        "blanks": blanks,
        "titles": titles,
        "cut": str(cut),
        "site": str(site),
    }
    return Compendium("\n".join(out) + "\n", tuple(truth), tuple(names), kind)


@dataclass
class Measure:
    """Counts over compendia: reports, first and last lines found exactly, beginnings where there is none."""

    reports: int = 0
    starts: int = 0
    ends: int = 0
    split: int = 0

    @property
    def exact(self) -> float:
        """The share of boundaries (first and last lines) found exactly."""
        return (self.starts + self.ends) / (2 * self.reports) if self.reports else 0.0


def found_lines(text: str) -> list[tuple[int, int]]:
    """The first and last lines (from 1) of the reports that the splitter finds."""
    paragraphs, spans = report_spans(text)
    return [(paragraphs[s.first].line + 1, paragraphs[s.stop - 1].last_line + 1) for s in spans]


def add(measure: Measure, compendium: Compendium, found: Sequence[tuple[int, int]]) -> None:
    """Count one compendium."""
    starts = {first for first, _ in compendium.truth}
    measure.reports += len(compendium.truth)
    measure.starts += len(starts & {first for first, _ in found})
    measure.ends += len({last for _, last in compendium.truth} & {last for _, last in found})
    measure.split += len({first for first, _ in found} - starts)


def compendia(seed: int, count: int, shared: Path = SHARED) -> Iterator[Compendium]:
    """`count` compendia, the same for the same seed."""
    pool = single_reports(shared)
    for n in range(count):
        yield assemble(pool, seed * 100_000 + n)


def main() -> None:
    """Print the measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--wrong", type=int, default=0, metavar="N", help="show up to N wrong boundaries")
    args = parser.parse_args()
    total = Measure()
    parts: dict[str, Measure] = {}
    blame: Counter[str] = Counter()
    shown = 0
    for compendium in compendia(args.seed, args.count):
        found = found_lines(compendium.text)
        add(total, compendium, found)
        for key, value in compendium.kind.items():
            add(parts.setdefault(f"{key} {value}", Measure()), compendium, found)
        lines = compendium.text.split("\n")
        firsts = {first for first, _ in found}
        lasts = {last for _, last in found}
        for (first, last), name in zip(compendium.truth, compendium.names, strict=True):
            if first not in firsts or last not in lasts:
                blame[name] += 1
                if shown < args.wrong:
                    shown += 1
                    print(
                        compendium.kind, name, f"{first}-{last}:", "first" if first not in firsts else "last", "missed"
                    )
                    print("    ", [line[:30] for line in lines[first - 3 : first + 2]])
        for first in sorted(firsts - {first for first, _ in compendium.truth}):
            if shown < args.wrong:
                shown += 1
                owner = [n for (a, b), n in zip(compendium.truth, compendium.names, strict=True) if a <= first <= b]
                print(
                    compendium.kind,
                    f"false beginning at {first} in {owner}:",
                    [line[:40] for line in lines[first - 3 : first + 2]],
                )
    for label, measure in [("all", total), *sorted(parts.items())]:
        print(
            f"{label:20} reports {measure.reports:6}  first lines {measure.starts / measure.reports:.4f}  "
            f"last lines {measure.ends / measure.reports:.4f}  exact {measure.exact:.4f}  "
            f"cut in two {measure.split}"
        )
    print("most often missed:", blame.most_common(12))


if __name__ == "__main__":
    main()
