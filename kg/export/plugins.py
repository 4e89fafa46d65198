"""The exporters that are installed, ours among them: classes named in the entry point group `kg.exporters`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

from kg.errors import InputError, KgError
from kg.library.parameters import near
from loaders.base import Loader

__all__ = ["EXPORTERS", "exporter_class", "exporters", "make_exporter"]

EXPORTERS = "kg.exporters"
"""The entry point group. Each names a class with the methods of loaders.base.Loader, made as cls(target, **options)."""


@cache
def exporters() -> Mapping[str, EntryPoint]:
    """The exporters by the name of their format. None is imported yet."""
    return {entry.name: entry for entry in sorted(entry_points(group=EXPORTERS), key=lambda entry: entry.name)}


def exporter_class(format: str) -> Any:
    """The class that writes the format.

    Raises InputError for an unknown format, with near matches, and KgError when its package cannot be imported.
    """
    known = exporters()
    if format not in known:
        raise InputError(f"no format '{format}'", todo=f"{near(format, known)}; kg export --list shows all")
    try:
        return known[format].load()
    except (ImportError, AttributeError) as error:
        raise KgError(
            f"the exporter {format} cannot be imported: {error}",
            where=known[format].value,
            todo="install what it needs, or remove the package it comes from",
        ) from error


def make_exporter(format: str, target: Path, options: Mapping[str, str]) -> Loader:
    """An exporter that will write to the target. Raises InputError for an option that the format does not have."""
    found = exporter_class(format)
    allowed: Mapping[str, str] = getattr(found, "options", {})
    for name in options:
        if name not in allowed:
            todo = near(name, allowed) if allowed else "leave it out"
            raise InputError(f"the format {format} has no option '{name}'", todo=todo)
    exporter: Loader = found(target, **options)
    return exporter
