"""Which of many names are alike enough to be compared: an exact join, without comparing each with each.

Prefix filter of set similarity joins: Bayardo, Ma, Srikant, "Scaling up all pairs similarity search", WWW 2007; Xiao,
Wang, Lin, Yu, "Efficient similarity joins for near-duplicate detection", WWW 2008. All pairs above the threshold are
found and no others, so the result does not depend on the order of the names, nor on which others there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from itertools import pairwise
from math import ceil

__all__ = ["bigrams", "similar_pairs"]


def bigrams(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters."""
    return frozenset(map("".join, pairwise(text)))


def similar_pairs(names: Collection[str], threshold: float) -> Iterator[tuple[str, str]]:
    """Pairs (a < b) of names whose sets of bigrams have a Jaccard index of at least `threshold` (0 to 1, above 0)."""
    sets = {name: found for name in names if (found := bigrams(name))}
    counts = Counter(one for found in sets.values() for one in found)
    # Rare bigrams first: the prefixes that are indexed then hold what few names share.
    ordered = {name: sorted(found, key=lambda one: (counts[one], one)) for name, found in sets.items()}
    index: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(ordered, key=lambda one: (len(ordered[one]), one)):
        own, size = sets[name], len(ordered[name])
        prefix = ordered[name][: size - ceil(threshold * size) + 1]
        least = threshold * size
        near = {other for one in prefix for other in index[one] if len(sets[other]) >= least}
        for other in near:
            shared = len(own & sets[other])
            if shared >= threshold * (size + len(sets[other]) - shared):
                yield (other, name) if other < name else (name, other)
        for one in prefix:
            index[one].append(name)
