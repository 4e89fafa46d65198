"""The graph folder. Readers see the graph from before or the new one, never something between.

    DIR/CURRENT                     name of the current version
    DIR/versions/<hash>/graph.json  what is in it (kg/graph/meta.py)
    DIR/versions/<hash>/nodes/LABEL.parquet, relationships/TYPE.parquet, graph.lbdb
    DIR/versions/<hash>/tables/NAME.parquet    what is kept beside the graph
    DIR/sources/<sha256>.txt        the source texts, shared by the versions
    DIR/cache/                      what the next build need not work out again; may be removed at any time
    DIR/.lock                       held while a build writes

A version is written under another name, synced and renamed; then CURRENT is renamed over. What a killed build left is
removed by the next one; an old version goes when nobody reads it any more.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kg.errors import GraphError
from kg.graph.difference import Difference
from kg.graph.disk import (
    hash_file,
    need_space,
    remove_tree,
    replace,
    sync_file,
    sync_folder,
    write_synced,
    writing,
)
from kg.graph.locks import is_pinned, writer_lock
from kg.graph.meta import FileEntry, GraphMeta, SourceEntry, read_meta, version_of
from kg.graph.tables import GraphTables
from kg.records import SourceText
from loaders.base import Progress, load
from loaders.ladybug import LadybugLoader
from loaders.ladybug_update import update_store

__all__ = ["CACHE", "CURRENT", "STORE", "Base", "check_folder", "write_graph"]

CURRENT = "CURRENT"
STORE = "graph.lbdb"
CACHE = "cache"
_OURS = {CURRENT, CACHE, ".lock", "versions", "sources", f".{CURRENT}.tmp"}
_NOT_CONTENT = {".DS_Store", "Thumbs.db", "desktop.ini"}
_VERSION = re.compile(r"[0-9a-f]{16}(?:-[0-9a-f]+)?")
# Bytes that the store takes while it is written, its write-ahead log included: measured 28 MB for 6,600 rows, 32 MB for
# 72,000; more to be safe.
_STORE_BASE, _STORE_ROW = 24 << 20, 1 << 10
_LEFT_OVER = re.compile(r"\.(?:building|removing)-[0-9a-f]+")


@dataclass(frozen=True, slots=True)
class Base:
    """A version that nearly holds the tables to be written, kept from being removed until it is released.

    tables: those of it. differences: in which rows each label and type differs.
    """

    tables: GraphTables
    version: Path
    release: Callable[[], None]
    differences: Mapping[str, Difference] = field(default_factory=dict)


def write_graph(
    folder: Path | str,
    tables: GraphTables,
    sources: Iterable[SourceText] = (),
    progress: Progress | None = None,
    base: Base | None = None,
) -> GraphMeta:
    """Write the tables, the store and the source texts as the folder's new current version.

    base: a version from which files that stay the same are taken, and the store is made. The same tables and texts
    again leave the folder as it is. Raises GraphBusyError when another build is writing, GraphError when the folder is
    not a graph's or cannot be written, LoadError when the store differs from the tables.
    """
    folder = Path(folder)
    texts = {(source.name, source.sha256): source for source in sources}
    with writing(folder), _writer(folder):
        building = folder / "versions" / f".building-{uuid.uuid4().hex}"
        try:
            files = _write_tables(building, tables, base)
            entries = tuple(
                SourceEntry(name, digest, source.encoding, len(source.text))
                for (name, digest), source in sorted(texts.items())
            )
            version = _version(tables, files, entries)
            target = folder / "versions" / version
            meta = _existing(target, tables.schema.version, folder)
            _write_sources(folder / "sources", texts.values())
            if meta is None:
                need_space(folder, _STORE_BASE + _STORE_ROW * sum(table.num_rows for table in tables.every()))
                _write_store(building / STORE, tables, progress, base)
                meta = _finish(building, tables, files, entries)
                if target.exists() and not _remove_version(target):  # damaged, and yet open in a reader
                    target = target.with_name(f"{version}-{uuid.uuid4().hex[:8]}")
                replace(building, target)
            write_synced(folder / CURRENT, f"{target.name}\n".encode())
        finally:
            remove_tree(building)
            if base is not None:
                base.release()
        _clean(folder, keep=target.name, sources={entry.sha256 for entry in entries})
    return meta


def check_folder(folder: Path | str) -> None:
    """Raise at once what write_graph would raise after all the work before it; changes nothing.

    GraphError when the folder is not a graph's or may not be written, GraphBusyError when a build is writing into it.
    """
    folder = Path(folder)
    with writing(folder):
        _check_content(folder)
        if (folder / ".lock").exists():
            with writer_lock(folder / ".lock", folder):
                pass
        there = next(path for path in (folder, *folder.absolute().parents) if path.is_dir())
        if not os.access(there, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(there))


def _check_content(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise GraphError(
            "is a file, not a folder", where=str(folder), todo="name another folder with --graph"
        )
    names = {path.name for path in folder.iterdir()} - _NOT_CONTENT if folder.exists() else set()
    if CURRENT not in names and not names <= _OURS:
        example = min(names - _OURS)
        raise GraphError(
            f"the folder holds something else ({example}) and no graph",
            where=str(folder),
            todo="name an empty or new folder with --graph",
        )


@contextmanager
def _writer(folder: Path) -> Iterator[None]:
    _check_content(folder)
    (folder / "versions").mkdir(parents=True, exist_ok=True)
    (folder / "sources").mkdir(exist_ok=True)
    with writer_lock(folder / ".lock", folder):
        for path in (folder / "versions").iterdir():
            if _LEFT_OVER.fullmatch(path.name):
                remove_tree(path)
        yield


def _write_tables(building: Path, tables: GraphTables, base: Base | None) -> tuple[FileEntry, ...]:
    found = []
    known = {id(table): name for name, table in _named(base.tables)} if base else {}
    for name, table in _named(tables):
        path = building / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if base and known.get(id(table)) == name:
            shutil.copyfile(base.version / name, path)
        else:
            pq.write_table(table, path, compression="zstd", version="2.6", data_page_version="1.0")
        sync_file(path)
        found.append(FileEntry(name, path.stat().st_size, hash_file(path)))
    return tuple(found)


def _named(tables: GraphTables) -> Iterator[tuple[str, pa.Table]]:
    """Every table with the name of its file."""
    for kind, group in (("nodes", tables.nodes), ("relationships", tables.relationships), ("tables", tables.extra)):
        for name, table in group.items():
            yield f"{kind}/{name}.parquet", table


def _version(tables: GraphTables, files: tuple[FileEntry, ...], sources: tuple[SourceEntry, ...]) -> str:
    """The name of a version: 16 hex digits over everything that it is made of."""
    made_of = (tables.schema.version, version_of("kg-reports"), version_of("ladybug"), files, sources)
    return sha256(repr(made_of).encode()).hexdigest()[:16]


def _existing(target: Path, schema_version: int, folder: Path) -> GraphMeta | None:
    try:
        return read_meta(target / "graph.json", schema_version, folder)
    except (GraphError, FileNotFoundError, NotADirectoryError):
        return None


def _write_store(path: Path, tables: GraphTables, progress: Progress | None, base: Base | None) -> None:
    """Load the tables; where there is a store of others that are nearly the same, only what differs, into a copy."""
    if base is None or not update_store(base.version / STORE, path, tables, base.differences):
        load(LadybugLoader(path), tables, progress)


def _finish(
    building: Path, tables: GraphTables, files: tuple[FileEntry, ...], sources: tuple[SourceEntry, ...]
) -> GraphMeta:
    store = building / STORE
    sync_file(store)
    meta = GraphMeta(
        tables.schema.version, version_of("kg-reports"), version_of("ladybug"),
        datetime.now(UTC).isoformat(timespec="seconds"), tables.counts(),
        (*files, FileEntry(STORE, store.stat().st_size)), sources,
    )  # fmt: skip
    write_synced(building / "graph.json", meta.to_json().encode())
    sync_folder(building)
    return meta


def _write_sources(folder: Path, sources: Iterable[SourceText]) -> None:
    for source in sources:
        path = folder / f"{source.sha256}.txt"
        data = source.text.encode()
        if not path.is_file() or path.stat().st_size != len(data):
            write_synced(path, data)


def _remove_version(path: Path) -> bool:
    with is_pinned(path / "graph.json") as pinned:
        if pinned:
            return False
        away = path.with_name(f".removing-{uuid.uuid4().hex}")
        try:
            path.rename(away)
        except OSError:
            return False  # Windows, while a reader has a file of it open
    return remove_tree(away)


def _clean(folder: Path, keep: str, sources: set[str]) -> None:
    old = [
        path
        for path in (folder / "versions").iterdir()
        if _VERSION.fullmatch(path.name) and path.name != keep
    ]
    removed = [_remove_version(path) for path in old]
    if all(removed):  # a version still read may need its sources
        for path in (folder / "sources").iterdir():
            if path.stem.lstrip(".") not in sources:
                path.unlink(missing_ok=True)
