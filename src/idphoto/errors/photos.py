"""Photos and headshots that cannot be made as requested."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from idphoto.errors.base import NO_NAMES, IdPhotoError, Names, PhotoAtFault


@dataclass(eq=False)
class FramingConflict(IdPhotoError):
    """Two constraints exclude each other on this head, or a label would cover the chin."""

    # all figures are in pixels of the output
    template: ClassVar[str] = "{first} and {second} cannot both be met: {reason}"
    named: ClassVar[tuple[str, ...]] = ("first", "second")
    remedy: ClassVar[str] = "relax one of the two that are named"

    first: str
    second: str
    reason: str


@dataclass(eq=False)
class CannotDress(PhotoAtFault):
    """Clothes cannot be changed: of the head, of what covers the neck, or of skin out of sight."""

    # ``what`` is wrong; ``found`` and ``limit`` are in ``unit``, a share of what ``of`` says.
    template: ClassVar[str] = (
        "cannot change clothes: {what} ({found:.0f}{unit}{of}; at most {limit:.0f}{unit}): {advice}"
    )
    remedy: ClassVar[str] = (
        "use a photo of one person from the front, with the hands down and the neck in sight, or a "
        "garment with a closed collar"
    )

    what: str
    found: float
    limit: float
    unit: str = ""
    of: str = ""
    advice: str = "use a photo taken from the front, with the hands down"


@dataclass(eq=False)
class CannotStyleHair(PhotoAtFault):
    """The template's hair cannot be drawn: the head is bald or covered; `reason` says which."""

    template: ClassVar[str] = "cannot draw the hair: {reason}"
    remedy: ClassVar[str] = "choose another template"

    reason: str


@dataclass(eq=False)
class WrongPeople(IdPhotoError):
    """The photos do not show the number of people that the headshot template takes."""

    template: ClassVar[str] = (
        "the template {style} takes {need} people, not {found}: "
        "send one photo of {need}, or a photo of each"
    )
    remedy: ClassVar[str] = (
        "for `wedding`, send one photo of two people or a photo of each; otherwise one photo"
    )

    found: int
    need: int
    style: str

    def render(self, names: Names = NO_NAMES) -> str:
        if self.need > 1:
            return super().render(names)
        return f"the template {self.style} takes one photo of one person, not {self.found}"
