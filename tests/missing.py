"""What the tests need of the system, and skip without."""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder

from idphoto.drawing.library import skia
from idphoto.errors import LibraryMissing


class _Watch(MetaPathFinder):
    """Finds nothing, and counts how often the drawing library is looked for."""

    count = 0

    def find_spec(self, name: str, *_: object) -> None:
        self.count += name == "skia"


_watch = _Watch()
sys.meta_path.insert(0, _watch)


def looked_for() -> int:
    """How often the drawing library has been looked for: once where it is there, else each time."""
    return _watch.count


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
