"""Count how annotated reports tag the surfaces of the thesaurus.

Each gold folder holds ``NAME.ann.txt`` files with inline tags (``⟦P:…⟧``). The surfaces of
``initiatives.tsv`` are matched longest first from left to right, line breaks, other white space
and quotation marks ignored, and each match is counted as

* ``tagged``: exactly a program or campaign,
* ``inside``: within a longer tag, or exactly one of another type,
* ``across``: partly overlapping a tag, or around one,
* ``untagged``: touching no tag.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent / "schema" / "thesaurus"
TAG = re.compile(r"⟦(?:(?P<type>[UDPCL])[?~]?|N\d+):(?P<text>[^⟧]*)⟧")
IGNORED = re.compile(r"[\s\"“”'‘’「」『』]")
OUTCOMES = ("tagged", "inside", "across", "untagged")
HALF_WIDTH = str.maketrans("０１２３４５６７８９＋％：()", "0123456789+%:（）")

Span = tuple[int, int, str]


def compact(text: str) -> str:
    """Leave out what may break or quote a name, and make digits half-width."""
    return IGNORED.sub("", text).translate(HALF_WIDTH)


def read_surfaces(thesaurus: Path) -> set[str]:
    """Read every name and variant of the thesaurus."""
    with thesaurus.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {s for row in rows for s in (row["name"], *row["variants"].split("|")) if s}


def read_annotation(tagged: str) -> tuple[str, list[Span]]:
    """Split an annotated text into its compact text and the tags' spans in it."""
    parts: list[str] = []
    spans: list[Span] = []
    end = where = 0
    for match in TAG.finditer(tagged):
        before, inner = compact(tagged[where : match.start()]), compact(match["text"])
        parts += [before, inner]
        start, end = end + len(before), end + len(before) + len(inner)
        if match["type"] and inner:
            spans.append((start, end, match["type"]))
        where = match.end()
    parts.append(compact(tagged[where:]))
    return "".join(parts), spans


def find(text: str, surfaces: set[str], lengths: dict[str, list[int]]) -> Iterator[tuple[int, int]]:
    """Yield the longest surfaces in the text from left to right, none overlapping."""
    at = 0
    while at < len(text):
        for length in lengths.get(text[at : at + 2], ()):
            if text[at : at + length] in surfaces:
                yield at, at + length
                at += length
                break
        else:
            at += 1


def outcome(start: int, end: int, spans: list[Span]) -> str:
    """Say how a match lies to the tags."""
    for begin, close, kind in spans:
        if close <= start:
            continue
        if begin >= end:
            break
        if begin <= start and end <= close:
            exact = (begin, close) == (start, end) and kind in "PC"
            return "tagged" if exact else "inside"
        return "across"
    return "untagged"


def count(folders: list[Path], surfaces: set[str]) -> Counter[tuple[str, str]]:
    """Count the outcomes of every surface over all annotations in the folders."""
    found: dict[str, set[int]] = {}
    for surface in surfaces:
        found.setdefault(surface[:2], set()).add(len(surface))
    lengths = {start: sorted(sizes, reverse=True) for start, sizes in found.items()}
    counts: Counter[tuple[str, str]] = Counter()
    files = [file for folder in folders for file in sorted(folder.glob("*.ann.txt"))]
    if not files:
        raise SystemExit("no NAME.ann.txt in the folders")
    for file in files:
        text, spans = read_annotation(file.read_bytes().decode("utf-8"))
        for start, end in find(text, surfaces, lengths):
            counts[text[start:end], outcome(start, end, spans)] += 1
    return counts


def main() -> None:
    """Write one row for every surface that occurs."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("folders", nargs="+", type=Path, help="folders of NAME.ann.txt files")
    parser.add_argument("--thesaurus", type=Path, default=HERE / "initiatives.tsv")
    parser.add_argument("--output", type=Path, default=HERE / "surfaces.tsv")
    arguments = parser.parse_args()
    counts = count(arguments.folders, read_surfaces(arguments.thesaurus))
    found = sorted({surface for surface, _ in counts})
    rows = [(surface, *(str(counts[surface, result]) for result in OUTCOMES)) for surface in found]
    lines = ("\t".join(row) + "\n" for row in [("surface", *OUTCOMES), *rows])
    arguments.output.write_text("".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
