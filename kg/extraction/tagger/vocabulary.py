"""Characters as the encoder knows them: one token for one character."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

__all__ = ["NEWLINE", "UNKNOWN", "Vocabulary"]

UNKNOWN = "[UNK]"
NEWLINE = "↵"
"""Stands for the end of a paragraph inside a window."""
_SAME = {"\n": NEWLINE, "“": '"', "”": '"', "‘": "'", "’": "'", "×": "x", "＊": "*", "—": "-", "－": "-", "～": "~"}


class Vocabulary:
    """A closed list of tokens; a character outside it is [UNK]."""

    def __init__(self, tokens: Iterable[str]) -> None:
        self.tokens = tuple(tokens)
        self._ids = {token: i for i, token in enumerate(self.tokens)}
        self._id = cache(lambda char: self._ids[self.token(char)])  # a text says the same characters again and again
        self.unknown, self.begin, self.end, self.pad = (self._ids[t] for t in (UNKNOWN, "[CLS]", "[SEP]", "[PAD]"))

    @classmethod
    def load(cls, path: Path) -> Vocabulary:
        """Read a vocabulary file: one token a line."""
        return cls(path.read_text(encoding="utf-8").split("\n")[:-1])

    def token(self, char: str) -> str:
        """The token that stands for a character."""
        char = _SAME.get(char, char)
        if char not in self._ids:
            char = char.lower()
        return char if char in self._ids else UNKNOWN

    def encode(self, text: str) -> list[int]:
        """Token ids of the characters, between the marks that begin and end a window."""
        return [self.begin, *map(self._id, text), self.end]
