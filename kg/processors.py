"""How many processors this process may use."""

from __future__ import annotations

import os
import sys

__all__ = ["MOST", "processors"]

MOST = 8
"""More processes than this gain little and cost memory each."""


def processors() -> int:
    """Processors that this process may use (containers and `taskset` limit them), at least 1 and at most MOST."""
    usable = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return max(1, min(usable, MOST))
