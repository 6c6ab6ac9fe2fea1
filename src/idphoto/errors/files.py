"""Files that cannot be read or written."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import ClassVar, Self

from idphoto.errors.base import IdPhotoError


@dataclass(eq=False)
class IoError(IdPhotoError, OSError):
    """The operating system refuses to read or write the file at `path`; an `OSError` as well."""

    template: ClassVar[str] = "{path}: {reason}"
    remedy: ClassVar[str] = "check the path, its permissions and the disk's space"

    path: str
    reason: str

    def __post_init__(self) -> None:
        # OSError's own names for the two
        self.filename, self.strerror = self.path, self.reason

    @classmethod
    def of(cls, error: OSError, path: object) -> Self:
        """What the operating system said about ``path``."""
        return cls(str(path), error.strerror or "the file cannot be read or written")


@dataclass(eq=False)
class NoSuchFolder(IoError, FileNotFoundError):
    """The folder to save a file in does not exist; a `FileNotFoundError` as well."""

    remedy: ClassVar[str] = "make the folder, or correct the path"

    errno = errno.ENOENT
