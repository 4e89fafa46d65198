"""A teacher's soft targets as a file: what it thought of each character of many texts, without the texts.

A text is known by the SHA-256 of its characters, so the file holds no sentence and serves whoever has the same texts.
A character that the teacher was sure is no part of a name is left out; of the others the likely tags are kept, each
probability as a number from 1 to 255.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from zipfile import BadZipFile, is_zipfile

import numpy as np
import numpy.typing as npt

from kg.errors import SourceError

__all__ = ["SoftTargets", "key_of"]

_SURE, _LIKELY, _FULL = 0.99, 0.004, 255
_OUTSIDE = "O"


def key_of(text: str) -> str:
    """What a text is known by: 32 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class SoftTargets:
    """Probabilities of tags by text and character.

    tags: the order of the columns, `O` among them.
    texts: key of a text → (positions, tags, probabilities), three arrays of one length; positions are code points of
    the analysis text, tags are numbers into `tags`, probabilities 1 … 255.
    """

    tags: tuple[str, ...]
    texts: Mapping[str, tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint8], npt.NDArray[np.uint8]]]
    excerpts: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        tags: Sequence[str],
        dense: Iterable[tuple[str, npt.NDArray[np.floating]]],
        excerpts: Mapping[str, tuple[int, int]],
    ) -> SoftTargets:
        """From (analysis text, probabilities: characters × tags) pairs."""
        outside = tags.index(_OUTSIDE)
        texts = {}
        for text, probabilities in dense:
            unsure = probabilities[:, outside] < _SURE
            position, tag = np.nonzero((probabilities >= _LIKELY) & unsure[:, None])
            share = np.clip(np.rint(probabilities[position, tag].astype(np.float32) * _FULL), 1, _FULL)
            texts[key_of(text)] = (position.astype(np.uint32), tag.astype(np.uint8), share.astype(np.uint8))
        return cls(tuple(tags), texts, excerpts)

    def covering(self, tags: Iterable[str]) -> SoftTargets:
        """With a column for each of these tags; the teacher, which never met the new ones, gave them nothing."""
        return replace(self, tags=(*self.tags, *sorted(set(tags) - set(self.tags))))

    def dense(self, text: str) -> npt.NDArray[np.float16] | None:
        """Characters × tags, each row summing to 1; None for a text that no teacher read."""
        found = self.texts.get(key_of(text))
        if found is None:
            return None
        position, tag, share = found
        out = np.zeros((len(text), len(self.tags)), dtype=np.float32)
        out[position, tag] = share
        empty = out.sum(axis=1) == 0
        out[empty, self.tags.index(_OUTSIDE)] = 1.0
        shares: npt.NDArray[np.float16] = (out / out.sum(axis=1, keepdims=True)).astype(np.float16)
        return shares

    def certain(self, tags: Sequence[str]) -> npt.NDArray[np.float16]:
        """Characters × tags of a text whose tags are known."""
        out = np.zeros((len(tags), len(self.tags)), dtype=np.float16)
        out[np.arange(len(tags)), [self.tags.index(tag) for tag in tags]] = 1.0
        return out

    def save(self, path: Path) -> None:
        """Write one .npz: tags, keys, first rows, and the three arrays of all texts one after the other."""
        rows = list(self.texts.values())
        ends = np.cumsum([len(position) for position, _, _ in rows], dtype=np.int64)
        columns = [np.concatenate([row[column] for row in rows]) for column in range(3)]
        steps = np.concatenate([np.diff(position, prepend=0) for position, _, _ in rows])  # small numbers compress
        np.savez_compressed(
            path,
            tags=np.array(self.tags),
            sources=np.array(list(self.excerpts), dtype="U32"),
            spans=np.array(list(self.excerpts.values()), dtype=np.int64).reshape(-1, 2),
            keys=np.array(list(self.texts)),
            ends=ends,
            step=steps.astype(np.uint16 if steps.max(initial=0) < 2**16 else np.uint32),
            tag=columns[1],
            share=columns[2],
        )

    @classmethod
    def load(cls, path: Path) -> SoftTargets:
        """Read what `save` wrote. Raises SourceError for a file that is something else."""
        if not is_zipfile(path):
            raise SourceError("holds no soft targets", where=str(path), todo="name another file")
        try:
            with np.load(path, allow_pickle=False) as file:
                tags, keys, ends = file["tags"].tolist(), file["keys"].tolist(), file["ends"].tolist()
                step, tag, share = file["step"], file["tag"], file["share"]
                parts = zip(file["sources"].tolist(), file["spans"].tolist(), strict=True)
                excerpts = {key: (start, end) for key, (start, end) in parts}
        except (OSError, ValueError, KeyError, BadZipFile) as error:
            raise SourceError("holds no soft targets", where=str(path), todo="name another file") from error
        texts = {}
        for key, start, end in zip(keys, [0, *ends[:-1]], ends, strict=True):
            position = np.cumsum(step[start:end], dtype=np.uint32)
            texts[key] = (position, tag[start:end], share[start:end])
        return cls(tuple(tags), texts, excerpts)
