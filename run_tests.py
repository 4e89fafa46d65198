#!/usr/bin/env python3
"""Set up an environment of its own and pass the tests.

    python run_tests.py [--all] [--coverage] [pytest arguments]

Needs Python 3.11 or newer and nothing else; works on Linux, macOS and Windows. It makes the environment
.venv-test, builds the wheel, installs that wheel (the tests run on what a user would install, not on this
folder), and runs ruff, mypy --strict and pytest. --all also installs the extra kg-reports[hanlp] (torch:
several GB on Linux), whose tests are left out otherwise. KG_REQUIRE_ALL=1 makes everything fail that would be
left out.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv-test"
WHEELS = ROOT / "build" / "wheel"


def say(text: str) -> None:
    """One line about what happens, at once."""
    print(f"== {text}", flush=True)


def python(*arguments: str | Path, dry: bool = False, **variables: str) -> None:
    """Run the environment's Python in this folder; leave with its exit code when it fails."""
    folder = "Scripts" if os.name == "nt" else "bin"
    command = [str(ENVIRONMENT / folder / "python"), *map(str, arguments)]
    if dry:
        print("   " + " ".join(command), flush=True)
        return
    code = subprocess.run(command, cwd=ROOT, env={**os.environ, **variables}, check=False).returncode
    if code:
        sys.exit(code)


def make_environment(dry: bool) -> None:
    """Make .venv-test, anew when it was made by another Python."""
    config = ENVIRONMENT / "pyvenv.cfg"
    wanted = ".".join(map(str, sys.version_info[:3]))
    if config.is_file() and f"version = {wanted}" in config.read_text(encoding="utf-8"):
        say(f"using the environment {ENVIRONMENT.name}")
        return
    say(f"making the environment {ENVIRONMENT.name} (Python {wanted})")
    if not dry:
        try:
            venv.create(ENVIRONMENT, clear=True, with_pip=True)
        except subprocess.CalledProcessError:
            sys.exit("this Python cannot make environments; on Debian and Ubuntu: apt install python3-venv")


def install(extras: Sequence[str], dry: bool) -> None:
    """Build the wheel and install it with its dependencies and `extras`."""
    say("building the wheel")
    if not dry:
        shutil.rmtree(WHEELS, ignore_errors=True)
    pip = ("-m", "pip", "--disable-pip-version-check")
    python(*pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", WHEELS, ROOT, dry=dry)
    wheel = next(WHEELS.glob("*.whl"), WHEELS / "kg_reports.whl")
    say(f"installing {wheel.name} with {', '.join(extras)}, and what they need (minutes, the first time)")
    python(*pip, "install", "--quiet", f"{wheel}[{','.join(extras)}]", dry=dry)
    python(*pip, "install", "--quiet", "--no-deps", "--force-reinstall", wheel, dry=dry)
    # The tests import helpers from tests/: this folder comes last on the path, behind the installed kg.
    for packages in ENVIRONMENT.glob("lib*/**/site-packages") if not dry else ():
        (packages / "kg-tests.pth").write_text(f"{ROOT}\n", encoding="utf-8")


def say_neo4j() -> None:
    """Say when the tests on real Neo4j servers are left out, and what would bring them in."""
    from tests.neo4j.jars import VERSIONS, missing_for  # noqa: PLC0415 (needs Python 3.11, which main looks for)

    missing = next(filter(None, map(missing_for, VERSIONS)), None)
    if os.environ.get("NEO4J_URI"):
        say("the tests with Neo4j use the server that NEO4J_URI names")
    elif missing:
        say(f"the tests with Neo4j are left out: {missing} (NEO4J_URI and NEO4J_PASSWORD can name a server of yours)")


def main() -> None:
    """Set up, check, test."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--all", action="store_true", help="also install and test the extra kg-reports[hanlp]")
    parser.add_argument("--coverage", action="store_true", help="also say which lines no test ran (a third slower)")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
    options, pytest_arguments = parser.parse_known_args()
    dry, began = options.dry_run, time.monotonic()
    if sys.version_info < (3, 11):  # noqa: UP036 (run by whatever Python the user has)
        sys.exit(f"kg needs Python 3.11 or newer; this is {sys.version.split()[0]}")
    make_environment(dry)
    install(["dev", "hanlp"] if options.all else ["dev"], dry)
    if not (ROOT.parent / "shared").is_dir():
        say("../shared is not here: the tests that use it are left out (it is for the project's own checks)")
    if not options.all:
        say("the tests of the extra kg-reports[hanlp] are left out (run with --all to include them)")
    say_neo4j()
    say("ruff: form and common mistakes")
    python("-m", "ruff", "check", ".", dry=dry)
    say("mypy --strict: types")
    python("-m", "mypy", dry=dry)
    say("pytest: behaviour")
    # -P and an empty pythonpath keep this folder off the front of the path: the installed wheel is what is tested.
    installed = ("-o", "pythonpath=")
    coverage = ("--cov=kg", "--cov=loaders", "--cov-report=term:skip-covered") if options.coverage else ()
    python("-P", "-m", "pytest", *installed, *coverage, *pytest_arguments, dry=dry, KG_TEST_INSTALLED="1")
    if sys.stdout.isatty():
        say(f"all passed in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
