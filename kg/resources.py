"""Where the data that ships with kg lies: schema/, queries/, the model and the examples.

In an installed wheel schema/ and queries/ lie inside the package (a top-level `schema` module would clash with
others); in a checkout they lie beside it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

__all__ = ["parse_yaml", "resource"]

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


def parse_yaml(text: str) -> Any:
    """What YAML text says, read by libyaml where PyYAML has it: ten times as fast. Raises yaml.YAMLError."""
    import yaml  # noqa: PLC0415 (kg --help needs none)

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, Loader=loader)
