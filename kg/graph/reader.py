"""Reading a graph folder: one version of it, kept as it is until closed."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

from kg.errors import GraphError
from kg.graph.folder import CURRENT, STORE
from kg.graph.locks import Pin
from kg.graph.meta import REBUILD, GraphMeta, read_meta
from kg.graph.schema import load_schema
from kg.graph.tables import GraphTables

__all__ = ["GraphFolder", "open_graph"]


class GraphFolder:
    """One version of a graph, opened for reading. Use it in a `with` statement."""

    def __init__(self, folder: Path, version: Path, meta: GraphMeta, pin: Pin) -> None:
        """Made by open_graph."""
        self.folder, self.version, self.meta, self._pin = folder, version, meta, pin

    @property
    def store(self) -> Path:
        """The embedded store's file."""
        return self.version / STORE

    def table(self, name: str) -> pa.Table:
        """The table of a label, a relationship type, or one beside the graph. Raises GraphError when there is none."""
        for kind in ("nodes", "relationships", "tables"):
            path = self.version / kind / f"{name}.parquet"
            if any(entry.path == f"{kind}/{name}.parquet" for entry in self.meta.files):
                try:
                    return pq.read_table(path)
                except (OSError, pa.ArrowInvalid) as error:
                    raise GraphError(
                        f"{path.name} cannot be read: {error}", where=str(self.folder), todo=REBUILD
                    ) from error
        known = ", ".join(sorted(Path(entry.path).stem for entry in self.meta.files if entry.sha256))
        raise GraphError(f"no table {name!r}", where=str(self.folder), todo=f"there are: {known}")

    def tables(self) -> GraphTables:
        """All tables."""
        schema = load_schema()
        return GraphTables(
            {label: self.table(label) for label in schema.labels},
            {type: self.table(type) for type in schema.types},
            schema,
            {name: self.table(name) for name in self.extra},
        )

    @property
    def extra(self) -> tuple[str, ...]:
        """The names of the tables beside the graph."""
        return tuple(Path(entry.path).stem for entry in self.meta.files if entry.path.startswith("tables/"))

    def source_text(self, digest: str) -> str:
        """A source text by its hash (Report.source_sha256). Raises GraphError when it is missing or altered."""
        path = self.folder / "sources" / f"{digest}.txt"
        known = any(entry.sha256 == digest for entry in self.meta.sources)
        data = path.read_bytes() if known and path.is_file() else None
        if data is None or sha256(data).hexdigest() != digest:
            what = "is missing" if data is None else "was altered"
            raise GraphError(f"the source text {digest[:16]}… {what}", where=str(self.folder), todo=REBUILD)
        return data.decode()

    def close(self) -> None:
        """Let the next build remove this version."""
        self._pin.release()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()


def open_graph(folder: Path | str) -> GraphFolder:
    """Open the current version of a graph folder.

    Raises GraphError when there is no graph or it is cut off, GraphVersionError when another schema version wrote it.
    """
    folder = Path(folder)
    for _ in range(20):  # between reading the name and opening it, a build may have put another in its place
        version = _current(folder)
        try:
            pin = Pin(version / "graph.json")
        except FileNotFoundError:
            if _current(folder) == version:
                break
            continue
        except OSError as error:
            raise GraphError(
                f"cannot be read: {error.strerror}", where=str(folder), todo="see its permissions"
            ) from error
        try:
            return GraphFolder(
                folder, version, read_meta(version / "graph.json", load_schema().version, folder), pin
            )
        except BaseException:
            pin.release()
            raise
    raise GraphError("the current version of the graph is missing", where=str(folder), todo=REBUILD)


def _current(folder: Path) -> Path:
    path = folder / CURRENT
    try:
        name = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        if (folder / "versions").is_dir():
            raise GraphError(
                "no build into this folder has finished", where=str(folder), todo=REBUILD
            ) from None
        what = "no graph in this folder" if folder.is_dir() else "no such folder"
        raise GraphError(what, where=str(folder), todo=REBUILD) from None
    except (OSError, UnicodeDecodeError) as error:
        raise GraphError(f"CURRENT cannot be read: {error}", where=str(folder), todo=REBUILD) from error
    if not name or "/" in name or "\\" in name or name.startswith("."):
        raise GraphError("CURRENT is damaged", where=str(folder), todo=REBUILD)
    return folder / "versions" / name
