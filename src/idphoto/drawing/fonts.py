"""The system's fonts: which of them, together, have every character of a text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, Final

from idphoto.drawing.library import skia
from idphoto.drawing.scripts import is_joined, language_of, package_for, script_of
from idphoto.errors import MissingGlyph

# After Noto, whose fonts for all scripts are of one size and weight.
_PLAIN: Final = ("DejaVu Sans", "Liberation Sans", "Arial", "Helvetica")
_CJK: Final = {"zh-CN": "SC", "ja": "JP", "ko": "KR"}


@lru_cache(maxsize=256)
def typefaces(text: str) -> tuple[Any, ...]:
    """skia typefaces, the plain one first, of which each group of ``text`` is whole in one.

    A group is a letter with its marks: split over two fonts, they would not meet.

    Raises:
        MissingGlyph: no installed font has them; all such characters are named.
    """
    faces: list[Any] = []
    missing: list[str] = []
    language = language_of(text)
    for group in dict.fromkeys(_groups(text)):
        if any(_has(face, group) for face in faces):
            continue
        face = next((face for face in _candidates(group, language) if _has(face, group)), None)
        if face is None:
            missing.append(group)
        else:
            faces.append(face)
    if missing:
        characters = "".join(missing)
        raise MissingGlyph(characters, script_of(characters), package_for(characters))
    return tuple(faces)


def _candidates(group: str, language: str) -> Iterator[Any]:
    """Fonts that may have ``group``, the best looking first."""
    script = unicodedata.name(group[0], "").partition(" ")[0].title()
    for family in ("Noto Sans", f"Noto Sans CJK {_CJK[language]}", f"Noto Sans {script}", *_PLAIN):
        yield _family(family)
    for character in group:
        yield _manager().matchFamilyStyleCharacter(
            "", skia().FontStyle.Normal(), [language], ord(character)
        )


def _has(face: Any, group: str) -> bool:
    """Whether ``face`` draws ``group`` without a box in place of a glyph: shaped, not looked up.

    A font may have é and no mark for it, or draw two characters as one.
    """
    if face is None:
        return False
    blob = skia().TextBlob.MakeFromShapedText(group, skia().Font(face, 16.0))
    return blob is None or all(0 not in run.fGlyphIndices for run in skia().TextBlob.Iter(blob))


def _groups(text: str) -> list[str]:
    """``text`` cut before every character that stands by itself."""
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
