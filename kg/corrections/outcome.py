"""What came of the decisions at the last build of a graph folder, for `kg review status`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from kg.corrections.record import Correction
from kg.kept import keep_file

__all__ = ["read_outcome", "write_outcome"]

_FILE = "decisions.json"


def write_outcome(cache: Path, rows: Iterable[Correction], notes: Iterable[tuple[Correction, str]]) -> None:
    """cache: the folder of what is no part of the graph. rows: those of the build; notes: why some had no effect.

    Nothing is raised: without the file, only the reasons are not known.
    """
    why = {row.id: "" for row in rows}
    for row, text in notes:
        why[row.id] = text
    keep_file(cache / _FILE, (json.dumps(why, ensure_ascii=False).encode(),), tidy=True)


def read_outcome(cache: Path) -> Mapping[str, str] | None:
    """Of each decision that the last build knew, by id, why it had no effect ("" where it had); None where unknown."""
    try:
        found = json.loads((cache / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return {str(id): str(why) for id, why in found.items()} if isinstance(found, dict) else None
