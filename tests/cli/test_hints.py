from __future__ import annotations

import pytest

from idphoto.cli.hints import with_hint
from idphoto.errors import (
    EditingForbidden,
    IdPhotoError,
    MissingGlyph,
    NoFace,
    PersonExists,
    UnknownKey,
)


@pytest.mark.parametrize(
    "error, shown",
    [
        (
            EditingForbidden("US passport", "clothes"),
            "US passport: the authority forbids digital editing, and clothes is an edit: leave it "
            "out, or set edit_anyway; here, --edit-anyway",
        ),
        (
            PersonExists(),
            "this number is already in the registry, with another name or photo; "
            "--replace puts the new entry in its place",
        ),
        (UnknownKey("shop"), "no API key named 'shop'; `idphoto keys list` shows them"),
        (
            MissingGlyph("伟", "Chinese", "fonts-noto-cjk"),
            "no installed font has 伟 (Chinese): install one that does; "
            "`idphoto models pull` fetches most; in Debian, the package fonts-noto-cjk has one",
        ),
        (
            MissingGlyph("伟", "Chinese", ""),
            "no installed font has 伟 (Chinese): install one that does",
        ),
        (NoFace(), NoFace().message),
    ],
)
def test_the_option_or_command_that_helps_follows_the_message(
    error: IdPhotoError, shown: str
) -> None:
    assert with_hint(error) == shown
