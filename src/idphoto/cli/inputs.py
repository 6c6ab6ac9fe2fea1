"""Which photos are meant: files, folders, and where results go."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from idphoto.errors import BadRequest

# Files in a folder are photos by their suffix; what they really are, their bytes tell later.
_SUFFIXES: Final = frozenset(
    f".{name}"
    for kinds in (
        "jpg jpeg jfif bmp png webp tif tiff rgb gif heic heif avif",
        "dng cr2 cr3 nef arw orf rw2",
    )
    for name in kinds.split()
)


def expand(photos: list[Path]) -> list[Path]:
    """The photos named: each file, and each folder's photos in the order of their names.

    Raises:
        BadRequest: a name that is not there, or a folder without photos.
    """
    found: list[Path] = []
    for path in photos:
        if path.is_dir():
            inside = sorted(
                p for p in path.iterdir() if p.suffix.lower() in _SUFFIXES and p.name[0] != "."
            )
            if not inside:
                raise BadRequest("photo", f"the folder {path} holds no photos")
            found += inside
        elif path.exists():
            found.append(path)
        else:
            raise BadRequest("photo", f"there is no file {path}")
    return found


def is_batch(photos: list[Path]) -> bool:
    """Whether more than one photo may be meant, so that results go to a folder."""
    return len(photos) > 1 or photos[0].is_dir()
