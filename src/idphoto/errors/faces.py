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


@dataclass(eq=False)
class HairCutOff(PhotoAtFault):
    """The photo's border cuts off too much hair or headgear to close the outline."""

    # ``sides`` are among top, left, right; ``missing`` and ``allowed`` are shares of the head's
    # height, chin to crown.
    template: ClassVar[str] = (
        "hair or headgear is cut off at the {sides} of the photo: about {missing:.0%} of the "
        "head's height is missing (at most {allowed:.0%} can be closed); "
        "use a photo with room around the head"
    )
    remedy: ClassVar[str] = "use a photo with room around the head"

    sides: str
    missing: float
    allowed: float


@dataclass(eq=False)
class BodyCutOff(PhotoAtFault):
    """The photo shows too little of the body, and nothing is invented."""

    # ``side`` is left, right or bottom; ``missing`` and ``allowed`` are shares of the result's
    # width or, at the bottom, of its height.
    template: ClassVar[str] = (
        "the body is cut off at the {side} of the photo: {missing:.0%} of the result would show "
        "what the photo does not (at most {allowed:.0%} can be completed); "
        "step back from the camera, or choose other clothes"
    )
    remedy: ClassVar[str] = "step back from the camera, or choose other clothes with `--clothes`"

    side: str
    missing: float
    allowed: float


@dataclass(eq=False)
class HeadNotFrontal(PhotoAtFault):
    """The head is turned or tilted too far for any authority."""

    # ``how`` is turned (to the side) or tilted (towards a shoulder).
    template: ClassVar[str] = (
        "the head is {how} by {found_deg:.0f}° (at most {allowed_deg:.0f}° can be used): "
        "use a photo taken from the front"
    )
    remedy: ClassVar[str] = "use a photo taken from the front, with the head upright"

    how: str
    found_deg: float
    allowed_deg: float


@dataclass(eq=False)
class FaceCovered(PhotoAtFault):
    """An eye or the mouth cannot be seen: something is in front, or the light hides the skin."""

    # ``where`` is eye or mouth; ``share`` and ``allowed`` are shares of the face around it.
    template: ClassVar[str] = (
        "the {where} cannot be seen: {share:.0%} of the face around it is neither skin nor hair "
        "(at most {allowed:.0%}): take off mask or dark glasses, keep hands and things away, and "
        "light the face evenly"
    )
    remedy: ClassVar[str] = (
        "use a photo with nothing in front of the face; clear glasses are no obstacle"
    )

    where: str
    share: float
    allowed: float


@dataclass(eq=False)
class PersonTouched(PhotoAtFault):
    """Somebody else touches or covers the person, so that neither can be cut out alone."""

    # both are shares of the head's height
    template: ClassVar[str] = (
        "another person touches this one along {contact:.0%} of the head's height "
        "(at most {allowed:.0%} can be cut apart): use a photo of one person"
    )
    remedy: ClassVar[str] = "use a photo of one person"

    contact: float
    allowed: float


@dataclass(eq=False)
class BackgroundCutOff(PhotoAtFault):
    """The result would show more of the background than the photo does, and it is not plain."""

    # ``missing`` and ``allowed`` are shares of the result; ``uneven`` and ``max_uneven`` of the
    # background in it.
    template: ClassVar[str] = (
        "{missing:.0%} of the result would show background that the photo does not, and only a "
        "plain wall can be continued ({uneven:.0%} of this one is not plain, at most "
        "{max_uneven:.0%}): step back from the camera, or replace the background"
    )
    remedy: ClassVar[str] = "step back from the camera, or choose a background with `--bg`"

    missing: float
    uneven: float
    max_uneven: float
