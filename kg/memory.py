"""Python's cycle collector, out of the way while much is made that stays.

It looks through everything again and again as objects are added, in vain here: the trie's nodes and the graph's records
hold no cycles. Without it the dictionary loads in a third of the time, and resolution takes two thirds.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

__all__ = ["collector_paused"]


@contextlib.contextmanager
def collector_paused() -> Iterator[None]:
    """No collection of cycles inside; afterwards it is as it was before."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
