"""Short texts with inline tags (⟦C:名⟧, ⟦N:3个⟧) as an analysis text and its spans, for tests of what relates them."""

from __future__ import annotations

import re

from kg.extraction.tagger.labels import Span

TYPES = {"U": "Unit", "D": "District", "P": "Program", "C": "Campaign", "L": "Document", "N": "Quantity"}


def marked(tagged: str) -> tuple[str, list[Span]]:
    """The text without its tags, and the spans that they mark."""
    plain, spans, size, read = [], [], 0, 0
    for match in re.finditer(r"⟦([UDPCLN]):([^⟦⟧]+)⟧", tagged):
        plain += [tagged[read : match.start()], match[2]]
        size += match.start() - read
        spans.append(Span(size, size + len(match[2]), TYPES[match[1]]))
        size += len(match[2])
        read = match.end()
    return "".join([*plain, tagged[read:]]), spans
