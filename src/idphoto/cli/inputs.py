"""The photos that a command is given: files, and folders of files."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from idphoto.errors import BadRequest

# In a folder, photos are selected by suffix; decoding later checks what the bytes really are.
_SUFFIXES: Final = frozenset(
    f".{name}"
    for kinds in (
        "jpg jpeg jfif bmp png webp tif tiff rgb gif heic heif avif",
        "dng cr2 cr3 nef arw orf rw2",
    )
    for name in kinds.split()
)


def expand(photos: list[Path]) -> list[Path]:
    """Each file, and the photos in each folder, sorted by name.

    Raises:
        BadRequest: a path that does not exist, or a folder without photos.
    """
    found: list[Path] = []
    for path in photos:
        if path.is_dir():
            inside = sorted(
                p for p in path.iterdir() if p.suffix.lower() in _SUFFIXES and p.name[0] != "."
            )
            if not inside:
                raise BadRequest("photo", f"the folder {path} contains no photos")
            found += inside
        elif path.exists():
            found.append(path)
        else:
            raise BadRequest("photo", f"there is no file {path}")
    return found


def require_file(field: str, path: Path) -> None:
    """Raises ``BadRequest`` for ``field`` if there is no file at ``path``."""
    if not path.is_file():
        raise BadRequest(field, f"there is no file {path}")


def is_batch(photos: list[Path]) -> bool:
    """Whether ``photos`` may be more than one photo, so that results go to a folder."""
    return len(photos) > 1 or photos[0].is_dir()
