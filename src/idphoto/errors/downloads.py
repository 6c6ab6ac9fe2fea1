"""Pictures that cannot be downloaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Final

from idphoto.errors.base import IdPhotoError, Names

SOURCE: Final = "source"
"""The library's name of what is downloaded, for a caller's ``names``."""


def _source(names: Names) -> dict[str, str]:
    return {SOURCE: names.get(SOURCE, "the picture")}


@dataclass(eq=False)
class DownloadFailed(IdPhotoError):
    """The picture cannot be downloaded from its URL; `reason` says why."""

    template: ClassVar[str] = "cannot download {source}: {reason}"
    remedy: ClassVar[str] = "open the URL from the server's machine"

    reason: str

    def words(self, names: Names) -> dict[str, Any]:
        return super().words(names) | _source(names)


@dataclass(eq=False)
class HostUnreachable(DownloadFailed):
    """No connection to the URL's host can be made. Has the code of any other failed download."""

    code: ClassVar[str] = DownloadFailed.code


@dataclass(eq=False)
class EmptySource(DownloadFailed):
    """The picture has no bytes. Has the code of any other failed download."""

    code: ClassVar[str] = DownloadFailed.code


@dataclass(eq=False)
class AddressRefused(DownloadFailed):
    """The URL leads to an address that the server may not access."""

    template: ClassVar[str] = "{reason} is not an address that this server may access"
    remedy: ClassVar[str] = "`IDPHOTO_ALLOW_HOSTS`, if the server is meant to access it"


@dataclass(eq=False)
class DownloadTooLarge(IdPhotoError):
    """The picture at the URL is larger than the API accepts."""

    template: ClassVar[str] = "{source} is larger than {limit:,} bytes"
    remedy: ClassVar[str] = "scale the picture down"

    limit: int

    def words(self, names: Names) -> dict[str, Any]:
        return super().words(names) | _source(names)
