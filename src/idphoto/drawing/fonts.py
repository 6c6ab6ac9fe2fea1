"""Choose the system font for each part of a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby
from typing import Any, Final

from idphoto.drawing.library import skia
from idphoto.drawing.scripts import is_joined, language_of, package_for, script_of
from idphoto.errors import MissingGlyph

# Plain fonts of even weight, with the widest range of characters among fonts commonly installed.
# Noto first: its fonts for all scripts share one size and weight.
_PLAIN: Final = ("Noto Sans", "DejaVu Sans", "Liberation Sans", "Arial", "Helvetica")
_CJK: Final = {"zh-CN": "SC", "ja": "JP", "ko": "KR"}


def runs(text: str) -> list[tuple[str, Any]]:
    """``text`` in parts, each with a skia typeface that has all of its characters.

    Raises:
        MissingGlyph: no installed font has some characters; the error names all of them.
    """
    language = language_of(text)
    faces = [(group, _face(group, language)) for group in _groups(text)]
    missing = "".join(dict.fromkeys(group for group, face in faces if face is None))
    if missing:
        raise MissingGlyph(missing, script_of(missing), package_for(missing))
    parts = [list(part) for _, part in groupby(faces, key=lambda each: each[1].uniqueID())]
    return [("".join(group for group, _ in part), part[0][1]) for part in parts]


@lru_cache(maxsize=4096)
def _face(group: str, language: str) -> Any:
    """The best-looking typeface that has ``group``; None if no installed font does."""
    return next((face for face in _candidates(group, language) if _has(face, group)), None)


def _candidates(group: str, language: str) -> Iterator[Any]:
    script = re.split("[ -]", unicodedata.name(group[0], ""))[0].title()
    first, *others = _PLAIN
    for family in (first, f"Noto Sans CJK {_CJK[language]}", f"Noto Sans {script}", *others):
        yield _family(family)
    for character in group:
        yield _manager().matchFamilyStyleCharacter(
            "", skia().FontStyle.Normal(), [language], ord(character)
        )


def _has(face: Any, group: str) -> bool:
    """Whether ``face`` draws ``group`` without a box in place of a glyph.

    The text is shaped, not looked up: a font may have é but no combining accent, or draw two
    characters as one glyph.
    """
    if face is None:
        return False
    blob = skia().TextBlob.MakeFromShapedText(group, skia().Font(face, 16.0))
    return blob is None or all(0 not in run.fGlyphIndices for run in skia().TextBlob.Iter(blob))


def _groups(text: str) -> list[str]:
    """``text`` cut before each letter but not before its marks, which must be in the same font."""
    groups: list[str] = []
    for character in text:
        if groups and is_joined(groups[-1][-1], character):
            groups[-1] += character
        else:
            groups.append(character)
    return groups


@cache
def _manager() -> Any:
    return skia().FontMgr()


@cache
def _family(name: str) -> Any:
    return _manager().matchFamilyStyle(name, skia().FontStyle.Normal())
