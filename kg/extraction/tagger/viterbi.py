"""The best legal tag sequence of each window (Viterbi 1967), for a batch at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kg.extraction.tagger.labels import legal_transitions

__all__ = ["Transitions", "decode"]

_ILLEGAL = np.float32(-1e4)


@dataclass(frozen=True)
class Transitions:
    """Scores of going from tag to tag (from × to), of beginning and of ending with a tag; illegal ones are -10,000."""

    between: npt.NDArray[np.float32]
    begin: npt.NDArray[np.float32]
    end: npt.NDArray[np.float32]

    @classmethod
    def of(
        cls,
        tags: Sequence[str],
        between: npt.NDArray[np.float32] | None = None,
        begin: npt.NDArray[np.float32] | None = None,
        end: npt.NDArray[np.float32] | None = None,
    ) -> Transitions:
        """Learnt scores (zero where none are given) with the illegal transitions of IOBES ruled out."""
        follows, begins, ends = legal_transitions(tags)
        count = len(tags)
        zero = np.zeros(count, dtype=np.float32)
        return cls(
            np.where(follows, np.zeros((count, count), np.float32) if between is None else between, _ILLEGAL),
            np.where(begins, zero if begin is None else begin, _ILLEGAL),
            np.where(ends, zero if end is None else end, _ILLEGAL),
        )


def decode(
    emissions: npt.NDArray[np.float32], lengths: Sequence[int], transitions: Transitions
) -> list[npt.NDArray[np.intp]]:
    """The best tag indexes of each window.

    Args:
        emissions: windows × characters × tags, padded at the end.
        lengths: how many characters of each window count.
        transitions: as learnt, see Transitions.
    """
    batch, width, count = emissions.shape
    # to × from, so that the best of the tags before is sought along what lies together
    arriving = np.ascontiguousarray(transitions.between.T)
    row, tag = np.arange(batch)[:, None], np.arange(count)
    score = emissions[:, 0] + transitions.begin
    back = np.zeros((width, batch, count), dtype=np.uint8)
    final = score.copy()
    reach = np.asarray(lengths)
    for at in range(1, width):
        paths = score[:, None, :] + arriving
        best = paths.argmax(axis=2)
        back[at] = best
        score = paths[row, tag, best] + emissions[:, at]
        on = reach > at
        final[on] = score[on]
    last = (final + transitions.end).argmax(axis=1)
    path = np.zeros((width, batch), dtype=np.intp)
    rows = np.arange(batch)
    for at in range(width - 1, -1, -1):
        last = np.where(reach - 1 > at, back[at + 1, rows, last] if at + 1 < width else last, last)
        path[at] = last
    return [path[:length, i] for i, length in enumerate(lengths)]
