"""What exporters have in common: a loader whose store is a file, or a folder of files, that is written once through.

An exporter is found by the entry point group `kg.exporters` and made as `Exporter(target, **options)`.
"""

from __future__ import annotations

import contextlib
import errno
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar

import pyarrow as pa
import pyarrow.compute as pc

from kg.errors import InputError, LoadError
from kg.graph.model import GraphSchema
from kg.graph.tables import Counts
from loaders.target import FileTarget, FolderTarget, Target

__all__ = ["BATCH", "Exporter", "batches"]

BATCH = 10_000
"""Rows that are turned into Python values at a time."""
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


class Exporter(ABC):
    """A loader that writes one file or folder, front to back; subclasses say how in the five methods below.

    Each row is written once, the first time it comes (a node by its key, a relationship by its rid). Both ends of a
    relationship must have been written before it. Memory stays flat: what is kept are the columns of ids.
    """

    name: ClassVar[str]
    about: ClassVar[str] = ""
    suffix: ClassVar[str] = ""
    """The ending that programs expect of the file; "" when the export is a folder."""
    options: ClassVar[Mapping[str, str]] = {}
    """The keyword arguments of the constructor, which come as text, with one line of help each."""
    ids_are_shared: ClassVar[bool] = False
    """Whether the format has one space of ids for nodes of all labels."""
    errors: ClassVar[tuple[type[Exception], ...]] = ()
    """What the library that writes raises, besides OSError, when it refuses."""

    _schema: GraphSchema
    _path: Path

    def __init__(self, target: Path | str) -> None:
        """target: the file or folder to make."""
        self.where = str(target)
        self.notes: list[str] = []
        """What a user should know about the export, once it is done."""
        self._target: Target = FileTarget(target) if self.suffix else FolderTarget(target, self.name)
        self._state = "new"
        self._nodes_seen: dict[str, list[pa.ChunkedArray]] = {}
        self._relationships_seen: dict[str, list[pa.ChunkedArray]] = {}

    @abstractmethod
    def _start(self) -> None:
        """Open what is written to at self._path; self._schema is known."""

    @abstractmethod
    def _nodes(self, label: str, rows: pa.Table) -> None:
        """Write nodes that were not written before."""

    @abstractmethod
    def _relationships(self, type: str, source: str, target: str, rows: pa.Table) -> None:
        """Write relationships that were not written before; their ends were."""

    @abstractmethod
    def _finish(self) -> None:
        """Write what comes last, and close."""

    @abstractmethod
    def _read_back(self) -> Counts:
        """The counts in what lies at self._path now; labels and types without rows may be left out."""

    def _drop(self) -> None:  # noqa: B027 (most have nothing to do)
        """Close what is open, after an error."""

    def open(self, schema: GraphSchema) -> None:
        """Begin the temporary file or folder. Raises InputError when the target cannot be written."""
        self._schema = schema
        self._nodes_seen, self._relationships_seen = {}, {}
        self.notes.clear()
        self._path = self._target.begin()
        try:
            with self._refused("opening"):
                self._start()
        except BaseException:
            self.abort()
            raise
        self._state = "open"

    def write_nodes(self, label: str, rows: pa.Table) -> None:
        """Write nodes of one label."""
        schema = self._known(label)
        rows = self._fitting(label, rows, schema.nodes[label].arrow)
        rows = _unseen(rows, schema.nodes[label].key.name, self._nodes_seen.setdefault(label, []))
        self._check_shared(label, rows[schema.nodes[label].key.name])
        with self._refused(label):
            self._nodes(label, rows)

    def write_relationships(self, type: str, source: str, target: str, rows: pa.Table) -> None:
        """Write relationships of one type between two labels."""
        schema = self._known(type)
        rows = self._fitting(type, rows, schema.relationships[type].arrow)
        rows = _unseen(rows, "rid", self._relationships_seen.setdefault(type, []))
        for end, label in (("from", source), ("to", target)):
            known = [chunk for part in self._nodes_seen.get(label, []) for chunk in part.chunks]
            present = pc.is_in(rows[end], value_set=pa.concat_arrays(known) if known else pa.array([], pa.string()))
            if not pc.all(present, min_count=0).as_py():
                lost = rows[end].filter(pc.invert(present))[0].as_py()
                raise self._said(type, f"no {label} has the id {lost}", "see that the tables belong together")
        with self._refused(type):
            self._relationships(type, source, target, rows)

    def counts(self) -> Counts:
        """Finish writing, and count what was written by reading it."""
        self._end()
        with self._refused("reading back"):
            found = self._read_back()
        return Counts(
            {label: found.nodes.get(label, 0) for label in self._schema.labels},
            {type: found.relationships.get(type, 0) for type in self._schema.types},
        )

    def close(self) -> None:
        """Put the export in its place."""
        self._end()
        with self._refused("renaming the finished export"):
            self._target.commit()
        self._state = "closed"

    def abort(self) -> None:
        """Remove what was written; what was there before stays."""
        with contextlib.suppress(Exception):
            self._drop()
        self._target.discard()
        self._state = "closed"

    def _end(self) -> None:
        if self._state == "open":
            self._state = "finished"
            with self._refused("finishing"):
                self._finish()
        elif self._state != "finished":
            raise self._said("", "the exporter is not open", "call open first")

    def _known(self, name: str) -> GraphSchema:
        if self._state != "open":
            raise self._said(name, "the exporter is not open", "call open first; after counts nothing can be added")
        if name not in self._schema.nodes and name not in self._schema.relationships:
            raise self._said(name, f"{name!r} is not in the schema", "declare it in schema/graph.yaml")
        return self._schema

    def _fitting(self, name: str, rows: pa.Table, schema: pa.Schema) -> pa.Table:
        try:
            return rows.select(schema.names).cast(schema)
        except (KeyError, ValueError, pa.ArrowException) as error:
            raise self._said(name, f"not the columns of the schema: {error}", "build the graph again") from error

    def _check_shared(self, label: str, ids: pa.ChunkedArray) -> None:
        if not self.ids_are_shared:
            return
        for other, parts in self._nodes_seen.items():
            for part in parts if other != label else ():
                twice = ids.filter(pc.is_in(ids, value_set=part.combine_chunks()))
                if len(twice):
                    what = f"{other} has the id {twice[0].as_py()} too, and {self.name} tells nodes apart by id alone"
                    raise self._said(label, what, "export to csv, parquet or xlsx")

    def _said(self, name: str, what: str, todo: str) -> LoadError:
        return LoadError(f"{name}: {what}" if name else what, where=self.where, todo=todo)

    @contextlib.contextmanager
    def _refused(self, name: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if isinstance(error, InputError):
                raise
            full = error.errno in _FULL
            what = "the disk is full" if full else f"cannot write ({error.strerror or error})"
            todo = "free space" if full else "check the permissions of the folder"
            raise self._said(name, what, f"{todo}, then export again; what was there is unchanged") from error
        except self.errors as error:
            first = (str(error).strip() or type(error).__name__).splitlines()[0][:300]
            todo = "see that the disk is not full, then export again; what was there is unchanged"
            raise self._said(name, f"cannot write ({first})", todo) from error


def batches(rows: pa.Table, size: int = BATCH) -> Iterator[pa.Table]:
    """The rows in slices of at most so many."""
    for start in range(0, rows.num_rows, size):
        yield rows.slice(start, size)


def _unseen(rows: pa.Table, key: str, seen: list[pa.ChunkedArray]) -> pa.Table:
    """The rows whose key was not seen, each once; their keys are added to those seen."""
    if pc.count_distinct(rows[key]).as_py() < rows.num_rows:
        numbered = pa.table({"key": rows[key], "row": pa.array(range(rows.num_rows))})
        first = numbered.group_by("key").aggregate([("row", "min")])["row_min"]
        rows = rows.take(first.take(pc.sort_indices(first)))
    for part in seen:
        rows = rows.filter(pc.invert(pc.is_in(rows[key], value_set=part.combine_chunks())))
    if rows.num_rows:
        seen.append(rows[key])
    return rows
