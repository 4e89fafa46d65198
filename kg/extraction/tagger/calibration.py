"""From a tagger's score to how often names with that score are right: logistic regression a type.

Platt 1999: Probabilistic outputs for support vector machines; on the logit of the score, so that a tagger that is
already calibrated gets slope 1 and offset 0. Fitted on reports that the tagger did not learn from
(kg.training.calibrate).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Calibration", "logit"]

_EDGE = 1e-6


def logit(score: float) -> float:
    """log(score / (1 - score)), finite."""
    held = min(max(score, _EDGE), 1 - _EDGE)
    return math.log(held / (1 - held))


@dataclass(frozen=True, slots=True)
class Calibration:
    """Slope and offset by type of name."""

    lines: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, data: Mapping[str, tuple[float, float]] | None) -> Calibration:
        """As a model's file holds it: {"Unit": [slope, offset], …}; None gives no confidence at all."""
        return cls({kind: (float(slope), float(offset)) for kind, (slope, offset) in (data or {}).items()})

    def confidence(self, kind: str, score: float | None) -> float | None:
        """How probable it is that the name is right, to three decimals; None where nothing says so."""
        if score is None or kind not in self.lines:
            return None
        slope, offset = self.lines[kind]
        return round(1 / (1 + math.exp(-(slope * logit(score) + offset))), 3)
