"""Where the data that ships with kg lies: schema/, queries/, the model and the examples.

In an installed wheel schema/ and queries/ lie inside the package (a top-level `schema` module would clash with
others); in a checkout they lie beside it.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["resource"]

_PACKAGE = Path(__file__).parent


def resource(*parts: str) -> Path:
    """Find a shipped file or folder by its parts, such as "schema", "graph.yaml".

    Raises FileNotFoundError when the installation lacks it.
    """
    for base in (_PACKAGE, _PACKAGE.parent):
        path = base.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(f"kg's own data is missing: {'/'.join(parts)}; install kg again")
