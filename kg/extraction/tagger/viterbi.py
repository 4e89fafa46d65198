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
    batch, width, _ = emissions.shape
    score = emissions[:, 0] + transitions.begin
    back = np.zeros((batch, width, emissions.shape[2]), dtype=np.intp)
    final = score.copy()
    reach = np.asarray(lengths)
    for at in range(1, width):
        paths = score[:, :, None] + transitions.between[None]
        back[:, at] = paths.argmax(axis=1)
        score = paths.max(axis=1) + emissions[:, at]
        final[reach > at] = score[reach > at]
    final = final + transitions.end
    found = []
    for row in range(batch):
        length = lengths[row]
        path = np.zeros(length, dtype=np.intp)
        if length:
            path[-1] = final[row].argmax()
            for at in range(length - 1, 0, -1):
                path[at - 1] = back[row, at, path[at]]
        found.append(path)
    return found
