"""What graph.json in a graph folder says about the version beside it."""

from __future__ import annotations

import importlib.metadata
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from kg.errors import GraphError, GraphVersionError
from kg.graph.tables import Counts

__all__ = ["REBUILD", "FileEntry", "GraphMeta", "SourceEntry", "read_meta", "version_of"]

REBUILD = "build the graph again: kg build PATH… --graph DIR"


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of the version: path relative to it, size, and for tables SHA-256 (a store is not the same twice)."""

    path: str
    bytes: int
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """One source text: its name as in Report.source, and the hash under which sources/ keeps the text."""

    name: str
    sha256: str
    encoding: str
    characters: int


@dataclass(frozen=True, slots=True)
class GraphMeta:
    """The whole of graph.json. engine: the version of the embedded store that wrote it."""

    schema_version: int
    kg: str
    engine: str
    created: str
    counts: Counts
    files: tuple[FileEntry, ...]
    sources: tuple[SourceEntry, ...]

    def to_json(self) -> str:
        """As written to graph.json: files and sources a line each, which is readable and quickly written."""
        said = {"format": "kg graph"} | {one.name: getattr(self, one.name) for one in fields(self)}
        said |= {"counts": asdict(self.counts)}
        lines = (f' "{name}": {_lines(one) if isinstance(one, tuple) else _json(one)}' for name, one in said.items())
        return "{\n" + ",\n".join(lines) + "\n}\n"


def _lines(entries: tuple[FileEntry | SourceEntry, ...]) -> str:
    return "[\n" + ",\n".join(f"  {_json(asdict(entry))}" for entry in entries) + "\n ]"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def read_meta(path: Path, schema_version: int, folder: Path) -> GraphMeta:
    """Read graph.json and see that every file it names is there in full.

    Raises GraphVersionError for another schema version, GraphError when the file is foreign or files are cut off.
    FileNotFoundError passes, for the caller to look again: the version may have been replaced.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        is_ours, version = value["format"] == "kg graph", value["schema_version"]
        meta = _convert(value) if is_ours and version == schema_version else None
    except (ValueError, KeyError, TypeError) as error:
        raise GraphError(
            f"graph.json is damaged ({type(error).__name__})", where=str(folder), todo=REBUILD
        ) from error
    if not is_ours:
        raise GraphError("graph.json is not kg's", where=str(folder), todo="name the folder of a graph")
    if meta is None:
        what = f"written with schema version {version}, this kg has {schema_version}"
        raise GraphVersionError(what, where=str(folder), todo=REBUILD)
    for entry in meta.files:
        file = path.parent / entry.path
        size = file.stat().st_size if file.is_file() else -1
        if size != entry.bytes:
            what = "is missing" if size < 0 else f"has {size} bytes instead of {entry.bytes}"
            raise GraphError(f"{entry.path} {what}", where=str(folder), todo=REBUILD)
    return meta


def _convert(value: Mapping[str, Any]) -> GraphMeta:
    return GraphMeta(
        value["schema_version"], value["kg"], value["engine"], value["created"],
        Counts(value["counts"]["nodes"], value["counts"]["relationships"]),
        tuple(FileEntry(**entry) for entry in value["files"]),
        tuple(SourceEntry(**entry) for entry in value["sources"]),
    )  # fmt: skip


def version_of(package: str) -> str:
    """The installed version of a package, "unknown" when it runs from a checkout that is not installed."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "unknown"
