"""The command ``idphoto``: its own options, and how errors end it."""

from __future__ import annotations

import logging
import sys
from typing import Annotated

import typer

import idphoto
from idphoto.cli.commands import LazyCommands
from idphoto.cli.downloads import shown_downloads
from idphoto.cli.levels import begin, level_options

app = typer.Typer(
    name="idphoto",
    cls=LazyCommands,
    help="Make official ID photos from an ordinary portrait, on this machine.",
    epilog="Start with `idphoto specs search german passport`, then "
    "`idphoto make me.jpg --spec de-passport`. Each command has examples in its `--help`.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _print_version(requested: bool) -> None:
    if requested:
        typer.echo(f"idphoto {idphoto.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            "-V",
            callback=_print_version,
            is_eager=True,
            help="Print the version and exit.",
        ),
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line; an error is printed as one line or as JSON, never as a stack trace."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    begin()
    command = typer.main.get_command(app)
    command.params += level_options()
    try:
        with shown_downloads(hidden="--json" in sys.argv):
            status = command.main(prog_name="idphoto", standalone_mode=False)
    except Exception as error:
        from idphoto.cli.failure import report  # imports every error

        status = report(error, as_json="--json" in sys.argv)
    sys.exit(status)
