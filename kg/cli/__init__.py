"""The command line. One module a command: to add one, write its module and name it in kg.cli.app.COMMANDS."""

from __future__ import annotations

import gc

import typer

from kg.cli.app import COMMANDS, KgGroup, configure, main_options

__all__ = ["COMMANDS", "app", "main"]

EPILOG = """\b
Start here:
  kg demo                                   the bundled example reports, from file to answer
  kg build MY-REPORTS --graph MY-GRAPH      a graph of your own reports
  kg query run shared-initiatives --graph MY-GRAPH

\b
Exit codes: 0 done; 1 unexpected error; 2 bad input or usage; 3 graph folder missing, damaged or in use;
4 the store holds something else than the tables; 5 an optional part is not installed; 6 done, but some
files could not be read (listed at the end); 130 stopped with Ctrl-C.
"""

app = typer.Typer(
    name="kg",
    cls=KgGroup,
    help="A graph of the programs, campaigns, units and figures in Chinese government work reports.",
    epilog=EPILOG,
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help: no start-up cost, readable on any console
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.callback()(main_options)


def main() -> None:
    """The entry point of `kg`."""
    configure()
    # Records and tables form no cycles: to look for some as often as Python does takes a twentieth of a small build.
    gc.set_threshold(100_000, 20, 20)
    try:
        app(prog_name="kg")
    finally:
        gc.freeze()  # else Python looks through a million objects before it ends, which takes a second
