"""Photos whose face cannot be used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from idphoto.errors.base import Names, PhotoAtFault


@dataclass(eq=False)
class NoFace(PhotoAtFault):
    """No face was found in the picture."""

    template: ClassVar[str] = "no face found: use a photo taken from the front"
    remedy: ClassVar[str] = "use a photo taken from the front, with nothing covering the face"


@dataclass(eq=False)
class SeveralFaces(PhotoAtFault):
    """More than one face was found, and only one is allowed."""

    template: ClassVar[str] = "{found} faces found: crop the photo to one person"
    remedy: ClassVar[str] = (
        "crop the photo to one person, or choose one with `--face` in place of `--one-face`"
    )

    found: int


@dataclass(eq=False)
class NoSuchFace(PhotoAtFault):
    """A face was chosen by its number, and the photo shows fewer faces."""

    template: ClassVar[str] = (
        "face {wanted} was chosen, but the photo shows {found}: "
        "faces are numbered from the left, starting at 1"
    )
    remedy: ClassVar[str] = "choose a lower number, or `left`, `right` or `largest`"

    wanted: int
    found: int

    def words(self, names: Names) -> dict[str, Any]:
        noun = "face" if self.found == 1 else "faces"
        return {**super().words(names), "found": f"{self.found} {noun}"}


@dataclass(eq=False)
class FaceTooSmall(PhotoAtFault):
    """The face is too small: the photo would have to be enlarged more than five times."""

    template: ClassVar[str] = (
        "the face is {found_px:.0f} px wide, at least {need_px:.0f} px are needed: "
        "use a closer or larger photo"
    )
    remedy: ClassVar[str] = "use a closer or larger photo"

    found_px: float
    need_px: float


@dataclass(eq=False)
class FaceCutOff(PhotoAtFault):
    """Part of the head lies outside the photo."""

    # ``sides`` are among top, left, right, bottom; ``missing`` is a share of the head.
    template: ClassVar[str] = (
        "the head is cut off at the {sides} of the photo ({missing:.0%} is missing): "
        "use a photo that shows the whole head"
    )
    remedy: ClassVar[str] = "use a photo that shows the whole head"

    sides: str
    missing: float
