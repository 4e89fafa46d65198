"""Jars from Maven Central, fetched once into a folder that later runs use."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

__all__ = ["fetch_jars"]


def fetch_jars(target: Path, pom: str, what: str) -> Path:
    """The folder with the jars that a POM names and all they need. Raises RuntimeError when Maven cannot fetch them."""
    if target.is_dir():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".fetching-") as folder:
        (Path(folder) / "pom.xml").write_text(pom, encoding="utf-8")
        mvn = shutil.which("mvn") or "mvn"
        copy = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
        command = [mvn, "-B", "-q", "-f", f"{folder}/pom.xml", copy, f"-DoutputDirectory={folder}/jars"]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False)
        if done.returncode:
            raise RuntimeError(f"Maven could not fetch {what}: {(done.stdout + done.stderr)[-2000:]}")
        try:
            (Path(folder) / "jars").rename(target)
        except OSError:  # another run was quicker
            if not target.is_dir():
                raise
    return target
