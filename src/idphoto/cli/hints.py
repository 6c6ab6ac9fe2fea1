"""What the command line adds to an error's message: the option or command that helps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from idphoto.errors import (
    DatabaseLost,
    EditingForbidden,
    IdPhotoError,
    ImplausibleDensity,
    MissingGlyph,
    PersonExists,
    UnknownKey,
    UnknownPerson,
    WeightsUnavailable,
)

_HINTS: Final[Mapping[type[IdPhotoError], str]] = {
    DatabaseLost: "restore the database, or move that file away if you want a new server",
    EditingForbidden: "here, --edit-anyway",
    ImplausibleDensity: "for example --size 35x45",
    PersonExists: "--replace puts the new entry in its place",
    UnknownKey: "`idphoto keys list` shows them",
    UnknownPerson: "`idphoto authority list` shows who is there",
    WeightsUnavailable: "check the connection or the package mirror and run `idphoto models pull`, "
    "or copy the folder from a machine that has it",
}


def with_hint(error: IdPhotoError) -> str:
    """The error's message and, where there is one, the hint."""
    hint = _HINTS.get(type(error), "")
    if isinstance(error, MissingGlyph) and error.package:
        hint = f"`idphoto models pull` fetches most; in Debian, the package {error.package} has one"
    return f"{error.message}; {hint}" if hint else error.message
