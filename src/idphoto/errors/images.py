"""Pictures that cannot be read or written."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import Any, ClassVar

from idphoto.errors.base import IdPhotoError, Names, PhotoAtFault


@dataclass(eq=False)
class BadImage(PhotoAtFault):
    """The file is damaged, truncated or empty."""

    template: ClassVar[str] = "cannot read the picture: {reason}"
    remedy: ClassVar[str] = "send the original file again"

    reason: str


@dataclass(eq=False)
class FileUnreadable(BadImage, OSError):
    """The system cannot read the file at `path`; an `OSError` as well."""

    template: ClassVar[str] = "cannot read {path}: {reason}"
    remedy: ClassVar[str] = "check the path and the disk"

    path: str

    def __post_init__(self) -> None:
        # OSError's own names for the two
        self.filename, self.strerror = self.path, self.reason


@dataclass(eq=False)
class NoSuchFile(FileUnreadable, FileNotFoundError):
    """There is no file at `path`; a `FileNotFoundError` as well."""

    remedy: ClassVar[str] = "correct the path; a relative path starts in the current folder"

    errno = errno.ENOENT


@dataclass(eq=False)
class NotAFile(FileUnreadable, IsADirectoryError):
    """`path` is a folder; an `IsADirectoryError` as well."""

    remedy: ClassVar[str] = "name a file, or pass the files of the folder to `make_photos`"

    errno = errno.EISDIR


@dataclass(eq=False)
class FileForbidden(FileUnreadable, PermissionError):
    """The file at `path` may not be read by this user; a `PermissionError` as well."""

    remedy: ClassVar[str] = "change the file's permissions"

    errno = errno.EACCES


@dataclass(eq=False)
class UnsupportedFormat(BadImage):
    """The file is not a picture, or its format is not supported (PDF, SVG, JPEG XL, …)."""

    template: ClassVar[str] = "unsupported picture format: {reason}"
    remedy: ClassVar[str] = "export the picture as JPEG or PNG"


@dataclass(eq=False)
class ImageTooLarge(PhotoAtFault):
    """The picture exceeds a limit on bytes, side or pixels; checked before it is decoded."""

    template: ClassVar[str] = "the picture's {what} is {found:,}; the limit is {limit:,}"
    remedy: ClassVar[str] = "scale the picture down, or raise `DecodeLimits` in Python"

    what: str
    found: int
    limit: int


@dataclass(eq=False)
class CannotFit(IdPhotoError):
    """No quality gives a file within the byte window; the possible sizes are named."""

    template: ClassVar[str] = (
        "cannot write this picture in {window} bytes: it takes {smallest:,} to {largest:,} bytes"
    )
    remedy: ClassVar[str] = "widen the window, or change the format or the size in pixels"

    smallest: int
    largest: int
    min_bytes: int | None
    max_bytes: int | None

    def words(self, names: Names) -> dict[str, Any]:
        low, high = self.min_bytes, self.max_bytes
        if low is None:
            window = f"at most {high:,}"
        else:
            window = f"at least {low:,}" if high is None else f"{low:,} to {high:,}"
        return {**super().words(names), "window": window}
