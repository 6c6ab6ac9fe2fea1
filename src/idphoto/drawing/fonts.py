"""Choose the font for each part of a text: the user's own, a pinned one, or the system's."""

from __future__ import annotations

import logging
import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Final

from idphoto.assets.manifest import Asset, manifest
from idphoto.assets.store import AssetStore
from idphoto.drawing.faces import FontFace, faces_in
from idphoto.drawing.library import harfbuzz
from idphoto.drawing.scripts import is_joined, language_of, package_for, script_of, word_of
from idphoto.errors import MissingGlyph, WeightsUnavailable
from idphoto.settings import get_settings

logger = logging.getLogger(__name__)

_Shelf = dict[tuple[str, str], FontFace]
"""Faces by family and style; of several with the same name, the first that was found."""

# Plain fonts of even weight, with the widest range of characters among fonts commonly installed.
# Noto first: its fonts for all scripts share one size and weight.
_PLAIN: Final = ("Noto Sans", "DejaVu Sans", "Liberation Sans", "Arial", "Helvetica")
_CJK: Final = {
    "zh-Hans": ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC"),
    "ja": ("Noto Sans CJK JP", "Noto Sans JP", "Source Han Sans"),
    "ko": ("Noto Sans CJK KR", "Noto Sans KR", "Source Han Sans K"),
}
_fetches = True  # whether a text fetches the font it needs
_SUFFIXES: Final = (".ttf", ".otf", ".ttc", ".otc")
_FOLDERS: Final = {
    "linux": ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts"),
    "darwin": ("/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts"),
    "win32": (r"%WINDIR%\Fonts", r"%LOCALAPPDATA%\Microsoft\Windows\Fonts"),
}


def runs(text: str) -> list[tuple[str, FontFace]]:
    """``text`` in parts, each with a face that has all of its characters.

    A pinned font that would help but has not been fetched yet is fetched.

    Raises:
        MissingGlyph: no font has some characters; the error names all of them.
        LibraryMissing: the text cannot be shaped.
    """
    language = language_of(text)
    faces = [(group, _face(group, language)) for group in _groups(text)]
    missing = "".join(dict.fromkeys(group for group, face in faces if face is None))
    if missing:
        raise MissingGlyph(missing, script_of(missing), package_for(missing))
    return [
        ("".join(group for group, _ in part), face)
        for face, part in groupby(faces, key=lambda each: each[1])
        if face is not None
    ]


def has_font(text: str) -> bool:
    """Whether ``text`` can be drawn with the fonts that are here: nothing is fetched."""
    language = language_of(text)
    return all(_here(group, language) is not None for group in _groups(text))


def fetch_fonts() -> None:
    """Fetch the pinned fonts that are missing, and none later: a server does so when it starts.

    In a request, a download would keep all others waiting.

    Raises:
        WeightsUnavailable: they cannot be fetched. Texts are set in the fonts that are here.
    """
    global _fetches
    _fetches = False
    _store().pull([entry.name for entry in _pinned() if entry.group == "fonts"])
    _pinned_shelf.cache_clear()
    _face.cache_clear()


def find_face(family: str, style: str = "Regular") -> FontFace | None:
    """The face of that family and style; None if it is not here."""
    return next((found[family, style] for found in _shelves() if (family, style) in found), None)


@lru_cache(maxsize=4096)
def _face(group: str, language: str) -> FontFace | None:
    """The best-looking face that has ``group``; None if there is none."""
    return _here(group, language) or _after_fetching(group, language)


def _here(group: str, language: str) -> FontFace | None:
    wanted = {ord(character) for character in group if not _is_invisible(character)}
    candidates = (face for shelf in _shelves() for face in _ordered(shelf, group, language))
    return next((face for face in candidates if _has(face, group, wanted)), None)


def _ordered(shelf: _Shelf, group: str, language: str) -> Iterator[FontFace]:
    """The faces of a shelf, the best-looking for ``group`` first."""
    script = word_of(group[0]).title()
    first, *others = _PLAIN
    for family in (first, *_CJK[language], f"Noto Sans {script}", *others):
        if face := shelf.get((family, "Regular")):
            yield face
    yield from (face for face in shelf.values() if face.is_regular)
    yield from (face for face in shelf.values() if not face.is_regular)


def _has(face: FontFace, group: str, wanted: set[int]) -> bool:
    """Whether ``face`` draws ``group`` without a box in place of a glyph.

    The text is shaped, not only looked up: a font may have é but no combining accent, or draw two
    characters as one glyph.
    """
    if wanted and not any(each in face.characters for each in wanted):
        return False
    hb = harfbuzz()
    buffer = hb.Buffer()
    buffer.add_str(group)
    buffer.guess_segment_properties()
    hb.shape(face.font, buffer)
    return all(info.codepoint != 0 for info in buffer.glyph_infos)


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) == "Cf"


def _groups(text: str) -> list[str]:
    """``text`` cut before each letter but not before its marks, which must be in the same font."""
    groups: list[str] = []
    for character in text:
        if groups and is_joined(groups[-1][-1], character):
            groups[-1] += character
        else:
            groups.append(character)
    return groups


def _shelves() -> Iterator[_Shelf]:
    """The fonts that are here: the user's own, the pinned ones, the system's."""
    settings = get_settings()
    if settings.fonts_dir is not None:
        yield _shelf((settings.fonts_dir,))
    yield _pinned_shelf()
    if settings.system_fonts:
        yield _shelf(_FOLDERS.get(sys.platform, ()))


@cache
def _pinned_shelf() -> _Shelf:
    store = _store()
    found = [store.cached(entry.name) for entry in _pinned()]
    return _shelf_of(store.folder / source.file for source in found if source is not None)


@cache
def _shelf(folders: Sequence[str | Path]) -> _Shelf:
    found = [Path(os.path.expandvars(folder)).expanduser() for folder in folders]
    return _shelf_of(file for folder in found for file in _files_in(folder))


def _shelf_of(files: Iterable[Path]) -> _Shelf:
    shelf: _Shelf = {}
    for file in files:
        for face in faces_in(file):
            shelf.setdefault((face.family, "Regular" if face.is_regular else face.style), face)
    return shelf


def _files_in(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES)
    return sorted(found)


def _after_fetching(group: str, language: str) -> FontFace | None:
    """A pinned face that has ``group`` and had not been fetched yet; None if there is none."""
    if not _fetches:
        return None
    store = _store()
    word = word_of(group[0])
    wanted = [entry for entry in _pinned() if word in entry.scripts or not entry.scripts]
    for entry in sorted(wanted, key=lambda each: word not in each.scripts):
        if store.is_present(entry.name):
            continue
        try:
            store.path(entry.name)
        except WeightsUnavailable as error:
            logger.warning("%s", error.message)
            return None
        _pinned_shelf.cache_clear()
        if face := _here(group, language):
            return face
    return None


def _store() -> AssetStore:
    return AssetStore(get_settings().models_dir)


def _pinned() -> list[Asset]:
    return [entry for entry in manifest() if entry.group in ("fonts", "rare-fonts")]
