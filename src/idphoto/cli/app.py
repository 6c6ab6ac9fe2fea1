"""The command ``idphoto``: its subcommands, and how errors are reported."""

from __future__ import annotations

import logging
import sys
from typing import Annotated

import typer

import idphoto
from idphoto.cli import (
    callbacks,
    check,
    cutout,
    doctor,
    headshot,
    keys,
    models,
    serve,
    sheet,
    specs,
    wardrobe,
)
from idphoto.cli.authority.app import app as authority
from idphoto.cli.downloads import shown_downloads
from idphoto.cli.hints import with_hint
from idphoto.cli.idcard.app import app as idcard
from idphoto.cli.make.command import make
from idphoto.errors import (
    BadRequest,
    EditingForbidden,
    IdPhotoError,
    PersonExists,
    UnknownGarment,
    UnknownKey,
    UnknownPerson,
    UnknownSpec,
    UnknownTemplate,
)

app = typer.Typer(
    name="idphoto",
    help="Make official ID photos from an ordinary portrait, on this machine.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
app.command()(make)
app.command()(check.check)
app.command()(cutout.cutout)
app.command()(sheet.sheet)
app.command()(headshot.headshot)
app.command()(wardrobe.wardrobe)
app.add_typer(idcard, name="idcard")
app.add_typer(specs.app, name="specs")
app.add_typer(models.app, name="models")
app.command()(doctor.doctor)
app.command()(serve.serve)
app.add_typer(keys.app, name="keys")
app.add_typer(callbacks.app, name="callbacks")
app.add_typer(authority, name="authority")


# Errors in what was typed exit with status 2, as usage errors do; all others with status 1.
_USAGE_ERRORS = (
    BadRequest,
    EditingForbidden,
    PersonExists,
    UnknownGarment,
    UnknownKey,
    UnknownPerson,
    UnknownSpec,
    UnknownTemplate,
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
            "--version", callback=_print_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line; a library error is printed as one line, never as a stack trace."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    try:
        with shown_downloads(hidden="--json" in sys.argv):
            app()
    except IdPhotoError as error:
        typer.echo(f"idphoto: {with_hint(error)}", err=True)
        sys.exit(2 if isinstance(error, _USAGE_ERRORS) else 1)
