"""Names for files that go into an archive: valid on every system, and each there once."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MAX_CHARACTERS: Final = 100
# What Windows refuses in names, and what is invisible.
_REFUSED: Final = re.compile(r'[<>:"/\\|?*]')
_INVISIBLE: Final = frozenset({"Cc", "Cs", "Cn", "Co", "Zl", "Zp"})
# Devices on Windows, whatever the suffix.
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)


def safe_name(text: str, otherwise: str) -> str:
    """``text`` as the name of a file or folder, without a suffix. ``otherwise``: if nothing of it
    can be used.

    >>> safe_name("4b/Ada: Lovelace.", "photo"), safe_name("..", "photo"), safe_name("con", "photo")
    ('4b_Ada_ Lovelace', 'photo', '_con')
    """
    visible = (each for each in text if unicodedata.category(each) not in _INVISIBLE)
    name = _REFUSED.sub("_", unicodedata.normalize("NFC", "".join(visible)))
    # Windows drops dots and spaces at the end; a dot at the beginning hides a file
    name = name[:MAX_CHARACTERS].strip(" .")
    if not name:
        return otherwise
    return f"_{name}" if _RESERVED.match(name) else name


def stem_of(file_name: str) -> str:
    """The name of an uploaded file, without its folders and its suffix.

    >>> stem_of("4b/IMG_1.JPG"), stem_of("Ada Lovelace")
    ('IMG_1', 'Ada Lovelace')
    """
    last = re.split(r"[/\\]", file_name)[-1]
    stem, dot, suffix = last.rpartition(".")
    return stem if dot and stem and len(suffix) <= 5 else last


class FileNames:
    """The names that an archive has so far. Two that differ in case alone are one on some
    systems."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def unique(self, folder: str, stem: str, suffix: str) -> str:
        """The path of another file: numbered if there is one of its name.

        >>> names = FileNames()
        >>> names.unique("4b", "Ada", ".jpg"), names.unique("4b", "ADA", ".jpg")
        ('4b/Ada.jpg', '4b/ADA (2).jpg')
        """
        place = f"{folder}/" if folder else ""
        number, path = 1, f"{place}{stem}{suffix}"
        while path.casefold() in self._taken:
            number += 1
            path = f"{place}{stem} ({number}){suffix}"
        self._taken.add(path.casefold())
        return path
