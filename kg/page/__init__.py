"""Pages to look at: a report with what was extracted from it, marked at its place."""

from kg.page.highlight import page_of

__all__ = ["page_of"]
