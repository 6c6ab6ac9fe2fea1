"""The photos that a command is given: files, folders of files, and standard input."""

from __future__ import annotations

import re
import stat
import sys
from pathlib import Path
from typing import IO, Final

from idphoto.cli.output import STANDARD
from idphoto.errors import BadRequest, IoError

# In a folder, photos are selected by suffix; decoding later checks what the bytes really are.
_SUFFIXES: Final = frozenset(
    f".{name}"
    for kinds in (
        "jpg jpeg jfif bmp png webp tif tiff rgb gif heic heif avif",
        "dng cr2 cr3 nef arw orf rw2",
    )
    for name in kinds.split()
)
_ADDRESS: Final = re.compile(r"(https?|ftp):/+(.*)", re.IGNORECASE)
_FILE_ADDRESS: Final = re.compile(r"file:(/.*)", re.IGNORECASE)


def photos_in(folder: Path) -> list[Path]:
    """The photos in a folder, sorted by name; hidden files are none.

    Raises:
        IoError: the folder cannot be read.
    """
    try:
        found = list(folder.iterdir())
    except OSError as error:
        raise IoError.of(error, folder) from error
    return sorted(each for each in found if is_photo(each))


def is_photo(path: Path) -> bool:
    """Whether a file in a folder is a photo by its name."""
    return path.suffix.lower() in _SUFFIXES and path.name[0] != "."


def expand(photos: list[Path]) -> list[Path]:
    """Each file, and the photos in each folder, sorted by name. ``-`` stays as it is.

    Raises:
        BadRequest: a path that does not exist, a folder without photos, or ``-`` among others.
    """
    if STANDARD in photos and len(photos) > 1:
        raise BadRequest("photo", "- is standard input, which holds one photo: give it alone")
    found: list[Path] = []
    for path in photos:
        if path.is_dir():
            inside = photos_in(path)
            if not inside:
                raise BadRequest("photo", f"the folder {path} contains no photos")
            found += inside
        else:
            require_file("photo", path)
            found.append(path)
    return found


def require_file(field: str, path: Path) -> None:
    """Raises ``BadRequest`` for ``field`` if ``path`` is neither a file nor ``-``."""
    if path == STANDARD:
        return
    if address := _ADDRESS.fullmatch(str(path)):
        url = f"{address[1]}://{address[2]}"
        raise BadRequest(
            field, f"{url} is an address: download the picture first, then give the file"
        )
    if address := _FILE_ADDRESS.fullmatch(str(path)):
        raise BadRequest(field, f"{path} is an address: give the path, {address[1]}")
    if path.is_dir():
        raise BadRequest(field, f"{path} is a folder: give a file")
    if not path.exists():
        raise BadRequest(field, f"there is no file {path}")


def open_input(field: str, path: Path) -> Path | bytes:
    """What the library takes for the picture at ``path``: the path of a file that can be read, or
    the bytes of standard input or a pipe.

    Raises:
        BadRequest: of ``field``: there is no such file, or nothing came by standard input.
        FileUnreadable: the operating system refuses to read it.
    """
    require_file(field, path)
    if path == STANDARD:
        data = _content(sys.stdin.buffer)
        if not data:
            raise BadRequest(field, "standard input is empty: pipe a picture into it")
        return data
    try:
        with path.open("rb") as file:
            return path if stat.S_ISREG(path.stat().st_mode) else _content(file)
    except OSError as error:
        from idphoto.imaging.inputs import unreadable

        raise unreadable(error, path) from error


def name_of(path: Path) -> str:
    """What results call the photo at ``path``: its stem, or ``stdin``."""
    return "stdin" if path == STANDARD else path.stem


def is_batch(photos: list[Path]) -> bool:
    """Whether ``photos`` may be more than one photo, so that results go to a folder."""
    return len(photos) > 1 or photos[0].is_dir()


def _content(file: IO[bytes]) -> bytes:
    from idphoto.imaging.decode import DEFAULT_LIMITS

    # one byte more than what is accepted shows that there are too many
    return file.read(DEFAULT_LIMITS.max_bytes + 1)
