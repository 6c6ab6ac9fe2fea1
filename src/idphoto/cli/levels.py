"""How much a command says, and where: ``--quiet`` and ``--verbose``, which every command takes."""

from __future__ import annotations

import logging
from contextvars import ContextVar
from enum import IntEnum
from functools import cache
from typing import Annotated, Any, Final

import typer


class Verbosity(IntEnum):
    """QUIET: results and errors only. VERBOSE: also the time each step took, and log lines."""

    QUIET = 0
    USUAL = 1
    VERBOSE = 2


_level: Final = ContextVar("level", default=Verbosity.USUAL)

picture_on_stdout: Final = ContextVar("picture_on_stdout", default=False)
"""Whether standard output has a picture, so that everything else goes to standard error."""


def begin() -> None:
    """How every command begins: it says what is usual, and results go to standard output."""
    set_level(Verbosity.USUAL)
    picture_on_stdout.set(False)


def set_level(level: Verbosity) -> None:
    """Set how much the rest of this process's command says."""
    _level.set(level)
    # otherwise as the root's: the server sets that one for its own log
    chosen = logging.INFO if level is Verbosity.VERBOSE else logging.NOTSET
    logging.getLogger("idphoto").setLevel(chosen)


def is_quiet() -> bool:
    """Whether to leave out everything but results and errors."""
    return _level.get() is Verbosity.QUIET


def is_verbose() -> bool:
    """Whether to say how long each step took."""
    return _level.get() is Verbosity.VERBOSE


def _be_quiet(given: bool) -> None:
    if given:
        set_level(Verbosity.QUIET)


def _be_verbose(given: bool) -> None:
    if given:
        set_level(Verbosity.VERBOSE)


def _options(
    quiet: Annotated[
        bool,
        typer.Option(
            "--quiet",
            "-q",
            callback=_be_quiet,
            expose_value=False,
            help="Print results and errors only.",
            rich_help_panel="Messages",
        ),
    ] = False,
    verbose: Annotated[
        bool,
        typer.Option(
            "--verbose",
            "-v",
            callback=_be_verbose,
            expose_value=False,
            help="Also print how long each step takes.",
            rich_help_panel="Messages",
        ),
    ] = False,
) -> None:
    pass


@cache
def level_options() -> tuple[Any, ...]:
    """``--quiet`` and ``--verbose``, as parameters of a command."""
    app = typer.Typer(add_completion=False)
    app.command()(_options)
    return tuple(typer.main.get_command(app).params)
