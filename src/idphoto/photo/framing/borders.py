"""What the source's borders cut, and what of it may be completed. Sees no pixels.

Nothing that the source does not show is invented, with two small exceptions: a little hair that is
cut off is closed with a rounded outline, and clothes (nothing else) are stretched a little.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from idphoto.errors import BodyCutOff, HairCutOff
from idphoto.face.measure import FaceGeometry
from idphoto.photo.framing.frame import MAX_STRETCH_BELOW, MAX_STRETCH_BESIDE, Frame

BorderSide = Literal["left", "top", "right", "bottom"]
SIDES: Final[tuple[BorderSide, ...]] = ("left", "top", "right", "bottom")

MAX_HIDDEN: Final = 0.04
"""Most of the head's height that may be missing beyond a border, if its outline is to be closed."""
# What a border cuts may be completed if no more than this share of it is skin or hair.
_MAX_OTHER: Final = 0.15
_NEGLIGIBLE: Final = 0.005  # of the photo: what resampling may lose at a border


@dataclass(frozen=True, slots=True)
class BorderCut:
    """What one border of the source cuts.

    Lengths in pixels of the picture. ``head``: how much of the border shows the head, its hair or
    headgear. ``hidden``: how far these go on beyond the border, estimated from the outline inside
    of it. ``body``: how much of the border shows the body, and ``clothes``: the share of that which
    is clothes, 0–1.
    """

    side: BorderSide
    head: float
    hidden: float
    body: float
    clothes: float

    @property
    def only_clothes(self) -> bool:
        """Whether what is cut may be completed by stretching it."""
        return self.body > 0 and self.clothes >= 1 - _MAX_OTHER


@dataclass(frozen=True, slots=True)
class Borders:
    """What the source's borders cut, and how far the body reaches, in levelled pixels.

    ``body_bottom_y``: where the torso ends below the face's middle; ``bottom_slope``: how much
    sooner, per pixel, it ends to one side, because the source was turned to level the eyes.
    ``left_x``, ``right_x``: the source's sides where they cut the person; None where they do not.
    """

    cuts: dict[BorderSide, BorderCut]
    body_bottom_y: float
    bottom_slope: float
    left_x: float | None
    right_x: float | None

    def stretch(self, *sides: BorderSide) -> float:
        """The share that clothes may be stretched by at ``sides``.

        Of the photo's width or, at the bottom, of its height below the chin.
        """
        if any(side in self.cuts and not self.cuts[side].only_clothes for side in sides):
            return 0.0
        if "bottom" in sides:
            return MAX_STRETCH_BELOW if "bottom" in self.cuts else 0.0
        return MAX_STRETCH_BESIDE


def check_borders(
    borders: Borders, geometry: FaceGeometry, frame: Frame, *, dressed: bool, stretches: bool = True
) -> None:
    """Refuse a frame that shows more beyond the source's borders than may be completed.

    ``dressed``: new clothes will cover the body, however much of it is missing. ``stretches``:
    whether clothes may be stretched, and a cut outline of hair closed; not on the photo's own
    background, which would show streaks of both.

    Raises:
        HairCutOff: hair or headgear is cut off, and too much of it is missing.
        BodyCutOff: the body is cut off, and too much of it is missing or it is not clothes.
    """
    hidden = {
        cut.side: cut.hidden / geometry.head_height_px
        for cut in visible_cuts(borders, geometry, frame)
        if cut.head
    }
    most = MAX_HIDDEN if stretches else 0.0
    too_much = {side: share for side, share in hidden.items() if share > most or not stretches}
    if too_much:
        raise HairCutOff(sides=" and ".join(too_much), missing=max(too_much.values()), allowed=most)
    if dressed:
        return
    width, height = frame.size_wh
    below_chin = 1.0 - (frame.scale * geometry.chin_y + frame.dy) / height
    lacking: dict[BorderSide, tuple[float, float]] = {
        "left": (frame.missing_left_px / width, 1.0),
        "right": (frame.missing_right_px / width, 1.0),
        "bottom": (frame.missing_bottom_px / height, below_chin),
    }
    for side, (share, of) in lacking.items():
        allowed = max(_NEGLIGIBLE, borders.stretch(side) * of if stretches else 0.0)
        if share > allowed + _NEGLIGIBLE:
            raise BodyCutOff(side=side, missing=share, allowed=allowed)


def visible_cuts(borders: Borders, geometry: FaceGeometry, frame: Frame) -> Iterator[BorderCut]:
    """The cuts, except at the bottom, whose border lies inside the photo."""
    for side, cut in borders.cuts.items():
        if side == "top":
            top = geometry.levelling.apply(np.array([[geometry.centre_x, 0.0]]))[0, 1]
            beyond = frame.scale * top + frame.dy
        else:
            beyond = {"left": frame.missing_left_px, "right": frame.missing_right_px}.get(side, 0.0)
        if beyond > _NEGLIGIBLE * max(frame.size_wh):
            yield cut
