"""A small convolutional network over the window of a figure: which characters belong to its indicator.

Embeddings of the character and of its relation to the figure are added, then pass residual dilated
convolutions (Yu and Koltun 2016, Multi-Scale Context Aggregation by Dilated Convolutions); a two-state chain with
learned transitions picks the characters (Lafferty et al. 2001). Trained by kg/training/indicators.py; numpy only.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from kg.errors import SchemaError
from kg.extraction.indicator_window import Window
from kg.resources import resource

__all__ = ["IndicatorModel", "load_indicator_model"]

_Floats = npt.NDArray[np.float32]
_BATCH = 64
UNKNOWN = 1


class IndicatorModel:
    """The network with its weights.

    arrays: as written by kg/training/indicators.py: chars (one string), the embeddings, and for each
    convolution i scale_i, shift_i (layer norm), kernel_i (3 × width × width) and bias_i; dilations; out and
    transitions.
    """

    def __init__(self, arrays: dict[str, npt.NDArray[np.generic]]) -> None:
        self._ids = {char: i + 2 for i, char in enumerate(str(arrays["chars"]))}
        self._dilations = [int(d) for d in arrays["dilations"]]
        self._at = {
            name: np.asarray(array, np.float32) for name, array in arrays.items() if name not in {"chars", "dilations"}
        }

    def keep(self, windows: Sequence[Window]) -> list[list[bool]]:
        """For each window, which of its tokens belong to the indicator."""
        kept: list[list[bool]] = [[] for _ in windows]
        order = sorted(range(len(windows)), key=lambda i: len(windows[i].tokens))  # little is padded
        for first in range(0, len(order), _BATCH):
            rows = order[first : first + _BATCH]
            for i, score in zip(rows, self._scores([windows[i] for i in rows]), strict=True):
                kept[i] = self._path(score[: len(windows[i].tokens)])
        return kept

    def _scores(self, windows: Sequence[Window]) -> _Floats:
        at = self._at
        width = max(len(window.tokens) for window in windows)
        fields = np.zeros((5, len(windows), width), np.int64)
        mask = np.zeros((len(windows), width, 1), np.float32)
        centre = np.zeros(len(windows), np.int64)
        for i, window in enumerate(windows):
            n = len(window.tokens)
            fields[0, i, :n] = [self._id(token) for token in window.tokens]
            for field, values in enumerate((window.clause, window.listed, window.figures, window.place), 1):
                fields[field, i, :n] = values
            mask[i, :n] = 1
            centre[i] = window.centre
        x: _Floats = at["char"][fields[0]]
        for field, name in enumerate(("clause", "listed", "figures", "place"), 1):
            x += at[name][fields[field]]
        x = x @ at["input"] + at["input_bias"]
        for i, dilation in enumerate(self._dilations):
            y = _normal(x, at[f"scale_{i}"], at[f"shift_{i}"])
            y *= mask  # only here do characters meet: what x holds beyond a window's end reaches nothing
            y = _convolve(y, at[f"kernel_{i}"], dilation)
            y += at[f"bias_{i}"]
            x += np.maximum(y, 0, out=y)
            if i == len(self._dilations) - 2:
                # What the network knows of the figure itself reaches every character.
                x += (x[np.arange(len(windows)), centre] @ at["figure"] + at["figure_bias"])[:, None]
        scores: _Floats = np.maximum(x, 0, out=x) @ at["out"] + at["out_bias"]
        return scores

    def _id(self, token: str) -> int:
        return self._ids.get("0" if token.isascii() and token.isdigit() else token, UNKNOWN)

    def _path(self, scores: _Floats) -> list[bool]:
        """The best sequence of the two states (Viterbi)."""
        (out_out, out_in), (in_out, in_in) = self._at["transitions"].tolist()
        rows = scores.tolist()
        outside, inside = rows[0]
        back: list[tuple[bool, bool]] = []
        for row in rows[1:]:
            from_in = (inside + in_out > outside + out_out, inside + in_in > outside + out_in)
            back.append(from_in)
            outside, inside = (
                row[0] + (inside + in_out if from_in[0] else outside + out_out),
                row[1] + (inside + in_in if from_in[1] else outside + out_in),
            )
        state = inside > outside
        path = [state]
        for before in reversed(back):
            state = before[1] if state else before[0]
            path.append(state)
        return path[::-1]


def _normal(x: _Floats, scale: _Floats, shift: _Floats) -> _Floats:
    """Layer norm over the last axis; the sums as products, which take less than mean()."""
    share = np.full((x.shape[-1], 1), 1 / x.shape[-1], np.float32)
    out: _Floats = x - x @ share
    out *= 1 / np.sqrt((out * out) @ share + 1e-5)
    out *= scale
    out += shift
    return out


def _convolve(x: _Floats, kernel: _Floats, dilation: int) -> _Floats:
    """A convolution of width 3 along the middle axis, padded with zeros to the same length."""
    # A product for each window, not one for all: BLAS would use several threads for a large one, and the processes
    # that extract beside this one would wait.
    before, here, after = (x @ part for part in kernel)
    if x.shape[1] > dilation:
        here[:, dilation:] += before[:, :-dilation]
        here[:, :-dilation] += after[:, dilation:]
    out: _Floats = here
    return out


@cache
def load_indicator_model(path: Path | None = None) -> IndicatorModel:
    """The model at path, or the one that ships with kg. Raises SchemaError when the file cannot be read."""
    where = path or resource("extraction", "data", "indicators.npz")
    try:
        with np.load(where, allow_pickle=False) as stored:
            return IndicatorModel({name: stored[name] for name in stored.files})
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise SchemaError(
            f"the model of indicators cannot be read: {error}", where=str(where), todo="install kg again"
        ) from error
