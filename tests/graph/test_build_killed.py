"""A build that is killed at any moment leaves the old graph or the new one, and the next build finishes.

More moments: python -m tests.graph.killed --count 200 --seed 1
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.graph.killed import Killer


@pytest.mark.slow
def test_killed_builds(tmp_path: Path) -> None:
    killer, dice = Killer(tmp_path), random.Random(7)
    for _ in range(4):
        killer.kill(dice)
    assert killer.seen.total() == 4
