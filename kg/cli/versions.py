"""Which versions are at work."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

__all__ = ["version_line", "versions"]

_PACKAGES = ("ladybug", "onnxruntime", "pyarrow", "hanlp")


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def version_line() -> str:
    """`kg 0.1.0`."""
    return f"kg {_version('kg-reports') or '(not installed)'}"


def versions() -> dict[str, str]:
    """kg, Python, and the packages that decide what comes out ("not installed" where one is missing)."""
    found = {"kg": _version("kg-reports") or "not installed", "python": platform.python_version()}
    return found | {package: _version(package) or "not installed" for package in _PACKAGES}
