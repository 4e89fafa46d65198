"""Annotation of texts that are not ours to give away: kept as offsets and labels, put back beside the texts.

`python -m kg.training.cuts keep FOLDER... --texts ROOT --out gold/cuts.jsonl` finds each annotated text in a file under
ROOT and writes a line for it: the file, where the text lies in it, and the annotation by offsets.
`python -m kg.training.cuts restore gold/cuts.jsonl --texts ROOT --out FOLDER` makes annotated reports of it again, for
`kg train FOLDER` to learn from. Offsets are code points; those of names and figures count from where the cut begins.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.annotation.forms import CODES, MARKS, Annotation, Tag, gold_files
from kg.errors import SourceError
from kg.gold import GoldReport, read_folder
from kg.records import INITIATIVES, Mention
from kg.training.soft import key_of

__all__ = ["kept", "restored"]

_POINTERS = ("about", "actor", "of")
"""Fields of observations and actors that hold a name's surface."""


def kept(gold: GoldReport, texts: Mapping[str, str]) -> dict[str, Any]:
    """One annotated cut without its text.

    Args:
        gold: the annotated cut.
        texts: the whole texts by the path of their file.

    Raises SourceError where none of them holds the cut, or a row names a surface that is not tagged.
    """
    source = next((name for name, text in texts.items() if gold.text in text), None)
    if source is None:
        raise SourceError("no file holds this text", where=gold.name, todo="name the folder it was cut from")
    places = {mention.text: [mention.start, mention.end] for mention in reversed(gold.mentions)}

    def row(entry: Mapping[str, Any]) -> dict[str, Any]:
        try:
            return {key: places[value] if key in _POINTERS and value else value for key, value in entry.items()}
        except KeyError as error:
            raise SourceError(f"names what is not tagged: {error}", where=gold.name) from error

    begin = texts[source].index(gold.text)
    return {
        "name": gold.name,
        "source": source,
        "span": [begin, begin + len(gold.text)],
        "text": key_of(gold.text),
        "mentions": [[_tag(mention), mention.start, mention.end] for mention in gold.mentions],
        "quantities": [list(span) for span in gold.quantities],
        "observations": [row(entry) for entry in gold.observations],
        "actors": [row(entry) for entry in gold.actors],
        "report": gold.head,
    }


def _tag(mention: Mention) -> str:
    return CODES[mention.type] + (MARKS[mention.status] if mention.type in INITIATIVES else "")


def restored(entry: Mapping[str, Any], text: str) -> dict[str, str]:
    """The contents of a kept cut's files by their ending: .txt, .ann.txt, .obs.jsonl.

    text: of the file that it was cut from. Raises SourceError where that is another text.
    """
    cut = text[slice(*entry["span"])]
    if key_of(cut) != entry["text"]:
        where = f"{entry['source']}: {entry['name']}"
        raise SourceError("is another text than the one that was annotated", where=where)

    def row(kept_row: Mapping[str, Any]) -> dict[str, Any]:
        return {key: cut[slice(*v)] if key in _POINTERS and v else v for key, v in kept_row.items() if key != "n"}

    tags = [Tag(start, end, code) for code, start, end in entry["mentions"]]
    figures = zip(entry["quantities"], entry["observations"], strict=True)
    tags += [Tag(start, end, "N", row(said)) for (start, end), said in figures]
    ordered = tuple(sorted(tags, key=lambda tag: tag.start))
    return gold_files(Annotation(cut, ordered, tuple(map(row, entry["actors"])), entry["report"]))


def _texts(root: Path) -> dict[str, str]:
    paths = sorted(root.rglob("*.txt"))
    return {path.relative_to(root).as_posix(): path.read_bytes().decode("utf-8") for path in paths}


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            yield json.loads(line)
        except ValueError as error:
            raise SourceError(f"no JSON: {error}", where=f"{path}:{number}", todo="correct the line") from error


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("what", choices=["keep", "restore"])
    parser.add_argument("paths", type=Path, nargs="+", help="folders of annotated cuts; files written by keep")
    parser.add_argument("--texts", type=Path, required=True, help="the folder that the files lie under")
    parser.add_argument("--out", type=Path, required=True, help="the file (keep) or folder (restore) to write")
    options = parser.parse_args(arguments)
    texts = _texts(options.texts)
    if options.what == "keep":
        golds = [gold for folder in options.paths for gold in read_folder(folder)]
        lines = [json.dumps(kept(gold, texts), ensure_ascii=False) for gold in sorted(golds, key=lambda g: g.name)]
        options.out.write_text("\n".join(lines) + "\n", "utf-8")
        return
    options.out.mkdir(parents=True, exist_ok=True)
    for entry in (entry for path in options.paths for entry in _lines(path)):
        if entry["source"] not in texts:
            raise SourceError("is not there", where=str(options.texts / entry["source"]), todo="name another --texts")
        for ending, content in restored(entry, texts[entry["source"]]).items():
            (options.out / f"{entry['name']}{ending}").write_bytes(content.encode("utf-8"))


if __name__ == "__main__":
    main()
