"""Others' tools on the JVM, from Maven Central: Apache Jena (riot, shacl) and ROBOT (the OWL API's profile check).

A test that uses the fixture `jena` or `robot` needs Java and Maven; tests/conftest.py leaves it out where they are
missing (with KG_REQUIRE_ALL=1 it fails).
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tests.maven import fetch_jars
from tests.neo4j.jars import find_java

__all__ = ["missing_java", "riot_validate", "robot", "shacl_validate"]

JAVA = 17
ARTIFACTS = {
    # Jena says what it finds through slf4j: without a provider it finds in silence.
    "jena-5.6.0": (("org.apache.jena", "jena-cmds", "5.6.0"), ("org.slf4j", "slf4j-simple", "2.0.17")),
    "robot-1.9.6": (("org.obolibrary.robot", "robot-command", "1.9.6"),),
}
_LOGGING = ("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",)
_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>kg</groupId><artifactId>rdf-tools</artifactId><version>1</version>
  <dependencies>{dependencies}</dependencies>
</project>
"""
_DEPENDENCY = "<dependency><groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version></dependency>"


def _cache() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get("KG_RDF_TOOLS_CACHE") or Path(home) / "kg-rdf-tools")


def missing_java() -> str | None:
    """What this machine lacks to run these tools, in words, or None."""
    if find_java(JAVA) is None:
        return f"no Java {JAVA} or newer"
    if shutil.which("mvn") is None and not all((_cache() / name).is_dir() for name in ARTIFACTS):
        return "no Maven (mvn), to fetch Apache Jena and ROBOT"
    return None


def _jars(name: str) -> Path:
    pom = _POM.format(dependencies="".join(_DEPENDENCY.format(*one) for one in ARTIFACTS[name]))
    return fetch_jars(_cache() / name, pom, name)


def _run(name: str, main: str, *arguments: str | Path) -> tuple[int, str]:
    java = find_java(JAVA)
    assert java is not None
    options = ("-Xmx1g", "-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8", *_LOGGING)
    command = [str(java), *options, "-cp", f"{_jars(name)}/*", main]
    done = subprocess.run(
        [*command, *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False
    )
    return done.returncode, done.stdout + done.stderr


def riot_validate(*files: Path) -> str:
    """What Jena's parsers complain of in the files: errors and warnings (IRIs, literals); empty when of nothing."""
    code, said = _run("jena-5.6.0", "riotcmd.riot", "--validate", *files)
    assert code == 0 or said.strip(), "riot failed without a word"
    return said.strip()


def shacl_validate(shapes: Path, data: Path) -> str:
    """Jena's SHACL report, as text: 'Conforms', or the violations."""
    code, said = _run("jena-5.6.0", "shacl.shacl_validate", "--text", "--shapes", shapes, "--data", data)
    assert code == 0 or said.strip(), "shacl failed without a word"
    return said.strip()


def robot(*arguments: str | Path) -> tuple[int, str]:
    """Run a command of ROBOT: its exit code and what it says."""
    return _run("robot-1.9.6", "org.obolibrary.robot.CommandLineInterface", *arguments)
