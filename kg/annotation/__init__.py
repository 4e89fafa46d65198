"""Annotated reports written: as gold is kept, and as one file that is easy to correct by hand."""

from kg.annotation.draft import draft_of, read_draft
from kg.annotation.forms import Annotation, annotation_of, gold_files

__all__ = ["Annotation", "annotation_of", "draft_of", "gold_files", "read_draft"]
