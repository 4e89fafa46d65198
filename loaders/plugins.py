"""The loaders that are installed, ours among them: classes named in the entry point group `kg.loaders`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import cast

from kg.errors import MissingExtraError, SchemaError
from loaders.base import Loader

__all__ = ["LOADERS", "find_loaders", "loader_class"]

LOADERS = "kg.loaders"


def find_loaders() -> Mapping[str, EntryPoint]:
    """The loaders by name, in its order. None is imported yet."""
    return {entry.name: entry for entry in sorted(entry_points(group=LOADERS), key=lambda entry: entry.name)}


def loader_class(entry: EntryPoint) -> Callable[..., Loader]:
    """What makes the loader. Raises MissingExtraError or SchemaError when the plug-in cannot be imported."""
    try:
        return cast(Callable[..., Loader], entry.load())
    except MissingExtraError:
        raise
    except Exception as error:
        raise SchemaError(
            f"the loader cannot be imported ({type(error).__name__}: {error})",
            where=f"{entry.name} = {entry.value}",
            todo="install its package again, or remove it",
        ) from error
