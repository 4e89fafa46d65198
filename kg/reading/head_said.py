"""Where a report's head is said: a finder names the passage and its words, here they become a line of the source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kg.reading.paragraphs import NUMERALS, Paragraph, squeeze

__all__ = ["Passage", "Place", "Said", "locate"]

Passage = Literal["title", "byline", "opening", "heading", "body", "file name", "folder"]
"""What of a report, or of its path, says a value; byline: the lines of author and date over the text or under it."""

_DIGITS = str.maketrans({numeral: str(value) for numeral, value in NUMERALS.items()} | {"○": "0"})


@dataclass(frozen=True, slots=True)
class Said:
    """What a finder knows: the passage, the words there (of a body without any no line is meant), its paragraph."""

    passage: Passage
    words: str = ""
    paragraph: Paragraph | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A passage and, where a line says it, that line: `skip` characters (no white space) after a paragraph's start."""

    passage: Passage
    paragraph: Paragraph | None = None
    skip: int = 0

    def written(self, text: str) -> str:
        """The place as `Report.places` has it, in the source text `text`: "title, line 5", "folder"."""
        if self.paragraph is None:
            return self.passage
        newline = "\n" if "\n" in text else "\r"
        line, at, left = self.paragraph.line, self.paragraph.start, self.skip
        while (stop := text.find(newline, at)) >= 0 and left >= (length := len(squeeze(text[at:stop]))):
            line, at, left = line + 1, stop + 1, left - length
        return f"{self.passage}, line {line + 1}"


def locate(said: Said, passages: Mapping[Passage, Sequence[Paragraph]], flat: str) -> Place:
    """The place of what is said.

    passages: the paragraphs of each, for the body all of them. flat: the report without white space.
    """
    parts = passages.get(said.passage, ()) if said.paragraph is None else (said.paragraph,)
    if said.passage == "body" and said.paragraph is None:
        at = flat.find(said.words) if said.words else -1
        return Place("body", parts[0], at) if at >= 0 else Place("body")
    joined = "".join(part.head for part in parts)
    # 二〇二三 is as long as 2023
    at = max(0, joined.find(said.words), joined.translate(_DIGITS).find(said.words))
    for part in parts:
        if at < len(part.head):
            return Place(said.passage, part, at)
        at -= len(part.head)
    return Place(said.passage)
