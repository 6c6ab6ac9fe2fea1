"""Print sheets that cannot be laid out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from idphoto.errors.base import IdPhotoError, Names


@dataclass(eq=False)
class SheetTooSmall(IdPhotoError):
    """A photo, the label or the QR code does not fit on the paper; all sizes are named in mm."""

    # ``beside`` is what else is on the sheet; ``room_mm`` is what the margins leave of the paper.
    template: ClassVar[str] = (
        "the {what} of {need} does not fit {where}: the margins leave {room} of the paper"
    )
    remedy: ClassVar[str] = "larger paper, a smaller code, a shorter label, or a narrower margin"

    what: str
    need_mm: tuple[float, float]
    room_mm: tuple[float, float]
    beside: str = ""

    def words(self, names: Names) -> dict[str, Any]:
        need, room = (
            f"{max(width, 0):g} × {max(height, 0):g} mm"
            for width, height in (self.need_mm, self.room_mm)
        )
        where = f"beside {self.beside}" if self.beside else "on the sheet"
        return {**super().words(names), "need": need, "room": room, "where": where}


@dataclass(eq=False)
class ImplausibleDensity(IdPhotoError):
    """The photo's file states a print density that gives a size no ID photo has, such as 72 dpi."""

    # Both are pairs: horizontal and vertical.
    template: ClassVar[str] = (
        "the file states {density} dpi, at which its {px} px are {mm} mm in print, which no ID "
        "photo is: state the size of the print in mm"
    )
    remedy: ClassVar[str] = "`--size 35x45`, or `size_mm` in Python"

    density_dpi: tuple[float, float]
    size_px: tuple[int, int]

    def words(self, names: Names) -> dict[str, Any]:
        x, y = (round(dpi, 1) for dpi in self.density_dpi)
        mm = (25.4 * px / dpi for px, dpi in zip(self.size_px, self.density_dpi, strict=True))
        return {
            "density": f"{x:g}" if x == y else f"{x:g} × {y:g}",
            "px": "{} × {}".format(*self.size_px),
            "mm": " × ".join(f"{side:.1f}" for side in mm),
        }


@dataclass(eq=False)
class SheetFull(IdPhotoError):
    """The sheet cannot hold all the photos requested; `fit` says how many it can."""

    # Both are of each photo, in the order given; ``wanted`` is None where any number would do.
    template: ClassVar[str] = "the sheet holds {held} of the {asked} photos requested"
    remedy: ClassVar[str] = "fewer photos, larger paper, or smaller gutters"

    wanted: tuple[int | None, ...]
    fit: tuple[int, ...]

    def words(self, names: Names) -> dict[str, Any]:
        asked = ("at least 1" if count is None else f"{count}" for count in self.wanted)
        return {"held": " and ".join(map(str, self.fit)), "asked": " and ".join(asked)}
