"""What all commands share: how they end, in which encoding they speak, and the options before the command."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

import importlib
import os
import sys
import traceback
from typing import Annotated, Any, NoReturn

import typer
import typer.main
from typer.core import TyperGroup

from kg.cli.console import say
from kg.errors import KgError

__all__ = ["COMMANDS", "EXIT_SOME_UNREAD", "EXIT_STOPPED", "KgGroup", "configure", "main_options"]

COMMANDS = (
    "demo", "reports", "extract", "build", "query", "cypher", "sparql", "evidence", "explain", "review", "analyse",
    "load", "export", "import_", "vocabulary", "diff", "info", "evaluate", "annotate", "train",
)  # fmt: skip
"""The modules of the commands, in the order of `kg --help`. Each has `register(app)`."""
_MODULES = {name.rstrip("_"): name for name in COMMANDS}  # a module cannot be called import
EXIT_UNEXPECTED = 1
EXIT_SOME_UNREAD = 6
EXIT_STOPPED = 130


class KgGroup(TyperGroup):
    """The commands, ending in one line on standard error and a documented exit code whatever happens."""

    def list_commands(self, ctx: Any) -> list[str]:
        """In the order of the work; Typer would put groups last."""
        return list(_MODULES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command, whose module is imported only now.

        Working out the options of all commands takes longer than some commands themselves. For a name that is none,
        all are imported, so that Typer can propose one.
        """
        for name in [cmd_name] if cmd_name in _MODULES else _MODULES:
            if name not in self.commands:
                alone = typer.Typer(rich_markup_mode=self.rich_markup_mode)
                importlib.import_module(f"kg.cli.{_MODULES[name]}").register(alone)
                self.commands.update(typer.main.get_group(alone).commands)
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: Any) -> Any:
        """Run the command. Usage errors are left to Typer (exit code 2)."""
        try:
            return super().invoke(ctx)
        except KgError as error:
            say(f"error: {error}")
            return self._leave(ctx, error, error.exit_code)
        except BrokenPipeError:
            # Whoever read our output has had enough (kg … | head): nothing went wrong. What is still
            # buffered must go somewhere, else Python complains at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        except KeyboardInterrupt:
            say("stopped; nothing was changed")
            raise typer.Exit(EXIT_STOPPED) from None
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            todo = " — check the path and its permissions" if error.strerror else ""
            say(f"error: {where}{error.strerror or error}{todo}")
            return self._leave(ctx, error, EXIT_UNEXPECTED)
        except Exception as error:
            if type(error).__module__.startswith(("typer", "click")):
                raise
            hint = "" if ctx.params.get("debug") else " — run it again as 'kg --debug …' and report what it prints"
            say(f"error: unexpected {type(error).__name__}: {error}{hint}")
            return self._leave(ctx, error, EXIT_UNEXPECTED)

    @staticmethod
    def _leave(ctx: Any, error: Exception, code: int) -> NoReturn:
        if ctx.params.get("debug"):
            traceback.print_exception(error)
        raise typer.Exit(code) from None


def configure() -> None:
    """UTF-8 everywhere (pipes on Windows would use the code page); what cannot be shown is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _version(asked: bool) -> None:
    if asked:
        from kg.cli.versions import version_line

        typer.echo(version_line())
        raise typer.Exit


def main_options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """The options before the command; the help text stands at the app."""
