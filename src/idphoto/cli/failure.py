"""How a command ends that was refused: one line or JSON, and the exit status."""

from __future__ import annotations

from typing import Any, Final

import typer
from typer.exceptions import TyperException

from idphoto.cli.hints import with_hint
from idphoto.cli.output import print_json
from idphoto.errors import (
    BadRequest,
    EditingForbidden,
    IdPhotoError,
    IoError,
    PersonExists,
    UnknownGarment,
    UnknownKey,
    UnknownLink,
    UnknownPerson,
    UnknownSpec,
    UnknownTemplate,
)

# Errors in what was typed exit with status 2, as usage errors do; all others with status 1.
_USAGE_ERRORS: Final = (
    BadRequest,
    EditingForbidden,
    PersonExists,
    UnknownGarment,
    UnknownKey,
    UnknownLink,
    UnknownPerson,
    UnknownSpec,
    UnknownTemplate,
)


def report(error: Exception, *, as_json: bool) -> int:
    """Print an error that ended the command; returns the exit status.

    JSON goes where the results would be, text to standard error.

    Raises:
        Exception: ``error``, where it is a fault of the program.
    """
    if isinstance(error, OSError) and not isinstance(error, IdPhotoError):
        error = IoError.of(error, error.filename or "a file")
    if isinstance(error, IdPhotoError):
        if as_json:
            print_error(error.to_json())
        else:
            typer.echo(f"idphoto: {with_hint(error)}", err=True)
        return 2 if isinstance(error, _USAGE_ERRORS) else 1
    if isinstance(error, TyperException):
        if as_json:
            print_error({"code": "bad_request", "message": error.format_message()})
        else:
            from typer.rich_utils import rich_format_error

            rich_format_error(error)  # type: ignore[arg-type]
        return error.exit_code
    if isinstance(error, typer.Abort):
        typer.echo("idphoto: aborted", err=True)
        return 1
    raise error


def print_error(error: dict[str, Any]) -> None:
    """Print an error as the JSON object that every command prints."""
    print_json({"ok": False, "error": error}, indent=None)
