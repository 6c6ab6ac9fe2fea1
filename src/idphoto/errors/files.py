"""Files that cannot be read or written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from idphoto.errors.base import IdPhotoError


@dataclass(eq=False)
class IoError(IdPhotoError):
    """The operating system refuses to read or write a file; `path` names it."""

    template: ClassVar[str] = "{path}: {reason}"
    remedy: ClassVar[str] = "check the path, its permissions and the disk's space"

    path: str
    reason: str

    @classmethod
    def of(cls, error: OSError, path: object) -> Self:
        """What the operating system said about ``path``."""
        return cls(str(path), error.strerror or "the file cannot be read or written")
