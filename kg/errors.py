"""The exception tree of kg. Every message says what is wrong, where, and what to do.

KgError
├── InputError            something the user gave cannot be used (exit code 2)
│   ├── SourceError       a file or folder of reports: missing, empty, binary, not decodable, no report in it
│   ├── ManifestError     a manifest row that is malformed
│   └── QueryError        an unknown saved query, a bad parameter, a statement that is not a single read
├── GraphError            a graph folder: missing, of an older version, cut off, in use (exit code 3)
│   ├── GraphBusyError    another build is writing into the folder
│   └── GraphVersionError the folder was written with another schema version
├── SchemaError           a declaration in schema/ or queries/ is malformed (a defect of the installation or plug-in)
├── LoadError             the store's counts differ from the tables, or the store refused a statement (exit code 4)
└── MissingExtraError     an optional dependency is not installed (exit code 5)
"""

from __future__ import annotations

__all__ = [
    "GraphBusyError",
    "GraphError",
    "GraphVersionError",
    "InputError",
    "KgError",
    "LoadError",
    "ManifestError",
    "MissingExtraError",
    "QueryError",
    "SchemaError",
    "SourceError",
]


class KgError(Exception):
    """Anything kg reports to its user.

    Args:
        what: one sentence, what is wrong.
        where: file, folder, line or row, as the user named it.
        todo: what the user can do about it.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", todo: str = "") -> None:
        self.what, self.where, self.todo = what, where, todo
        super().__init__(what)

    def __str__(self) -> str:
        """`where: what` and, after a dash, what to do."""
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head} — {self.todo}" if self.todo else head


class InputError(KgError):
    """Something the user gave cannot be used."""

    exit_code = 2


class SourceError(InputError):
    """A file or folder of reports cannot be read, or holds no report."""


class ManifestError(InputError):
    """A manifest that is malformed."""


class QueryError(InputError):
    """An unknown saved query, a bad parameter, or a statement that is not a single read."""


class GraphError(KgError):
    """A graph folder that is missing, cut off or foreign."""

    exit_code = 3


class GraphBusyError(GraphError):
    """Another process is writing into the graph folder."""


class GraphVersionError(GraphError):
    """The graph folder was written with another version of the graph schema."""


class SchemaError(KgError):
    """A declaration in schema/ or queries/ is malformed."""


class LoadError(KgError):
    """A store refused a statement, or holds other counts than the tables."""

    exit_code = 4


class MissingExtraError(KgError):
    """An optional dependency is not installed."""

    exit_code = 5

    @classmethod
    def of(cls, extra: str, purpose: str) -> MissingExtraError:
        """The error for the missing extra `extra`, which `purpose` needs."""
        return cls(
            f"{purpose} needs the extra '{extra}', which is not installed",
            todo=f"in kg's own folder, run: python -m pip install '.[{extra}]'",
        )
