"""How commands print: results, messages about them, JSON for machines, and files.

A picture that goes to standard output has it alone: everything else is then printed on standard
error.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from idphoto.cli.levels import is_quiet, is_verbose, picture_on_stdout
from idphoto.errors import BadRequest, IoError
from idphoto.imaging.files import is_stream, write_whole

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
NoClobber = Annotated[
    bool, typer.Option("--no-clobber", help="Leave files that exist alone, and say so.")
]

STANDARD: Final = Path("-")
"""As an input, standard input; as an output, standard output."""


def on_terminal() -> bool:
    """Whether people read standard output."""
    return sys.stdout.isatty()


def give_stdout_to(output: Path) -> None:
    """Print everything on standard error from now on, if ``output`` is standard output.

    Raises:
        BadRequest: standard output is a terminal.
    """
    if not _is_stdout(output):
        return
    if on_terminal():
        raise BadRequest(
            "output", "a picture is not written to a terminal: redirect it, or give -o FILE"
        )
    picture_on_stdout.set(True)


def write_output(output: Path, data: bytes) -> None:
    """As ``write_whole``; ``-`` is standard output.

    Raises:
        IoError: the operating system refuses.
    """
    if output != STANDARD:
        write_whole(output, data)
        return
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise IoError.of(error, "standard output") from error


def is_kept(output: Path, no_clobber: bool) -> bool:
    """Whether ``output`` exists and is to be left alone; says so."""
    if not no_clobber or is_standing(output) or not output.exists():
        return False
    typer.echo(f"{output}: exists, and is left alone", err=True)
    return True


def is_standing(output: Path) -> bool:
    """Whether ``output`` is a stream: standard output, a device or a pipe."""
    return output == STANDARD or is_stream(output)


def say(text: str) -> None:
    """Print a message about a result, unless the command is to be quiet."""
    if not is_quiet():
        typer.echo(text, err=picture_on_stdout.get())


def say_status(text: str) -> None:
    """Print what the command is doing, which is no result, unless it is to be quiet."""
    if not is_quiet():
        typer.echo(text, err=True)


def say_about(text: str) -> None:
    """Print a remark on a table: below it on a terminal, on standard error where the table's lines
    are for a program."""
    if not is_quiet():
        typer.echo(text, err=not on_terminal())


def say_timings(timings_ms: dict[str, float]) -> None:
    """Print how long each step took, if the command is to be verbose."""
    if is_verbose():
        steps = ", ".join(f"{step} {ms:.0f}" for step, ms in timings_ms.items())
        typer.echo(f"  {sum(timings_ms.values()):.0f} ms: {steps}", err=True)


def print_json(value: Any, *, indent: int | None = 2) -> None:
    """Print ``value`` as JSON, dates as text; on one line if ``indent`` is None."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=str)
    typer.echo(text, err=picture_on_stdout.get())


def _is_stdout(output: Path) -> bool:
    if output == STANDARD:
        return True
    if not is_stream(output):
        return False
    try:
        return os.path.samestat(output.stat(), os.fstat(sys.stdout.fileno()))
    except (OSError, ValueError):  # ValueError: a standard output that is no file
        return False
