"""What the tests need of the system, and skip without."""

from __future__ import annotations

from idphoto.drawing.library import skia
from idphoto.errors import LibraryMissing


def why_nothing_is_drawn() -> str | None:
    """The product's own words, where its drawing library cannot be loaded."""
    try:
        skia()
    except LibraryMissing as error:
        return error.message
    return None


def is_in_a_font(character: str) -> bool:
    """Whether one of the system's fonts has a character."""
    normal = skia().FontStyle.Normal()
    found = skia().FontMgr().matchFamilyStyleCharacter("", normal, [], ord(character))
    return found is not None
