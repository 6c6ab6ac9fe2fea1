"""The price table: what each operation costs, in credits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self

from idphoto.errors import BadSetting


@dataclass(frozen=True, slots=True)
class Prices:
    """Credits by operation. PicWish's are those of its pages; AceData's pages name none. The native
    API charges photos as PicWish's external one does."""

    simple_photo: int = 1
    """A photo or a cut-out by PicWish's first API."""
    photo: int = 6
    """A photo by PicWish's external API or the native one."""
    clothes: int = 15
    """The same in other clothes, instead of ``photo``."""
    retouch: int = 8
    """Any retouching, on top."""
    layout: int = 5
    """A print sheet, on top."""
    preview: int = 0
    """A photo with a watermark, instead of all three."""
    headshots: int = 15
    """The two headshots of a generation: as much as one photo in other clothes."""
    check: int = 1
    """A photo checked against what an authority asks for, by the native API."""
    cutout: int = 1
    """A cut-out by the native API."""
    sheet: int = 1
    """A sheet of finished photos by the native API."""
    card_check: int = 6
    """An ID card check: as much as a photo, which takes about as long to make."""

    @classmethod
    def with_changes(cls, changes: Mapping[str, int]) -> Self:
        """The table with the settings' own prices in place of its own.

        Raises:
            BadSetting: there is no such operation.
        """
        known = [field.name for field in fields(cls)]
        for name in changes:
            if name not in known:
                reason = f"no operation {name!r}: choose among {', '.join(known)}"
                raise BadSetting("IDPHOTO_PRICES", reason)
        return cls(**changes)
